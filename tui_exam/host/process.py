"""What every process of the host has around its loop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from .control import Control, Said
from .journal import Journal

Heard = Callable[[Said], None]
Stray = Callable[[BaseException], None]


class Life:
    """Runs until told to stop: by SIGTERM, or because the supervisor is gone."""

    def __init__(self, control: Control, heard: Heard) -> None:
        self._control = control
        self._heard = heard
        self._over = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._over.set)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl+C is the supervisor's to pass on
        loop.add_reader(control.sock.fileno(), self._listen)

    def _listen(self) -> None:
        for said in self._control.receive():
            self._heard(said)
        if not self._control.open:
            asyncio.get_running_loop().remove_reader(self._control.sock.fileno())
            self._over.set()

    @property
    def over(self) -> bool:
        """Whether it is time to stop."""
        return self._over.is_set()

    async def pause(self, seconds: float) -> bool:
        """Wait; True as soon as it is time to stop."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
        return self._over.is_set()


def run_loop(main: Coroutine[Any, Any, None], journal: Journal, stray: Stray) -> None:
    """Run `main` to its end in a loop that nothing inside a session can stop.

    A `SystemExit` raised in any task would end the loop, and with it every session of the
    process. Here it is told to `stray`, and the loop goes on.
    """
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)

    def told(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            journal.failed("in a task", error, about=str(context.get("message", "")))
        else:
            journal.say("loop", about=str(context.get("message", "")))

    loop.set_exception_handler(told)
    task = loop.create_task(main)
    while not task.done():
        try:
            loop.run_until_complete(task)
        except (SystemExit, KeyboardInterrupt) as error:
            if task.done():
                raise
            stray(error)
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
