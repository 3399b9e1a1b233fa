"""The attempts of a data folder: found, continued, and read again. Needs no bank."""

from __future__ import annotations

from dataclasses import dataclass, field

from mock_office.signing.background import Background, in_background

from ..exam.attempt import fold
from ..store.personal import read_card
from ..store.protocol import AttemptStore, AttemptSummary, Lease, StoreError
from .candidate import Candidate
from .clock import Clock
from .content import Content
from .exam import Exam
from .result import Result
from .sitting import Sitting

DRILL_LOG = "on-luyen"
DRILL_NAME = "on-"
"""With this the name of each volume of a learner's log begins."""
"""In place of an exam's id: the log of a learner's drills (`tui_exam.drill.book`)."""


class NotFinished(StoreError):
    """The attempt has no result yet."""


@dataclass(frozen=True)
class Records:
    """What has been sat here.

    Args:
        store: Where attempts are kept.
        clock: The clock of this machine.
        seat: This seat's name, as other seats are told.
        background: Where documents are set, signed and checked.
    """

    store: AttemptStore
    clock: Clock
    seat: str
    background: Background = field(default=in_background, kw_only=True)

    async def exams(self) -> list[AttemptSummary]:
        """The index entries of exams, newest first; logs of drills are not among them."""
        return [each for each in await self.store.summaries() if each.exam != DRILL_LOG]

    async def unfinished(self, code: str) -> AttemptSummary | None:
        """The newest attempt of that candidate that is not closed, or closed but not marked."""
        for summary in await self.exams():
            if summary.candidate == code and not summary.sealed:
                return summary
        return None

    async def resume(self, summary: AttemptSummary, *, take_over: bool = False) -> Exam:
        """Continue an attempt where it was, with what the organiser has ordered meanwhile.

        Raises HeldElsewhere and other StoreErrors, and NotSaved; then nothing is held.
        """
        sitting = await Sitting.reopen(
            self.store, self.clock, summary.attempt, seat=self.seat, take_over=take_over
        )
        try:
            exam = await self.rebuild(sitting)
            if not sitting.attempt.closed:
                await sitting.take_orders()
                await sitting.record("resumed", {"seat": self.seat})
        except BaseException:
            await sitting.leave()
            raise
        return exam

    async def rebuild(self, sitting: Sitting) -> Exam:
        """The exam of an attempt's log, with the questions it was sat with."""
        attempt = sitting.attempt
        started = next((e for e in await sitting.events() if e.kind == "started"), None)
        if attempt.paper is None or started is None:
            raise StoreError(f"{attempt.id}: nhật ký không có phần mở đầu")
        content = Content.from_json(
            await self.store.get_artifact(attempt.id, started.data["content"])
        )
        try:
            card = read_card(await self.store.get_artifact(attempt.id, attempt.person))
            who = Candidate(card.code, card.name, card.unit)
        except KeyError:
            who = Candidate("", "(đã xóa thông tin)", "")
        exam = Exam.build(sitting, content, attempt.paper, who, self.background)
        for task in exam.tasks.values():
            kept = started.data["tasks"].get(task.id)
            if kept != task.digest:
                raise StoreError(
                    f"{attempt.id}: nhiệm vụ {task.id} đã được thi bằng một phiên bản khác"
                )
        return exam

    async def read_only(self, attempt_id: str) -> Exam:
        """The exam of an attempt as its log has it, for looking and for marking again."""
        attempt = fold(attempt_id, [event async for event in self.store.read(attempt_id)])
        nobody = Lease(attempt_id, 0, "", self.seat, self.clock.wall())
        return await self.rebuild(Sitting(self.store, self.clock, nobody, attempt))

    async def read_past(self, attempt_id: str) -> tuple[Exam, Result]:
        """An attempt and the result stored with it. NotFinished when there is none."""
        exam = await self.read_only(attempt_id)
        marked = exam.sitting.attempt.marked
        if not marked:
            raise NotFinished("Bài thi này chưa nộp nên chưa có kết quả.")
        data = await self.store.get_artifact(attempt_id, marked["artifact"])
        return exam, Result.from_json(data)
