"""Papers: drawn by quota, the same for the same seed, fair over all seeds."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bank_tools.samples import LEVELS, bank_text, item_text
from tui_exam.exam.bank import Bank, bank_of
from tui_exam.exam.blueprint import Blueprint, blueprint_of
from tui_exam.exam.items import Kind
from tui_exam.exam.paper import Paper, draw_paper, paper_seed, shuffled
from tui_exam.yaml_lines import FileFaults, parse_yaml

LAW = settings(deadline=None)  # the first example also imports what it needs
DAY = date(2026, 11, 23)
SEEDS = st.text(min_size=1, max_size=20)
PLAN = """id: thu
version: 1
title: "Đề thử"
minutes: 60
theory:
  points: 45
  questions: 6
  kinds: [single, true_false, ordering]
  cells:
    - {topic: van_thu, nhan_biet: 3, thong_hieu: 2, van_dung: 1}
practice:
  tasks:
    - {family: mail, points: 30, pool: [a, b, c]}
    - {family: signing, points: 25, pool: [d]}
bands: [{least: 0, name: "Chưa đạt", passed: false}]
"""
STEPS = """  - id: sap-xep
    revision: 4
    level: nhan_biet
    kind: ordering
    stem: "Sắp xếp các bước."
    steps:
      - {text: "Cấp số", why: "Trước hết."}
      - {text: "Đăng ký", why: "Sau đó."}
      - {text: "Ký số", why: "Cuối cùng."}
    basis: [{document: "Nghị định số 30/2020/NĐ-CP"}]
    valid_from: 2020-03-05
    reviewed: 2026-11-23
    next_review: 2027-05-23
"""


@cache
def plan() -> Blueprint:
    """Six questions of one topic."""
    return blueprint_of(parse_yaml(PLAN.encode(), "thu.yaml"))


@cache
def bank() -> Bank:
    """Eight items of each level, one of them expired, some of other kinds."""
    items = [item_text(f"{level[0]}-{at}", level=level) for level in LEVELS for at in range(8)]
    items[0] = items[0].replace("valid_to:", "valid_to: 2026-11-22")
    pair = item_text("dung-sai", options=("Đúng", "Sai"), right=1)
    items += [STEPS, pair.replace("kind: single", "kind: true_false")]
    return bank_of({"a.yaml": bank_text(*items).encode()}, name="bank")


def draw(seed: str) -> Paper:
    """The paper of a seed on the day of the tests."""
    return draw_paper(plan(), bank(), seed=seed, day=DAY)


@LAW
@given(SEEDS)
def test_the_same_seed_gives_the_same_paper(seed: str) -> None:
    assert draw(seed) == draw(seed)


@LAW
@given(SEEDS)
def test_every_cell_gets_exactly_its_quota_of_different_items(seed: str) -> None:
    paper = draw(seed)
    items = [bank().by_id[question.item] for question in paper.questions]
    assert Counter((item.topic, item.level) for item in items) == {
        (cell.topic, cell.level): cell.count for cell in plan().cells
    }
    assert len({item.id for item in items}) == len(items) == plan().questions


@LAW
@given(SEEDS)
def test_only_items_that_are_law_that_day_and_of_the_wanted_kinds_are_drawn(seed: str) -> None:
    items = [bank().by_id[question.item] for question in draw(seed).questions]
    assert all(item.is_law_on(DAY) and item.kind in plan().kinds for item in items)


@LAW
@given(SEEDS)
def test_the_order_of_the_options_is_a_permutation_of_them(seed: str) -> None:
    for question in draw(seed).questions:
        item = bank().by_id[question.item]
        keys = tuple(option.key for option in item.options)
        assert sorted(question.options) == sorted(keys)
        assert question.revision == item.revision
        if item.kind is Kind.TRUE_FALSE:
            assert question.options == keys
        if item.kind is Kind.ORDERING:
            assert question.options != keys, "the right order must not stand there"


@LAW
@given(SEEDS)
def test_each_part_of_the_practice_gets_one_task_of_its_pool(seed: str) -> None:
    tasks = draw(seed).tasks
    assert [(task.family, task.points) for task in tasks] == [("mail", 30), ("signing", 25)]
    assert tasks[0].name in "abc"
    assert tasks[1].name == "d"
    assert len({task.seed for task in tasks}) == 2


@LAW
@given(SEEDS)
def test_a_paper_survives_the_way_through_json(seed: str) -> None:
    paper = draw(seed)
    assert Paper.from_json(json.loads(json.dumps(paper.to_json()))) == paper


@LAW
@given(st.lists(st.text(), unique=True), SEEDS, st.text())
def test_shuffling_keeps_everything_and_follows_from_the_seed(
    things: list[str], seed: str, name: str
) -> None:
    once = shuffled(things, seed, name)
    assert sorted(once) == sorted(things)
    assert once == shuffled(reversed(things), seed, name)


def test_a_paper_can_be_rebuilt_on_any_machine_and_by_any_later_version() -> None:
    seed = paper_seed("thu", "TS001", "a" * 64, "1")
    assert seed == "39556444bb3cdc824d5bdd4da55775e09929382e3df8abef21376b6712a668e3"
    paper = draw(seed)
    assert [(q.item, "".join(q.options)) for q in paper.questions] == [
        ("n-3", "dabc"),
        ("t-2", "bdac"),
        ("dung-sai", "ab"),
        ("t-6", "cabd"),
        ("n-2", "bdca"),
        ("v-3", "abcd"),
    ]
    assert [task.name for task in paper.tasks] == ["b", "d"]


def test_exam_candidate_bank_and_sitting_each_change_the_seed() -> None:
    seeds = {
        paper_seed(*fields)
        for fields in (
            ("thu", "TS1", "d", "1"),
            ("thu", "TS2", "d", "1"),
            ("khac", "TS1", "d", "1"),
            ("thu", "TS1", "e", "1"),
            ("thu", "TS1", "d", "2"),
            ("thuTS1", "", "d", "1"),
        )
    }
    assert len(seeds) == 6


def test_neighbours_get_different_papers() -> None:
    papers = {draw(paper_seed("thu", f"TS{n}", "d", "1")).questions for n in range(200)}
    assert len(papers) == 200


def test_over_many_seeds_no_item_no_place_and_no_option_is_favoured() -> None:
    papers = 3_000
    drawn: Counter[str] = Counter()
    first: Counter[str] = Counter()
    key_at: Counter[int] = Counter()
    for n in range(papers):
        for place, question in enumerate(draw(f"seed {n}").questions):
            item = bank().by_id[question.item]
            drawn[item.id] += 1
            first[item.level.value] += place == 0
            if item.kind is Kind.SINGLE:
                key_at[question.options.index(item.keys[0])] += 1
    pools = {"n": (3, 9), "t": (2, 8), "v": (1, 8)}  # nhan_biet: 7 in force and two of other kinds
    for name, times in drawn.items():
        takes, holds = pools[name[0] if name[1] == "-" else "n"]
        assert abs(times / papers - takes / holds) < 0.05, name
    assert abs(first["nhan_biet"] / papers - 3 / 6) < 0.05
    assert all(abs(times / key_at.total() - 1 / 4) < 0.03 for times in key_at.values())


def test_the_paper_says_which_bank_and_which_day_it_was_drawn_from() -> None:
    paper = draw("x")
    assert (paper.exam, paper.seed, paper.day, paper.bank) == ("thu", "x", DAY, bank().digest)


@LAW
@given(SEEDS)
def test_only_tasks_that_are_law_that_day_are_drawn(seed: str) -> None:
    paper = draw_paper(
        plan(), bank(), seed=seed, day=DAY, in_force=lambda name, day: name != "a" and day == DAY
    )
    assert paper.tasks[0].name in {"b", "c"}


@LAW
@given(SEEDS)
def test_a_task_out_of_force_changes_no_paper_it_was_not_on(seed: str) -> None:
    before = draw(seed)
    after = draw_paper(plan(), bank(), seed=seed, day=DAY, in_force=lambda name, _: name != "a")
    assert before.tasks[0].name == "a" or after == before


def test_a_family_without_a_task_for_that_day_is_named_and_no_paper_is_drawn() -> None:
    with pytest.raises(FileFaults) as caught:
        draw_paper(plan(), bank(), seed="s", day=DAY, in_force=lambda name, _: name in "abc")
    (fault,) = caught.value.faults
    assert (fault.file, fault.where) == ("thu.yaml", "practice.signing")
    assert "không có nhiệm vụ nào còn hiệu lực ngày 23/11/2026" in fault.reason
