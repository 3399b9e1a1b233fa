"""One practical task in lines: chosen, done with hints, marked at any time, shown being done."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from mock_office.marks import Family
from mock_office.tasks import library
from mock_office.tasks.rehearsed import Step

from ..demo.clock import HurriedClock
from ..drill.drilling import Drilling
from ..drill.practice import Practice, open_practice
from ..drill.words import TASK_LEVELS, part_name
from ..sitting.report import task_lines
from ..sitting.sitting import NotSaved, TakenOver, TimeIsUp
from ..store.protocol import StoreError
from ..texts import msg
from . import session as exam_session
from .cards import Elsewhere
from .desk import DeskTalk
from .spoken import spoken
from .steps import do, step_lines, wait_for
from .talk import BACK, GO_BACK, Say, Talk

if TYPE_CHECKING:
    from mock_office.tasks.definition import TaskDefinition

HINT = Say("hint", msg("gợi ý"), "Gợi ý bước kế tiếp; gõ lần nữa để được gợi ý rõ hơn.")
CHECK = Say("check_now", msg("chấm thử"), "Chấm ngay những gì đã làm.")
RESET = Say("reset", msg("làm lại"), "Bỏ hết, làm lại từ đầu.")
WATCH = Say("watch", msg("làm mẫu"), "Nghe chương trình làm mẫu nhiệm vụ này.")
NEXT = Say("next", msg("sau"), "Làm bước kế tiếp; chỉ bấm Enter cũng được.")


class PracticeTalk:
    """Practising of one learner.

    Attributes:
        practice: The task being practised; None between two.
    """

    def __init__(self, talk: Talk, drilling: Drilling) -> None:
        self.practice: Practice | None = None
        self._talk = talk
        self._tr = talk.tr
        self._drilling = drilling

    async def run(self) -> None:
        """Choose a task, practise it, until no other is wanted."""
        tr, talk, day = self._tr, self._talk, self._drilling.room.today()
        found = await asyncio.to_thread(
            lambda: [task for task in library.all_tasks() if task.valid_on(day)]
        )
        order = list(Family)
        found.sort(key=lambda task: (order.index(task.family), task.level, task.title))
        while True:
            options = [(task.id, self._about(task)) for task in found]
            answer = await talk.pick(tr("Luyện nhiệm vụ nào?"), options, [GO_BACK])
            if answer.key == BACK:
                return
            await self._practise(answer.key)

    def _about(self, task: TaskDefinition) -> str:
        tr = self._tr
        words = tr(
            "{title}. {family}, {level}, {points} điểm", title=task.title,
            family=part_name(task.family.value, tr), level=tr(TASK_LEVELS[task.level]),
            points=tr.number(task.points),
        )  # fmt: skip
        shares = [
            each.points / each.max
            for each in self._drilling.book.learner.practices
            if each.name == task.id and not each.hints and each.max
        ]
        return words + (", " + tr("tốt nhất {best}", best=f"{max(shares):.0%}") if shares else "")

    async def _open(
        self, name: str, seed: bytes = b"", *, hurried: bool = False
    ) -> Practice | None:
        room = self._drilling.room
        clock = HurriedClock(room.clock) if hurried else room.clock
        try:
            return await open_practice(
                name, who=self._drilling.book.who, clock=clock, seat=room.seat, day=room.today(),
                seed=seed, background=room.background,
            )  # fmt: skip
        except (StoreError, OSError, KeyError, ValueError) as error:
            self._talk.say(self._tr("Không mở được nhiệm vụ"), str(error))
            return None

    async def _practise(self, name: str) -> None:
        practice = await self._open(name)
        if practice is None:
            return
        self.practice = practice
        before = self._talk.every_second, self._talk.common
        session = exam_session.Session(self._talk, practice.exam, practice.office, timed=False)
        desk = Desk(self, session, practice)
        self._talk.common = [*self._talk.common, (HINT, desk.hint), (CHECK, desk.check)]
        self._talk.say(self._tr("Luyện: {title}.", title=practice.title))
        self._talk.paragraphs(practice.exam.sheet(practice.part))
        try:
            more = ((RESET, desk.reset), (WATCH, desk.watch))
            await DeskTalk(session, practice.part, more).run()
        except exam_session.Bell:
            self._talk.say(self._tr("Hết giờ."))
        finally:
            self._talk.every_second, self._talk.common = before
            self.practice = None
            with suppress(StoreError, OSError):
                await practice.leave()

    async def marked(self, practice: Practice) -> None:
        """Mark what has been done, tell it, and keep the outcome in the learner's log."""
        tr, talk = self._tr, self._talk
        mark = await practice.mark()
        talk.say(*(spoken(text, tr) for text, _ in task_lines(mark, tr)))
        if not mark.touched:
            return
        try:
            await self._drilling.practised(
                practice.name, practice.part, mark.points, mark.max, practice.seconds,
                practice.hints,
            )  # fmt: skip
        except NotSaved as error:
            why = tr(error.trouble)
            talk.say(tr("CHƯA LƯU ĐƯỢC: {why} Chương trình đang tự thử lại.", why=why))
        except TakenOver as error:
            raise Elsewhere(error.holder.seat) from None

    async def show(self, own: Practice) -> None:
        """Do the model solution on a copy of the desk, step by step, telling each."""
        tr, talk = self._tr, self._talk
        practice = await self._open(own.name, own.seed, hurried=True)
        if practice is None:
            return
        try:
            await practice.office.prepare(practice.part)
            await self._show(practice)
        except (NotSaved, TakenOver, TimeIsUp, StoreError, OSError) as error:
            talk.say(tr("Phần làm mẫu dừng lại: {why}", why=str(error)))
        finally:
            with suppress(StoreError, OSError):
                await practice.leave()

    async def _show(self, practice: Practice) -> None:
        tr, talk, clock = self._tr, self._talk, practice.exam.sitting.clock
        steps = [step for step in practice.task.solution if step.kind != "pin_tried"]
        for number, step in enumerate(steps, 1):
            if isinstance(clock, HurriedClock) and await wait_for(practice, step, clock):
                talk.say(tr("Chờ thư, văn bản mới đến (đồng hồ làm mẫu chạy nhanh)."))
            talk.say(tr("Bước {n} trên {of}.", n=number, of=len(steps)))
            talk.say(*step_lines(practice, step, tr, plainly=True))
            said = await talk.pick(tr("Enter để làm bước này:"), (), [NEXT, GO_BACK], enter="next")
            if said.key == BACK:
                return
            await do(practice, step)
        if isinstance(clock, HurriedClock):  # what comes in and is left alone counts too
            for arrival in practice.exam.desk(practice.part).later:
                clock.skip((arrival.at - practice.exam.now(practice.part)).total_seconds() + 1)
        talk.say(tr("Xong. Chấm điểm bài mẫu."))
        mark = await practice.mark()
        talk.say(*(spoken(text, tr) for text, _ in task_lines(mark, tr)))


class Desk:
    """What can be said at a desk that is practised, beyond what an exam's desk understands."""

    def __init__(
        self, home: PracticeTalk, session: exam_session.Session, practice: Practice
    ) -> None:
        self._home = home
        self._session = session
        self._practice = practice
        self._hinted: Step | None = None

    def _say(self, lines: Sequence[str]) -> None:
        self._session.talk.say(*lines)

    async def hint(self) -> None:
        """Say what to do next; the second time, with what."""
        tr, step = self._session.tr, self._practice.next_step()
        again = step is not None and step == self._hinted
        self._hinted = step
        self._practice.hints += 1
        if step is None:
            done = "Các bước đều đã làm. Gõ chấm thử để nghe còn thiếu gì."
            self._say([tr(done)])
            return
        self._say(list(step_lines(self._practice, step, tr, plainly=again)))
        if not again:
            self._say([tr("Gõ gợi ý lần nữa để được gợi ý rõ hơn.")])

    async def check(self) -> None:
        """Mark what has been done."""
        await self._home.marked(self._practice)

    async def reset(self) -> bool:
        """Ask, then lay everything out anew."""
        tr, talk = self._session.tr, self._session.talk
        talk.say(tr("Mọi việc đã làm trong nhiệm vụ này sẽ bỏ đi, bàn làm việc như lúc đầu."))
        if await talk.sure(tr("Làm lại từ đầu?")):
            try:
                await self._practice.reset()
            except (NotSaved, TakenOver, TimeIsUp) as error:
                talk.say(tr("Chưa mở được bàn làm việc này."), str(error))
            else:
                self._hinted = None
                talk.say(tr("Đã làm."))
        return True

    async def watch(self) -> bool:
        """Hear the task being done; one's own desk stays as it is."""
        self._practice.hints += 1
        await self._home.show(self._practice)
        return True
