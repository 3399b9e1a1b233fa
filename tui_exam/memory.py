"""Keeps one person's program small and its keys quick."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

# Numbers of settings in glibc's malloc.h; see mallopt(3).
M_MMAP_THRESHOLD = -3
M_ARENA_MAX = -8
LARGE = 256 << 10
"""Bytes from which on an allocation gets pages of its own, given back when it is freed."""


def one_heap() -> None:
    """Let all threads of this process take their memory from one heap, where glibc is used.

    Typesetting, signing and checking a password take megabytes at a time. Each thread would keep
    a heap of its own for them; and since glibc learns from what is freed how large an allocation
    may be and still lie in the heap, the next one would lie there, with things that stay on top.
    """
    with suppress(AttributeError, OSError):
        libc = ctypes.CDLL(None)
        libc.mallopt(M_ARENA_MAX, 1)
        libc.mallopt(M_MMAP_THRESHOLD, LARGE)


def collect_rarely() -> None:
    """Let the collector pass over what was loaded, and look at the rest less often.

    A key makes some hundred short-lived objects; at the stock settings every few keys pay
    for a walk through the whole program.
    """
    gc.freeze()
    gc.set_threshold(8_000, 15, 30)
