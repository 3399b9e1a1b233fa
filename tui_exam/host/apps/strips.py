"""Lets lines of a screen be forgotten at once when nobody shows them any more.

Each line Textual draws carries seven caches of what may be cut from it, a kilobyte in all, half
a thousand times in a session; some hold the line itself, which then only a pass over the whole
process would free. Screens here are made of whole lines: nothing is cut twice.
"""

from __future__ import annotations

from textual import strip


class Nothing:
    """A cache that keeps nothing."""

    def get(self, key: object, default: object = None) -> object:
        """It is not there."""
        return default

    def __setitem__(self, key: object, value: object) -> None:
        """It is not kept."""


_NOTHING = Nothing()


def keep_no_cuts() -> None:
    """From now on no line of this process keeps what was cut from it."""
    strip.FIFOCache = lambda size: _NOTHING  # type: ignore[assignment,attr-defined,return-value]
