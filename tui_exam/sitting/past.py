"""Reading a closed attempt again, without holding it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..exam.attempt import fold
from ..store.protocol import Lease, StoreError
from .exam import Exam
from .result import Result
from .sitting import Sitting

if TYPE_CHECKING:
    from .room import Room


class NotFinished(StoreError):
    """The attempt has no result yet."""


async def read_only(room: Room, attempt_id: str) -> Exam:
    """The exam of an attempt as its log has it, for looking and for marking again."""
    attempt = fold(attempt_id, [event async for event in room.store.read(attempt_id)])
    nobody = Lease(attempt_id, 0, "", room.seat, room.clock.wall())
    sitting = Sitting(room.store, room.clock, nobody, attempt)
    return await room.rebuild(sitting)


async def read_past(room: Room, attempt_id: str) -> tuple[Exam, Result]:
    """An attempt and the result stored with it. NotFinished when there is none."""
    exam = await read_only(room, attempt_id)
    marked = exam.sitting.attempt.marked
    if not marked:
        raise NotFinished("Bài thi này chưa nộp nên chưa có kết quả.")
    data = await room.store.get_artifact(attempt_id, marked["artifact"])
    return exam, Result.from_json(data)
