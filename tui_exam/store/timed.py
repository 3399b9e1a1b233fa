"""A disk that remembers how long its syncs took, so that a slow one is noticed."""

from __future__ import annotations

import time
from collections import deque
from pathlib import Path

from .disk import Disk

_SAMPLES = 256


class TimedDisk(Disk):
    """Another disk, timed."""

    def __init__(self, disk: Disk) -> None:
        self._real = disk
        self.patience = disk.patience
        self._seconds: deque[float] = deque(maxlen=_SAMPLES)

    def write(self, fd: int, data: bytes) -> int:
        """See `Disk`."""
        return self._real.write(fd, data)

    def sync(self, fd: int) -> None:
        """See `Disk`; timed."""
        began = time.perf_counter()
        self._real.sync(fd)
        self._seconds.append(time.perf_counter() - began)

    def truncate(self, fd: int, size: int) -> None:
        """See `Disk`."""
        self._real.truncate(fd, size)

    def replace(self, source: Path, target: Path) -> None:
        """See `Disk`."""
        self._real.replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        """See `Disk`."""
        self._real.sync_folder(folder)

    def reserve(self, fd: int, size: int) -> None:
        """See `Disk`."""
        self._real.reserve(fd, size)

    def milliseconds_p99(self) -> float:
        """The sync time that 99 of 100 stayed under, of the last few hundred."""
        times = sorted(self._seconds)
        return times[int(len(times) * 0.99)] * 1000 if times else 0.0
