"""Durable attempts: one protocol, TinyDB behind it.

`TinyAttemptStore` is imported when it is asked for, so that naming the protocol's
types costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .embedded import TinyAttemptStore as TinyAttemptStore

__all__ = ["TinyAttemptStore"]


def __getattr__(name: str) -> Any:
    if name == "TinyAttemptStore":
        from .embedded import TinyAttemptStore

        return TinyAttemptStore
    raise AttributeError(name)
