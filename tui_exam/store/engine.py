"""What the embedded store does in its threads: everything here blocks.

One `Engine` for each program and data folder. It knows which attempts this program holds;
what concerns one attempt is asked of it in order, as `lane.Lane` sees to.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from . import holding, personal
from .attempt_log import AttemptLog
from .disk import Disk, store_error
from .keys import PUBLIC_NAME, installation_key, public_pem, seal_of
from .ledger import Ledger, read_ledger
from .protocol import (
    Head,
    Health,
    HeldElsewhere,
    Lease,
    LeaseLost,
    NoSuchAttempt,
    Sealed,
    StoreBroken,
    StoreError,
    StoreFull,
)
from .reserve import Reserve
from .summary import card_digest
from .timed import TimedDisk

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}")
Result = TypeVar("Result")


class Engine:
    """The attempts of a data folder that this program holds, and the way to hold more.

    Attributes:
        attempts: The folder of attempts.
        disk: Where the writes go, timed.
        logs: What this program holds, by attempt.
    """

    def __init__(
        self, root: Path, disk: Disk, clock: Callable[[], float], *, reserve: int, low_water: int
    ) -> None:
        self.attempts = root / "attempts"
        self.disk = TimedDisk(disk)
        self.logs: dict[str, AttemptLog] = {}
        self._root = root
        self._clock = clock
        self._reserve = Reserve(root, reserve, low_water, self.disk)

    def folder(self, attempt: str) -> Path:
        """Where an attempt lies. NoSuchAttempt for a name that could leave its place."""
        if not is_attempt_id(attempt):
            raise NoSuchAttempt(attempt)
        return self.attempts / attempt

    def create(self, attempt: str, owner: str, seat: str) -> Lease:
        """Make an attempt and hold it; see `AttemptStore.create`."""
        try:
            self.disk.make_folder(self.attempts)
        except OSError as error:
            raise store_error(error) from error
        self._reserve.fill()
        if problem := self._reserve.problem():
            raise StoreFull(problem)
        log = AttemptLog.create(self.attempts / attempt, owner, seat, self._clock(), self.disk)
        self.logs[attempt] = log
        return log.lease

    def open(self, folder: Path, owner: str, seat: str, take_over: bool) -> tuple[Lease, Head]:
        """Hold an attempt from now on; see `AttemptStore.open`."""
        mine = self.logs.get(folder.name)
        if mine is not None and mine.holder() == mine.lease and not take_over:
            raise HeldElsewhere(mine.lease)
        now = self._clock()
        log = AttemptLog.open(folder, owner, seat, now, self.disk, take_over=take_over)
        if mine is not None:
            mine.close()
            del self.logs[folder.name]
            if not (log if isinstance(log, Ledger) else log.ledger).goes_on_from(mine.ledger):
                if isinstance(log, AttemptLog):
                    log.close()
                raise StoreBroken("Tệp bài thi không còn đủ những gì đã lưu.")
        if isinstance(log, Ledger):
            return Lease(folder.name, log.epoch + 1, owner, seat, now), log.head
        self.logs[folder.name] = log
        return log.lease, log.opened

    def held(self, lease: Lease) -> AttemptLog:
        """The log under that lease. Sealed or LeaseLost when it is not held here any more."""
        log = self.logs.get(lease.attempt)
        if log is not None and log.lease == lease:
            return log
        ledger = read_ledger(self.folder(lease.attempt))
        if ledger.seal is not None:
            raise Sealed(f"Bài thi {lease.attempt} đã niêm phong.")
        raise LeaseLost(ledger.lease or lease)

    def holder(self, folder: Path) -> Lease | None:
        """See `AttemptStore.holder`."""
        mine = self.logs.get(folder.name)
        if mine is not None and mine.holder() == mine.lease:
            return mine.lease
        ledger = read_ledger(folder)
        if ledger.seal is not None or ledger.released or not holding.is_alive(folder):
            return None
        return ledger.lease

    def release(self, lease: Lease) -> None:
        """See `AttemptStore.release`."""
        log = self.logs.get(lease.attempt)
        if log is not None and log.lease == lease:
            del self.logs[lease.attempt]
            log.release()

    def seal(self, lease: Lease) -> Head:
        """See `AttemptStore.seal`."""
        try:
            log = self.held(lease)
        except Sealed:
            return read_ledger(self.folder(lease.attempt)).head
        key = installation_key(self._root, self.disk)
        beside = self.folder(lease.attempt) / PUBLIC_NAME
        try:
            self.disk.put_file(beside, public_pem(key), mode=0o644)
        except OSError as error:
            raise store_error(error) from error
        head = log.seal(lambda head: seal_of(key, head, self._clock()))
        del self.logs[lease.attempt]
        log.close()
        return head

    def forget(self, folder: Path) -> bool:
        """Delete the candidate's card; False when the attempt names none."""
        if holder := self.holder(folder):
            raise HeldElsewhere(holder)
        digest = card_digest(folder)
        if digest:
            personal.forget(self._root, folder, digest, self._clock(), self.disk)
        return bool(digest)

    def with_reserve(self, write: Callable[[], Result]) -> Result:
        """A write that may use the reserve when the disk is full."""
        try:
            return write()
        except StoreFull:
            if not self._reserve.spend():
                raise
            return write()

    def health(self) -> Health:
        """Try whether the folder can be written; see `AttemptStore.health`."""
        try:
            self.disk.make_folder(self.attempts)
            probe = self._root / ".probe"
            self.disk.put_file(probe, b"probe")
            probe.unlink(missing_ok=True)
            self._reserve.fill()
            return Health(
                True, self._reserve.free(), self.disk.milliseconds_p99(), self._reserve.problem()
            )
        except (OSError, StoreError) as error:
            said = error if isinstance(error, StoreError) else store_error(error)
            free = 0
            with contextlib.suppress(StoreError):
                free = self._reserve.free()
            return Health(False, free, self.disk.milliseconds_p99(), str(said))


def is_attempt_id(text: str) -> bool:
    """Letters, digits and dashes of ASCII, at most 80: a name that cannot leave its folder."""
    return _ID.fullmatch(text) is not None
