"""Somebody at the other end of the line: hears what is said, answers by what was heard."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import select
import termios
from collections.abc import Callable

from tui_exam.plain.lines import TerminalLines

PROMPT = re.compile(r"[:>?] $")
OPTION = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)
PATIENCE = 40.0


class Ear:
    """Holds the far end of a pseudo-terminal whose near end the program reads and writes."""

    def __init__(self) -> None:
        self._master, self.near = os.openpty()
        settings = termios.tcgetattr(self.near)
        settings[3] &= ~termios.ECHO
        termios.tcsetattr(self.near, termios.TCSANOW, settings)
        self._loop = asyncio.get_running_loop()
        self._heard = ""
        self.all = ""
        self.said_all: Callable[[], bool] = lambda: True
        self._more = asyncio.Event()
        self.listen()

    def listen(self) -> None:
        """Hear what is said from now on, and what was said meanwhile."""
        self._loop.add_reader(self._master, self._read)

    def deaf(self) -> None:
        """Hear nothing: what is said stays on the line until it is full."""
        self._loop.remove_reader(self._master)

    def _read(self) -> None:
        try:
            text = os.read(self._master, 65536).decode("utf-8", "replace").replace("\r\n", "\n")
        except OSError:
            self._loop.remove_reader(self._master)
            return
        self._heard += text
        self.all += text
        self._more.set()

    async def hear(self) -> str:
        """What is said up to the next prompt."""
        async with asyncio.timeout(PATIENCE):
            while not (PROMPT.search(self._heard) and self._silent()):
                self._more.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(0.01):
                        await self._more.wait()
        heard, self._heard = self._heard, ""
        return heard

    def _silent(self) -> bool:
        """Whether what looks like a prompt is one, and not a line cut where it was written."""
        return self.said_all() and not select.select([self._master], [], [], 0)[0]

    async def until(self, words: str) -> str:
        """What is said until those words were."""
        async with asyncio.timeout(PATIENCE):
            while words not in self._heard:
                self._more.clear()
                await self._more.wait()
        return self._heard

    def lines(self) -> TerminalLines:
        """The near end, for the program to be held over."""
        lines = TerminalLines(self.near, self.near)
        self.said_all = lambda: lines.said_all
        return lines

    async def answer(self, line: str) -> str:
        """Say something; what is said in reply, up to the next prompt."""
        os.write(self._master, f"{line}\n".encode())
        return await self.hear()

    def tell(self, line: str) -> None:
        """Say something without waiting for a reply."""
        os.write(self._master, f"{line}\n".encode())

    def close(self) -> None:
        """Hang up."""
        self._loop.remove_reader(self._master)
        os.close(self._master)
        os.close(self.near)


def number_of(text: str, heard: str) -> str:
    """The number of the last option heard that begins with this text."""
    found: list[str] = [n for n, words in OPTION.findall(heard) if words.startswith(text)]
    assert found, f"no option {text!r} in:\n{heard}"
    return found[-1]
