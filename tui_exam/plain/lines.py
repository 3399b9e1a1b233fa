"""Lines read and written: one fact a line, no colour, no redrawing, nothing blocking the loop."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import queue
import sys
import termios
import threading
from collections.abc import Iterator
from typing import Protocol

from ..vietnamese import clean

LONGEST = 20_000
"""Characters of one line that are taken; a terminal sends at most 4,095 bytes in one."""

_IUTF8 = 0o40000
"""The terminal's input is UTF-8 (termios(3)); the standard library has no name for it."""


class Lines(Protocol):
    """Where a dialogue is held."""

    async def read(self, wait: float) -> str | None:
        """The next line, cleaned; None when none came within `wait` seconds. EOFError at the
        end."""
        ...

    def write(self, text: str, *, end: str = "\n") -> None:
        """Say something."""
        ...

    def hidden(self) -> contextlib.AbstractContextManager[None]:
        """While inside, what is typed is not shown."""
        ...


class TerminalLines:
    """A dialogue over two file descriptors, a terminal or a pipe.

    One thread reads, so that the exam's clock goes on while somebody thinks; another writes,
    so that it goes on while somebody has stopped the terminal (Ctrl+S) or reads slowly.
    """

    def __init__(self, source: int, target: int) -> None:
        self._source = source
        self._target = target
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._ended = False
        self._said: queue.Queue[bytes] = queue.Queue()
        _erase_whole_letters(source)
        threading.Thread(target=self._pump, name="plain-lines", daemon=True).start()
        threading.Thread(target=self._speak, name="plain-words", daemon=True).start()
        atexit.register(self._said.join)  # the last words are said before the program ends

    async def read(self, wait: float) -> str | None:
        if self._ended:
            raise EOFError
        try:
            async with asyncio.timeout(wait):  # `wait_for` can lose a cancellation in Python 3.11
                line = await self._queue.get()
        except TimeoutError:
            return None
        if line is None:
            self._ended = True
            raise EOFError
        return line

    def write(self, text: str, *, end: str = "\n") -> None:
        self._said.put((text + end).encode("utf-8", "replace"))

    @property
    def said_all(self) -> bool:
        """Whether nothing that was said is still on its way out."""
        return not self._said.unfinished_tasks

    @contextlib.contextmanager
    def hidden(self) -> Iterator[None]:
        if not os.isatty(self._source):
            yield
            return
        before = termios.tcgetattr(self._source)
        silent = termios.tcgetattr(self._source)
        silent[3] &= ~termios.ECHO
        termios.tcsetattr(self._source, termios.TCSANOW, silent)
        try:
            yield
        finally:
            termios.tcsetattr(self._source, termios.TCSANOW, before)
            self.write("")  # the Enter was not shown either

    def _speak(self) -> None:
        gone = False
        while True:
            data = self._said.get()
            try:
                while data and not gone:
                    data = data[os.write(self._target, data) :]
            except OSError:  # the terminal has gone; the reader notices too
                gone = True
            self._said.task_done()

    def _pump(self) -> None:
        with open(self._source, "rb", closefd=False) as stream:
            while True:
                try:
                    data = stream.readline(4 * LONGEST)
                except OSError:  # the terminal has gone
                    data = b""
                line = data.decode("utf-8", "replace").rstrip("\r\n")
                with contextlib.suppress(RuntimeError):  # the loop may be closed by now
                    self._loop.call_soon_threadsafe(
                        self._queue.put_nowait, clean(line)[:LONGEST] if data else None
                    )
                if not data:
                    return


def _erase_whole_letters(source: int) -> None:
    """Have Backspace take a letter and not one of its bytes, where the terminal can (Linux)."""
    if sys.platform == "linux" and os.isatty(source):
        settings = termios.tcgetattr(source)
        settings[0] |= _IUTF8
        termios.tcsetattr(source, termios.TCSANOW, settings)
