"""Names whatever holds up an event loop: all sessions of a worker wait for it."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
import traceback
from collections.abc import Callable

HELD = 0.1  # seconds that count as held up
BEAT = 0.05
_FRAMES = 6

NOWHERE = "no code seen: the machine gave this process no time"
Report = Callable[[float, str], None]


class Watchdog:
    """A thread that watches a loop's heartbeat.

    Args:
        report: Called in the loop with the seconds it was held up and the places in the code.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._stop = threading.Event()
        self._beat = time.monotonic()
        self._seen = ""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Watch the running loop of the calling thread."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(
            target=self._watch, args=(threading.get_ident(),), name="watchdog", daemon=True
        )
        self._beat = time.monotonic()
        self._pulse()
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _pulse(self) -> None:
        now = time.monotonic()
        held, where, self._seen = now - self._beat - BEAT, self._seen, ""
        self._beat = now
        if held > HELD:
            self._report(held, where or NOWHERE)
        if not self._stop.is_set() and self._loop is not None:
            self._loop.call_later(BEAT, self._pulse)

    def _watch(self, main: int) -> None:
        while not self._stop.wait(BEAT):
            # Soon enough that what ends just after the limit has been seen, too.
            if not self._seen and time.monotonic() - self._beat - BEAT > HELD / 2:
                self._seen = _place(main)


def _place(thread: int) -> str:
    """Where a thread is, innermost first: file, line, function; no values."""
    frame = sys._current_frames().get(thread)
    if frame is None:
        return ""
    stack = traceback.extract_stack(frame)[-_FRAMES:]
    return " < ".join(
        f"{each.filename.rsplit('/', 1)[-1]}:{each.lineno} {each.name}" for each in reversed(stack)
    )
