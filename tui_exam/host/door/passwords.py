"""Passwords: made so that they can be typed, kept so that they cannot be read (argon2id)."""

from __future__ import annotations

import os
import secrets
import threading
from contextlib import suppress

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# RFC 9106 leaves the cost to the operator: 19 MiB and two passes take about 30 ms of one core, so
# that a room of 250 can sign in within seconds; the passwords made here bear it.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# No letter that is taken for another on paper: 0 o, 1 l i, 5 s, 2 z, u v.
_LETTERS = "abcdefghjkmnpqrtwxy346789"
_GROUPS, _GROUP = 3, 4
LONGEST = 128
NICE = 5  # on Linux a thread has its own; the loop's share is three times this one's


def new_password() -> str:
    """A random password in groups: 12 of 25 letters, more than 55 bits."""
    return "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS)
    )


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return _HASHER.hash(password)


def stand_back() -> None:
    """Let this thread have only what the others leave: who types comes before who signs in."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


NOBODY = hashed(secrets.token_hex(16))
"""Checked for unknown accounts, so that they take as long as known ones."""


def matches(kept: str, password: str) -> bool:
    """Whether this is the password. Blocks for some 30 ms; call it in a thread."""
    if len(password) > LONGEST:
        return False
    try:
        return _HASHER.verify(kept or NOBODY, password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False
