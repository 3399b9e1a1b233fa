"""What the other processes of a host have the workshop do."""

from __future__ import annotations

import asyncio
import contextvars
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import ParamSpec, TypeVar, cast

from mock_office.signing.background import NotDone

from .orders import BEGUN, HEAD, LIMIT, packed

TRIES = 2  # of an order during which the workshop has died
AGAIN = 0.02  # seconds until an order is given to the next workshop
P = ParamSpec("P")
T = TypeVar("T")


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

    def __init__(self, path: str, within: float = 90.0) -> None:
        self._path = path
        self._within = within
        self._writer: asyncio.StreamWriter | None = None
        self._opening = asyncio.Lock()
        self._reading: asyncio.Task[None] | None = None
        self._asked: dict[int, _Asked] = {}
        self._numbers = count(1)
        self._closed = False

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
        """Hang up for good. Whoever still waits for an order is told that it was not done."""
        self._closed = True
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])

    async def _done(self, order: bytes) -> bytes:
        tries = 0
        while tries < TRIES and not self._closed:
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
        raise NotDone("the line is closed" if self._closed else "the workshop died of an order")

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
