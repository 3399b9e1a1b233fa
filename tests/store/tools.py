"""What the store's tests share: events, and disks that misbehave in one way each."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tui_exam.store.disk import Disk
from tui_exam.store.protocol import Event, NewEvent

SMALL: dict[str, int] = {"reserve_bytes": 1 << 16, "low_water_bytes": 1 << 16}
"""Store arguments for tests: no megabytes on the disk for every test."""


def happened(number: int, kind: str = "answered", **data: Any) -> NewEvent:
    """Event number `number` of an imagined candidate; the same number, the same id."""
    return NewEvent(
        kind=kind,
        data=data or {"item": f"C{number}", "answer": ["b"], "note": "Đề xuất của Sở Nội vụ"},
        wall=1_790_000_000.0 + number,
        mono=100.0 + number,
        boot="boot",
        id=f"event-{number}",
    )


async def all_of(events: AsyncIterator[Event]) -> list[Event]:
    """Every event of a reading."""
    return [event async for event in events]


@dataclass
class SlowDisk(Disk):
    """Every sync takes its time (`seconds`)."""

    seconds: float

    def sync(self, fd: int) -> None:
        """Sleep, then sync."""
        time.sleep(self.seconds)
        super().sync(fd)


@dataclass
class BadDisk(Disk):
    """Fails as told: writes, syncs or truncations raise the error set for them.

    `short` lets the first bytes of a write in before it fails, as a full disk does.
    """

    write_error: int = 0
    sync_error: int = 0
    truncate_error: int = 0
    short: int = 0

    def write(self, fd: int, data: bytes) -> int:
        """Write, or fail."""
        if self.write_error:
            if self.short:
                super().write(fd, data[: self.short])
            raise OSError(self.write_error, os.strerror(self.write_error))
        return super().write(fd, data)

    def sync(self, fd: int) -> None:
        """Sync, or fail."""
        if self.sync_error:
            raise OSError(self.sync_error, os.strerror(self.sync_error))
        super().sync(fd)

    def truncate(self, fd: int, size: int) -> None:
        """Truncate, or fail."""
        if self.truncate_error:
            raise OSError(self.truncate_error, os.strerror(self.truncate_error))
        super().truncate(fd, size)


@dataclass
class TouchyDisk(BadDisk):
    """A bad disk that can be slow as well."""

    seconds: float = 0.0

    def sync(self, fd: int) -> None:
        """Take some time, then sync or fail."""
        time.sleep(self.seconds)
        super().sync(fd)


@dataclass(frozen=True)
class Step:
    """One call that changed the disk."""

    call: str  # write, sync, truncate, replace, folder
    path: str
    data: bytes = b""
    size: int = 0
    source: str = ""
    names: tuple[str, ...] = ()


@dataclass
class RecordingDisk(Disk):
    """Notes every change in order, so that a power cut after any of them can be replayed."""

    root: Path
    steps: list[Step] = field(default_factory=list)

    def write(self, fd: int, data: bytes) -> int:
        """Write and note it."""
        self.steps.append(Step("write", self._of(fd), data, os.fstat(fd).st_size))
        return super().write(fd, data)

    def sync(self, fd: int) -> None:
        """Sync and note it."""
        super().sync(fd)
        self.steps.append(Step("sync", self._of(fd)))

    def truncate(self, fd: int, size: int) -> None:
        """Truncate and note it."""
        self.steps.append(Step("truncate", self._of(fd), size=size))
        super().truncate(fd, size)

    def replace(self, source: Path, target: Path) -> None:
        """Replace and note it."""
        before, after = (str(path.relative_to(self.root)) for path in (source, target))
        self.steps.append(Step("replace", after, source=before))
        super().replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        """Sync the folder and note it."""
        super().sync_folder(folder)
        if folder.is_relative_to(self.root):
            names = tuple(os.listdir(folder))
            self.steps.append(Step("folder", str(folder.relative_to(self.root)), names=names))

    def _of(self, fd: int) -> str:
        return str(Path(os.readlink(f"/proc/self/fd/{fd}")).relative_to(self.root))


NO_SPACE = errno.ENOSPC
BROKEN = errno.EIO
