"""The store on one machine: a folder, a log per attempt, TinyDB over each log."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from . import artifacts, orders
from .disk import Disk
from .engine import Engine, is_attempt_id
from .index import Index
from .lane import Crew, Lane
from .ledger import LOG_NAME, read_events, read_ledger
from .protocol import (
    ArtifactRef,
    AttemptSummary,
    Cursor,
    Durability,
    Event,
    Head,
    Health,
    Lease,
    NewEvent,
    NoSuchAttempt,
    Order,
    Receipt,
    StoreError,
)
from .tail import Tail

RESERVE_BYTES = 8 << 20
LOW_WATER_BYTES = 256 << 20
_THREADS = 32
_AT_ONCE = 500
_LANES = 512
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
        self._engine = Engine(
            self.root, disk or Disk(), clock, reserve=reserve_bytes, low_water=low_water_bytes
        )
        self._attempts, self._disk = self._engine.attempts, self._engine.disk
        self._watch_every = watch_every
        self._index = Index(self.root, self._disk)
        self._crew = Crew(_THREADS, "store")
        self._lanes: dict[str, Lane] = {}
        self._unordered = orders.Unordered()

    # -- holding ----------------------------------------------------------------

    async def create(self, attempt: str, *, owner: str, seat: str) -> Lease:
        """See `AttemptStore.create`."""
        if not is_attempt_id(attempt):
            raise StoreError("Mã bài thi chỉ gồm chữ cái, chữ số và dấu gạch nối.")
        return await self._lane(attempt).run(lambda: self._engine.create(attempt, owner, seat))

    async def open(
        self, attempt: str, *, owner: str, seat: str, take_over: bool = False
    ) -> tuple[Lease, Head]:
        """See `AttemptStore.open`."""
        folder = self._engine.folder(attempt)
        return await self._lane(attempt).run(
            lambda: self._engine.with_reserve(
                lambda: self._engine.open(folder, owner, seat, take_over)
            )
        )

    async def holder(self, attempt: str) -> Lease | None:
        """See `AttemptStore.holder`.

        As long as nobody else has written, its own holder is answered by one stat, without
        a thread: hundreds of screens may ask every second.
        """
        mine = self._engine.logs.get(attempt)
        if mine is not None and mine.is_untouched():
            return mine.lease
        folder = self._engine.folder(attempt)
        return await self._lane(attempt).run(lambda: self._engine.holder(folder))

    async def release(self, lease: Lease) -> None:
        """See `AttemptStore.release`."""
        await self._lane(lease.attempt).run(lambda: self._engine.release(lease))

    async def close(self) -> None:
        """Give all leases back and end the threads."""
        await asyncio.gather(*(self.release(log.lease) for log in list(self._engine.logs.values())))
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
            lambda: self._engine.with_reserve(
                lambda: self._engine.held(lease).append(expected_seq, events)
            )
        )

    async def read(self, attempt: str, after: int = 0) -> AsyncIterator[Event]:
        """See `AttemptStore.read`."""
        folder = self._engine.folder(attempt)
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
        folder = self._engine.folder(attempt)
        return await self._lane(attempt).run(lambda: read_ledger(folder).head)

    async def seal(self, lease: Lease) -> Head:
        """See `AttemptStore.seal`."""
        return await self._lane(lease.attempt).run(
            lambda: self._engine.with_reserve(lambda: self._engine.seal(lease))
        )

    # -- orders of the organiser --------------------------------------------------

    async def order(self, attempt: str, order: Order) -> None:
        """See `AttemptStore.order`."""
        folder = self._engine.folder(attempt)
        await Lane(self._crew).run(
            lambda: self._engine.with_reserve(lambda: orders.leave(folder, order, self._disk))
        )

    async def orders(self, attempt: str) -> list[Order]:
        """See `AttemptStore.orders`. Two stats, without a thread, as long as none has come."""
        folder = self._engine.folder(attempt)
        if self._unordered.still(folder):
            return []
        return await Lane(self._crew).run(lambda: self._unordered.look(folder))

    async def carried_out(self, attempt: str, order: str) -> None:
        """See `AttemptStore.carried_out`."""
        folder = self._engine.folder(attempt)
        await self._lane(attempt).run(lambda: orders.take_away(folder, order, self._disk))

    # -- artifacts, list, health --------------------------------------------------

    async def put_artifact(self, attempt: str, name: str, data: bytes) -> ArtifactRef:
        """See `AttemptStore.put_artifact`."""
        folder = self._engine.folder(attempt)

        def put() -> ArtifactRef:
            if not (folder / LOG_NAME).is_file():
                raise NoSuchAttempt(attempt)
            return self._engine.with_reserve(lambda: artifacts.put(folder, name, data, self._disk))

        return await self._lane(attempt).run(put)

    async def get_artifact(self, attempt: str, sha256: str) -> bytes:
        """See `AttemptStore.get_artifact`."""
        folder = self._engine.folder(attempt)
        return await self._lane(attempt).run(lambda: artifacts.get(folder, sha256))

    async def summarize(self, summary: AttemptSummary) -> None:
        """See `AttemptStore.summarize`."""
        self._engine.folder(summary.attempt)
        await self._lane("").run(
            lambda: self._engine.with_reserve(lambda: self._index.put(summary))
        )

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
        folder = self._engine.folder(attempt)
        known = await self._lane(attempt).run(lambda: self._engine.forget(folder))
        await self._lane("").run(self._index.rebuild)
        return known

    async def health(self) -> Health:
        """See `AttemptStore.health`."""
        return await Lane(self._crew).run(self._engine.health)

    def _lane(self, attempt: str) -> Lane:
        lane = self._lanes.get(attempt)
        if lane is None:
            if len(self._lanes) >= _LANES:  # a host meets thousands of attempts in its life
                self._lanes = {name: each for name, each in self._lanes.items() if each.busy}
            lane = self._lanes[attempt] = Lane(self._crew)
        return lane


def _some(found: Iterator[Result]) -> list[Result]:
    return list(islice(found, _AT_ONCE))
