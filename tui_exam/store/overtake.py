"""Leases, and how a log is taken from a program that cannot even be waited for."""

from __future__ import annotations

import fcntl
import os
import unicodedata
from pathlib import Path

from .disk import Disk, store_error
from .ledger import LOG_NAME
from .lines import scan
from .logfile import LogFile
from .protocol import Lease

_SEAT_LETTERS = 120
_TURN_NAME = "takeover.lock"


def lease_of(folder: Path, epoch: int, owner: str, seat: str, now: float) -> Lease:
    """A lease on the attempt of a folder; what people will be shown is made safe to show."""
    return Lease(folder.name, epoch, _shown(owner), _shown(seat), now)


def _shown(text: str) -> str:
    """Text from outside that will be shown: NFC, nothing that acts, not endless."""
    kept = (c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] != "C")
    return "".join(kept)[:_SEAT_LETTERS]


def leave_behind(folder: Path, disk: Disk) -> None:
    """Put a copy in the place of a log whose lock a stopped program holds.

    What that program still writes when it wakes goes to the old file; it looks at the
    place of the file before it acknowledges anything, and so finds that it has lost.
    """
    path = folder / LOG_NAME
    try:
        turn = os.open(folder / _TURN_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if LogFile.is_locked(path):
                data = path.read_bytes()
                disk.put_file(path, data[: scan(data, str(path)).end])
        finally:
            os.close(turn)
    except OSError as error:
        raise store_error(error) from error
