"""What the organiser's command `follow` tells while candidates sit."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.rooms import WHO
from tui_exam.following import Follower
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.finish import HANDED_IN, close, mark_and_seal
from tui_exam.sitting.giving import give
from tui_exam.sitting.orders import add_time
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room
from tui_exam.store import TinyAttemptStore


@pytest.fixture
async def outside(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Records]:
    """The organiser's own program on the same folder, looking often."""
    store = TinyAttemptStore(
        tmp_path / "data", reserve_bytes=4096, low_water_bytes=0, watch_every=0.6
    )
    yield Records(store, clock, "bàn tổ chức")
    await store.close()


async def heard(lines: list[str], words: str) -> str:
    """The line with these words, as soon as it is told."""
    for _ in range(500):
        for line in lines:
            if words in line:
                return line
        await asyncio.sleep(0.02)
    raise AssertionError(f"{words!r} was not told: {lines}")


async def test_the_organiser_hears_of_what_matters_and_of_nothing_else(
    room: Room, outside: Records
) -> None:
    first = await room.begin(WHO)
    lines: list[str] = []
    following = asyncio.create_task(Follower(outside, lines.append).run())
    line = await heard(lines, "bắt đầu")
    assert (lines[0], WHO.code in line, WHO.name in line) == ("Chưa nộp bài: 1.", True, True)
    said = len(lines)
    await first.sitting.record("flagged", {"item": "x", "on": True})
    await give(outside, first.sitting.attempt.id, add_time(600, "mất điện", "Bình", 1.0), wait=0)
    await first.sitting.take_orders()
    assert "mất điện" in await heard(lines, "được thêm 10 phút")
    for _ in range(3):
        await first.sitting.record("pin_tried", {"task": "t", "token": "a", "ok": False})
    await heard(lines, "bị khóa")
    await close(first, HANDED_IN)
    await heard(lines, "nộp bài")
    await mark_and_seal(first)
    await heard(lines, "điểm, ")
    assert len(lines) == said + 4
    following.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await following


async def test_asked_once_it_tells_who_sits_and_ends(room: Room, outside: Records) -> None:
    lines: list[str] = []
    await asyncio.wait_for(Follower(outside, lines.append).run(once=True), 10)
    assert lines == ["Không có bài nào đang thi."]
    await room.begin(WHO)
    lines.clear()
    await asyncio.wait_for(Follower(outside, lines.append).run(once=True), 10)
    assert lines[0] == "Chưa nộp bài: 1."
