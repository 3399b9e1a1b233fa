"""Ending a session from outside without losing what is half done."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

from ..app import ExamApp

KEEP_WITHIN = 5.0  # seconds


async def leave(app: ExamApp) -> None:
    """Keep what is half typed, give the attempt back, end the app. The exam's clock runs on."""
    running, app.running = app.running, None
    if running is not None:
        with suppress(Exception):
            await asyncio.wait_for(running.keep_everything(), KEEP_WITHIN)
        with suppress(Exception):
            await running.exam.sitting.leave()
    app.exit()


def leave_when_told(app: ExamApp) -> None:
    """Leave when the line is hung up or the machine stops (SIGHUP, SIGTERM); in the app's loop."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, lambda: app.call_next(leave, app))
