"""A sealed attempt opened again: nothing of it changes, all of it goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rooms import WHO
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.exam import Exam
from tui_exam.sitting.finish import close, mark_and_seal
from tui_exam.sitting.office import Office
from tui_exam.sitting.orders import BadOrder
from tui_exam.sitting.reopening import differs_from_origin, reopen
from tui_exam.sitting.room import Room
from tui_exam.store.protocol import NoSuchAttempt
from tui_exam.store.verify import verify

WHY = {"reason": "mất điện cả phòng", "by": "Lê Thị Bình"}


async def handed_in(room: Room, clock: ManualClock) -> Exam:
    """An exam with one answer, one letter half written, and signing keys, closed and sealed."""
    exam = await room.begin(WHO)
    await Office(exam).prepare("signing")
    item = exam.paper.questions[0].item
    clock.advance(600)
    await exam.sitting.record("answered", {"item": item, "answer": list(exam.items[item].keys)})
    draft = {
        "letter": "own-1", "mode": "new", "source": "", "to": [], "cc": [], "bcc": [],
        "subject": "dở dang", "body": "", "attachments": [],
    }  # fmt: skip
    await exam.act("mail", "mail_draft_saved", **draft)
    clock.advance(600)
    await close(exam, "handed_in")
    await mark_and_seal(exam)
    return exam


async def test_a_reopened_attempt_goes_on_with_answers_desks_and_keys(
    room: Room, clock: ManualClock, tmp_path: Path
) -> None:
    old = await handed_in(room, clock)
    folder = tmp_path / "data" / "attempts" / old.sitting.attempt.id
    log = (folder / "events.log").read_bytes()
    clock.advance(86_400)
    name = await reopen(room, old.sitting.attempt.id, minutes=15, **WHY)
    assert (folder / "events.log").read_bytes() == log
    clock.advance(1800)
    found = await room.unfinished(WHO.code)
    assert found is not None
    assert (found.attempt, found.extra) == (name, {"reopened": old.sitting.attempt.id})
    exam = await room.resume(found)
    assert exam.sitting.left() == 900
    assert exam.sitting.attempt.answers == old.sitting.attempt.answers
    assert exam.desk("mail") == old.desk("mail")
    assert exam.desk("signing") == old.desk("signing")
    office = Office(exam)
    await office.prepare("signing")
    draft = exam.desk("signing").drafts[0].id
    assert (await office.pdf("signing", draft)).startswith(b"%PDF")
    second = exam.paper.questions[1].item
    await exam.sitting.record("answered", {"item": second, "answer": list(exam.items[second].keys)})
    clock.advance(300)
    await close(exam, "handed_in")
    result = await mark_and_seal(exam)
    assert (result.theory, result.minutes_used) == (3, 25)
    report = verify(tmp_path / "data" / "attempts" / name)
    assert (report.ok, report.sealed) == (True, True)
    assert await differs_from_origin(room, await exam.sitting.events()) == ""


async def test_a_lost_file_that_only_the_carried_desk_names_is_found_by_verification(
    room: Room, clock: ManualClock, tmp_path: Path
) -> None:
    old = await handed_in(room, clock)
    name = await reopen(room, old.sitting.attempt.id, minutes=15, **WHY)
    folder = tmp_path / "data" / "attempts" / name
    pdf = next(p for p in (folder / "artifacts").iterdir() if p.read_bytes()[:4] == b"%PDF")
    pdf.unlink()
    assert "artifact_missing" in {each.code for each in verify(folder).findings}


async def test_what_was_carried_over_is_held_against_the_sealed_attempt(
    room: Room, clock: ManualClock
) -> None:
    old = await handed_in(room, clock)
    name = await reopen(room, old.sitting.attempt.id, minutes=15, **WHY)
    events = [event async for event in room.store.read(name)]
    events[1].data["carried"]["answers"] = {}  # type: ignore[index]
    assert await differs_from_origin(room, events)
    assert await differs_from_origin(room, events[:1]) is None


async def test_an_attempt_can_be_reopened_twice(room: Room, clock: ManualClock) -> None:
    old = await handed_in(room, clock)
    for _ in range(2):
        name = await reopen(room, old.sitting.attempt.id, minutes=5, **WHY)
        found = await room.unfinished(WHO.code)
        assert found is not None
        exam = await room.resume(found)
        assert (found.attempt, exam.desk("mail")) == (name, old.desk("mail"))
        await close(exam, "handed_in")
        await mark_and_seal(exam)
        old = exam


async def test_only_a_sealed_attempt_of_a_known_candidate_with_none_open_is_reopened(
    room: Room, clock: ManualClock
) -> None:
    exam = await room.begin(WHO)
    with pytest.raises(BadOrder, match="chưa khép lại"):
        await reopen(room, exam.sitting.attempt.id, minutes=5, **WHY)
    with pytest.raises(NoSuchAttempt):
        await reopen(room, "khong-co", minutes=5, **WHY)
    await close(exam, "handed_in")
    await mark_and_seal(exam)
    for bad in (0, -1, 10_000, float("nan")):
        with pytest.raises(BadOrder):
            await reopen(room, exam.sitting.attempt.id, minutes=bad, **WHY)
    another = await room.begin(WHO)
    with pytest.raises(BadOrder, match="chưa nộp"):
        await reopen(room, exam.sitting.attempt.id, minutes=5, **WHY)
    await close(another, "handed_in")
    await mark_and_seal(another)
    await room.store.forget(exam.sitting.attempt.id)  # type: ignore[attr-defined]
    with pytest.raises(BadOrder, match="đã được xóa"):
        await reopen(room, exam.sitting.attempt.id, minutes=5, **WHY)
