"""Keeps one person's program small and its keys quick."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

M_ARENA_MAX = -8
"""The number of that setting in glibc's malloc.h; see mallopt(3)."""


def one_arena() -> None:
    """Keep the C library from setting memory aside for each thread; before any is started.

    The threads here write to the disk and make signatures, one at a time: arenas of their own
    would cost some megabytes and save nothing. Another C library is left as it is.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def collect_rarely() -> None:
    """Let the collector pass over what was loaded, and look at the rest less often.

    A key makes some hundred short-lived objects; at the stock settings every few keys pay
    for a walk through the whole program.
    """
    gc.freeze()
    gc.set_threshold(8_000, 15, 30)
