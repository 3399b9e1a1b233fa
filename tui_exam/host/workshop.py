"""One process that sets, signs and checks documents for all the others of a host.

The workers answer keys; work of tens of milliseconds in a thread beside that makes keys wait,
for there is one interpreter. Its libraries take forty megabytes, once and not in every worker.
And a file that makes one of them crash takes nobody's session along.

An order is a pickled function with its arguments, on a socket in a folder that only this user
can enter. Orders are carried out one after the other, in turn for all who ask.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mock_office.signing.background import in_background

from ..memory import one_heap
from .control import Control
from .door.passwords import stand_back
from .journal import Journal
from .orders import BEGUN, HEAD, LIMIT, carried_out
from .process import Life, run_loop

ALIVE_EVERY = 5.0
HANGS = 25.0  # seconds one order may take; after them the supervisor hears nothing any more


def run_workshop(sock: socket.socket, control: Control, journal: Journal) -> None:
    """The life of the workshop, from fork to exit.

    Args:
        sock: Bound in a folder of its own and listening; it stays when this process is replaced.
    """
    stand_back()
    one_heap()
    run_loop(
        _Bench(journal).serve(sock, control),
        journal,
        lambda error: journal.failed("asked the process to exit", error),
    )


@dataclass
class _Bench:
    """The one place where orders are carried out."""

    journal: Journal
    _free: asyncio.Lock = field(default_factory=asyncio.Lock)
    _since: float = 0.0  # when the order being carried out was begun
    _visitors: set[asyncio.Task[Any]] = field(default_factory=set)

    async def serve(self, sock: socket.socket, control: Control) -> None:
        """Take orders until told to stop, and then until nobody is left who could ask."""
        life, path = Life(control, lambda _: None), Path(sock.getsockname())
        server = await asyncio.start_unix_server(self._attend, sock=sock, limit=LIMIT)
        control.send(t="ready")
        self.journal.say("bench ready", pid=os.getpid())
        while not await life.pause(ALIVE_EVERY):
            if not self._since or time.monotonic() - self._since < HANGS:
                control.send(t="alive")
        server.close()
        while self._visitors:
            await asyncio.wait(self._visitors)
        if not control.open:  # nobody else is left to tidy up
            with suppress(OSError):
                path.unlink()
                path.parent.rmdir()

    async def _attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._visitors.add(task)
        try:
            while True:
                number, size = HEAD.unpack(await reader.readexactly(HEAD.size))
                order = await reader.readexactly(size)
                answer = await self._carry_out(number, order, writer)
                writer.writelines((HEAD.pack(number, len(answer)), answer))
                await writer.drain()  # whoever reads slowly keeps nobody else waiting
        except (OSError, asyncio.IncompleteReadError):
            pass  # whoever asked is gone
        finally:
            self._visitors.discard(task)
            writer.close()

    async def _carry_out(self, number: int, order: bytes, writer: asyncio.StreamWriter) -> bytes:
        async with self._free:
            writer.write(HEAD.pack(number, BEGUN))
            await writer.drain()
            self._since = time.monotonic()
            try:
                return await in_background(carried_out, order)
            finally:
                self._since = 0.0
