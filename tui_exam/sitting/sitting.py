"""One open attempt: records what happens, durably, before anybody sees it.

Screens ask a `Sitting` to record an event and draw `Sitting.attempt`, which is
always the fold of what is on the disk. When a write fails the events wait here,
in order and under the same ids, and are tried again; until then nothing claims
to be saved.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..exam.attempt import Attempt, apply, fold
from ..store.protocol import (
    AttemptStore,
    Conflict,
    Event,
    Lease,
    LeaseLost,
    NewEvent,
    NoSuchAttempt,
    Sealed,
    StoreBroken,
    StoreError,
)
from .clock import Clock
from .orders import event_data
from .refusals import AFTER_THE_BELL, NotSaved, Paused, TakenOver, TimeIsUp
from .trouble import SLOW, in_words, room_in_words

__all__ = [
    "AFTER_THE_BELL", "NotSaved", "Paused", "Sitting", "TakenOver", "TimeIsUp", "in_words",
]  # fmt: skip

RECOVERY_SHOWN = 8.0  # seconds that a recovery is told
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


class Sitting:
    """The one writer of an attempt in this program.

    Attributes:
        patience: Seconds `record` waits for a write before it raises NotSaved and lets the
            write go on behind it; None waits to the end.
        trouble: Why something is not saved, in one line for the candidate; "" when all is.
        warning: What the candidate should tell the invigilator before it becomes trouble.
    """

    def __init__(
        self, store: AttemptStore, clock: Clock, lease: Lease, attempt: Attempt, *, mended: str = ""
    ) -> None:
        self.store = store
        self.clock = clock
        self.lease = lease
        self.attempt = attempt
        self.mended = mended
        self.saved_at: float | None = attempt.last_wall or None
        self.patience: float | None = None
        self.trouble = ""
        self.warning = ""
        self.taken_by: Lease | None = None
        self._waiting: list[NewEvent] = []
        self._lock = asyncio.Lock()
        self._writes: set[asyncio.Task[None]] = set()
        self._listeners: list[Listener] = []
        self._recovered: tuple[float, float] | None = None  # wall, mono

    @classmethod
    async def create(
        cls, store: AttemptStore, clock: Clock, attempt_id: str, *, seat: str
    ) -> Sitting:
        """A new, empty attempt held by this program."""
        lease = await store.create(attempt_id, owner=secrets.token_hex(8), seat=seat)
        return cls(store, clock, lease, Attempt(attempt_id))

    @classmethod
    async def reopen(
        cls,
        store: AttemptStore,
        clock: Clock,
        attempt_id: str,
        *,
        seat: str,
        take_over: bool = False,
    ) -> Sitting:
        """An existing attempt, folded from its log. Raises what `AttemptStore.open` does."""
        lease, head = await store.open(
            attempt_id, owner=secrets.token_hex(8), seat=seat, take_over=take_over
        )
        attempt = fold(attempt_id, [event async for event in store.read(attempt_id)])
        return cls(store, clock, lease, attempt, mended=head.mended)

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
        done, _ = await asyncio.wait({task}, timeout=self.patience)
        if done:
            task.result()
            return
        if not self.trouble:
            self.trouble = SLOW
            self._changed()
        raise NotSaved(self.trouble)

    def _written(self, task: asyncio.Task[None]) -> None:
        self._writes.discard(task)
        if not task.cancelled():
            task.exception()  # told already, by `trouble` or to whoever waited

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
                receipt = await self.store.append(self.lease, self.attempt.seq, batch)
            except LeaseLost as error:
                self._lose(error.holder)
                raise TakenOver(error.holder) from None
            except Sealed:
                self._waiting.clear()
                raise NotSaved("Bài thi đã khép lại, không ghi thêm được.") from None
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

    # -- looking around --------------------------------------------------------

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

    async def take_orders(self) -> int:
        """Record what the organiser has ordered meanwhile; how many orders there were.

        Raises NotSaved and TakenOver as `record` does, and NoSuchAttempt when the attempt
        is no longer where it was. Nothing is carried out twice, crash or not.
        """
        orders = await self.store.orders(self.attempt.id)
        if not orders or self.read_only:
            return 0
        known = {event.id for event in await self.events()}
        known |= {event.id for event in self._waiting}
        data = {order.id: event_data(order) for order in orders if order.id not in known}
        new = [
            self._new(order.kind, said, order.id)
            for order in orders
            if (said := data.get(order.id)) is not None
        ]
        if new:
            await self._write(new)
        still_waiting = {event.id for event in self._waiting}
        for order in orders:
            if order.id not in still_waiting:
                await self.store.carried_out(self.attempt.id, order.id)
        return len(orders)

    async def look_around(self) -> None:
        """Notice a take-over, the organiser's orders, and a file that has gone. Never raises
        for what the store cannot do."""
        await self.check_holder()
        if self.taken_by is not None:
            return
        try:
            await self.take_orders()
        except NoSuchAttempt as error:
            self.saved_at = None  # nothing is, as long as the file is not there
            self._failed(error)
        except (NotSaved, TakenOver, StoreError, OSError):
            return
        else:
            if self.trouble and not self._waiting and not self._writes:
                self._saved()
                self._changed()

    async def check_room(self) -> None:
        """Notice a disk that is filling up."""
        health = await self.store.health()
        self.warning = room_in_words(health.problem, health.free_bytes)

    async def events(self) -> list[Event]:
        """The whole log, as stored."""
        return [event async for event in self.store.read(self.attempt.id)]

    async def leave(self) -> None:
        """Give the lease back; the clock of the exam runs on."""
        await self.store.release(self.lease)
