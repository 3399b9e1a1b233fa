"""A clock that can be put forward: a demo does not sit out the minutes until mail comes in."""

from __future__ import annotations

from ..sitting.clock import Clock


class HurriedClock(Clock):
    """Another clock, and what was skipped. Wall and steady time go forward together."""

    def __init__(self, real: Clock) -> None:
        self._real = real
        self._ahead = 0.0

    def skip(self, seconds: float) -> None:
        """Put the clock forward."""
        self._ahead += max(0.0, seconds)

    def wall(self) -> float:
        return self._real.wall() + self._ahead

    def mono(self) -> float:
        return self._real.mono() + self._ahead

    @property
    def boot(self) -> str:
        return self._real.boot
