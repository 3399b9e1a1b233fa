"""One open attempt: begun or taken up, recorded, looked after, left.

Screens ask a `Sitting` to record an event and draw `Sitting.attempt`, which is always
the fold of what is on the disk.
"""

from __future__ import annotations

import secrets

from ..exam.attempt import Attempt, fold
from ..store.protocol import AttemptStore, Lease, NoSuchAttempt, StoreError
from .clock import Clock
from .orders import event_data
from .recorder import Recorder
from .refusals import AFTER_THE_BELL, NotSaved, Paused, TakenOver, TimeIsUp
from .trouble import in_words, room_in_words

__all__ = [
    "AFTER_THE_BELL", "NotSaved", "Paused", "Sitting", "TakenOver", "TimeIsUp", "in_words",
]  # fmt: skip


class Sitting(Recorder):
    """An attempt while it is being sat.

    Attributes:
        mended: What was cut off a torn end when the attempt was opened, in words.
        warning: What the candidate should tell the invigilator before it becomes trouble.
    """

    def __init__(
        self, store: AttemptStore, clock: Clock, lease: Lease, attempt: Attempt, *, mended: str = ""
    ) -> None:
        super().__init__(store, clock, lease, attempt)
        self.mended = mended
        self.warning = ""

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

    # -- looking around --------------------------------------------------------

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
            self.all_is_well()

    async def check_room(self) -> None:
        """Notice a disk that is filling up."""
        health = await self.store.health()
        self.warning = room_in_words(health.problem, health.free_bytes)

    async def leave(self) -> None:
        """Give the lease back; the clock of the exam runs on."""
        await self.store.release(self.lease)
