"""A running exam in the app: its parts as modes, its clock, its end."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import ModalScreen
from textual.worker import Worker

from .exam.attempt import THEORY
from .screens.dialogs import Ask, text_rows
from .screens.exam_screen import ExamScreen
from .screens.marking import MarkingScreen
from .screens.office.desk_screen import DeskScreen
from .screens.paused import PausedScreen
from .screens.theory import TheoryScreen
from .sitting.exam import Exam
from .sitting.finish import HANDED_IN, TIME, close, mark_and_seal
from .sitting.missing import missing
from .sitting.office import Office
from .sitting.result import Result
from .sitting.sitting import NotSaved, TakenOver, in_words
from .store.protocol import StoreError
from .ui import Ui
from .vntime import clock_time
from .widgets.bars import TopBar

if TYPE_CHECKING:
    from .app import ExamApp

ONCE = "Nộp rồi thì không sửa được nữa; bài được chấm ngay. Bấm C để nộp, bấm Esc để làm tiếp."
MINUTE = 60.0
PATIENCE = 1.0  # seconds a key may take to be saved before the candidate is told
LOOK_EVERY = 3  # seconds: an order given, a seat taken over, is noticed within them
LAST_LOOK = 1.0  # seconds the bell waits for an order that gives more time
MARK_AGAIN = 2.0
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
        self._ticks = 0
        self._last_minute = exam.sitting.clock.mono()
        self._looking: Worker[None] | None = None
        self._mark_after = 0.0
        self._told_recovered = 0.0
        self._told_notices = len(exam.sitting.attempt.notices)
        exam.sitting.patience = PATIENCE

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
        """Called every second: the clock, the bell, a pause; then a look around.

        Nothing here waits for the disk, so that a slow one does not stop the screen.
        """
        sitting = self.exam.sitting
        if self._marking:
            return
        now = asyncio.get_running_loop().time()
        if sitting.attempt.closed and sitting.taken_by is None and now >= self._mark_after:
            self._mark()
            return
        if not self._closing and sitting.left() <= 0 and not sitting.read_only:
            await self._bell()
            return
        if sitting.taken_by is not None and not self._told_taken:
            self._told_taken = True
            self._drop_dialogs()
        await self._show_pause()
        self._look_around()
        screen = self._app.screen
        if isinstance(screen, ExamScreen) and screen.is_mounted:
            screen.tick()

    async def _bell(self) -> None:
        """Time is up, unless the organiser has given more of it at the last moment."""
        with suppress(NotSaved, TakenOver, StoreError, TimeoutError):
            await asyncio.wait_for(self.exam.sitting.take_orders(), LAST_LOOK)
        if self.exam.sitting.left() <= 0:
            await self.end(TIME)

    async def _show_pause(self) -> None:
        """Cover the exam while the organiser has stopped it; keep what is half typed first."""
        sitting, screen = self.exam.sitting, self._app.screen
        if isinstance(screen, PausedScreen):
            if not sitting.attempt.paused or sitting.read_only:
                screen.dismiss(None)
            else:
                screen.tick()
        elif sitting.attempt.paused and not sitting.read_only and not self._closing:
            await self._keep_all()
            self._drop_dialogs()
            self._app.push_screen(PausedScreen(self._ui, self.exam))

    def _look_around(self) -> None:
        """Ask the store every few seconds; every second while something is not saved."""
        self._ticks += 1
        sitting = self.exam.sitting
        if self._ticks % LOOK_EVERY and not (sitting.waiting or sitting.trouble):
            return
        if self._looking is None or self._looking.is_finished:
            self._looking = self._app.run_worker(self._look(), group="look", exit_on_error=True)

    async def _look(self) -> None:
        """Everything that asks the store, one round at a time and behind the screen."""
        sitting = self.exam.sitting
        before = sitting.attempt.seq
        await sitting.look_around()
        if sitting.waiting:
            await sitting.retry()
        now = sitting.clock.mono()
        if now - self._last_minute >= MINUTE and not sitting.read_only and not self._closing:
            self._last_minute = now
            with suppress(NotSaved, TakenOver):
                await sitting.record("minute", {})
            await sitting.check_room()
            self._remark(self._ui.tr(sitting.warning))
        self._tell_time_added()
        recovered = sitting.recovered()
        if recovered is not None and recovered != self._told_recovered:
            self._told_recovered = recovered
            self._remark(
                self._ui.tr(
                    "Đã ghi lại được lúc {at}. Không mất việc nào đã làm.",
                    at=clock_time(recovered),
                ),
                passing=True,
            )
        screen = self._app.screen
        if (
            before != sitting.attempt.seq
            and isinstance(screen, ExamScreen)
            and screen.is_mounted
            and self._app.running is self
        ):
            screen.refresh_view()

    def _tell_time_added(self) -> None:
        notices = self.exam.sitting.attempt.notices
        for notice in notices[self._told_notices :]:
            if notice.kind == "time_added":
                tr = self._ui.tr
                self._remark(
                    tr(
                        "Người tổ chức cho thêm {minutes} phút. Lý do: {reason}.",
                        minutes=tr.number(notice.seconds / 60),
                        reason=notice.reason,
                    )
                )
        self._told_notices = len(notices)

    def _remark(self, text: str, *, passing: bool = False) -> None:
        """Say something on every screen of the part, since the one on top may close just now."""
        for screen in self._app.screen_stack if text else ():
            if screen.is_mounted:
                for bar in screen.query(TopBar):
                    bar.remark(text, passing=passing)

    def stop(self) -> None:
        """The exam is left: no more looking around."""
        if self._looking is not None:
            self._looking.cancel()

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
                text_rows(*missing(self.exam, tr), tr("# Nộp bài"), tr(ONCE)),
                yes=tr("Có, nộp bài"),
                no=tr("Không, làm tiếp"),
                wary=True,
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
        """Mark; when the store cannot keep the result now, say so and try again."""
        try:
            result = await mark_and_seal(self.exam)
        except (NotSaved, TakenOver, StoreError, OSError) as error:
            self._tell_marking(error.trouble if isinstance(error, NotSaved) else in_words(error))
            self._mark_after = asyncio.get_running_loop().time() + MARK_AGAIN
            self._marking = False
        except Exception as error:
            # Closed and kept, but no points: the candidate may go, the organiser must look.
            self._tell_marking("", failed=f"{type(error).__name__}: {error}")
            self._app.log.error(traceback.format_exc())
        else:
            self.stop()
            await self._done(self.exam, result)

    def _tell_marking(self, trouble: str, *, failed: str = "") -> None:
        self.exam.sitting.trouble = trouble
        screen = self._app.screen
        if isinstance(screen, MarkingScreen):
            screen.failed = failed
            screen.refresh_view()
