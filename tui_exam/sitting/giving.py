"""Giving an order to a running attempt, whoever holds it just now."""

from __future__ import annotations

import asyncio
import contextlib

from ..exam.attempt import fold
from ..store.protocol import HeldElsewhere, Order
from .orders import BadOrder
from .records import Records
from .refusals import NotSaved, TakenOver
from .sitting import Sitting

WAIT = 6.0  # seconds the holder's program may take to notice
_STEP = 0.2


async def give(records: Records, attempt: str, order: Order, *, wait: float = WAIT) -> bool:
    """Leave an order for an attempt; True when it is in the log on return.

    False when the program that holds the attempt has not taken it yet: the order is on
    the disk then, and is carried out as soon as that program, or the next, looks for it.
    Raises BadOrder for what makes no sense now, NoSuchAttempt, StoreError.
    """
    store = records.store
    state = fold(attempt, [event async for event in store.read(attempt)])
    if state.closed:
        raise BadOrder("Bài này đã nộp; muốn cho làm tiếp, hãy dùng lệnh reopen.")
    if not state.started:
        raise BadOrder("Bài này chưa bắt đầu.")
    if order.kind == "paused" and state.paused:
        raise BadOrder("Bài này đang tạm dừng rồi.")
    if order.kind == "unpaused" and not state.paused:
        raise BadOrder("Bài này không bị tạm dừng.")
    await store.order(attempt, order)
    if await store.holder(attempt) is None:
        with contextlib.suppress(HeldElsewhere, NotSaved, TakenOver):
            await _carry_out(records, attempt)
    loop = asyncio.get_running_loop()
    until = loop.time() + wait
    while waiting := [each for each in await store.orders(attempt) if each.id == order.id]:
        if loop.time() >= until:
            break
        await asyncio.sleep(_STEP)
    return not waiting


async def _carry_out(records: Records, attempt: str) -> None:
    """Nobody holds it: hold it for a moment and record what was ordered."""
    sitting = await Sitting.reopen(records.store, records.clock, attempt, seat=records.seat)
    try:
        await sitting.take_orders()
    finally:
        await sitting.leave()
