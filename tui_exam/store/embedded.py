"""The store on one machine: a folder, a log per attempt, TinyDB over each log."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from . import artifacts, holding, orders, personal
from .attempt_log import AttemptLog
from .disk import Disk, store_error
from .index import Index
from .keys import PUBLIC_NAME, installation_key, public_pem, seal_of
from .lane import Crew, Lane
from .ledger import LOG_NAME, Ledger, read_events, read_ledger
from .protocol import (
    ArtifactRef,
    AttemptSummary,
    Cursor,
    Durability,
    Event,
    Head,
    Health,
    HeldElsewhere,
    Lease,
    LeaseLost,
    NewEvent,
    NoSuchAttempt,
    Order,
    Receipt,
    Sealed,
    StoreBroken,
    StoreError,
    StoreFull,
)
from .reserve import Reserve
from .summary import card_digest
from .tail import Tail
from .timed import TimedDisk

RESERVE_BYTES = 8 << 20
LOW_WATER_BYTES = 256 << 20
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}")
_THREADS = 32
_AT_ONCE = 500
Result = TypeVar("Result")


class TinyAttemptStore:
    """`AttemptStore` in a folder of this machine (a local file system, never NFS).

    Several programs may use the same folder at once. Blocking work runs in threads,
    that of one attempt always in the order it was asked for.

    Args:
        root: The data folder; made at first use, readable by its owner only.
        reserve_bytes: Room set aside for running exams should the disk fill up.
        low_water_bytes: No new attempt begins with less than this free.
        clock: Wall time, seconds since the epoch.
        disk: Where the writes go.
        watch_every: Seconds between two looks of a watch.
    """

    def __init__(
        self,
        root: Path,
        *,
        reserve_bytes: int = RESERVE_BYTES,
        low_water_bytes: int = LOW_WATER_BYTES,
        clock: Callable[[], float] = time.time,
        disk: Disk | None = None,
        watch_every: float = 1.0,
    ) -> None:
        self.root = Path(root)
        self._attempts = self.root / "attempts"
        self._clock = clock
        self._watch_every = watch_every
        self._disk = TimedDisk(disk or Disk())
        self._reserve = Reserve(self.root, reserve_bytes, low_water_bytes, self._disk)
        self._index = Index(self.root, self._disk)
        self._crew = Crew(_THREADS, "store")
        self._lanes: dict[str, Lane] = {}
        self._logs: dict[str, AttemptLog] = {}
        self._unordered = orders.Unordered()

    # -- holding ----------------------------------------------------------------

    async def create(self, attempt: str, *, owner: str, seat: str) -> Lease:
        """See `AttemptStore.create`."""
        if not is_attempt_id(attempt):
            raise StoreError("Mã bài thi chỉ gồm chữ cái, chữ số và dấu gạch nối.")
        return await self._lane(attempt).run(lambda: self._create(attempt, owner, seat))

    async def open(
        self, attempt: str, *, owner: str, seat: str, take_over: bool = False
    ) -> tuple[Lease, Head]:
        """See `AttemptStore.open`."""
        folder = self._folder(attempt)
        return await self._lane(attempt).run(
            lambda: self._with_reserve(lambda: self._open(folder, owner, seat, take_over))
        )

    async def holder(self, attempt: str) -> Lease | None:
        """See `AttemptStore.holder`.

        As long as nobody else has written, its own holder is answered by one stat, without
        a thread: hundreds of screens may ask every second.
        """
        mine = self._logs.get(attempt)
        if mine is not None and mine.is_untouched():
            return mine.lease
        folder = self._folder(attempt)
        return await self._lane(attempt).run(lambda: self._holder(folder))

    async def release(self, lease: Lease) -> None:
        """See `AttemptStore.release`."""
        await self._lane(lease.attempt).run(lambda: self._release(lease))

    async def close(self) -> None:
        """Give all leases back and end the threads."""
        await asyncio.gather(*(self.release(log.lease) for log in list(self._logs.values())))
        self._crew.close()

    # -- events -----------------------------------------------------------------

    async def append(
        self,
        lease: Lease,
        expected_seq: int,
        events: Sequence[NewEvent],
        *,
        durability: Durability = "local",
        timeout: float = 5.0,
    ) -> Receipt:
        """See `AttemptStore.append`. There is no centre here: every receipt says "local"."""
        return await self._lane(lease.attempt).run(
            lambda: self._with_reserve(lambda: self._held(lease).append(expected_seq, events))
        )

    async def read(self, attempt: str, after: int = 0) -> AsyncIterator[Event]:
        """See `AttemptStore.read`."""
        folder = self._folder(attempt)
        for event in await Lane(self._crew).run(lambda: read_events(folder, after)):
            yield event

    async def watch(
        self, exam: str, cursor: Cursor | None = None
    ) -> AsyncGenerator[tuple[Cursor, Event], None]:
        """See `AttemptStore.watch`. Looks at the logs every `watch_every` seconds."""
        tail, lane = Tail(self._attempts, exam, cursor), Lane(self._crew)
        while True:
            look = tail.look()
            while some := await lane.run(partial(_some, look)):
                for found in some:
                    yield found
            await asyncio.sleep(self._watch_every)

    async def head(self, attempt: str) -> Head:
        """See `AttemptStore.head`."""
        folder = self._folder(attempt)
        return await self._lane(attempt).run(lambda: read_ledger(folder).head)

    async def seal(self, lease: Lease) -> Head:
        """See `AttemptStore.seal`."""
        return await self._lane(lease.attempt).run(
            lambda: self._with_reserve(lambda: self._seal(lease))
        )

    # -- orders of the organiser --------------------------------------------------

    async def order(self, attempt: str, order: Order) -> None:
        """See `AttemptStore.order`."""
        folder = self._folder(attempt)
        await Lane(self._crew).run(
            lambda: self._with_reserve(lambda: orders.leave(folder, order, self._disk))
        )

    async def orders(self, attempt: str) -> list[Order]:
        """See `AttemptStore.orders`. Two stats, without a thread, as long as none has come."""
        folder = self._folder(attempt)
        if self._unordered.still(folder):
            return []
        return await Lane(self._crew).run(lambda: self._unordered.look(folder))

    async def carried_out(self, attempt: str, order: str) -> None:
        """See `AttemptStore.carried_out`."""
        folder = self._folder(attempt)
        await self._lane(attempt).run(lambda: orders.take_away(folder, order, self._disk))

    # -- artifacts, list, health --------------------------------------------------

    async def put_artifact(self, attempt: str, name: str, data: bytes) -> ArtifactRef:
        """See `AttemptStore.put_artifact`."""
        folder = self._folder(attempt)

        def put() -> ArtifactRef:
            if not (folder / LOG_NAME).is_file():
                raise NoSuchAttempt(attempt)
            return self._with_reserve(lambda: artifacts.put(folder, name, data, self._disk))

        return await self._lane(attempt).run(put)

    async def get_artifact(self, attempt: str, sha256: str) -> bytes:
        """See `AttemptStore.get_artifact`."""
        folder = self._folder(attempt)
        return await self._lane(attempt).run(lambda: artifacts.get(folder, sha256))

    async def summarize(self, summary: AttemptSummary) -> None:
        """See `AttemptStore.summarize`."""
        self._folder(summary.attempt)
        await self._lane("").run(lambda: self._with_reserve(lambda: self._index.put(summary)))

    async def summaries(self) -> list[AttemptSummary]:
        """See `AttemptStore.summaries`."""
        return await self._lane("").run(self._index.all)

    async def rebuild_index(self) -> None:
        """Make the list of attempts anew from the attempts."""
        await self._lane("").run(self._index.rebuild)

    async def forget(self, attempt: str) -> bool:
        """Delete who the candidate was; the log stays and still verifies.

        False when the attempt names no card. Raises HeldElsewhere while somebody holds
        it, NoSuchAttempt, StoreError. What the candidate typed into mails stays, as do
        copies in older backups.
        """
        folder = self._folder(attempt)
        known = await self._lane(attempt).run(lambda: self._forget(folder))
        await self._lane("").run(self._index.rebuild)
        return known

    async def health(self) -> Health:
        """See `AttemptStore.health`."""
        return await Lane(self._crew).run(self._health)

    # -- in a thread --------------------------------------------------------------

    def _create(self, attempt: str, owner: str, seat: str) -> Lease:
        try:
            self._disk.make_folder(self._attempts)
        except OSError as error:
            raise store_error(error) from error
        self._reserve.fill()
        if problem := self._reserve.problem():
            raise StoreFull(problem)
        log = AttemptLog.create(self._attempts / attempt, owner, seat, self._clock(), self._disk)
        self._logs[attempt] = log
        return log.lease

    def _open(self, folder: Path, owner: str, seat: str, take_over: bool) -> tuple[Lease, Head]:
        mine = self._logs.get(folder.name)
        if mine is not None and mine.holder() == mine.lease and not take_over:
            raise HeldElsewhere(mine.lease)
        now = self._clock()
        log = AttemptLog.open(folder, owner, seat, now, self._disk, take_over=take_over)
        if mine is not None:
            mine.close()
            del self._logs[folder.name]
            if not (log if isinstance(log, Ledger) else log.ledger).goes_on_from(mine.ledger):
                if isinstance(log, AttemptLog):
                    log.close()
                raise StoreBroken("Tệp bài thi không còn đủ những gì đã lưu.")
        if isinstance(log, Ledger):
            return Lease(folder.name, log.epoch + 1, owner, seat, now), log.head
        self._logs[folder.name] = log
        return log.lease, log.opened

    def _held(self, lease: Lease) -> AttemptLog:
        log = self._logs.get(lease.attempt)
        if log is not None and log.lease == lease:
            return log
        ledger = read_ledger(self._folder(lease.attempt))
        if ledger.seal is not None:
            raise Sealed(f"Bài thi {lease.attempt} đã niêm phong.")
        raise LeaseLost(ledger.lease or lease)

    def _holder(self, folder: Path) -> Lease | None:
        mine = self._logs.get(folder.name)
        if mine is not None and mine.holder() == mine.lease:
            return mine.lease
        ledger = read_ledger(folder)
        if ledger.seal is not None or ledger.released or not holding.is_alive(folder):
            return None
        return ledger.lease

    def _release(self, lease: Lease) -> None:
        log = self._logs.get(lease.attempt)
        if log is not None and log.lease == lease:
            del self._logs[lease.attempt]
            log.release()

    def _seal(self, lease: Lease) -> Head:
        try:
            log = self._held(lease)
        except Sealed:
            return read_ledger(self._folder(lease.attempt)).head
        key = installation_key(self.root, self._disk)
        beside = self._folder(lease.attempt) / PUBLIC_NAME
        try:
            self._disk.put_file(beside, public_pem(key), mode=0o644)
        except OSError as error:
            raise store_error(error) from error
        head = log.seal(lambda head: seal_of(key, head, self._clock()))
        del self._logs[lease.attempt]
        log.close()
        return head

    def _forget(self, folder: Path) -> bool:
        if holder := self._holder(folder):
            raise HeldElsewhere(holder)
        digest = card_digest(folder)
        if digest:
            personal.forget(self.root, folder, digest, self._clock(), self._disk)
        return bool(digest)

    def _with_reserve(self, write: Callable[[], Result]) -> Result:
        """A write that may use the reserve when the disk is full."""
        try:
            return write()
        except StoreFull:
            if not self._reserve.spend():
                raise
            return write()

    def _health(self) -> Health:
        try:
            self._disk.make_folder(self._attempts)
            probe = self.root / ".probe"
            self._disk.put_file(probe, b"probe")
            probe.unlink(missing_ok=True)
            self._reserve.fill()
            return Health(
                True, self._reserve.free(), self._disk.milliseconds_p99(), self._reserve.problem()
            )
        except (OSError, StoreError) as error:
            said = error if isinstance(error, StoreError) else store_error(error)
            free = 0
            with contextlib.suppress(StoreError):
                free = self._reserve.free()
            return Health(False, free, self._disk.milliseconds_p99(), str(said))

    def _lane(self, attempt: str) -> Lane:
        if attempt not in self._lanes:
            self._lanes[attempt] = Lane(self._crew)
        return self._lanes[attempt]

    def _folder(self, attempt: str) -> Path:
        if not is_attempt_id(attempt):
            raise NoSuchAttempt(attempt)
        return self._attempts / attempt


def _some(found: Iterator[Result]) -> list[Result]:
    return list(islice(found, _AT_ONCE))


def is_attempt_id(text: str) -> bool:
    """Letters, digits and dashes of ASCII, at most 80: a name that cannot leave its folder."""
    return _ID.fullmatch(text) is not None
