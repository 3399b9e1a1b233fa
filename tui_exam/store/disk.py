"""The few calls that change the disk, in one place.

Everything the store writes goes through a `Disk`, so that a test can put a slow,
a full, a lying or a recording one in its place while the rest stays real.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import secrets
import sys
from pathlib import Path

from .protocol import StoreBroken, StoreError, StoreFull, StoreReadOnly

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_NO_DESCRIPTORS = frozenset({errno.EMFILE, errno.ENFILE})
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
_CHUNK = 1 << 20


class Disk:
    """The real disk. Each call raises OSError as the system does.

    Attributes:
        patience: Seconds to wait for a write of another program before giving up on it.
    """

    patience = 10.0

    def write(self, fd: int, data: bytes) -> int:
        """Write at the end of an O_APPEND file; the number of bytes that went in."""
        return os.write(fd, data)

    def sync(self, fd: int) -> None:
        """Return when the file's bytes and length are on the disk."""
        if sys.platform == "darwin":
            # There fsync only hands the bytes to the drive's own memory.
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        else:
            os.fdatasync(fd)

    def truncate(self, fd: int, size: int) -> None:
        """Cut a file back to `size` bytes."""
        os.ftruncate(fd, size)

    def replace(self, source: Path, target: Path) -> None:
        """Put a file in another's place in one step."""
        os.replace(source, target)

    def link(self, source: Path, target: Path) -> None:
        """Give a file one more name. FileExistsError when it is taken."""
        os.link(source, target)

    def place(self, source: Path, target: Path) -> None:
        """Put a finished file where nothing is yet. FileExistsError when something is."""
        try:
            self.link(source, target)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # A memory stick with FAT knows no second names.
            if target.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            os.rename(source, target)
        else:
            source.unlink()

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in a folder are on the disk."""
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    def make_folder(self, folder: Path) -> None:
        """Make a folder, and those above it, durably; a standing one is no error."""
        if folder.is_dir():
            return
        if not folder.parent.is_dir():
            self.make_folder(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        self.sync_folder(folder.parent)

    def put_file(self, path: Path, data: bytes, *, mode: int = 0o600) -> None:
        """Write a whole file beside its place, sync it, then put it there in one step."""
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        try:
            try:
                self._write_all(fd, data)
                self.sync(fd)
            finally:
                os.close(fd)
            self.replace(beside, path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
        self.sync_folder(path.parent)

    def reserve(self, fd: int, size: int) -> None:
        """Take `size` bytes of the disk for a new file, so that they are surely there."""
        if sys.platform == "linux":
            os.posix_fallocate(fd, 0, size)
        else:
            self._write_all(fd, bytes(size))

    def _write_all(self, fd: int, data: bytes) -> None:
        view = memoryview(data)
        while view:
            written = self.write(fd, bytes(view[:_CHUNK]))
            if written <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            view = view[written:]


def store_error(error: OSError) -> StoreError:
    """The typed error, in words for the screen, for what the system said."""
    if error.errno in _FULL:
        return StoreFull("Đĩa đã đầy. Những gì đã báo lưu vẫn còn; lần ghi này chưa được lưu.")
    if error.errno in _READ_ONLY:
        return StoreReadOnly("Không được phép ghi vào thư mục dữ liệu.")
    if error.errno in _NO_DESCRIPTORS:
        return StoreError("Máy đang mở quá nhiều tệp; hãy thử lại sau ít giây.")
    return StoreBroken(f"Lỗi đĩa khi đọc hoặc ghi dữ liệu ({os.strerror(error.errno or 0)}).")
