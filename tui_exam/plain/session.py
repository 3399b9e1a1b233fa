"""A running exam told in lines: recording, the clock, the bell, what can be asked anywhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from ..sitting.arrivals import unseen, unseen_words
from ..sitting.exam import FAMILY_NAMES, Exam
from ..sitting.office import Office
from ..sitting.sitting import NotSaved, Paused, TakenOver, TimeIsUp
from ..store.protocol import StoreError
from ..texts import msg
from ..vntime import clock_time, left_words
from .talk import Say, Talk

MINUTE = 60.0
TOLD_AT = (30, 15, 5, 1)
"""Minutes before the end at which the time is told unasked."""


class Bell(Exception):
    """The time is up: what is half done stays as it was kept."""


class Elsewhere(Exception):
    """The exam was continued at another seat."""


def typing_word(talk: Talk) -> tuple[Say, Callable[[], Awaitable[None]]]:
    """The word, understood everywhere, that changes between no method, Telex and VNI."""

    async def change() -> None:
        talk.say(talk.next_method())

    return Say("typing", msg("gõ"), "Đổi kiểu gõ các dòng chữ: Telex, VNI, không."), change


class Session:
    """One exam in a dialogue: everything its parts need.

    Args:
        office: The exam's office, where there is one already.
        timed: Whether the exam has a clock that a person is told of.
    """

    def __init__(
        self, talk: Talk, exam: Exam, office: Office | None = None, *, timed: bool = True
    ) -> None:
        self.talk = talk
        self.exam = exam
        self.office = office or Office(exam)
        self.tr = talk.tr
        self._told = exam.sitting.left() / MINUTE if timed else 0.0
        self._last_minute = exam.sitting.clock.mono()
        self._trouble = ""
        self._paused = False
        self._seen = 0
        self._notices = len(exam.sitting.attempt.notices)
        talk.every_second = self.every_second
        exam.sitting.listen(self._tell_trouble)
        clock = (Say("time", msg("giờ"), "Còn bao nhiêu thời gian."), self.tell_time)
        talk.common = [
            *([clock] if timed else []),
            (Say("saved", msg("lưu"), "Bài đã lưu chưa, lúc mấy giờ."), self.tell_saved),
            typing_word(talk),
        ]

    # -- recording -------------------------------------------------------------------------

    async def record(self, kind: str, **data: object) -> bool:
        """Record an event; False after saying why it could not be. Raises Bell, Elsewhere."""
        told = self._trouble
        try:
            await self.exam.sitting.record(kind, data)
        except NotSaved as error:
            if error.trouble == told or error.trouble != self._trouble:
                self._say_trouble(error.trouble)
            return False
        except Paused:
            self.talk.say(self.tr("Bài thi đang tạm dừng; việc vừa rồi chưa được ghi."))
            return False
        except TimeIsUp:
            raise Bell from None
        except TakenOver as error:
            raise Elsewhere(error.holder.seat) from None
        return True

    async def act(self, part: str, kind: str, **data: Any) -> bool:
        """Record an action at a task's desk, and say that it is kept."""
        return await self.record(kind, task=self.exam.tasks[part].id, **data)

    def _tell_trouble(self) -> None:
        """The disk has changed its mind: say so at once, also in the middle of a long step."""
        sitting = self.exam.sitting
        if sitting.trouble and sitting.trouble != self._trouble:
            self._say_trouble(sitting.trouble)
        elif self._trouble and not sitting.trouble and not sitting.waiting:
            self._trouble = ""
            self.talk.say(self.tr("Đã ghi lại được. Không mất việc nào đã làm."))

    def _say_trouble(self, trouble: str) -> None:
        self._trouble = trouble
        why = self.tr(trouble)
        self.talk.say(self.tr("CHƯA LƯU ĐƯỢC: {why} Chương trình đang tự thử lại.", why=why))

    # -- the clock -------------------------------------------------------------------------

    async def every_second(self) -> None:
        """Tell what cannot wait; raise Bell at the end, Elsewhere when the exam went on there."""
        sitting, tr = self.exam.sitting, self.tr
        if sitting.attempt.closed:
            return
        await sitting.look_around()
        if sitting.taken_by is not None:
            raise Elsewhere(sitting.taken_by.seat)
        if sitting.waiting:
            await sitting.retry()
        self._tell_pause()
        self._tell_time_added()
        self._tell_arrivals()
        now, left = sitting.clock.mono(), sitting.left()
        if now - self._last_minute >= MINUTE:
            self._last_minute = now
            with suppress(NotSaved, TakenOver):
                await sitting.record("minute", {})
            await self._tell_room()
        passed = [each for each in TOLD_AT if left / MINUTE <= each < self._told]
        self._told = min(self._told, left / MINUTE) if not sitting.attempt.paused else self._told
        if left <= 0:
            raise Bell
        if passed:
            self.talk.say(tr("Còn {n} phút.", n=min(passed)))

    def _tell_pause(self) -> None:
        paused = bool(self.exam.sitting.attempt.paused)
        if paused != self._paused:
            self._paused = paused
            self.talk.say(
                self.tr("Người tổ chức đã cho tạm dừng bài thi này. Đồng hồ đã dừng.")
                if paused
                else self.tr("Bài thi tiếp tục.")
            )

    def _tell_time_added(self) -> None:
        sitting, tr = self.exam.sitting, self.tr
        for notice in sitting.attempt.notices[self._notices :]:
            if notice.kind == "time_added":
                minutes = tr.number(notice.seconds / MINUTE)
                words = "Người tổ chức cho thêm {minutes} phút. Lý do: {reason}."
                self.talk.say(tr(words, minutes=minutes, reason=notice.reason))
                self._told = sitting.left() / MINUTE  # what was told before is to come again
        self._notices = len(sitting.attempt.notices)

    async def _tell_room(self) -> None:
        """Once a minute: tell that the disk is filling up, when that begins."""
        sitting, before = self.exam.sitting, self.exam.sitting.warning
        with suppress(StoreError, OSError):
            await sitting.check_room()
        if sitting.warning and sitting.warning != before:
            self.talk.say(self.tr(sitting.warning))

    def _tell_arrivals(self) -> None:
        """One line, once, when something has come in: what, and at which part it lies."""
        desks = [self.exam.desk(part) for part in self.exam.tasks]
        waiting = sum(len(desk.later) for desk in desks)
        if waiting < self._seen:
            self.talk.say(f"{unseen_words(unseen(self.exam), self.tr, self.name)}.")
        self._seen = waiting

    # -- what can be asked anywhere ----------------------------------------------------------

    async def tell_time(self) -> None:
        """Say how much time is left."""
        self.talk.say(left_words(self.exam.sitting.left(), self.tr))

    async def tell_saved(self) -> None:
        """Say whether everything is kept."""
        sitting, tr = self.exam.sitting, self.tr
        if sitting.waiting or sitting.trouble:
            why = tr(sitting.trouble)
            self.talk.say(tr("CHƯA LƯU ĐƯỢC: {why} Chương trình đang tự thử lại.", why=why))
        elif sitting.saved_at:
            self.talk.say(tr("Đã lưu {at}", at=clock_time(sitting.saved_at)))

    def name(self, part: str) -> str:
        """A part's name as it is told."""
        return self.tr(FAMILY_NAMES.get(part, part))

    async def prepare(self, part: str) -> bool:
        """Lay out a desk: keys and files; False after saying why it could not be."""
        desk = self.exam.desk(part)
        if any(not draft.issued_pdf for draft in desk.drafts):
            self.talk.say(self.tr("Đang chuẩn bị bàn làm việc, xin chờ trong giây lát."))
        try:
            await self.office.prepare(part)
        except (NotSaved, StoreError, OSError) as error:
            self.talk.say(self.tr("Chưa mở được bàn làm việc này."), str(error))
            return False
        except TimeIsUp:
            raise Bell from None
        except TakenOver as error:
            raise Elsewhere(error.holder.seat) from None
        return True
