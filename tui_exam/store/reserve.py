"""Seeing a full disk coming: a file that holds room for exams that are running."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from .disk import Disk, store_error

NAME = "reserve.bin"
_MEGABYTE = 1 << 20


class Reserve:
    """Room set aside beforehand.

    Args:
        root: The data folder.
        size: Bytes to set aside.
        low_water: Bytes that must be free, beside the reserve, for an exam to begin.
    """

    def __init__(self, root: Path, size: int, low_water: int, disk: Disk) -> None:
        self._path = root / NAME
        self._size = size
        self._low_water = low_water
        self._disk = disk

    def free(self) -> int:
        """Bytes this program may still write. StoreError."""
        try:
            room = os.statvfs(self._path.parent)
        except OSError as error:
            raise store_error(error) from error
        return room.f_bavail * room.f_frsize

    def problem(self) -> str:
        """Why no exam should begin here, in Vietnamese; nothing when one may."""
        free = self.free()
        if free < self._low_water:
            return (
                f"Đĩa chỉ còn trống {free // _MEGABYTE} MB, cần ít nhất "
                f"{-(-self._low_water // _MEGABYTE)} MB để bắt đầu bài thi mới."
            )
        if self._size and not self._stands():
            return "Phần đĩa dự trữ cho các bài đang thi đã được dùng đến; hãy giải phóng đĩa."
        return ""

    def fill(self) -> None:
        """Set the room aside if it is not, and if enough is free for it."""
        if not self._size or self._stands() or self.free() - self._size < self._low_water:
            return
        beside = self._path.with_name(f".{NAME}.{secrets.token_hex(4)}")
        try:
            fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                self._disk.reserve(fd, self._size)
                self._disk.sync(fd)
            finally:
                os.close(fd)
            self._disk.replace(beside, self._path)
        except OSError:
            # No reserve is no reason to refuse an exam; `problem` speaks of it.
            with contextlib.suppress(OSError):
                beside.unlink()

    def spend(self) -> bool:
        """Give the room to those who are writing; whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True

    def _stands(self) -> bool:
        try:
            return self._path.stat().st_size >= self._size
        except OSError:
            return False
