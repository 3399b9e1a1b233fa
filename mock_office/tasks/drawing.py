"""What makes one candidate's variant of a task differ from another's, by the seed alone.

Draws come from SHA-256 of seed and label, so a variant can be rebuilt on any
machine and by any later version of Python, and a parameter added to a task does
not change what the others drew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Draw:
    """A source of reproducible choices, each named by a label."""

    seed: bytes

    def below(self, bound: int, label: str) -> int:
        """A number from 0 up to, not including, `bound`."""
        digest = hashlib.sha256(self.seed + b"\x00" + label.encode()).digest()
        return int.from_bytes(digest, "big") % bound

    def between(self, low: int, high: int, label: str) -> int:
        """A number from `low` to `high`, both possible."""
        return low + self.below(high - low + 1, label)

    def choice(self, items: Sequence[_T], label: str) -> _T:
        """One of `items`, which may not be empty."""
        return items[self.below(len(items), label)]

    def sample(self, items: Sequence[_T], count: int, label: str) -> list[_T]:
        """`count` different ones of `items`, in their own order."""
        chosen = set(self._order(len(items), label)[:count])
        return [item for position, item in enumerate(items) if position in chosen]

    def shuffled(self, items: Sequence[_T], label: str) -> list[_T]:
        """All of `items` in a drawn order."""
        return [items[position] for position in self._order(len(items), label)]

    def digits(self, count: int, label: str) -> str:
        """`count` decimal digits, the first one not zero."""
        low = 10 ** (count - 1)
        return str(self.between(low, 10 * low - 1, label))

    def _order(self, count: int, label: str) -> list[int]:
        return sorted(range(count), key=lambda n: self.below(1 << 64, f"{label}#{n}"))
