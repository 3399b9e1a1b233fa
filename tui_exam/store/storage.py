"""TinyDB on an append-only file.

TinyDB hands its storage the whole database on every write. `LogStorage` compares
that with what the file says (never with objects it gave out, which TinyDB changes
in place) and appends the difference; `EventTable` skips the comparison, so that an
insert costs the same in a short log and in a long one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from .disk import Disk, store_error
from .lines import Scan, Tables, merge, pack_text, scan
from .logfile import LogFile
from .protocol import StoreError


class LogStorage(Storage):
    """A TinyDB storage that appends one synced line per write.

    Args:
        path: The file.
        create: Make the file when it is not there; else FileNotFoundError.
        append_only: Refuse any write that changes or removes a document.
        disk: Where the writes go.
        check: Looks at what was found before a torn end is cut off; may raise.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        create: bool = True,
        append_only: bool = False,
        disk: Disk | None = None,
        check: Callable[[Scan], None] = lambda found: None,
    ) -> None:
        disk = disk or Disk()
        self._append_only = append_only
        path = Path(path)
        born = create and not path.exists()
        self.file = LogFile(path, disk, create=create)
        if born:
            try:
                disk.sync_folder(path.parent)
            except OSError as error:
                self.file.close()
                raise store_error(error) from error
        self._check = check
        self.mended = 0
        self.last: dict[str, int] = {}
        try:
            with self.file.locked():
                self.reload()
        except BaseException:
            self.file.close()
            raise

    def read(self) -> Tables | None:
        """The tables as the file has them now, in fresh objects; None when empty."""
        data = self.file.path.read_bytes()
        return merge(scan(data, str(self.file.path)).changes) or None

    def write(self, data: Tables) -> None:
        """Append what differs from the file. StoreError when that is not allowed."""
        self.begin()
        try:
            before = self.read() or {}
            change: Tables = {}
            for name in before.keys() | data.keys():
                rows = _difference(before.get(name, {}), data.get(name, {}))
                if rows or name not in before:
                    change[name] = rows
                if self._append_only and (rows.keys() & before.get(name, {}).keys()):
                    raise StoreError("events are only ever added")
            if any(change.values()):
                self.append(change)
        finally:
            self.file.unlock()

    def append(self, change: Tables) -> None:
        """Append new documents without reading the old ones; behind `begin`."""
        self.file.append(change)
        for name, rows in change.items():
            self.last[name] = max(self.last.get(name, 0), _highest(rows))

    def append_rows(self, table: str, rows: Mapping[int, str]) -> None:
        """As `append`, for new documents of one table that are in JSON already."""
        if min(rows) <= self.last.get(table, 0):
            raise ValueError(f"document {min(rows)} does not come after {self.last[table]}")
        said = ",".join(f'"{at}":{document}' for at, document in rows.items())
        self.file.append_line(pack_text(f'{{"{table}":{{{said}}}}}'))
        self.last[table] = max(rows)

    def begin(self) -> None:
        """Lock the file, with `last` as other writers have left it; end with its `unlock`."""
        self.file.lock()
        if self.file.length() != self.file.end:
            self._catch_up()

    def _catch_up(self) -> None:
        try:
            self.reload()
        except BaseException:
            self.file.unlock()
            raise

    def reload(self) -> None:
        """Read the file anew, check it, cut a torn end; the lock is held."""
        found = self.file.load()
        self._check(found)
        if found.torn:
            self.file.cut(found.end)
        self.mended += found.torn
        self.last = {}
        for change in found.changes:
            for name, rows in change.items():
                self.last[name] = max(self.last.get(name, 0), _highest(rows))

    def close(self) -> None:
        """Let the file go."""
        self.file.close()


class EventTable(Table):
    """A table that only grows; what is in it never changes."""

    def __init__(self, storage: LogStorage, name: str) -> None:
        # No query cache: it would not see what other programs append, and it hands
        # out the same objects twice.
        super().__init__(storage, name, cache_size=0)
        self._log = storage

    def insert(self, document: Mapping[str, Any]) -> int:
        """Append one document; its id when it is on the disk."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Append documents, all or none, in one line. ValueError for an id not above the last."""
        rows: dict[str, Any] = {}
        self._log.begin()
        try:
            last = self._log.last.get(self.name, 0)
            for document in documents:
                at = document.doc_id if isinstance(document, Document) else last + 1
                if at <= last:
                    raise ValueError(f"document {at} does not come after {last}")
                rows[str(at)] = dict(document)
                last = at
            if rows:
                self._log.append({self.name: rows})
        finally:
            self._log.file.unlock()
        return [int(at) for at in rows]

    def update(self, *_: Any, **__: Any) -> NoReturn:
        """Refused: events are only ever added."""
        raise StoreError("events are only ever added")

    update_multiple = upsert = remove = truncate = update


class AttemptDB(TinyDB):
    """An attempt's log as a TinyDB, for writing: `events`, `leases`, `released`, `seal`."""

    # TinyDB's own way to choose them; its annotations only allow the stock classes.
    default_storage_class = LogStorage  # type: ignore[assignment]
    table_class = EventTable  # type: ignore[assignment]

    def __init__(self, path: Path | str, **storage: Any) -> None:
        super().__init__(path, append_only=True, **storage)


class _Reader(Storage):
    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)

    def read(self) -> Tables | None:
        data = self._path.read_bytes()
        return merge(scan(data, str(self._path)).changes) or None

    def write(self, data: Tables) -> NoReturn:
        raise StoreError("opened for reading only")


def reader(path: Path | str) -> TinyDB:
    """A log as an ordinary TinyDB for queries, while others may be writing to it."""
    return TinyDB(path, storage=_Reader)


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    changed = {key: row for key, row in after.items() if key not in before or before[key] != row}
    gone: dict[str, Any] = {key: None for key in before if key not in after}
    return changed | gone


def _highest(rows: Mapping[str, Any]) -> int:
    return max((int(key) for key in rows), default=0)
