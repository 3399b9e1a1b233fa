"""One process that sets, signs and checks documents for all the others of a host.

The workers answer keys; work of tens of milliseconds in a thread beside that makes keys wait,
for there is one interpreter. Its libraries take forty megabytes, once and not in every worker.
And a file that makes one of them crash takes nobody's session along.

An order is a pickled function with its arguments, on a socket in a folder that only this user
can enter. Orders are carried out one after the other, in turn for all who ask.
"""

from __future__ import annotations

import asyncio
import contextvars
import copyreg
import io
import os
import pickle
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar, cast

from mock_office.signing.background import NotDone, in_background

from ..memory import one_heap
from .control import Control
from .journal import Journal
from .passwords import stand_back
from .process import Life, run_loop

HEAD = struct.Struct("!QI")  # the number of an order, and how many bytes follow
BEGUN = 0  # bytes of the message that an order is being carried out
ALIVE_EVERY = 5.0
HANGS = 25.0  # seconds one order may take; after them the supervisor hears nothing any more
AGAIN = 0.02  # seconds until an order is given to the next workshop
LIMIT = 1 << 20  # bytes read ahead
_SHOWN = 200
P = ParamSpec("P")
T = TypeVar("T")


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
                async with self._free:
                    await self._carry_out(number, order, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # whoever asked is gone
        finally:
            self._visitors.discard(task)
            writer.close()

    async def _carry_out(self, number: int, order: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD.pack(number, BEGUN))
        await writer.drain()
        self._since = time.monotonic()
        answer = await in_background(carried_out, order)
        self._since = 0.0
        writer.write(HEAD.pack(number, len(answer)))
        writer.write(answer)
        await writer.drain()


class _Pickler(pickle.Pickler):
    """Packs read-only mappings, too: agencies and tasks have them."""

    dispatch_table = {
        **copyreg.dispatch_table,
        MappingProxyType: lambda each: (_read_only, (dict(each),)),
    }


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)  # the type itself has no name to be found by


def packed(value: object) -> bytes:
    """A value for the way between processes."""
    out = io.BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(value)
    return out.getvalue()


def carried_out(order: bytes) -> bytes:
    """Do what an order says: whether it went well, and what it gave or raised; pickled."""
    try:
        work, args, named = pickle.loads(order)
        return packed((True, work(*args, **named)))
    except Exception as error:
        with suppress(Exception):
            said = packed((False, error))
            pickle.loads(said)  # not all errors that can be pickled can be made again
            return said
        return packed((False, RuntimeError(f"{type(error).__name__}: {error}"[:_SHOWN])))


@dataclass
class _Asked:
    answer: asyncio.Future[bytes]
    begun: bool = False


class Workshop:
    """As `mock_office.signing.background.in_background`, done in the workshop.

    When the workshop dies, orders it had not begun are given again to the next one. The one it
    had begun may be what killed it, and is given again once.

    Args:
        path: Of the socket.
        within: Seconds an order may take with all the waiting for others.
    """

    TRIES = 2

    def __init__(self, path: str, within: float = 90.0) -> None:
        self._path = path
        self._within = within
        self._writer: asyncio.StreamWriter | None = None
        self._opening = asyncio.Lock()
        self._reading: asyncio.Task[None] | None = None
        self._asked: dict[int, _Asked] = {}
        self._numbers = count(1)

    async def __call__(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What `work` gives; raises what it raises, and NotDone."""
        order = packed((work, args, named))
        try:
            async with asyncio.timeout(self._within):
                well, result = pickle.loads(await self._done(order))
        except TimeoutError:
            raise NotDone("the workshop did not answer in time") from None
        except OSError as error:
            raise NotDone(f"the workshop cannot be reached: {error}") from None
        if not well:
            raise result
        return cast("T", result)

    async def close(self) -> None:
        """Hang up. Whoever still waits for an order is told that it was not carried out."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])

    async def _done(self, order: bytes) -> bytes:
        tries = 0
        while tries < self.TRIES:
            asked = _Asked(asyncio.get_running_loop().create_future())
            number = next(self._numbers)
            self._asked[number] = asked
            try:
                writer = await self._line()
                writer.writelines((HEAD.pack(number, len(order)), order))
                await writer.drain()
                return await asked.answer
            except ConnectionError:
                tries += asked.begun
                await asyncio.sleep(AGAIN)
            finally:
                self._asked.pop(number, None)
        raise NotDone("the workshop died of an order")

    async def _line(self) -> asyncio.StreamWriter:
        async with self._opening:
            if self._writer is None:
                # In no session's context, or the line would keep that session to its end.
                loop = asyncio.get_running_loop()
                await loop.create_task(self._open(), context=contextvars.Context())
            assert self._writer is not None
            return self._writer

    async def _open(self) -> None:
        reader, self._writer = await asyncio.open_unix_connection(self._path, limit=LIMIT)
        self._reading = asyncio.create_task(self._read(reader, self._writer))

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                number, size = HEAD.unpack(await reader.readexactly(HEAD.size))
                asked = self._asked.get(number)
                if size != BEGUN:
                    answer = await reader.readexactly(size)
                    if asked is not None and not asked.answer.done():
                        asked.answer.set_result(answer)
                elif asked is not None:
                    asked.begun = True
        except (OSError, asyncio.IncompleteReadError):
            pass  # it has died; there will be another
        finally:
            self._writer = None
            writer.close()
            for each in self._asked.values():
                if not each.answer.done():
                    each.answer.set_exception(ConnectionResetError())
