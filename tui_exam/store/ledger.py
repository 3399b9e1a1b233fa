"""What a log says, line by line: its events, who held it, whether it is sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .chain import digest, event, genesis
from .disk import store_error
from .lines import Scan, Tables, scan, unpack
from .protocol import Corrupt, Event, Head, Lease, NoSuchAttempt

EVENTS = "events"
LEASES = "leases"
RELEASED = "released"
SEAL = "seal"
LOG_NAME = "events.log"


@dataclass(slots=True)
class Ledger:
    """The fold of a log's lines; `take` refuses a line that does not belong there."""

    attempt: str
    seq: int = 0
    hash: str = ""
    ids: dict[str, int] = field(default_factory=dict)  # event id -> sequence
    hashes: list[str] = field(default_factory=list)
    lease: Lease | None = None
    released: bool = False
    seal: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        self.hash = self.hash or genesis(self.attempt)

    @property
    def head(self) -> Head:
        """The end of the log."""
        return Head(self.attempt, self.seq, self.hash, sealed=self.seal is not None)

    @property
    def epoch(self) -> int:
        """The highest epoch there has been; 0 for none."""
        return self.lease.epoch if self.lease else 0

    def goes_on_from(self, earlier: Ledger) -> bool:
        """Whether everything an earlier look at the log saw is still there, in its place."""
        return self.hash_at(earlier.seq) == earlier.hash

    def hash_at(self, seq: int) -> str:
        """The hash of event `seq`, which covers all events up to it; "" when there is none."""
        if seq == 0:
            return genesis(self.attempt)
        return self.hashes[seq - 1] if seq <= len(self.hashes) else ""

    def take(self, change: Tables) -> list[Event]:
        """Fold one line; its events. ValueError says why it cannot stand there."""
        if self.seal is not None:
            raise ValueError("something was written behind the seal")
        if change.keys() - {EVENTS, LEASES, RELEASED, SEAL}:
            raise ValueError("an unknown table")
        events = [self._take_event(key, row) for key, row in change.get(EVENTS, {}).items()]
        for key, row in change.get(LEASES, {}).items():
            self._take_lease(int(key), row)
        for key in change.get(RELEASED, {}):
            self.released = self.released or int(key) == self.epoch
        for row in change.get(SEAL, {}).values():
            if row is None or row.get("head") != self.hash or row.get("events") != self.seq:
                raise ValueError("the seal does not fit the events before it")
            self.seal = row
        return events

    def add(self, event_id: str, digest: str) -> None:
        """Go on behind an event that has been checked or just been written."""
        self.seq += 1
        self.hash = digest
        self.ids[event_id] = self.seq
        self.hashes.append(digest)

    def _take_event(self, key: str, row: Mapping[str, Any] | None) -> Event:
        one = event(int(key), row or {})
        if one.attempt != self.attempt:
            raise ValueError(f"an event of attempt {one.attempt!r}")
        if one.seq != self.seq + 1:
            raise ValueError(f"event {one.seq} stands behind event {self.seq}")
        if one.prev != self.hash or one.hash != digest(one.seq, row or {}):
            raise ValueError(f"the chain is broken at event {one.seq}")
        if one.id in self.ids:
            raise ValueError(f"event {one.seq} is there twice")
        self.add(one.id, one.hash)
        return one

    def _take_lease(self, epoch: int, row: Mapping[str, Any] | None) -> None:
        if epoch <= self.epoch or row is None:
            raise ValueError("the leases are not in order")
        try:
            self.lease = Lease(
                self.attempt, epoch, str(row["owner"]), str(row["seat"]), float(row["since"])
            )
        except (KeyError, TypeError, ValueError):
            raise ValueError("not a lease") from None
        self.released = False


def ledger_of(attempt: str, path: Path, found: Scan) -> Ledger:
    """The fold of a whole file, every hash checked. Raises Corrupt."""
    return _fold(attempt, path, found)[0]


def read_scan(folder: Path) -> Scan:
    """The lines of an attempt's log, without a lock. NoSuchAttempt, Corrupt, StoreError."""
    found = scan(_read(folder), str(folder / LOG_NAME))
    if not found.changes:
        # Its making was cut short before anybody was told of it.
        raise NoSuchAttempt(folder.name)
    return found


def is_sealed(folder: Path) -> bool:
    """Whether the last whole line is a seal; nothing else is looked at. As `read_scan`."""
    data = _read(folder)
    end = data.rfind(b"\n")
    try:
        return SEAL in unpack(data[data.rfind(b"\n", 0, max(end, 0)) + 1 : end])
    except ValueError:
        return False


def read_ledger(folder: Path) -> Ledger:
    """The fold of an attempt's log as it is now. NoSuchAttempt, Corrupt, StoreError."""
    return ledger_of(folder.name, folder / LOG_NAME, read_scan(folder))


def read_whole(folder: Path) -> tuple[Ledger, list[Event]]:
    """The fold and the events, every hash checked. NoSuchAttempt, Corrupt, StoreError."""
    return _fold(folder.name, folder / LOG_NAME, read_scan(folder))


def read_events(folder: Path, after: int = 0) -> list[Event]:
    """The events behind `after`, in order. NoSuchAttempt, Corrupt, StoreError."""
    events = []
    for line, change in enumerate(read_scan(folder).changes, 1):
        for key, row in change.get(EVENTS, {}).items():
            if int(key) > after:
                try:
                    events.append(event(int(key), row or {}))
                except ValueError as error:
                    raise Corrupt(str(folder / LOG_NAME), line, str(error)) from None
    return events


def _fold(attempt: str, path: Path, found: Scan) -> tuple[Ledger, list[Event]]:
    ledger, events = Ledger(attempt), []
    for line, change in enumerate(found.changes, 1):
        try:
            events += ledger.take(change)
        except ValueError as error:
            raise Corrupt(str(path), line, str(error)) from None
    return ledger, events


def _read(folder: Path) -> bytes:
    try:
        return (folder / LOG_NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise NoSuchAttempt(folder.name) from None
    except OSError as error:
        raise store_error(error) from error
