"""The attempt store of a worker, asked by hundreds of screens every second."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from ..store import TinyAttemptStore
from ..store.protocol import Lease

ASKED_AGAIN_AFTER = 3.0  # seconds


class HallStore(TinyAttemptStore):
    """Answers who holds an attempt from memory for a few seconds.

    Every screen of a running exam asks once a second whether another seat has taken it over,
    which costs a thread and a look at the disk each time. A take-over is noticed three seconds
    later at most; whoever writes in between is refused by the lease, not by this answer.
    """

    def __init__(self, root: Path, **how: Any) -> None:
        super().__init__(root, **how)
        self._told: dict[str, tuple[float, Lease | None]] = {}

    async def holder(self, attempt: str) -> Lease | None:
        """See `AttemptStore.holder`."""
        known = self._told.get(attempt)
        now = time.monotonic()
        if known is not None and now - known[0] < ASKED_AGAIN_AFTER:
            return known[1]
        lease = await super().holder(attempt)
        self._told[attempt] = (now, lease)
        return lease

    async def release(self, lease: Lease) -> None:
        """See `AttemptStore.release`."""
        self._told.pop(lease.attempt, None)
        await super().release(lease)
