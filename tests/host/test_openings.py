"""Screens open one at a time; who only types does not wait for them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tui_exam.host.apps.openings import LONGEST, Openings, Turn
from tui_exam.sitting.room import Room

from .live import Host, hosting

MAIL, THEORY = b"\x1bOR", b"\x1bOQ"


async def test_turns_come_in_the_order_of_asking_and_one_at_a_time() -> None:
    openings, came = Openings(), list[int]()
    turns = [openings.ask(lambda n=number: came.append(n)) for number in range(3)]
    assert [turn.has for turn in turns] == [True, False, False]
    for turn in turns:
        turn.end()
        await asyncio.sleep(0)
    assert came == [1, 2]
    assert openings.ask(lambda: None).has


async def test_who_left_while_waiting_is_passed_over() -> None:
    openings, came = Openings(), list[str]()
    first = openings.ask(lambda: None)
    gone = openings.ask(lambda: came.append("gone"))
    last = openings.ask(lambda: came.append("last"))
    gone.end()
    first.end()
    await asyncio.sleep(0)
    assert came == ["last"]
    last.end()
    last.end()
    assert openings.ask(lambda: None).has
    assert not openings.ask(lambda: None).has


async def test_a_turn_that_nobody_ends_passes_by_itself() -> None:
    openings, came = Openings(), list[str]()
    lost = openings.ask(lambda: None)
    openings.ask(lambda: came.append("next"))
    await asyncio.sleep(LONGEST * 1.5)
    assert lost.over
    assert came == ["next"]


async def test_while_another_opens_a_screen_one_may_answer_and_not_open_one(
    tmp_path: Path, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_exam.host.apps.openings.LONGEST", 15.0)
    async with hosting(tmp_path, room) as host, host.seat() as seat:
        await seat.sit()
        turn = await taken(host)
        seat.press(b"n" + MAIL)
        await seat.see("câu 2/")
        await asyncio.sleep(0.3)
        assert "Gửi thư điện tử" not in seat.text
        turn.end()
        await seat.see("Gửi thư điện tử")


async def test_whoever_hangs_up_in_his_turn_gives_it_on(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host:
        async with host.seat() as seat:
            await seat.sit()
            turn = await taken(host)
            seat.press(MAIL)
            await asyncio.sleep(LONGEST / 3)
        turn.end()
        assert (await taken(host)).has


async def taken(host: Host) -> Turn:
    """The host's turn, once it is free."""
    async with asyncio.timeout(5):
        while True:
            turn = host.hall.openings.ask(lambda: None)
            if turn.has:
                return turn
            turn.end()
            await asyncio.sleep(0.02)
