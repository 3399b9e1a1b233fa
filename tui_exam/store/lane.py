"""Blocking work off the event loop, in order for each attempt.

A thread pool alone would run two appends of one attempt in any order; one thread for
all would let a slow disk make 250 candidates wait for each other.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


class Lane:
    """Runs what it is given one after the other, in the order it was given."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._guard = threading.Lock()
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._running = False

    async def run(self, work: Callable[[], Result]) -> Result:
        """The work's result. A caller cancelled while it waits leaves no half work."""
        future: Future[Result] = Future()
        with self._guard:
            self._waiting.append((future, work))
            start, self._running = not self._running, True
        if start:
            self._pool.submit(self._drain)
        return await asyncio.wrap_future(future)

    def _drain(self) -> None:
        while True:
            with self._guard:
                if not self._waiting:
                    self._running = False
                    return
                future, work = self._waiting.popleft()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = work()
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)
            del future, work
