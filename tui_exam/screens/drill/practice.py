"""Practising one task: the exam's desk with hints, marking now, starting anew, watching."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from mock_office.marks import TaskMark
from mock_office.tasks.rehearsed import Step

from ...commands import BACK, Command, bindings
from ...drill.hints import hint_lines
from ...drill.practice import Practice
from ...sitting.report import task_lines
from ...sitting.sitting import NotSaved, TakenOver
from ...store.protocol import StoreError
from ...texts import Words
from ...ui import Ui
from ...widgets.rows import Row, paragraph
from ..dialogs import Ask, PageDialog, text_rows
from ..exam_screen import CLOSE_KEYS, ExamScreen
from ..office.desk_screen import DeskScreen
from .keys import PRACTICE

Marked = Callable[[Practice, TaskMark], Awaitable[None]]
Watch = Callable[[Practice], None]


class PracticeDesk(DeskScreen):
    """A task's desk, for practising.

    Args:
        marked: Told of every marking.
        watch: Shows the model solution; None on the desk where it is shown.
    """

    CSS_PATH = "../office/desk.tcss"
    BINDINGS = bindings((*PRACTICE, BACK))
    HELP_TEXT = (
        "Luyện một nhiệm vụ, làm như khi thi. Phím g gợi ý bước kế tiếp, bấm lần nữa thì gợi ý "
        "rõ hơn; k chấm ngay những gì đã làm; z làm lại từ đầu; w xem làm mẫu. Esc kết thúc. "
        "Điểm các lần không dùng gợi ý được tính vào tiến bộ.",
        *DeskScreen.HELP_TEXT[1:],
    )

    def __init__(self, ui: Ui, practice: Practice, marked: Marked, watch: Watch | None) -> None:
        super().__init__(ui, practice.exam, practice.office, practice.part)
        self.practice = practice
        self._when_marked = marked
        self._watch = watch
        self._hinted: Step | None = None
        self._busy = False

    @property
    def heading(self) -> str:
        tr, title = self.ui.tr, self.practice.title
        if self._watch is None:
            return tr("LÀM MẪU: {title}", title=title)
        return tr("Luyện: {title}", title=title)

    def commands_here(self) -> Sequence[Command]:
        own = PRACTICE if self._watch is not None else ()
        return (*super().commands_here(), *own, BACK)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("hint", "check", "reset", "watch"):
            return self._watch is not None
        if action in ("hand_in", "toggle_clock"):
            return False
        return super().check_action(action, parameters)

    def on_mount(self) -> None:
        super().on_mount()
        if self.desk.later:  # no exam runs here whose clock would bring it in
            self.set_interval(1.0, self._second)

    def _second(self) -> None:
        """A second has passed: what has come in by now appears, wherever one is."""
        screen = self.app.screen
        if isinstance(screen, ExamScreen) and screen.is_mounted:
            screen.tick()

    async def on_unmount(self) -> None:
        """The desk is thrown away, whichever way the screen goes."""
        with suppress(StoreError, OSError):
            await self.practice.leave()

    # -- what a person does ----------------------------------------------------------

    def action_hint(self) -> None:
        """Say what to do next; the second time, with what."""
        step = self.practice.next_step()
        again = step is not None and step == self._hinted
        self._hinted = step
        self.practice.hints += 1
        rows = text_rows(*hint_lines(self.practice, step, self.ui.tr, plainly=again))
        self.app.push_screen(PageDialog(self.ui.tr("Gợi ý"), rows, keys=CLOSE_KEYS))

    def action_check(self) -> None:
        """Mark what has been done."""
        if not self._busy:
            self._busy = True
            self.run_worker(self._check(), group="check", exit_on_error=True)

    async def _check(self) -> None:
        try:
            mark = await self.practice.mark()
            if mark.touched:
                await self._when_marked(self.practice, mark)
        except (NotSaved, TakenOver):
            self.draw_bars()
            return
        finally:
            self._busy = False
        tr = self.ui.tr
        self.app.push_screen(PageDialog(tr("Chấm thử"), mark_rows(mark, tr), keys=CLOSE_KEYS))

    def action_reset(self) -> None:
        """Ask, then lay everything out anew."""

        async def answered(yes: bool | None) -> None:
            if yes:
                with suppress(NotSaved, TakenOver):
                    await self.practice.reset()
                self._hinted = None
                self.refresh_view()

        tr = self.ui.tr
        body = text_rows(
            tr("Mọi việc đã làm trong nhiệm vụ này sẽ bỏ đi, bàn làm việc như lúc đầu.")
        )
        self.app.push_screen(
            Ask(tr("Làm lại từ đầu?"), body, yes=tr("Có, làm lại"), no=tr("Không")), answered
        )

    def action_watch(self) -> None:
        """Watch the task being done; one's own desk stays as it is."""
        self.practice.hints += 1
        if self._watch is not None:
            self._watch(self.practice)

    async def action_back(self) -> None:
        """End practising."""
        self.dismiss(None)


def mark_rows(mark: TaskMark, tr: Words | None = None) -> Callable[[int], list[Row]]:
    """The marks of one task as rows."""

    def rows(width: int) -> list[Row]:
        out: list[Row] = []
        for line, style in task_lines(mark, tr):
            indent = " " * (len(line) - len(line.lstrip()) + 1)
            out += paragraph(
                line.lstrip(), min(width - 1, 100), style, first=indent, rest=indent + "  "
            )
        return out

    return rows
