"""Time, pauses and their end, ordered from outside while a candidate sits."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rooms import WHO
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.giving import give
from tui_exam.sitting.orders import BadOrder, add_time, event_data, go_on, pause, seconds_of
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room
from tui_exam.sitting.sitting import Paused
from tui_exam.store import TinyAttemptStore
from tui_exam.store.backup import backup, restore
from tui_exam.store.protocol import NoSuchAttempt, Order

WHY = ("mất điện", "Lê Thị Bình")


@pytest.fixture
async def organiser(tmp_path: Path, clock: ManualClock) -> Records:
    """A second program on the same folder."""
    store = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=0)
    return Records(store, clock, "bàn tổ chức")


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("10m", 600), ("10p", 600), ("10", 600), ("90s", 90), ("1h30m", 5400), (" 2H ", 7200)],
)
def test_durations_are_read_as_people_write_them(typed: str, seconds: float) -> None:
    assert seconds_of(typed) == seconds


@pytest.mark.parametrize("typed", ["", "0", "-5m", "10x", "m", "999h", "1e3", "١٠", "10m\x1b[2J "])
def test_other_durations_are_refused(typed: str) -> None:
    if typed.startswith("10m"):
        assert seconds_of(typed) == 600  # what acts is cut off first
    else:
        with pytest.raises(BadOrder):
            seconds_of(typed)


@pytest.mark.parametrize(
    ("reason", "by"), [("", "x"), (" \u202e ", "x"), ("x", ""), ("x" * 201, "y")]
)
def test_an_order_needs_a_reason_and_a_name(reason: str, by: str) -> None:
    with pytest.raises(BadOrder):
        pause(reason, by, 1.0)


async def test_the_holder_takes_an_order_without_losing_the_attempt(
    room: Room, organiser: Records
) -> None:
    exam = await room.begin(WHO)
    sitting, name = exam.sitting, exam.sitting.attempt.id
    assert not await give(organiser, name, add_time(600, *WHY, 1.0), wait=0)
    assert sitting.left() == 3600
    await sitting.look_around()
    assert sitting.left() == 4200
    assert await organiser.store.orders(name) == []
    await sitting.record("flagged", {"item": "x", "on": True})
    [notice] = sitting.attempt.notices
    assert (notice.kind, notice.seconds, notice.reason, notice.by) == ("time_added", 600, *WHY)


async def test_an_order_for_an_attempt_nobody_holds_is_carried_out_at_once(
    room: Room, organiser: Records, clock: ManualClock
) -> None:
    exam = await room.begin(WHO)
    name = exam.sitting.attempt.id
    await exam.sitting.leave()
    clock.advance(600)
    assert await give(organiser, name, pause(*WHY, 1.0), wait=0)
    clock.advance(3600)
    found = await room.unfinished(WHO.code)
    assert found is not None
    again = await room.resume(found)
    assert (again.sitting.attempt.paused, again.sitting.left()) == (True, 3000)


async def test_the_next_to_open_carries_out_what_a_dead_holder_never_saw(
    room: Room, organiser: Records
) -> None:
    exam = await room.begin(WHO)
    name = exam.sitting.attempt.id
    await organiser.store.order(name, add_time(60, *WHY, 1.0))
    await exam.sitting.leave()
    found = await room.unfinished(WHO.code)
    assert found is not None
    again = await room.resume(found)
    assert again.sitting.left() == 3660


async def test_an_order_counts_once_even_when_forgetting_it_fails(
    room: Room, organiser: Records
) -> None:
    """As after a kill between the event and the deletion of the order's file."""
    exam = await room.begin(WHO)
    order = add_time(60, *WHY, 1.0)
    for _ in range(3):
        await organiser.store.order(exam.sitting.attempt.id, order)
        await exam.sitting.take_orders()
    assert exam.sitting.left() == 3660
    found = await organiser.read_only(exam.sitting.attempt.id)
    assert found.sitting.attempt.added == 60


async def test_during_a_pause_nothing_but_what_was_half_done_is_recorded(
    room: Room, organiser: Records, clock: ManualClock
) -> None:
    exam = await room.begin(WHO)
    sitting, name = exam.sitting, exam.sitting.attempt.id
    await give(organiser, name, pause(*WHY, 1.0), wait=0)
    await sitting.look_around()
    with pytest.raises(Paused):
        await sitting.record("answered", {"item": "x", "answer": ["a"]})
    await sitting.record("minute", {})
    clock.advance(5000)
    await give(organiser, name, go_on(*WHY, 2.0), wait=0)
    await sitting.look_around()
    assert sitting.left() == 3600
    await sitting.record("answered", {"item": "x", "answer": ["a"]})


async def test_orders_that_make_no_sense_are_refused_in_words(
    room: Room, organiser: Records
) -> None:
    exam = await room.begin(WHO)
    name = exam.sitting.attempt.id
    with pytest.raises(BadOrder, match="không bị tạm dừng"):
        await give(organiser, name, go_on(*WHY, 1.0), wait=0)
    await organiser.store.order(name, pause(*WHY, 1.0))
    await exam.sitting.look_around()
    with pytest.raises(BadOrder, match="đang tạm dừng"):
        await give(organiser, name, pause(*WHY, 1.0), wait=0)
    await exam.sitting.record("closed", {"reason": "handed_in"})
    with pytest.raises(BadOrder, match="reopen"):
        await give(organiser, name, add_time(60, *WHY, 1.0), wait=0)
    with pytest.raises(NoSuchAttempt):
        await give(organiser, "khong-co", add_time(60, *WHY, 1.0), wait=0)


HOSTILE = [
    Order("a" * 32, "answered", {"item": "x", "answer": ["a"], "reason": "r", "by": "b"}, 1.0),
    Order("a" * 32, "closed", {"reason": "time", "by": "b"}, 1.0),
    Order("a" * 32, "time_added", {"seconds": -60, "reason": "r", "by": "b"}, 1.0),
    Order("a" * 32, "time_added", {"seconds": "nan", "reason": "r", "by": "b"}, 1.0),
    Order("a" * 32, "time_added", {"seconds": [1], "reason": "r", "by": "b"}, 1.0),
    Order("a" * 32, "paused", {"reason": "", "by": "b"}, 1.0),
    Order("a" * 32, "paused", {"reason": 7, "by": "b"}, 1.0),
    Order("a" * 32, "paused", {}, 1.0),
]


@pytest.mark.parametrize("order", HOSTILE)
async def test_a_file_in_the_folder_cannot_order_what_a_command_could_not(
    room: Room, organiser: Records, order: Order
) -> None:
    assert event_data(order) is None
    exam = await room.begin(WHO)
    name, before = exam.sitting.attempt.id, exam.sitting.attempt
    await organiser.store.order(name, order)
    await exam.sitting.look_around()
    assert exam.sitting.attempt == before
    assert await organiser.store.orders(name) == []


async def test_what_is_recorded_of_an_order_cannot_act_on_a_terminal(
    room: Room, organiser: Records
) -> None:
    exam = await room.begin(WHO)
    evil = Order("a" * 32, "paused", {"reason": "x\x1b[2J\u202ey", "by": "An\n"}, 1.0)
    await organiser.store.order(exam.sitting.attempt.id, evil)
    await exam.sitting.look_around()
    [notice] = exam.sitting.attempt.notices
    assert (notice.reason, notice.by) == ("xy", "An")


async def test_time_given_before_a_backup_is_given_once_by_its_copy(
    room: Room, organiser: Records, tmp_path: Path, clock: ManualClock
) -> None:
    exam = await room.begin(WHO)
    name = exam.sitting.attempt.id
    assert not await give(organiser, name, add_time(600, *WHY, 1.0), wait=0)
    backup(tmp_path / "data", tmp_path / "copy.tar.gz", now=1.0)
    restore(tmp_path / "copy.tar.gz", tmp_path / "elsewhere")
    store = TinyAttemptStore(tmp_path / "elsewhere", reserve_bytes=4096, low_water_bytes=0)
    there = Records(store, clock, "máy 2")
    for _ in range(2):
        found = await there.unfinished(WHO.code)
        assert found is not None
        again = await there.resume(found)
        assert again.sitting.left() == exam.sitting.left() + 600
        await again.sitting.leave()
    assert await store.orders(name) == []
    await store.close()
