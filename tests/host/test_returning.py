"""Whoever has an open exam is in it at once; when it cannot be opened he is told why."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tui_exam.host.apps.hosted import HostedApp
from tui_exam.host.line.terminal import Terminal
from tui_exam.screens.home import HomeScreen
from tui_exam.sitting.candidate import Candidate
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.room import Room
from tui_exam.store import TinyAttemptStore

from .live import PARSED, until
from .test_side_by_side import WHO, Session


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def here(room: Room, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Room]:
    """A room where that candidate has begun and left."""
    store = TinyAttemptStore(
        tmp_path / "data", reserve_bytes=1 << 16, low_water_bytes=0, clock=clock.wall
    )
    mine = replace(room, store=store, clock=clock)
    exam = await mine.begin(WHO)
    await exam.sitting.record("moved", {"part": "theory", "question": 4})
    await exam.sitting.leave()
    yield mine
    await store.close()


def come(room: Room, folder: Path) -> Session:
    return Session(room, Terminal("xterm-256color"), folder, PARSED)


def homes(app: HostedApp) -> int:
    """How many home screens there are."""
    screens = [screen for stack in app._screen_stacks.values() for screen in stack]
    return sum(isinstance(screen, HomeScreen) for screen in screens)


async def test_the_question_is_the_first_thing_he_sees(here: Room, tmp_path: Path) -> None:
    session = come(here, tmp_path)
    await session.see("câu 5/30")
    assert homes(session.app) == 0
    assert "Dự thi" not in session.wire.sent
    await session.end()
    assert not session.failures


async def test_what_is_typed_before_it_is_there_acts_in_the_exam(
    here: Room, tmp_path: Path
) -> None:
    session = come(here, tmp_path)
    await until(lambda: session.app.channel is not None)
    session.press(b"n")
    await session.see("câu 6/30")
    await session.end()


async def test_one_whose_time_is_over_sees_his_result_and_then_the_home_screen(
    here: Room, tmp_path: Path, clock: ManualClock
) -> None:
    clock.advance(here.blueprint.minutes * 60 + 1)
    session = come(here, tmp_path)
    await session.see("Tổng điểm")
    session.press(b"\x1b")
    await session.see("Nhận xét sau bài thi")
    session.press(b"\x1b")
    await session.see("1. Dự thi")
    assert homes(session.app) == 1
    await session.end()
    assert not session.failures


async def test_one_whose_exam_is_damaged_is_told_above_the_home_screen(
    here: Room, tmp_path: Path
) -> None:
    (log,) = (tmp_path / "data" / "attempts").glob("*/events.log")
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(lines[0] + b"rubbish\n" + b"".join(lines[1:]))
    session = come(here, tmp_path)
    await session.see("Không mở được bài thi")
    assert "người tổ chức kiểm tra" in session.wire.screen.text
    session.press(b"\x1b")
    await session.see("1. Dự thi")
    await session.end()
    assert not session.failures


async def test_one_without_an_open_exam_begins_at_the_home_screen(
    here: Room, tmp_path: Path
) -> None:
    other = Session(here, Terminal("linux"), tmp_path, PARSED, who=Candidate("CB002", "C", "D"))
    await other.see("1. Dự thi")
    assert homes(other.app) == 1
    await other.end()
