"""Faults done to the store, at any scale: a few in the test suite, many by hand.

`python -m tests.store.faults` does them all in bounded time and prints a table.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a series of faults did.

    Args:
        fault: Its name.
        tries: How often it was done.
        acknowledged: How many events, files and seals the store had answered for.
        lost: How many of those were not there afterwards; 0 or the store is broken.
        wrong: Anything else that must not be, in words.
        note: What else was seen.
    """

    fault: str
    tries: int
    acknowledged: int
    lost: int
    wrong: tuple[str, ...] = ()
    note: str = ""

    @property
    def ok(self) -> bool:
        """Nothing lost and nothing else wrong."""
        return self.tries > 0 and self.lost == 0 and not self.wrong

    def as_dict(self) -> dict[str, object]:
        """For a program that reads the result."""
        return asdict(self)
