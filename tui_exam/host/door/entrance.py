"""Lets sessions begin a few at a time, so that a crowd at the door keeps nobody from typing.

A session that begins has hundreds of small things to do. When fifty begin at once each turn of
the event loop does fifty of them before it comes to a key; with a few it does a few. The crowd
loses nothing: the last one in would have waited for all the others in any case.
"""

from __future__ import annotations

import asyncio

AT_ONCE = 5
LONGEST = 2.0  # seconds after which the next may pass although the one before is not through


class Entrance:
    """First come, first served."""

    def __init__(self, at_once: int = AT_ONCE, longest: float = LONGEST) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._longest = longest
        self._inside: set[asyncio.Task[None]] = set()

    async def pass_through(self, through: asyncio.Event) -> None:
        """Wait for one's turn; the place is given on when `through` is set."""
        await self._places.acquire()
        task = asyncio.create_task(self._hold(through))
        self._inside.add(task)
        task.add_done_callback(self._inside.discard)

    async def _hold(self, through: asyncio.Event) -> None:
        try:
            await asyncio.wait_for(through.wait(), self._longest)
        except TimeoutError:
            pass  # a session that stands still must not close the door
        finally:
            self._places.release()
