"""Recording what happens, durably, before anybody sees it.

When a write fails the events wait here, in order and under the same ids, and are tried
again; until then nothing claims to be saved.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..exam.attempt import Attempt, apply, fold
from ..store.protocol import (
    ArtifactRef,
    AttemptStore,
    Conflict,
    Durability,
    Event,
    Lease,
    LeaseLost,
    NewEvent,
    Receipt,
    Sealed,
    StoreBroken,
    StoreError,
)
from .clock import Clock
from .refusals import AFTER_THE_BELL, NotSaved, Paused, TakenOver, TimeIsUp
from .trouble import SEALED, SLOW, in_words

RECOVERY_SHOWN = 8.0  # seconds that a recovery is told
SLOW_AFTER = 1.0  # seconds after which a write is called slow by whoever waits to its end
RETRY = 1.0  # seconds between two tries of somebody who waits for the disk
WEIGHTY = frozenset(
    {"started", "draft_signed", "draft_sealed", "attachment_sealed", "closed", "marked"}
)
"""What should reach the centre, where there is one, before it is answered for."""
Listener = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Stored:
    """A new event seen as a stored one, for the fold."""

    seq: int
    kind: str
    data: Mapping[str, Any]
    wall: float
    mono: float
    boot: str


class Recorder:
    """The one writer of an attempt in this program.

    Attributes:
        patience: Seconds `record` waits for a write before it raises NotSaved and lets the
            write go on behind it; None waits to the end.
        trouble: Why something is not saved, in one line for the candidate; "" when all is.
    """

    def __init__(self, store: AttemptStore, clock: Clock, lease: Lease, attempt: Attempt) -> None:
        self.store = store
        self.clock = clock
        self.lease = lease
        self.attempt = attempt
        self.saved_at: float | None = attempt.last_wall or None
        self.patience: float | None = None
        self.trouble = ""
        self.taken_by: Lease | None = None
        self._waiting: list[NewEvent] = []
        self._refused = False  # the attempt was sealed while something waited
        self._files = 0  # that somebody waits to see stored
        self._lock = asyncio.Lock()
        self._writes: set[asyncio.Task[None]] = set()
        self._listeners: list[Listener] = []
        self._recovered: tuple[float, float] | None = None  # wall, mono

    # -- being watched ---------------------------------------------------------

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; returns the function that stops it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def _changed(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    @property
    def waiting(self) -> int:
        """How many events are not on the disk yet."""
        return len(self._waiting)

    @property
    def read_only(self) -> bool:
        """Whether this program may no longer write."""
        return self.taken_by is not None or bool(self.attempt.closed)

    def left(self) -> float:
        """Seconds to the deadline now."""
        return self.attempt.left_at(self.clock.wall(), self.clock.mono(), self.clock.boot)

    def recovered(self) -> float | None:
        """Wall time at which a trouble ended, for some seconds after it did."""
        if self._recovered is None or self.trouble:
            return None
        wall, mono = self._recovered
        return wall if self.clock.mono() - mono < RECOVERY_SHOWN else None

    # -- writing ---------------------------------------------------------------

    async def record(self, kind: str, data: Mapping[str, Any]) -> None:
        """Write one event; on return it is durable and folded into `attempt`.

        Raises TakenOver when somebody else holds the attempt, TimeIsUp for anything but
        a draft once the deadline has passed (Paused while the organiser has stopped the
        exam), and NotSaved when the store cannot write now or not within `patience`: the
        event then waits, and is written as soon as that is possible.
        """
        await self.record_all([(kind, data)])

    async def record_all(self, happened: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        """Write several events, all or none."""
        if self.taken_by is not None:
            raise TakenOver(self.taken_by)
        over = self.attempt.minutes and self.left() <= 0
        if over or self.attempt.paused:
            happened = [(kind, data) for kind, data in happened if kind in AFTER_THE_BELL]
            if not happened:
                raise TimeIsUp if over else Paused
        await self._write(
            [
                self._new(kind, data, secrets.token_hex(8))
                for kind, data in happened
                if not self._waits_already(kind, data)
            ]
        )

    def _waits_already(self, kind: str, data: Mapping[str, Any]) -> bool:
        """Whether the same thing, done again because nothing seemed to happen, waits already."""
        newest = next((new for new in reversed(self._waiting) if new.kind == kind), None)
        return newest is not None and newest.data == data

    def _new(self, kind: str, data: Mapping[str, Any], event_id: str) -> NewEvent:
        wall, mono, boot = self.clock.wall(), self.clock.mono(), self.clock.boot
        return NewEvent(kind, data, wall, mono, boot, event_id)

    async def _write(self, events: Sequence[NewEvent]) -> None:
        self._waiting += events
        # In a task of its own: neither impatience nor a closed screen may cut a write in two.
        task = asyncio.create_task(self._flush())
        self._writes.add(task)
        task.add_done_callback(self._written)
        await self._told_when_slow(task)
        if self.patience is None:
            await asyncio.wait({task})
        if not task.done():
            raise NotSaved(self.trouble)
        task.result()

    def _written(self, task: asyncio.Task[None]) -> None:
        self._writes.discard(task)
        if not task.cancelled():
            task.exception()  # told already, by `trouble` or to whoever waited

    async def record_patiently(self, kind: str, data: Mapping[str, Any]) -> None:
        """Write one event and wait until it is durable, however long the disk takes.

        For steps that build on each other, as opening a token and signing: `trouble` tells
        meanwhile why it takes so long. Raises TakenOver and TimeIsUp as `record` does, and
        NotSaved only when the attempt takes no more events.
        """
        try:
            await self.record(kind, data)
        except NotSaved:
            while self._waiting and self.taken_by is None:
                if not await self.retry():
                    await asyncio.sleep(RETRY)
            if self.taken_by is not None:
                raise TakenOver(self.taken_by) from None
            if self._refused:
                raise

    async def keep_file(self, name: str, data: bytes) -> str:
        """Store a file of the attempt durably; its SHA-256 (hex).

        Waits out a slow or full disk, with `trouble` saying so. Raises TakenOver.
        """
        self._files += 1
        try:
            while True:
                if self.taken_by is not None:
                    raise TakenOver(self.taken_by)
                try:
                    kept = await self._put(name, data)
                    break
                except (StoreError, OSError) as error:
                    self._failed(error)
                await asyncio.sleep(RETRY)
                await self.check_holder()
        finally:
            self._files -= 1
        self.all_is_well()
        return kept.sha256

    async def _put(self, name: str, data: bytes) -> ArtifactRef:
        task = asyncio.create_task(self.store.put_artifact(self.attempt.id, name, data))
        try:
            await self._told_when_slow(task)
            return await task
        finally:
            task.cancel()

    async def _told_when_slow(self, task: asyncio.Task[Any]) -> None:
        """Return when the task is done, or the candidate has been told that it takes long."""
        limit = SLOW_AFTER if self.patience is None else self.patience
        done, _ = await asyncio.wait({task}, timeout=limit)
        if not done and not self.trouble:
            self.trouble = SLOW
            self._changed()

    def all_is_well(self) -> None:
        """Nothing waits for the disk any more: say so if there was trouble."""
        if self.trouble and not (self._waiting or self._writes or self._files):
            self._saved()
            self._changed()

    async def retry(self) -> bool:
        """Try again to write what waits; True when nothing is left waiting."""
        if not self._waiting or self.taken_by is not None:
            return not self._waiting
        try:
            await self._flush()
        except (NotSaved, TakenOver):
            return False
        return True

    async def _flush(self) -> None:
        async with self._lock:
            batch = tuple(self._waiting)
            if not batch:
                return
            try:
                receipt = await self._append(batch)
            except LeaseLost as error:
                self._lose(error.holder)
                raise TakenOver(error.holder) from None
            except Sealed:
                self._waiting.clear()
                self._refused = True
                self._changed()
                raise NotSaved(SEALED) from None
            except (StoreBroken, Conflict) as error:
                why = await self._read_again() or error
                if self.taken_by is not None:
                    raise TakenOver(self.taken_by) from None
                raise self._failed(why) from None
            except (StoreError, OSError) as error:
                raise self._failed(error) from None
            if receipt.duplicate:
                await self._read_again()
            else:
                self._take_in(batch)
            self._saved()
        self._changed()

    async def _append(self, batch: Sequence[NewEvent]) -> Receipt:
        weighty = any(new.kind in WEIGHTY for new in batch)
        how: Durability = "central" if weighty else "local"
        return await self.store.append(self.lease, self.attempt.seq, batch, durability=how)

    def _take_in(self, batch: Sequence[NewEvent]) -> None:
        for new in batch:
            stored = _Stored(self.attempt.seq + 1, new.kind, new.data, new.wall, new.mono, new.boot)
            self.attempt = apply(self.attempt, stored)
        del self._waiting[: len(batch)]

    def _saved(self) -> None:
        self.saved_at = self.clock.wall()
        if self.trouble:
            self._recovered = (self.saved_at, self.clock.mono())
        self.trouble = ""

    def _failed(self, error: Exception) -> NotSaved:
        self.trouble = in_words(error)
        self._changed()
        return NotSaved(self.trouble)

    async def _read_again(self) -> StoreError | None:
        """After a failed sync the file is opened anew and believed, not our memory."""
        await self.check_holder()
        if self.taken_by is not None:
            return None
        try:
            self.lease, _ = await self.store.open(
                self.attempt.id, owner=self.lease.owner, seat=self.lease.seat, take_over=True
            )
            events = await self.events()
        except StoreError as error:
            return error  # still broken; the next retry comes back here
        self.attempt = fold(self.attempt.id, events)
        written = {event.id for event in events}
        self._waiting = [event for event in self._waiting if event.id not in written]
        return None

    def _lose(self, holder: Lease) -> None:
        self.taken_by = holder
        self._waiting.clear()
        self._changed()

    # -- what the store says ---------------------------------------------------------

    async def check_holder(self) -> None:
        """Notice a take-over even while nothing is being written."""
        if self.taken_by is not None:
            return
        try:
            holder = await self.store.holder(self.attempt.id)
        except (StoreError, OSError):
            return
        if holder is not None and holder.epoch > self.lease.epoch:
            self._lose(holder)

    async def events(self) -> list[Event]:
        """The whole log, as stored."""
        return [event async for event in self.store.read(self.attempt.id)]
