"""The list of attempts: quick to read, made from the attempts, never trusted over them.

One TinyDB file with a row per attempt. A torn, damaged or missing one is made anew
from the logs; a row that lags behind its log is brought up to date from it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from .chain import plain
from .disk import Disk, store_error
from .holding import is_alive
from .ledger import LOG_NAME
from .lines import merge, pack, scan
from .logfile import LogFile, read_all
from .protocol import AttemptSummary, Corrupt, NoSuchAttempt, StoreBroken, StoreError
from .summary import summary_of

NAME = "index.log"
TABLE = "attempts"
_SPARE_LINES = 256
_ROWS_A_LINE = 1000
_FIELDS = tuple(field.name for field in fields(AttemptSummary))
_TEXTS = ("attempt", "exam", "candidate", "name", "unit", "band")
_NUMBERS = frozenset({"started", "closed", "theory", "practice", "total"})
_NO_LOG = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_NOTHING: tuple[None, Mapping[str, Any]] = (None, {})
_Row = tuple[AttemptSummary | None, Mapping[str, Any]]
Result = TypeVar("Result")


class Index:
    """The rows of one data folder. Everything here blocks."""

    def __init__(self, root: Path, disk: Disk) -> None:
        self._path = root / NAME
        self._attempts = root / "attempts"
        self._disk = disk
        self._read: tuple[tuple[int, int, int], dict[str, _Row]] | None = None

    def put(self, summary: AttemptSummary) -> None:
        """Add or replace a row, durably."""
        self._put([summary])

    def all(self) -> list[AttemptSummary]:
        """A row for every attempt there is, newest first."""
        rows = self._rows()
        found, news = [], []
        for name, size in _logs(self._attempts):
            entry, row = rows.get(name, _NOTHING)
            if entry is None or (row.get("log_bytes") != size and not self._is_held(name)):
                entry = self._derived(self._attempts / name, entry)
                if entry is None:
                    continue
                news.append(entry)
            found.append(entry)
        if news:
            with contextlib.suppress(StoreError):  # they can be found out again
                self._put(news)
        return sorted(found, key=lambda each: each.started, reverse=True)

    def rebuild(self) -> None:
        """Write the whole file anew from the attempts; what they do not say is kept."""
        rows = self._rows()
        entries = []
        for folder in attempt_folders(self._attempts):
            if entry := self._derived(folder, rows.get(folder.name, _NOTHING)[0]):
                entries.append(entry)
        self._retrying(lambda: self._rewrite(entries))

    def _rows(self) -> dict[str, _Row]:
        """The rows by attempt; read anew only when the file has changed."""
        try:
            there = os.stat(self._path)
            now = (there.st_ino, there.st_size, there.st_mtime_ns)
            if self._read is not None and self._read[0] == now:
                return self._read[1]
            found = scan(self._path.read_bytes(), str(self._path))
        except (FileNotFoundError, Corrupt):
            return {}
        except OSError as error:
            raise store_error(error) from error
        rows = merge(found.changes).get(TABLE, {})
        if len(found.changes) > _SPARE_LINES + 4 * len(rows):
            entries = [entry for row in rows.values() if (entry := _summary(row))]
            with contextlib.suppress(StoreError):
                self._retrying(lambda: self._rewrite(entries))
        known = {str(row.get("attempt")): (_summary(row), row) for row in rows.values()}
        self._read = now, known
        return known

    def _put(self, entries: list[AttemptSummary]) -> None:
        for start in range(0, len(entries), _ROWS_A_LINE):
            some = entries[start : start + _ROWS_A_LINE]
            change = {TABLE: {_row_id(entry.attempt): self._row(entry) for entry in some}}
            self._retrying(partial(self._append, change))

    def _row(self, entry: AttemptSummary) -> dict[str, Any]:
        said = {name: plain(getattr(entry, name)) for name in _FIELDS}
        return {**said, "log_bytes": self._log_bytes(entry.attempt)}

    def _append(self, change: dict[str, dict[str, Any]]) -> None:
        self._disk.make_folder(self._path.parent)
        file = LogFile(self._path, self._disk, create=True)
        try:
            with file.locked():
                file.end = file.size()
                if file.end and not self._ends_whole(file):
                    file.cut(file.load().end)
                file.append(change)
        finally:
            file.close()

    def _ends_whole(self, file: LogFile) -> bool:
        with open(self._path, "rb") as handle:
            return read_all(handle.fileno(), file.end - 1) == b"\n"

    def _rewrite(self, entries: list[AttemptSummary]) -> None:
        self._disk.make_folder(self._path.parent)
        file = LogFile(self._path, self._disk, create=True)
        try:
            with file.locked():
                file.size()
                lines = []
                for entry in entries:
                    lines.append(pack({TABLE: {_row_id(entry.attempt): self._row(entry)}}))
                self._disk.put_file(self._path, b"".join(lines))
        finally:
            file.close()

    def _retrying(self, write: Callable[[], Result]) -> Result:
        """Once more when the file was damaged, or replaced while waiting for its lock."""
        try:
            try:
                return write()
            except Corrupt:
                self._disk.replace(self._path, self._path.with_suffix(".damaged"))
            except StoreBroken:
                pass
            return write()
        except OSError as error:
            raise store_error(error) from error

    def _log_bytes(self, attempt: str) -> int:
        try:
            return os.stat(self._attempts / attempt / LOG_NAME).st_size
        except OSError:
            return 0

    def _is_held(self, attempt: str) -> bool:
        """Whether somebody is there who will say how the log has grown."""
        with contextlib.suppress(StoreError):
            return is_alive(self._attempts / attempt)
        return True

    def _derived(self, folder: Path, entry: AttemptSummary | None) -> AttemptSummary | None:
        try:
            return summary_of(folder, entry)
        except NoSuchAttempt:
            return None
        except StoreError as error:
            bare = entry or AttemptSummary(folder.name, "", "", "", "", 0.0)
            said = str(error)
            if isinstance(error, Corrupt):
                said = f"Nhật ký bài thi bị hỏng ở dòng {error.line}."
            return replace(bare, extra={**bare.extra, "problem": said})


def _logs(attempts: Path) -> list[tuple[str, int]]:
    """The attempts by name, each with the size of its log in bytes."""
    found = []
    try:
        for name in sorted(os.listdir(attempts)):
            try:
                there = os.stat(os.path.join(attempts, name, LOG_NAME))
            except OSError as error:
                if error.errno in _NO_LOG:
                    continue
                raise
            if stat.S_ISREG(there.st_mode):
                found.append((name, there.st_size))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise store_error(error) from error
    return found


def attempt_folders(attempts: Path) -> list[Path]:
    """The folders that may be attempts, by name."""
    return [attempts / name for name, _ in _logs(attempts)]


def _row_id(attempt: str) -> str:
    """The same number for the same attempt, whichever program writes the row."""
    return str(int(hashlib.sha256(attempt.encode()).hexdigest()[:14], 16))


def _summary(row: Mapping[str, Any]) -> AttemptSummary | None:
    """The summary of a row; None when it cannot be one."""
    said = {name: value for name, value in row.items() if name in _FIELDS}
    numbers = [said.get(name) for name in _NUMBERS]
    texts = [said.get(name, "") for name in _TEXTS]
    if (
        not all(isinstance(text, str) for text in texts)
        or not all(number is None or isinstance(number, int | float) for number in numbers)
        or not isinstance(said.get("started"), int | float)
        or not isinstance(said.get("extra", {}), dict)
    ):
        return None
    try:
        return AttemptSummary(**said)
    except TypeError:
        return None
