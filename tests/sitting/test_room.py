"""Drawing a paper and opening an attempt in a real store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from mock_office.tasks import library
from tests.rooms import WHO
from tui_exam.sitting.candidate import BadCandidate, candidate
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room, in_force, open_room, shipped
from tui_exam.vntime import VIETNAM
from tui_exam.yaml_lines import FileFaults


async def test_a_sitting_begins_with_thirty_questions_and_four_tasks(room: Room) -> None:
    exam = await room.begin(WHO)
    assert len(exam.paper.questions) == 30
    assert list(exam.tasks) == ["mail", "routing", "signing", "issuing"]
    assert exam.sitting.left() == 3600


async def test_the_points_of_both_halves_make_a_hundred(room: Room) -> None:
    plan = room.blueprint
    assert (plan.theory_points, plan.practice_points) == (45, 55)
    exam = await room.begin(WHO)
    assert [task.points for task in exam.tasks.values()] == [12, 18, 15, 10]


async def test_a_candidates_second_sitting_has_another_paper(room: Room) -> None:
    first = await room.begin(WHO)
    second = await room.begin(WHO)
    assert first.paper.questions != second.paper.questions


async def test_the_same_seed_gives_the_same_paper_and_another_seed_another(room: Room) -> None:
    papers = [(await room.begin(WHO, seed=seed)).paper for seed in ("s1", "s1", "s2")]
    assert papers[0] == papers[1]
    assert papers[0].questions != papers[2].questions


async def test_an_unfinished_attempt_is_found_by_its_code(room: Room) -> None:
    assert await room.unfinished(WHO.code) is None
    exam = await room.begin(WHO)
    found = await room.unfinished(WHO.code)
    assert found is not None
    assert found.attempt == exam.sitting.attempt.id


async def test_resuming_gives_back_answers_place_and_running_clock(
    room: Room, clock: ManualClock
) -> None:
    exam = await room.begin(WHO)
    item = exam.paper.questions[4].item
    await exam.sitting.record("moved", {"part": "theory", "question": 4})
    await exam.sitting.record("answered", {"item": item, "answer": ["b"]})
    await exam.sitting.leave()
    clock.advance(600)
    found = await room.unfinished(WHO.code)
    assert found is not None
    again = await room.resume(found)
    assert again.sitting.attempt.answers[item] == ("b",)
    assert again.sitting.attempt.place.question == 4
    assert again.sitting.left() == 3000
    assert again.who == WHO


async def test_an_attempt_is_read_with_the_questions_it_was_sat_with(
    records: Records, tmp_path: Path
) -> None:
    """Also where no bank is installed at all."""
    room = await open_room(records, program="test")
    exam = await room.begin(WHO)
    again = await records.read_only(exam.sitting.attempt.id)
    assert again.items == exam.items
    assert again.blueprint == exam.blueprint


async def test_a_broken_bank_is_refused_with_file_line_and_reason(
    records: Records, tmp_path: Path
) -> None:
    banks = tmp_path / "banks"
    (banks / "blueprints").mkdir(parents=True)
    (banks / "chuyen_doi_so").mkdir()
    plan = shipped("blueprints", "can-tho-2022.yaml").read_text(encoding="utf-8")
    (banks / "blueprints" / "can-tho-2022.yaml").write_text(plan, encoding="utf-8")
    bad = "topic: van_thu\ntitle: Văn thư\nitems:\n  - id: van-thu-001\n    revision: một\n"
    (banks / "chuyen_doi_so" / "04.yaml").write_text(bad, encoding="utf-8")
    with pytest.raises(FileFaults) as caught:
        await open_room(records, program="test", banks=banks)
    fault = next(f for f in caught.value.faults if f.where == "items[0].revision")
    assert (fault.file, fault.line) == ("04.yaml", 5)
    assert "số nguyên" in fault.reason


async def test_a_blueprint_with_an_impossible_cell_is_refused_with_the_cell_named(
    records: Records, tmp_path: Path
) -> None:
    banks = tmp_path / "banks"
    (banks / "blueprints").mkdir(parents=True)
    (banks / "chuyen_doi_so").symlink_to(shipped("chuyen_doi_so"))
    plan = shipped("blueprints", "can-tho-2022.yaml").read_text(encoding="utf-8")
    plan = plan.replace("questions: 30", "questions: 429").replace(
        "cai_cach, nhan_biet: 1", "cai_cach, nhan_biet: 400"
    )
    (banks / "blueprints" / "can-tho-2022.yaml").write_text(plan, encoding="utf-8")
    with pytest.raises(FileFaults) as caught:
        await open_room(records, program="test", banks=banks)
    assert [fault.where for fault in caught.value.faults] == ["cai_cach × nhan_biet"]


async def test_a_plan_that_names_a_task_nobody_has_is_refused_with_its_name(
    records: Records, tmp_path: Path
) -> None:
    banks = _banks_with_plan(tmp_path, "- mail_report\n", "- mail_reprot\n")
    with pytest.raises(FileFaults) as caught:
        await open_room(records, program="test", banks=banks)
    (fault,) = caught.value.faults
    assert fault.where == "practice.mail"
    assert "«mail_reprot»" in fault.reason


async def test_before_the_two_tiers_there_is_no_paper_and_each_family_says_so(
    records: Records, clock: ManualClock
) -> None:
    """Every shipped task rests on the law since 1 July 2025; the clock stands before it."""
    clock.now = datetime(2025, 6, 2, tzinfo=VIETNAM).timestamp()
    with pytest.raises(FileFaults) as caught:
        await open_room(records, program="test")
    told = {fault.where: fault.reason for fault in caught.value.faults}
    for family in ("mail", "routing", "signing", "issuing"):
        assert "còn hiệu lực ngày 02/06/2025" in told[f"practice.{family}"]


def test_a_task_counts_on_the_working_day_it_plays_on() -> None:
    """A Saturday's task plays on Monday, when the law it tests may have ended."""
    task = replace(library.load("mail_report"), valid_to=date(2026, 11, 21))
    assert task.valid_on(date(2026, 11, 20))
    assert not task.valid_on(date(2026, 11, 21))


def test_a_task_nobody_has_is_never_in_force() -> None:
    assert in_force("mail_report", date(2026, 11, 23))
    assert not in_force("mail_reprot", date(2026, 11, 23))


def _banks_with_plan(folder: Path, old: str, new: str) -> Path:
    banks = folder / "banks"
    (banks / "blueprints").mkdir(parents=True)
    (banks / "chuyen_doi_so").symlink_to(shipped("chuyen_doi_so"))
    plan = shipped("blueprints", "can-tho-2022.yaml").read_text(encoding="utf-8")
    assert old in plan
    (banks / "blueprints" / "can-tho-2022.yaml").write_text(plan.replace(old, new, 1), "utf-8")
    return banks


def test_names_are_cleaned_and_codes_are_written_large() -> None:
    who = candidate(" ct-01 ", " Nguyễn  \x1b[31mVăn An ", "UBND\u202e phường")
    assert (who.code, who.unit) == ("CT-01", "UBND phường")
    assert "\x1b" not in who.name


@pytest.mark.parametrize(
    ("code", "name", "unit", "field"),
    [
        ("A1", "", "x", "name"),
        ("A1", "x", "  ", "unit"),
        ("", "x", "x", "code"),
        ("số 1", "x", "x", "code"),
        ("../../etc", "x", "x", "code"),
        ("A" * 30, "x", "x", "code"),
        ("A1", "x" * 200, "x", "name"),
    ],
)
def test_a_bad_sign_in_names_the_field(code: str, name: str, unit: str, field: str) -> None:
    with pytest.raises(BadCandidate) as caught:
        candidate(code, name, unit)
    assert caught.value.field == field


async def test_an_attempt_is_marked_by_the_tasks_it_was_sat_with(
    records: Records, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where other versions of them, or none, are installed by then."""
    exam = await room.begin(WHO)

    def gone(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr(library, "load", gone)
    again = await records.read_only(exam.sitting.attempt.id)
    assert again.tasks == exam.tasks
