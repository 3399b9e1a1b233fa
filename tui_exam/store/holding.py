"""Whether the holder of an attempt is alive: a lock file only the living can keep.

The kernel lets go of the lock when its program ends, however it ends. A program that
takes over puts a new file, already locked, in the old one's place, so the old
holder's lock can neither block it nor be mistaken for its own.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from .disk import store_error

NAME = "holder.lock"


def take(folder: Path) -> int:
    """Become the living holder; the descriptor to keep. Call under the log's lock."""
    beside = folder / f".{NAME}"
    try:
        fd = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.replace(beside, folder / NAME)
        except OSError:
            os.close(fd)
            raise
    except OSError as error:
        raise store_error(error) from error
    return fd


def is_alive(folder: Path) -> bool:
    """Whether a living program holds the attempt."""
    try:
        fd = os.open(folder / NAME, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise store_error(error) from error
    try:
        # Shared, so that two who look at once do not take each other for a holder.
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
    return False
