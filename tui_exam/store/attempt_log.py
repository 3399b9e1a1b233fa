"""One attempt, held for writing. Everything here blocks; it runs in a thread."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from tinydb.table import Document

from . import holding
from .chain import written
from .disk import Disk, store_error
from .ledger import (
    EVENTS,
    LEASES,
    LOG_NAME,
    RELEASED,
    SEAL,
    Ledger,
    is_sealed,
    ledger_of,
    read_ledger,
)
from .lines import Scan
from .logfile import Stuck
from .overtake import lease_of, leave_behind
from .protocol import (
    Conflict,
    Head,
    HeldElsewhere,
    Lease,
    LeaseLost,
    NewEvent,
    NoSuchAttempt,
    Receipt,
    Sealed,
    StoreBroken,
    StoreError,
)
from .storage import AttemptDB, LogStorage

Signer = Callable[[Head], Mapping[str, Any]]
"""Makes the seal of a head: the document to write behind the last event."""


class AttemptLog:
    """A log, its lease, and what is known of its end."""

    def __init__(self, folder: Path, disk: Disk, lease: Lease, *, create: bool = False) -> None:
        self._folder = folder
        self._path = folder / LOG_NAME
        self._disk = disk
        self._holder = -1
        self._lost: Lease | None = None
        self.lease = lease
        self.mended = 0
        self._open(create=create)

    @classmethod
    def create(cls, folder: Path, owner: str, seat: str, now: float, disk: Disk) -> AttemptLog:
        """Make the folder and the log, and hold it. StoreError when it is there already."""
        try:
            if any(folder.glob("artifacts/*")) or any(folder.glob("*.pem")):
                raise StoreError(f"Bài thi {folder.name} đã có.")
            disk.make_folder(folder)
        except OSError as error:
            raise store_error(error) from error
        log = cls(folder, disk, lease_of(folder, 1, owner, seat, now), create=True)
        try:
            with log._file.locked():
                log._catch_up()
                if log.ledger.lease is not None:
                    raise StoreError(f"Bài thi {folder.name} đã có.")
                log._take_lease()
                disk.sync_folder(folder)
                disk.sync_folder(folder.parent)
        except OSError as error:
            log.close()
            raise store_error(error) from error
        except BaseException:
            log.close()
            raise
        return log

    @classmethod
    def open(
        cls, folder: Path, owner: str, seat: str, now: float, disk: Disk, *, take_over: bool
    ) -> AttemptLog | Ledger:
        """Hold it from now on; only its ledger when it is sealed.

        Raises NoSuchAttempt, Corrupt, HeldElsewhere, StoreError.
        """
        if is_sealed(folder):
            return read_ledger(folder)
        if not take_over and holding.is_alive(folder):
            # Found out without the log's lock, so that asking never holds up the holder.
            raise HeldElsewhere(read_ledger(folder).lease or lease_of(folder, 0, "", "", now))
        try:
            log = cls(folder, disk, lease_of(folder, 1, owner, seat, now))
        except Stuck:
            if not take_over:
                raise
            leave_behind(folder, disk)
            log = cls(folder, disk, lease_of(folder, 1, owner, seat, now))
        try:
            with log._file.locked():
                log._catch_up()
                ledger = log.ledger
                if ledger.seal is not None:
                    log.close()
                    return ledger
                if ledger.lease is None:
                    raise NoSuchAttempt(folder.name)
                if holding.is_alive(folder) and not take_over:
                    raise HeldElsewhere(ledger.lease)
                log.lease = lease_of(folder, ledger.epoch + 1, owner, seat, now)
                log._take_lease()
        except BaseException:
            log.close()
            raise
        return log

    @property
    def opened(self) -> Head:
        """The end of the log, with what was cut off a torn end in words."""
        head = self.ledger.head
        if not self.mended:
            return head
        return replace(
            head,
            mended=f"Đã bỏ {self.mended} byte ghi dở ở cuối bài khi máy tắt đột ngột; "
            f"mọi thao tác đã báo lưu ({head.seq}) vẫn còn đủ.",
        )

    def append(self, expected_seq: int, events: Sequence[NewEvent]) -> Receipt:
        """Write all or none; see `AttemptStore.append`."""
        self._begin()
        try:
            ledger = self.ledger
            known = [ledger.ids[new.id] for new in events if new.id in ledger.ids]
            if known and len(known) == len(events):
                return Receipt(known[-1], ledger.hash_at(known[-1]), duplicate=True)
            if ledger.seal is not None:
                raise Sealed(f"Bài thi {ledger.attempt} đã niêm phong.")
            if known or expected_seq != ledger.seq:
                raise Conflict(ledger.seq, ledger.hash)
            if events:
                self._write(ledger, events)
            return Receipt(ledger.seq, ledger.hash)
        finally:
            self._file.unlock()

    def seal(self, sign: Signer) -> Head:
        """Write the seal as the last line."""
        with self._writing():
            if self.ledger.seal is None:
                document = dict(sign(self.ledger.head))
                self._db.table(SEAL).insert(Document(document, 1))
                self.ledger.take({SEAL: {"1": document}})
            return self.ledger.head

    def holder(self) -> Lease | None:
        """Who holds it now: this lease, until another has taken over."""
        with contextlib.suppress(StoreBroken):
            if self._lost is None and self._file.size() == self._file.end:
                return self.lease
        self._look()
        return self._lost or self.lease

    def is_untouched(self) -> bool:
        """Whether the log is surely as this holder left it; one stat, nothing is changed."""
        return self._lost is None and self._file.is_as_left()

    def release(self) -> None:
        """Give the lease back, as far as the disk allows, and let the files go."""
        with contextlib.suppress(StoreError), self._writing():
            if self.ledger.seal is None:
                self._db.table(RELEASED).insert(Document({}, self.lease.epoch))
        self.close()

    def close(self) -> None:
        """Let the files go, as the end of the program would."""
        self._db.close()
        holder, self._holder = self._holder, -1
        if holder >= 0:
            os.close(holder)

    def _open(self, *, create: bool = False) -> None:
        """Open the file, check every hash, cut a torn end."""
        try:
            self._db = AttemptDB(self._path, create=create, disk=self._disk, check=self._check)
        except FileNotFoundError:
            raise NoSuchAttempt(self._folder.name) from None
        storage = self._db.storage
        assert isinstance(storage, LogStorage)
        self._storage, self._file = storage, storage.file
        self.mended = storage.mended

    def _check(self, found: Scan) -> None:
        self.ledger = ledger_of(self._folder.name, self._path, found)

    def _catch_up(self) -> None:
        """Begin again if another wrote between the opening and the lock."""
        if self._file.size() != self._file.end:
            self._storage.reload()

    def _take_lease(self) -> None:
        # The lock file first: whoever dies in between leaves an attempt that is free.
        self._holder = holding.take(self._folder)
        lease = self.lease
        document = {"owner": lease.owner, "seat": lease.seat, "since": lease.since}
        self._db.table(LEASES).insert(Document(document, lease.epoch))
        self.ledger.lease, self.ledger.released = lease, False

    def _begin(self) -> None:
        """Lock the log, with this lease the newest and the file as it was left."""
        if self._lost is not None:
            raise LeaseLost(self._lost)
        if self._file.broken:
            self._mend()
        self._file.lock()
        try:
            if self._file.length() != self._file.end:
                self._look()
                self._stale()
        except BaseException:
            self._file.unlock()
            raise

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._begin()
        try:
            yield
        finally:
            self._file.unlock()

    def _stale(self) -> NoReturn:
        if self._lost is not None:
            raise LeaseLost(self._lost)
        self._file.broken = True
        raise StoreBroken("Tệp bài thi đã bị một chương trình khác sửa.")

    def _look(self) -> None:
        """Find out whether somebody has taken over."""
        with contextlib.suppress(StoreError):
            newest = read_ledger(self._folder).lease
            if newest is not None and newest.epoch > self.lease.epoch:
                self._lost = newest

    def _mend(self) -> None:
        """Open the file anew after a failed sync; go on only if all that was acknowledged is there.

        What was written but never acknowledged is cut off, so that it is written again
        in full: the kernel may hold it in memory and believe it to be on the disk.
        """
        known, end = self.ledger, self._file.end
        self._db.close()
        if not self._path.exists():
            raise StoreBroken("Tệp bài thi đã bị xóa hoặc di chuyển trong khi đang thi.")
        self._look()
        if self._lost is not None:
            raise LeaseLost(self._lost)
        try:
            self._open()
            with self._file.locked():
                self._catch_up()
                self._cut_back(known, end)
        except BaseException:
            # Still in doubt: what was known before is what the next try is held against.
            self.ledger, self._file.end, self._file.broken = known, end, True
            raise

    def _cut_back(self, known: Ledger, end: int) -> None:
        if self.ledger.epoch != self.lease.epoch:
            raise StoreBroken("Tệp bài thi đã bị một chương trình khác sửa.")
        if self._file.end < end or not self.ledger.goes_on_from(known):
            raise StoreBroken("Sau lỗi đĩa, tệp bài thi không còn đủ những gì đã lưu.")
        if self._file.end > end:
            self._file.cut(end)
            self._storage.reload()

    def _write(self, ledger: Ledger, events: Sequence[NewEvent]) -> None:
        if len({new.id for new in events}) != len(events):
            raise ValueError("two of the events have the same id")
        rows: dict[int, str] = {}
        hashes = []
        prev = ledger.hash
        seat, actor = self.lease.seat, self.lease.owner
        for seq, new in enumerate(events, ledger.seq + 1):
            rows[seq], prev = written(ledger.attempt, seq, prev, new, seat, actor)
            hashes.append(prev)
        self._storage.append_rows(EVENTS, rows)
        for new, made in zip(events, hashes, strict=True):
            ledger.add(new.id, made)
