"""A running exam in the app: its parts as modes, its clock, its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from .exam.attempt import THEORY
from .screens.dialogs import Ask, text_rows
from .screens.exam_screen import ExamScreen
from .screens.marking import MarkingScreen
from .screens.office.desk_screen import DeskScreen
from .screens.theory import TheoryScreen
from .sitting.exam import FAMILY_NAMES, Exam
from .sitting.finish import HANDED_IN, TIME, close, mark_and_seal
from .sitting.office import Office
from .sitting.result import Result
from .sitting.sitting import NotSaved, TakenOver
from .ui import Ui

if TYPE_CHECKING:
    from .app import ExamApp

MINUTE = 60.0
Done = Callable[[Exam, Result], Awaitable[None]]


class Running:
    """Takes the candidate through the parts of one exam, up to the result."""

    def __init__(self, app: ExamApp, ui: Ui, exam: Exam, done: Done) -> None:
        self.exam = exam
        self.office = Office(exam)
        self._app = app
        self._ui = ui
        self._done = done
        self._closing = ""
        self._marking = False
        self._told_taken = False
        self._last_minute = exam.sitting.clock.mono()

    # -- moving between the parts -------------------------------------------------------

    async def enter(self) -> None:
        """Show the place where the candidate is."""
        place = self.exam.sitting.attempt.place
        self.exam.question = place.question
        factories: Mapping[str, Callable[[], ExamScreen]] = {
            THEORY: lambda: TheoryScreen(self._ui, self.exam),
            **{
                part: partial(
                    DeskScreen,
                    self._ui,
                    self.exam,
                    self.office,
                    part,
                    reopen=part == place.part,
                )
                for part in self.exam.tasks
            },
        }
        for part, factory in factories.items():
            self._app.add_mode(f"exam.{part}", factory)
        if self.exam.sitting.left() <= 0 or self.exam.sitting.attempt.closed:
            await self.end(self.exam.sitting.attempt.closed or TIME)
            return
        await self._app.switch_mode(f"exam.{place.part}")

    async def go(self, part: str) -> None:
        """Go to a part; what is half done stays where it is."""
        if self._closing or part not in self.exam.parts:
            return
        await self._keep_all(current_only=True)
        self._drop_dialogs()
        await self._record_place(part)
        await self._app.switch_mode(f"exam.{part}")

    async def _record_place(self, part: str) -> None:
        if part == self.exam.sitting.attempt.place.part:
            return
        try:
            await self.exam.sitting.record("moved", {"part": part, "question": self.exam.question})
        except (NotSaved, TakenOver):
            return  # the screen says so; going on looking is harmless

    def _drop_dialogs(self) -> None:
        while isinstance(self._app.screen, ModalScreen):
            self._app.pop_screen()

    async def _keep_all(self, *, current_only: bool = False) -> None:
        stacks = [self._app.screen_stack] if current_only else list(self._app.stacks())
        for stack in stacks:
            for screen in stack:
                if isinstance(screen, ExamScreen) and screen.is_mounted:
                    await screen.keep()

    async def keep_everything(self) -> None:
        """Record what is half done on every screen, because this seat is being left."""
        await self._keep_all()

    # -- time ---------------------------------------------------------------------------

    async def tick(self) -> None:
        """Called every second: the clock, the minute's mark, the bell, a take-over."""
        sitting = self.exam.sitting
        if self._marking:
            return
        if sitting.attempt.closed:
            self._mark()
            return
        if not self._closing and sitting.left() <= 0 and not sitting.read_only:
            await self.end(TIME)
            return
        await sitting.check_holder()
        if sitting.taken_by is not None and not self._told_taken:
            self._told_taken = True
            self._drop_dialogs()
        now = sitting.clock.mono()
        if now - self._last_minute >= MINUTE and not sitting.read_only and not self._closing:
            self._last_minute = now
            with suppress(NotSaved, TakenOver):
                await sitting.record("minute", {})
        screen = self._app.screen
        if isinstance(screen, ExamScreen) and screen.is_mounted:
            screen.tick()

    async def retry(self) -> None:
        """Called every two seconds: try to save what waits."""
        sitting = self.exam.sitting
        saved = sitting.waiting and await sitting.retry()
        screen = self._app.screen
        if saved and isinstance(screen, ExamScreen) and screen.is_mounted:
            screen.refresh_view()

    # -- the end ------------------------------------------------------------------------

    def ask_hand_in(self) -> None:
        """List what is missing and ask once."""
        if self._closing or self.exam.sitting.read_only:
            return

        async def answered(yes: bool | None) -> None:
            if yes:
                await self.end(HANDED_IN)

        self._drop_dialogs()
        tr = self._ui.tr
        self._app.push_screen(
            Ask(
                tr("Nộp bài?"),
                text_rows(*missing(self.exam)),
                yes=tr("Có, nộp bài"),
                no=tr("Không, làm tiếp"),
            ),
            answered,
        )

    async def end(self, reason: str) -> None:
        """Freeze, keep what is half done, close, then mark."""
        if self._closing:
            return
        self._closing = reason
        self._drop_dialogs()
        await self._keep_all()
        self._app.add_mode("marking", lambda: MarkingScreen(self._ui, self.exam, reason))
        await self._app.switch_mode("marking")
        try:
            await close(self.exam, reason)
        except (NotSaved, TakenOver):
            return  # the marking screen says so; `retry` goes on trying
        self._mark()

    def _mark(self) -> None:
        if not self._marking:
            self._marking = True
            self._app.run_worker(self._mark_now(), group="marking", exit_on_error=True)

    async def _mark_now(self) -> None:
        result = await mark_and_seal(self.exam)
        await self._done(self.exam, result)


def missing(exam: Exam) -> tuple[str, ...]:
    """What has not been done yet, as paragraphs for the hand-in question."""
    attempt = exam.sitting.attempt
    untouched = {task.id: part for part, task in exam.tasks.items()}
    tasks = [FAMILY_NAMES[untouched[name]] for name in attempt.untouched]
    empty = attempt.unanswered
    lines = ["# Còn thiếu" if empty or tasks else "# Đã làm đủ các phần"]
    if empty:
        numbers = ", ".join(str(number) for number in empty)
        lines.append(f"Chưa trả lời {len(empty)} câu: {numbers}.")
    lines += [f"Chưa làm nhiệm vụ: {name}." for name in tasks]
    lines += [
        "# Nộp bài",
        "Nộp rồi thì không sửa được nữa; bài được chấm ngay. Bấm C để nộp, bấm Esc để làm tiếp.",
    ]
    return tuple(lines)
