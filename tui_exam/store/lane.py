"""Blocking work off the event loop, in order for each attempt.

A thread pool alone would run two appends of one attempt in any order; one thread for
all would let a slow disk make 250 candidates wait for each other. The threads are the
store's own: an append takes as long as one sync of the disk, and the way of
`concurrent.futures` there and back costs half of that again.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import weakref
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

Result = TypeVar("Result")
_Job = tuple[asyncio.AbstractEventLoop, "asyncio.Future[Any]", Callable[[], Any]]
_Queue = SimpleQueue[Callable[[], None] | None]


class Crew:
    """Threads that wait for work; begun when one is needed, ended with the program.

    Args:
        most: How many threads at once.
        name: How they are called in a dump.
    """

    def __init__(self, most: int, name: str) -> None:
        self._most = most
        self._name = name
        self._work: _Queue = SimpleQueue()
        self._free = _Free()
        self._threads: list[threading.Thread] = []
        # At the end of the program too: what has begun is done before the disk is left.
        self._end = weakref.finalize(self, _end, self._work, self._threads)

    def submit(self, work: Callable[[], None]) -> None:
        """Have it done soon; it may not raise. RuntimeError behind `close`."""
        if not self._end.alive:
            raise RuntimeError("the store is closed")
        if not self._free.take() and len(self._threads) < self._most:
            # Daemons, since otherwise the program would wait for them before it ends them.
            thread = threading.Thread(
                target=_serve, args=(self._work, self._free), name=self._name, daemon=True
            )
            self._threads.append(thread)
            thread.start()
        self._work.put(work)

    def close(self) -> None:
        """End the threads when what was submitted is done. Twice is no error."""
        self._end()


class _Free:
    """How many threads have nothing to do."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._count = 0

    def take(self) -> bool:
        with self._guard:
            if not self._count:
                return False
            self._count -= 1
            return True

    def give(self) -> None:
        with self._guard:
            self._count += 1


def _serve(work: _Queue, free: _Free) -> None:
    while (job := work.get()) is not None:
        job()
        del job
        free.give()


def _end(work: _Queue, threads: list[threading.Thread]) -> None:
    for _ in threads:
        work.put(None)
    for thread in threads:
        if thread is not threading.current_thread():
            thread.join()


class Lane:
    """Runs what it is given one after the other, in the order it was given."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._guard = threading.Lock()
        self._waiting: deque[_Job] = deque()
        self._running = False

    @property
    def busy(self) -> bool:
        """Whether something runs here or waits to."""
        with self._guard:
            return self._running

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
            self._crew.submit(self._drain)
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
