"""The whole way in lines: who sits, the exam, its end, the result."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..drill.lost import settle
from ..drill.plan import Wishes, choice_of
from ..exam.attempt import THEORY
from ..sitting.candidate import Candidate
from ..sitting.exam import Exam
from ..sitting.finish import HANDED_IN, TIME, close, mark_and_seal
from ..sitting.missing import missing
from ..sitting.result import Result
from ..sitting.sitting import NotSaved, TakenOver, in_words
from ..sitting.troubles import task_trouble
from ..store.protocol import Corrupt, HeldElsewhere, StoreError
from ..texts import msg
from ..vntime import clock_time, day_time
from .desk import DeskTalk
from .drill import DrillTalk
from .results import ResultTalk
from .session import Bell, Elsewhere, Session
from .talk import Say, Talk
from .theory import TheoryTalk
from .who import sign_in

if TYPE_CHECKING:
    from ..sitting.records import Records
    from ..sitting.room import Room

AGAIN_AFTER = 2.0  # seconds between two tries to keep the closing
SHEET = Say("sheet", msg("đề"), "Đọc bài thi gồm những gì.")
HAND_IN = Say("hand_in", msg("nộp"), "Nghe phần còn thiếu rồi nộp bài.")
LEAVE = Say("leave", msg("thoát"), "Rời chương trình; bài giữ nguyên, đồng hồ vẫn chạy.")
OpenRoom = Callable[[], Awaitable["Room"]]


class Plain:
    """One person's way through the program.

    Attributes:
        exam: The exam being sat, once there is one.
        result: Its result, once it is marked.
    """

    def __init__(
        self,
        talk: Talk,
        records: Records,
        open_room: OpenRoom,
        *,
        exports: Path,
        seed: str | None = None,
    ) -> None:
        """`seed` chooses the paper, in place of candidate and sitting; see `Room.begin`."""
        self._talk = talk
        self._records = records
        self._open_room = open_room
        self._exports = exports
        self._seed = seed
        self.exam: Exam | None = None
        self.result: Result | None = None

    async def run(self) -> int:
        """From the sign-in to the result; 0 when the exam came to that or was left."""
        tr, talk = self._talk.tr, self._talk
        try:
            who = await sign_in(self._talk)
            self.exam = await self._enter(who)
            if self.exam is None:
                return 1
            return await self._sit(self.exam)
        except EOFError:
            if self.exam is not None and self.result is None:
                await self._leave(self.exam)
            return 0
        except Elsewhere as error:
            seat = str(error)
            talk.say(tr("Bài thi đã được mở tiếp tại {seat}. Nơi này dừng lại.", seat=seat))
            return 0

    async def drill(self, exam: Exam, topics: frozenset[str]) -> None:
        """Drill these topics, or what is due, as whoever sat the exam."""
        drills = DrillTalk(self._talk, self._records, self._open_room, exports=self._exports)
        await drills.run(choice_of("", Wishes(topics=topics)), known=exam.who)

    # -- coming in -----------------------------------------------------------------------------

    async def _enter(self, who: Candidate) -> Exam | None:
        talk, tr = self._talk, self._talk.tr
        try:
            found = await self._records.unfinished(who.code)
            if found is not None:
                talk.say(
                    tr("Số báo danh {code} có một bài thi chưa nộp, bắt đầu lúc {at}.",
                       code=who.code, at=day_time(found.started, tr)),
                    tr("Thí sinh: {name}. Đơn vị: {unit}.", name=found.name, unit=found.unit),
                )  # fmt: skip
                if not await talk.sure(tr("Tiếp tục bài thi đang làm?")):
                    return None
                return await self._resume(found.attempt)
            room = await self._open_room()
            talk.say(tr("Bài thi dài {n} phút.", n=room.blueprint.minutes))
            if not await talk.sure(tr("Bắt đầu tính giờ?")):
                return None
            return await room.begin(who, seed=self._seed)
        except HeldElsewhere as error:
            self._tell_holder(error)
        except Corrupt as error:
            talk.say(tr("Tệp bài thi bị hỏng ở dòng {line}: {why}.", line=error.line,
                        why=error.reason))  # fmt: skip
        except (StoreError, NotSaved, OSError) as error:
            talk.say(tr(in_words(error)), str(error))
        except Exception as error:
            trouble = task_trouble(error)
            if trouble is None:
                raise
            talk.say(tr("Chưa bắt đầu được"), trouble)
        return None

    def _tell_holder(self, error: HeldElsewhere) -> None:
        tr, holder = self._talk.tr, error.holder
        at = clock_time(holder.since)
        self._talk.say(tr("Bài thi này đang mở tại {seat} từ {at}.", seat=holder.seat, at=at))

    async def _resume(self, attempt: str) -> Exam | None:
        tr = self._talk.tr
        summary = next(each for each in await self._records.exams() if each.attempt == attempt)
        try:
            exam = await self._records.resume(summary)
        except HeldElsewhere as error:
            self._tell_holder(error)
            if not await self._talk.sure(tr("Tiếp tục tại đây?")):
                return None
            exam = await self._records.resume(summary, take_over=True)
        exam.question = exam.sitting.attempt.place.question
        return exam

    # -- sitting -------------------------------------------------------------------------------

    async def _sit(self, exam: Exam) -> int:
        before = self._talk.every_second, self._talk.common
        session = Session(self._talk, exam)
        reason = exam.sitting.attempt.closed
        try:
            if not reason:
                handed_in = await self._parts(session)
                if not handed_in:
                    await self._leave(exam)
                    self._talk.every_second, self._talk.common = before
                    return 0
                reason = HANDED_IN
        except Bell:
            reason = TIME
            self._talk.say(self._talk.tr("Hết giờ."))
        self._talk.every_second, self._talk.common = before
        self.result = await self._end(exam, reason)
        await settle(self._records, exam.who, program=__version__)
        await ResultTalk(self._talk, exam, self.result, self._exports, self.drill).run()
        return 0

    async def _parts(self, session: Session) -> bool:
        """Go through the parts; True when handed in, False when left for later."""
        exam, tr = session.exam, session.tr
        await session.tell_time()
        while True:
            await session.every_second()
            options = [(part, session.name(part)) for part in exam.parts]
            answer = await self._talk.pick(tr("Làm phần:"), options, [SHEET, HAND_IN, LEAVE])
            if answer.key == "sheet":
                self._talk.paragraphs(exam.sheet(THEORY))
            elif answer.key == "leave":
                if await self._talk.sure(tr("Rời chương trình, làm tiếp sau?")):
                    return False
            elif answer.key == "hand_in":
                self._talk.paragraphs(missing(exam, tr))
                if await self._talk.sure(tr("Nộp rồi thì không sửa được nữa. Nộp bài?")):
                    return True
            else:
                await self._part(session, answer.key)

    async def _part(self, session: Session, part: str) -> None:
        exam = session.exam
        if part != exam.sitting.attempt.place.part:
            await session.record("moved", part=part, question=exam.question)
        if part == THEORY:
            await TheoryTalk(session).run()
        else:
            await DeskTalk(session, part).run()

    async def _leave(self, exam: Exam) -> None:
        try:
            await exam.sitting.leave()
        except (StoreError, OSError):
            return  # the lease runs out by itself
        self._talk.say(self._talk.tr("Bài giữ nguyên; đồng hồ vẫn chạy."))

    # -- the end -------------------------------------------------------------------------------

    async def _end(self, exam: Exam, reason: str) -> Result:
        """Close and mark; what cannot be kept now is tried until it can."""
        tr, told = self._talk.tr, ""
        while True:
            try:
                await close(exam, reason)
                self._talk.say(tr("Bài thi đã khép lại. Đang chấm bài, xin chờ trong giây lát..."))
                return await mark_and_seal(exam)
            except TakenOver as error:
                raise Elsewhere(error.holder.seat) from None
            except (NotSaved, StoreError, OSError) as error:
                trouble = error.trouble if isinstance(error, NotSaved) else in_words(error)
                if trouble != told:
                    told = trouble
                    why = tr(trouble)
                    self._talk.say(
                        tr("CHƯA LƯU ĐƯỢC: {why} Chương trình đang tự thử lại.", why=why)
                    )
                await asyncio.sleep(AGAIN_AFTER)
                await exam.sitting.retry()
