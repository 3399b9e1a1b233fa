"""What one check came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """A share of the points, 0 to 1, the reason in Vietnamese, and what was found."""

    share: float
    why: str
    found: tuple[str, ...] = ()
