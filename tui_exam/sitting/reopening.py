"""Opening a closed attempt again: a new one that goes on where the sealed one ended.

The sealed log is not touched. The new one names it and the hash it ended with, carries
its answers, desks and files, and says who decided so and why.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from ..exam.attempt import Attempt, carried, fold
from ..store.personal import read_card
from ..store.protocol import AttemptSummary, Event, StoreError
from ..store.verify import named_files
from ..vntime import VIETNAM
from .orders import LONGEST, BadOrder, because
from .records import Records
from .sitting import Sitting


async def reopen(records: Records, attempt: str, *, minutes: float, reason: str, by: str) -> str:
    """Make the attempt that continues a sealed one; its id.

    Its time begins when the candidate comes back, by signing in with the same code.

    Args:
        minutes: What the candidate gets from then on.

    Raises BadOrder when it may not be done, and StoreError.
    """
    why = because(reason, by)
    if not 0 < minutes * 60 <= LONGEST:
        raise BadOrder("Số phút phải nhiều hơn 0 và không quá 12 giờ.")
    store = records.store
    head = await store.head(attempt)
    if not head.sealed:
        raise BadOrder("Bài này chưa khép lại; hãy dùng lệnh time --add để thêm giờ.")
    events = [event async for event in store.read(attempt)]
    old = fold(attempt, events)
    card = await _card(records, old)
    if await records.unfinished(card.code) is not None:
        raise BadOrder(f"Số báo danh {card.code} đang có một bài chưa nộp.")
    day = datetime.fromtimestamp(records.clock.wall(), VIETNAM)
    name = f"{day:%Y%m%d}-{secrets.token_hex(5)}"
    sitting = await Sitting.create(store, records.clock, name, seat=records.seat)
    try:
        said = _events(old, events, head.hash, minutes, why)
        for digest in dict.fromkeys(named_files([data for _, data in said])):
            kept = await store.get_artifact(attempt, digest)
            await store.put_artifact(name, digest, kept)
        await sitting.record_all(said)
        await store.summarize(
            AttemptSummary(
                name, old.blueprint, card.code, card.name, card.unit, sitting.attempt.started,
                extra={"reopened": attempt},
            )
        )  # fmt: skip
    finally:
        await sitting.leave()
    return name


async def differs_from_origin(records: Records, events: list[Event]) -> str | None:
    """What a reopened attempt says that the sealed one does not; "" when all agrees.

    None when it is no reopened attempt, or when the sealed one is not kept here.
    """
    said = next((event.data for event in events if event.kind == "reopened"), None)
    if said is None:
        return None
    try:
        old = [event async for event in records.store.read(said["from"])]
    except StoreError:
        return None
    if not old or old[-1].hash != said["head"]:
        return "bài trước không kết thúc bằng mã đã ghi khi mở lại"
    if carried(fold(said["from"], old)) != said["carried"]:
        return "phần làm được mang sang không giống bài trước"
    return ""


def _events(
    old: Attempt, events: list[Event], head: str, minutes: float, why: dict[str, str]
) -> list[tuple[str, dict[str, Any]]]:
    started = next(event for event in events if event.kind == "started")
    reopened = {"from": old.id, "head": head, "minutes": minutes, "carried": carried(old), **why}
    return [("started", dict(started.data)), ("reopened", reopened)]


async def _card(records: Records, old: Attempt) -> Any:
    try:
        return read_card(await records.store.get_artifact(old.id, old.person))
    except (KeyError, ValueError):
        raise BadOrder(
            "Thông tin thí sinh của bài này đã được xóa nên không mở lại được."
        ) from None
