"""The whole way in lines: who sits, the exam, its end, the result."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..exam.attempt import THEORY
from ..sitting.candidate import BadCandidate, Candidate, candidate
from ..sitting.exam import Exam
from ..sitting.finish import HANDED_IN, TIME, close, mark_and_seal
from ..sitting.missing import missing
from ..sitting.report import as_text, overview, questions, tasks
from ..sitting.result import Result
from ..sitting.sitting import NotSaved, TakenOver, in_words
from ..sitting.troubles import task_trouble
from ..store.protocol import Corrupt, HeldElsewhere, StoreError
from ..texts import Words, msg
from ..vntime import clock_time, day_time
from .desk import DeskTalk
from .lines import TerminalLines
from .session import Bell, Elsewhere, Session
from .talk import BACK, GO_BACK, Say, Talk
from .theory import TheoryTalk

if TYPE_CHECKING:
    from ..sitting.records import Records
    from ..sitting.room import Room

AGAIN_AFTER = 2.0  # seconds between two tries to keep the closing
SHEET = Say("sheet", msg("đề"), "Đọc bài thi gồm những gì.")
HAND_IN = Say("hand_in", msg("nộp"), "Nghe phần còn thiếu rồi nộp bài.")
LEAVE = Say("leave", msg("thoát"), "Rời chương trình; bài giữ nguyên, đồng hồ vẫn chạy.")
VIEWS = (("1", msg("Tổng quát")), ("2", msg("Thực hành")), ("3", msg("Lý thuyết")))
WRITE = Say("write", msg("ghi"), "Ghi kết quả ra tệp chữ.")
OpenRoom = Callable[[], Awaitable["Room"]]


def run(records: Records, open_room: OpenRoom, tr: Words, *, exports: Path) -> int:
    """Hold the dialogue on standard input and output; the exit status."""

    async def hold() -> int:
        lines = TerminalLines(sys.stdin.fileno(), sys.stdout.fileno())
        return await Plain(Talk(lines, tr), records, open_room, exports=exports).run()

    try:
        return asyncio.run(hold())
    except KeyboardInterrupt:
        os.write(2, b"\n")
        return 130


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
        """From the first line to the last; 0 when the exam came to its result or was left."""
        tr, talk = self._talk.tr, self._talk
        try:
            talk.say(
                tr("THI THỬ NĂNG LỰC SỐ"),
                tr("60 phút: lý thuyết 45 điểm, thực hành 55 điểm trên văn phòng mô phỏng."),
                tr("Gõ ? ở bất cứ đâu để biết gõ được gì; mỗi dòng kết thúc bằng Enter."),
            )
            who = await self._sign_in()
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

    # -- coming in -----------------------------------------------------------------------------

    async def _sign_in(self) -> Candidate:
        talk, tr = self._talk, self._talk.tr
        while True:
            name = await talk.ask(tr("Họ và tên"))
            unit = await talk.ask(tr("Đơn vị công tác"))
            code = await talk.ask(tr("Số báo danh (chữ không dấu, chữ số, gạch nối)"))
            try:
                return candidate(code, name, unit)
            except BadCandidate as error:
                talk.say(tr(str(error)))

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
        session = Session(self._talk, exam)
        reason = exam.sitting.attempt.closed
        try:
            if not reason:
                handed_in = await self._parts(session)
                if not handed_in:
                    await self._leave(exam)
                    return 0
                reason = HANDED_IN
        except Bell:
            reason = TIME
            self._talk.say(self._talk.tr("Hết giờ."))
        self._talk.every_second, self._talk.common = None, []
        self.result = await self._end(exam, reason)
        await self._tell_result(exam, self.result)
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

    async def _tell_result(self, exam: Exam, result: Result) -> None:
        from ..store.chain import short_code

        talk, tr = self._talk, self._talk.tr
        head = await exam.sitting.store.head(exam.sitting.attempt.id)
        talk.say(*(_spoken(text) for text, _ in overview(result, tr)))
        talk.say(f"{tr('Mã bài')}: {short_code(head.hash)}")
        while True:
            options = [(key, tr(name)) for key, name in VIEWS]
            answer = await talk.pick(tr("Nghe kết quả:"), options, [WRITE, LEAVE, GO_BACK])
            if answer.key in (BACK, "leave"):
                return
            if answer.key == "write":
                self._write(exam, result)
                continue
            lines = {
                "1": lambda: overview(result, tr),
                "2": lambda: tasks(result, tr),
                "3": lambda: questions(result, exam.items, tr),
            }[answer.key]()
            talk.say(*(_spoken(text) for text, _ in lines))

    def _write(self, exam: Exam, result: Result) -> None:
        tr, who = self._talk.tr, exam.who
        path = self._exports / f"ket-qua-{result.attempt}.txt"
        heading = f"{who.name} - {who.unit} - {tr('số báo danh')} {who.code}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_text(result, exam.items, heading, tr), encoding="utf-8")
        except OSError as error:
            why = error.strerror
            self._talk.say(
                tr("Không ghi được tệp vào {folder}: {why}.", folder=path.parent, why=why)
            )
        else:
            self._talk.say(tr("Đã ghi {path}", path=path))


def _spoken(line: str) -> str:
    """A line of the report without its bars, and its signs as words a reader speaks."""
    text = line.strip()
    if text.startswith("[") and set(text.partition("]")[0][1:]) <= {"#", "-"}:
        bar, _, rest = text.partition("]")
        text = rest.strip() if len(bar) > 4 else text
    return text
