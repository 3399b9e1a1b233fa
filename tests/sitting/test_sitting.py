"""One writer: saved before shown, waiting when it cannot be saved, giving way when taken over."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.rooms import WHO
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.history import remarks
from tui_exam.sitting.room import Room
from tui_exam.sitting.sitting import NotSaved, TakenOver, TimeIsUp
from tui_exam.store.protocol import Durability, Lease, NewEvent, Receipt, StoreFull


async def test_an_event_is_in_the_log_when_record_returns(room: Room) -> None:
    exam = await room.begin(WHO)
    await exam.sitting.record("flagged", {"item": "x", "on": True})
    assert [event.kind for event in await exam.sitting.events()] == ["started", "flagged"]
    assert exam.sitting.attempt.flagged == {"x"}


async def test_a_full_disk_is_told_and_nothing_claims_to_be_saved(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await room.begin(WHO)
    sitting, real = exam.sitting, room.store.append

    async def full(
        lease: Lease, expected_seq: int, events: Sequence[NewEvent], *, durability: Durability
    ) -> Receipt:
        raise StoreFull("no room")

    monkeypatch.setattr(room.store, "append", full)
    with pytest.raises(NotSaved, match="đầy"):
        await sitting.record("flagged", {"item": "x", "on": True})
    assert sitting.attempt.flagged == frozenset()
    assert (sitting.waiting, "đầy" in sitting.trouble) == (1, True)
    with pytest.raises(NotSaved):
        await sitting.record("flagged", {"item": "y", "on": True})

    monkeypatch.setattr(room.store, "append", real)
    assert await sitting.retry()
    assert sitting.attempt.flagged == {"x", "y"}
    assert (sitting.waiting, sitting.trouble) == (0, "")


async def test_the_older_screen_becomes_read_only_and_knows_where_it_continued(
    room: Room,
) -> None:
    first = await room.begin(WHO)
    found = await room.unfinished(WHO.code)
    assert found is not None
    second = await room.resume(found, take_over=True)
    await first.sitting.check_holder()
    assert first.sitting.read_only
    assert first.sitting.taken_by is not None
    with pytest.raises(TakenOver):
        await first.sitting.record("flagged", {"item": "x", "on": True})
    await second.sitting.record("flagged", {"item": "y", "on": True})
    assert second.sitting.attempt.flagged == {"y"}


async def test_after_the_bell_only_drafts_and_the_closing_are_written(
    room: Room, clock: ManualClock
) -> None:
    exam = await room.begin(WHO)
    clock.advance(3601)
    with pytest.raises(TimeIsUp):
        await exam.sitting.record("answered", {"item": "x", "answer": ["a"]})
    await exam.sitting.record("closed", {"reason": "time"})
    assert exam.sitting.attempt.closed == "time"


async def test_listeners_hear_of_every_change(room: Room) -> None:
    exam = await room.begin(WHO)
    heard: list[int] = []
    stop = exam.sitting.listen(lambda: heard.append(exam.sitting.attempt.seq))
    await exam.sitting.record("minute", {})
    stop()
    await exam.sitting.record("minute", {})
    assert heard == [2]


@pytest.mark.parametrize("jump", [-1_795_400_000, -3600, -300, 300, 3600, 86_400])
async def test_a_jump_of_the_computers_clock_moves_no_deadline_and_is_told(
    room: Room, clock: ManualClock, jump: int
) -> None:
    exam = await room.begin(WHO)
    clock.advance(60)
    clock.now += jump
    assert exam.sitting.left() == 3540
    await exam.sitting.record("minute", {})
    assert exam.sitting.left() == 3540
    way = "tới" if jump > 0 else "lùi"
    assert [way in line and "không bị ảnh hưởng" in line for line in remarks(exam.sitting.attempt)]
    again = await room.read_only(exam.sitting.attempt.id)
    assert [round(each.seconds) for each in again.sitting.attempt.jumps] == [jump]


async def test_an_attempt_that_cannot_be_read_is_not_kept_from_others(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = await room.begin(WHO)
    await exam.sitting.leave()
    found = await room.unfinished(WHO.code)
    assert found is not None
    with monkeypatch.context() as broken:
        broken.setattr(room.store, "get_artifact", _no_file)
        with pytest.raises(KeyError):
            await room.resume(found)
    assert await room.store.holder(found.attempt) is None
    assert (await room.resume(found)).who == WHO


async def _no_file(attempt: str, sha256: str) -> bytes:
    raise KeyError(sha256)
