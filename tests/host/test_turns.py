"""Keys that come in one packet have their effects one after the other."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from textual.app import App

from tui_exam.sitting.room import Room
from tui_exam.turns import PATIENCE, at_rest

from .live import hosting

MAIL = b"\x1bOR"


async def test_a_form_filled_in_one_packet_has_each_text_in_its_own_field(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host, host.seat() as seat:
        await seat.sit()
        seat.press(MAIL + b"n" + b"ab\tcd\tef\tgh\t\tkl")
        await seat.see("Soạn thư", "kl")
        lines = [line.replace("_", " ").split() for line in seat.text.splitlines()]
        assert lines[1:5] == [["Đến", "ab"], ["Cc", "cd"], ["Bcc", "ef"], ["Chủ", "đề", "gh"]]


async def test_a_key_that_never_comes_to_its_end_does_not_hold_the_others_for_ever(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host, host.seat() as seat:
        await seat.see("Thoát")
        (session,) = host.hall.sessions
        app, done = session._app, asyncio.Event()
        assert app is not None
        await until_at_rest(app)
        session._context.run(app.screen.call_next, done.wait)
        await asyncio.sleep(0.05)
        assert not at_rest(app)
        began = time.monotonic()
        seat.press(b"\x1b[B")
        await asyncio.sleep(0.2)
        assert app.channel is not None
        assert len(app.channel._queue) == 1
        while app.channel._queue:
            await asyncio.sleep(0.05)
        assert PATIENCE * 0.8 < time.monotonic() - began < PATIENCE + 3
        done.set()


async def until_at_rest(app: App[None]) -> None:
    """Wait for a quiet moment."""
    async with asyncio.timeout(10):
        while not at_rest(app):
            await asyncio.sleep(0.01)
