"""Mini-tasks: made from the tasks, one right answer, and one for every point lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mock_office.marks import CheckMark, TaskMark
from mock_office.tasks import library
from tui_exam.drill import minis
from tui_exam.drill.lost import lost_cards
from tui_exam.exam.items import Kind
from tui_exam.exam.marking import QuestionMark

DAY = date(2026, 11, 23)


def test_every_mini_task_has_one_right_answer_with_reasons_and_a_basis() -> None:
    cards = list(minis.catalogue(DAY))
    assert len(cards) > 100
    for card in cards:
        made = minis.mini(card, 0, DAY)
        item = made.item
        assert 2 <= len(item.options) <= 6, card
        assert all(option.why for option in item.options), card
        assert item.basis, card
        if item.kind is Kind.SINGLE:
            assert sum(option.correct for option in item.options) == 1, card
            assert len({option.text for option in item.options}) == len(item.options), card


def test_a_mini_task_is_another_one_every_time_but_the_same_for_the_same_time() -> None:
    card = "m:route:routing_finance:tai_chinh"
    first, again, other = (minis.mini(card, n, DAY) for n in (0, 0, 1))
    assert first == again
    assert first.material != other.material


def test_the_right_route_is_the_one_of_the_model_solution() -> None:
    sent_wrong = minis.mini("m:route:routing_finance:gui_nham", 3, DAY).item
    assert [o.text for o in sent_wrong.options if o.correct] == ["Trả lại nơi gửi, nêu rõ lý do"]


def test_a_draft_with_planted_errors_is_not_fit_and_its_errors_are_told() -> None:
    item = minis.mini("m:fit:signing_certificates:cong_van", 0, DAY).item
    right = next(option for option in item.options if option.correct)
    assert "trả lại" in right.text
    assert "(4)" in right.why


def test_forged_and_true_letters_are_told_apart_with_their_signs() -> None:
    forged = minis.mini("m:mail:mail_phishing:gia_2", 0, DAY).item
    true = minis.mini("m:mail:mail_phishing:that", 0, DAY).item
    assert "giả mạo" in next(o.text for o in forged.options if o.correct)
    assert "danh bạ" in next(o.why for o in forged.options if o.correct)
    assert "Thư thật" in next(o.text for o in true.options if o.correct)


@pytest.mark.parametrize("name", library.names())
def test_every_point_lost_in_a_task_becomes_cards_worth_as_much(name: str) -> None:
    task = library.load(name).variant(b"x", DAY)
    checks = tuple(
        CheckMark(check.code, check.title, 0.0, check.points, "", check.basis)
        for check in task.checks
    )
    mark = TaskMark(name, task.family, 0.0, task.points, checks)
    cards = minis.cards_for(mark)
    assert sum(cards.values()) == pytest.approx(task.points, abs=0.01)
    assert all(minis.exists(card, DAY) for card in cards)
    for check in checks:  # and every single one of them does
        alone = replace(mark, checks=(check,))
        assert sum(minis.cards_for(alone).values()) == pytest.approx(check.max)


def test_a_question_that_lost_points_is_its_own_card_and_a_right_one_is_none() -> None:
    marks = [
        QuestionMark("van-thu-001", ("a",), 0.0, 0.0, 1.5),
        QuestionMark("van-thu-002", ("a",), 1.0, 1.5, 1.5),
        QuestionMark("van-thu-003", (), 0.5, 0.75, 1.5),
    ]
    assert lost_cards(marks, []) == {"q:van-thu-001": 1.5, "q:van-thu-003": 0.75}


@pytest.mark.parametrize(
    "card",
    ["", "m:", "q:van-thu-001", "m:route", "m:nope:routing_finance:x", "m:route:../../x:y",
     "m:route:no_such_task:x", "m:route:routing_finance:no_such", "m:cert:routing_finance:leader"],
)  # fmt: skip
def test_a_name_that_is_no_mini_task_is_refused_and_does_not_exist(card: str) -> None:
    assert not minis.exists(card, DAY)
    with pytest.raises(KeyError):
        minis.mini(card, 0, DAY)


def test_points_of_a_task_that_is_there_no_more_become_no_cards() -> None:
    check = CheckMark("B1", "x", 0.0, 2.0, "", "")
    family = library.load("routing_finance").family
    assert minis.cards_for(TaskMark("gone", family, 0.0, 2.0, (check,))) == {}
