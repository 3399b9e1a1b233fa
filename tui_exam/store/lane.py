"""Blocking work off the event loop, in order for each attempt.

A thread pool alone would run two appends of one attempt in any order; one thread for
all would let a slow disk make 250 candidates wait for each other.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")
_Job = tuple[asyncio.AbstractEventLoop, "asyncio.Future[Any]", Callable[[], Any]]


class Lane:
    """Runs what it is given one after the other, in the order it was given."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._guard = threading.Lock()
        self._waiting: deque[_Job] = deque()
        self._running = False

    async def run(self, work: Callable[[], Result]) -> Result:
        """The work's result, or its error.

        When the caller is cancelled, work that has begun is still done to its end, and
        work that has not is left out.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        with self._guard:
            self._waiting.append((loop, future, work))
            start, self._running = not self._running, True
        if start:
            self._pool.submit(self._drain)
        return await future

    def _drain(self) -> None:
        while True:
            with self._guard:
                if not self._waiting:
                    self._running = False
                    return
                loop, future, work = self._waiting.popleft()
            if future.cancelled():
                continue
            result, error = None, None
            try:
                result = work()
            except BaseException as raised:
                error = raised
            with contextlib.suppress(RuntimeError):  # a closed loop waits for nothing
                loop.call_soon_threadsafe(_settle, future, result, error)
            del future, work, result, error


def _settle(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
