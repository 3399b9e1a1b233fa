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
    Event,
    Lease,
    LeaseLost,
    NewEvent,
    Sealed,
    StoreBroken,
    StoreError,
    StoreFull,
    StoreReadOnly,
)
from .clock import Clock

Listener = Callable[[], None]


class NotSaved(Exception):
    """The event waits to be written; `trouble` says why in the candidate's words."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class TimeIsUp(Exception):
    """The deadline has passed: only what was half done may still be written."""


AFTER_THE_BELL = frozenset(
    {
        "mail_draft_saved", "note_draft_saved", "remarks_saved", "resumed", "minute",
        "tokens_made", "draft_typeset", "time_added", "closed", "marked",
    }
)  # fmt: skip
"""What may be written when no time is left: drafts as they are, and the closing itself."""


class TakenOver(Exception):
    """Somebody continued this attempt elsewhere; this one may only be read."""

    def __init__(self, holder: Lease) -> None:
        super().__init__(holder.seat)
        self.holder = holder


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
    """The one writer of an attempt in this program."""

    def __init__(
        self, store: AttemptStore, clock: Clock, lease: Lease, attempt: Attempt, *, mended: str = ""
    ) -> None:
        self.store = store
        self.clock = clock
        self.lease = lease
        self.attempt = attempt
        self.mended = mended
        self.saved_at: float | None = attempt.last_wall or None
        self.trouble = ""
        self.taken_by: Lease | None = None
        self._waiting: list[NewEvent] = []
        self._lock = asyncio.Lock()
        self._listeners: list[Listener] = []

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

    # -- writing ---------------------------------------------------------------

    async def record(self, kind: str, data: Mapping[str, Any]) -> None:
        """Write one event; on return it is durable and folded into `attempt`.

        Raises TakenOver when somebody else holds the attempt, TimeIsUp for anything but
        a draft once the deadline has passed, and NotSaved when the store cannot write
        now: the event then waits and `retry` writes it later.
        """
        await self.record_all([(kind, data)])

    async def record_all(self, happened: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        """Write several events, all or none."""
        if self.taken_by is not None:
            raise TakenOver(self.taken_by)
        if self.attempt.minutes and self.left() <= 0:
            happened = [(kind, data) for kind, data in happened if kind in AFTER_THE_BELL]
            if not happened:
                raise TimeIsUp
        wall, mono, boot = self.clock.wall(), self.clock.mono(), self.clock.boot
        self._waiting += [
            NewEvent(kind, data, wall, mono, boot, secrets.token_hex(8)) for kind, data in happened
        ]
        await self._flush()

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
                await self.store.append(self.lease, self.attempt.seq, batch)
            except LeaseLost as error:
                self._lose(error.holder)
                raise TakenOver(error.holder) from None
            except Sealed:
                self._waiting.clear()
                raise NotSaved("Bài thi đã khép lại, không ghi thêm được.") from None
            except StoreBroken:
                await self._reopen_file()
                self.trouble = in_words(StoreBroken())
                self._changed()
                raise NotSaved(self.trouble) from None
            except (StoreError, OSError) as error:
                self.trouble = in_words(error)
                self._changed()
                raise NotSaved(self.trouble) from None
            for event in batch:
                self.attempt = apply(
                    self.attempt,
                    _Stored(
                        self.attempt.seq + 1,
                        event.kind,
                        event.data,
                        event.wall,
                        event.mono,
                        event.boot,
                    ),
                )
            del self._waiting[: len(batch)]
            self.saved_at = self.clock.wall()
            self.trouble = ""
        self._changed()

    async def _reopen_file(self) -> None:
        """After a failed sync the file is read again and believed, not our memory."""
        try:
            self.lease, _ = await self.store.open(
                self.attempt.id, owner=self.lease.owner, seat=self.lease.seat, take_over=True
            )
            events = await self.events()
            self.attempt = fold(self.attempt.id, events)
            written = {event.id for event in events}
            self._waiting = [event for event in self._waiting if event.id not in written]
        except StoreError:
            return  # still broken; the next retry comes back here

    def _lose(self, holder: Lease) -> None:
        self.taken_by = holder
        self._waiting.clear()
        self._changed()

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

    async def leave(self) -> None:
        """Give the lease back; the clock of the exam runs on."""
        await self.store.release(self.lease)


def in_words(error: Exception) -> str:
    """What a failed write means, in the candidate's language."""
    if isinstance(error, StoreFull):
        return "Ổ đĩa đã đầy. Việc đã lưu trước đó vẫn còn nguyên."
    if isinstance(error, StoreReadOnly):
        return "Thư mục dữ liệu không cho ghi. Việc đã lưu trước đó vẫn còn nguyên."
    if isinstance(error, StoreBroken):
        return "Ổ đĩa báo lỗi khi ghi. Chương trình đang mở lại tệp bài thi để kiểm tra."
    return "Không ghi được bài thi. Việc đã lưu trước đó vẫn còn nguyên."
