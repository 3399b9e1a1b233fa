"""Opens screens one at a time in each worker, so that whoever only types need not wait.

A screen that opens costs some 20 ms, in hundreds of small steps. When ten open at once each turn
of the event loop does a step of all ten before it comes to a key, and a key takes a dozen turns.
One after the other they are there as soon on average, and a key waits for one.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections import deque
from collections.abc import Callable

LONGEST = 0.3  # seconds after which a turn is over although its screen is not through


class Turn:
    """Somebody's turn to open a screen, now or later.

    Attributes:
        has: It has come.
        over: It has gone: the screen is there, or took too long, or nobody wants it any more.
    """

    def __init__(self, openings: Openings, call: Callable[[], None]) -> None:
        self._openings = openings
        self._call = call
        self._context = contextvars.copy_context()
        self._limit: asyncio.TimerHandle | None = None
        self.has = self.over = False

    def begin(self) -> None:
        """It is now, and not for ever: one session that stands still must not stop them all."""
        self.has = True
        self._limit = asyncio.get_running_loop().call_later(LONGEST, self.end)

    def come(self) -> None:
        """It is now, after a wait: whoever asked is called, as the one he was when he asked."""
        self.begin()
        asyncio.get_running_loop().call_soon(self._call, context=self._context)

    def end(self) -> None:
        """It is over. Once is enough."""
        if self.over:
            return
        self.over = True
        if self._limit is not None:
            self._limit.cancel()
        self._openings.next(self)


class Openings:
    """First come, first served.

    Args:
        at_once: How many may have their turn together.
    """

    def __init__(self, at_once: int = 1) -> None:
        self._free = at_once
        self._waiting: deque[Turn] = deque()

    def ask(self, call: Callable[[], None]) -> Turn:
        """A turn, which may have come already; otherwise `call` is called when it comes."""
        turn = Turn(self, call)
        if self._free:
            self._free -= 1
            turn.begin()
        else:
            self._waiting.append(turn)
        return turn

    def next(self, after: Turn) -> None:
        """A turn is over: whoever has waited longest is next."""
        if not after.has:
            return
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.over:
                turn.come()
                return
        self._free += 1
