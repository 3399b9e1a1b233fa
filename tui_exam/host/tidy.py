"""When a worker looks through all its memory for what nobody uses any more.

What is young is looked through as it comes, a few thousand objects at a time. A pass over
everything costs some milliseconds for each session there is, during which nobody's key is
answered; so it waits until it disturbs nobody, or until memory really needs it.
"""

from __future__ import annotations

import ctypes
import gc
import time
from collections.abc import Callable

from .hall import Hall

YOUNG = (3_000, 6, 1_000_000)
"""Thresholds of the collector: the third generation is never collected by itself."""
QUIET = 4.0  # seconds without a key, without anybody coming or going
BOUND = 0.1  # seconds a pass may take while people sit
GUESSED = 0.008  # seconds for each session, until a pass has been measured
FULL = 0.9  # of the memory a worker may use, from which on nothing is waited for


def collect_all() -> None:
    """A pass over everything; what is free then goes back to the machine."""
    gc.collect()
    if (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)


class Tidy:
    """Decides every second whether to make a pass.

    Args:
        collect: Makes it.
        now: Steady time in seconds.
    """

    def __init__(
        self,
        hall: Hall,
        collect: Callable[[], object] = collect_all,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hall = hall
        self._collect = collect
        self._now = now
        self._ended = 0
        self._moved = (0, 0, 0)
        self._a_session = GUESSED
        self._still_since = now()

    def maybe(self) -> bool:
        """Make a pass if this is the moment; whether it was."""
        counts, gauges = self._hall.metrics.counts, self._hall.metrics.gauges
        sessions, resident = len(self._hall.sessions), gauges["resident_bytes"]
        moved = (counts["keys"], counts["connections"], sessions)
        if moved != self._moved:
            self._moved, self._still_since = moved, self._now()
        still = self._now() - self._still_since
        ended = counts["sessions_started"] - sessions
        nobody = not sessions and not self._hall.connections
        short = nobody or 0 < self._a_session * sessions <= BOUND
        # Without anybody gone there is little to be found: what has grown is in use.
        moment = ended > self._ended and (
            (still >= QUIET and short) or resident > self._hall.settings.limits.memory * FULL
        )
        if moment:
            began = self._now()
            self._collect()
            if sessions:
                self._a_session = (self._now() - began) / sessions
            self._ended = ended
        return moment
