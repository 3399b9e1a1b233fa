"""Passwords found right a while ago: a room that was cut off is back without 250 slow checks.

A check of a password is slow on purpose, for whoever stole the accounts file. Nobody can steal
what is noted here: keyed hashes (BLAKE2b, RFC 7693) under a key that is made at the host's start
and lies in its memory only. Wrong passwords take the slow way each time.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict

KEPT_FOR = 4 * 3600.0  # seconds; an exam and its delays
MOST = 4096


class Recall:
    """What was right, for a while.

    Args:
        key: The same for all who are to understand each other's notes.
    """

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key or secrets.token_bytes(32)
        self._right: OrderedDict[str, float] = OrderedDict()

    def mark(self, kept: str, password: str) -> str:
        """The note for a password and the hash it was found right against, as hex.

        A new password has a new hash, so what was noted before is worth nothing then.
        """
        both = f"{len(kept)}:{kept}{password}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(both, key=self._key, digest_size=16).hexdigest()

    def note(self, mark: str, now: float) -> None:
        """It was right at this time (steady seconds)."""
        self._right[mark] = now
        self._right.move_to_end(mark)
        while len(self._right) > MOST:
            self._right.popitem(last=False)

    def knows(self, mark: str, now: float) -> bool:
        """Whether it was right not long ago."""
        at = self._right.get(mark)
        return at is not None and now - at < KEPT_FOR
