"""One append-only file: written a line at a time, synced before it is answered for.

Several programs may have the file open. A short exclusive lock (flock) around each
write, and a look at the file's length under it, tells each whether another wrote.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .disk import Disk, store_error
from .lines import Scan, pack, scan
from .protocol import StoreBroken, StoreFull

_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW


class Stuck(StoreBroken):
    """Another program holds the file's lock and does not move: stopped, or on a hung disk."""


class LogFile:
    """A log opened for writing.

    Attributes:
        end: Offset behind the last line known to this object to be on the disk.
        broken: A write or sync failed, so the file must be opened anew and checked.
    """

    def __init__(self, path: Path, disk: Disk, *, create: bool = False) -> None:
        """Open it. FileNotFoundError, StoreReadOnly, StoreError."""
        self.path = path
        self.end = 0
        self.broken = False
        self._disk = disk
        self._held = 0
        self._name = os.fsencode(path)
        try:
            self._fd = os.open(path, _FLAGS | (os.O_CREAT if create else 0), 0o600)
            mine = os.fstat(self._fd)
            self._place = (mine.st_ino, mine.st_dev)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise store_error(error) from error

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out; may be nested. Stuck when one does not let go."""
        self.lock()
        try:
            yield
        finally:
            self.unlock()

    def lock(self) -> None:
        """Begin `locked`; for each there must be an `unlock`."""
        if not self._held:
            self._lock()
        self._held += 1

    def unlock(self) -> None:
        """End `locked`."""
        self._held -= 1
        if not self._held and self._fd >= 0:
            fcntl.flock(self._fd, fcntl.LOCK_UN)

    def _lock(self) -> None:
        patience = time.monotonic() + self._disk.patience
        pause = 0.0005
        while True:
            try:
                fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > patience:
                    raise Stuck("Tệp bài thi đang bị một chương trình khác giữ.") from None
            time.sleep(pause)
            pause = min(pause * 2, 0.05)

    @staticmethod
    def is_locked(path: Path) -> bool:
        """Whether another program is in the middle of a write to the file there."""
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(fd)
        return False

    def load(self) -> Scan:
        """Everything in the file, as the disk has it; the lock is held.

        Pages that an earlier failed sync left in memory are dropped first, so what is
        read is what a restart of the machine would find. Raises Corrupt.
        """
        try:
            self._disk.sync(self._fd)
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(self._fd, 0, 0, os.POSIX_FADV_DONTNEED)
            found = scan(read_all(self._fd), str(self.path))
        except OSError as error:
            self.broken = True
            raise store_error(error) from error
        self.end = found.end
        return found

    def cut(self, size: int) -> None:
        """Drop what lies behind `size`, durably; the lock is held."""
        try:
            self._disk.truncate(self._fd, size)
            self._disk.sync(self._fd)
        except OSError as error:
            self.broken = True
            raise store_error(error) from error
        self.end = size

    def length(self) -> int:
        """Bytes in the file now, wherever it may be; StoreBroken when it was let go."""
        try:
            return os.fstat(self._fd).st_size
        except OSError as error:
            self.broken = True
            raise store_error(error) from error

    def size(self) -> int:
        """Bytes in the file now; StoreBroken when it is no longer in its place."""
        try:
            there = os.stat(self._name)
            if self._fd >= 0 and (there.st_ino, there.st_dev) == self._place:
                return there.st_size
        except OSError:
            pass
        self.broken = True
        raise StoreBroken("Tệp bài thi đã bị xóa hoặc di chuyển trong khi đang thi.")

    def is_as_left(self) -> bool:
        """Whether the file stands in its place, no longer than it is known to be."""
        try:
            there = os.stat(self._name)
        except OSError:
            return False
        return there.st_size == self.end and (there.st_ino, there.st_dev) == self._place

    def tail(self) -> bytes:
        """What others have written behind `end`; the lock is held."""
        return read_all(self._fd, self.end)

    def append(self, change: Mapping[str, Mapping[str, Any]]) -> None:
        """Write one line and sync it; the lock is held.

        Raises StoreFull with the file as it was, or StoreBroken, after which only
        opening the file anew and checking it tells what is in it.
        """
        self.append_line(pack(change))

    def append_line(self, line: bytes) -> None:
        """As `append`, for a line that is packed already."""
        try:
            written = self._disk.write(self._fd, line)
        except OSError as error:
            self._take_back()
            raise store_error(error) from error
        if written != len(line):
            self._take_back()
            raise StoreFull("Đĩa đã đầy. Những gì đã báo lưu vẫn còn; lần ghi này chưa được lưu.")
        try:
            self._disk.sync(self._fd)
        except OSError as error:
            # What the kernel holds now is no proof of what the disk holds.
            self._take_back()
            self.broken = True
            raise StoreBroken("Đĩa báo lỗi khi lưu; đang mở lại và kiểm tra tệp.") from error
        if self.size() != self.end + len(line):
            self.broken = True
            raise StoreBroken("Tệp bài thi không còn như vừa ghi.")
        self.end += len(line)

    def close(self) -> None:
        """Let the file go. Twice is no error."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)

    def _take_back(self) -> None:
        try:
            self._disk.truncate(self._fd, self.end)
        except OSError:
            self.broken = True


def read_all(fd: int, offset: int = 0) -> bytes:
    """The bytes of a file from `offset` on."""
    parts = []
    while part := os.pread(fd, 1 << 20, offset):
        parts.append(part)
        offset += len(part)
    return b"".join(parts)
