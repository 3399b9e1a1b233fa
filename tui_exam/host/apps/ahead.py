"""Lays out desks before they are opened, so that a room which signs together only signs.

The keys and the typeset drafts of a desk cost some 30 ms of a core. When everybody comes to
the same desk within a minute, that minute pays for all of them, and whoever types meanwhile
waits. Candidates begin with other things, though, and a host has time then.
"""

from __future__ import annotations

import asyncio

from ...sitting.office import Office
from ...sitting.sitting import NotSaved, TakenOver, TimeIsUp
from ...store.protocol import StoreError

AFTER = 3.0  # seconds from beginning an exam, when a whole room may begin with one
REST = 2.0  # times as long as a desk has taken nothing is laid out: at most a third of a core


class Ahead:
    """One desk at a time of all the exams in a process, in the order of asking.

    Args:
        after: Seconds to wait at first.
        rest: How long to rest after each desk, in times of what it has taken.
    """

    def __init__(self, after: float = AFTER, rest: float = REST) -> None:
        self._after = after
        self._rest = rest
        self._turn = asyncio.Lock()

    async def lay_out(self, office: Office) -> None:
        """Lay out all desks of an exam, unless it ends or the disk is in the way before that.

        Nothing is kept here but the turn; a desk that was not laid out is when it is opened.
        """
        clock = asyncio.get_running_loop().time
        sitting = office.exam.sitting
        await asyncio.sleep(self._after)
        for part in office.exam.tasks:
            async with self._turn:
                if sitting.read_only or sitting.attempt.closed or sitting.trouble:
                    return
                began = clock()
                try:
                    if not await office.ready(part):
                        return
                except (NotSaved, TakenOver, TimeIsUp, StoreError, OSError):
                    return  # whoever opens the desk is told
                await asyncio.sleep(self._rest * (clock() - began))
