"""What every screen of a running exam has: top line, key lines, the exam's commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from ..commands import BACK, EXAM, HELP, MENU, PARTS, SHEET, Command, bindings
from ..sitting.sitting import NotSaved, TakenOver, TimeIsUp
from ..ui import Ui
from ..vntime import clock_time, left_words
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.picklist import Entry
from ..widgets.rows import Row, columns
from .dialogs import Choose, PageDialog, key_rows, text_rows

if TYPE_CHECKING:
    from ..sitting.exam import Exam

CLOSE_KEYS = (("Esc", "Đóng"), ("↑↓", "Cuộn"), ("PgUp PgDn", "Từng trang"))


class ExamScreen(Screen[None]):
    """Base of the exam's screens. Subclasses give `body` and draw in `refresh_view`."""

    BINDINGS = bindings(EXAM)
    COMMANDS_HERE: ClassVar[Sequence[Command]] = ()
    HELP_TEXT: ClassVar[Sequence[str]] = ()

    @dataclass
    class Go(Message):
        """The candidate wants another part of the exam."""

        part: str

    @dataclass
    class HandIn(Message):
        """The candidate wants to hand in."""

    def __init__(self, ui: Ui, exam: Exam) -> None:
        super().__init__()
        self.ui = ui
        self.exam = exam
        self.note = ""

    def body(self) -> ComposeResult:
        """The widgets between the bars."""
        yield from ()

    @property
    def heading(self) -> str:
        """What the top line says this is."""
        return ""

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield from self.body()
        yield KeyBar()

    def on_mount(self) -> None:
        self.refresh_view()

    def on_screen_resume(self) -> None:
        if self.is_mounted:
            self.refresh_view()

    # -- drawing -----------------------------------------------------------------

    def refresh_view(self) -> None:
        """Draw everything again from the exam's state; only what differs is painted."""
        self.draw_bars()

    def tick(self) -> None:
        """A second has passed or something was saved: the bars at most change."""
        self.draw_bars()

    def draw_bars(self) -> None:
        """Top line and key lines."""
        sitting, tr = self.exam.sitting, self.ui.tr
        left = sitting.left()
        hidden = self.exam.clock_hidden and left >= 300
        self.query_one(TopBar).take(
            TopValues(
                title=self.heading,
                clock="" if hidden else left_words(left),
                saved=self._saved_words(),
                trouble=self._trouble_words(),
            )
        )
        here = [
            (c.key_face, tr(c.bar_label)) for c in self.commands_here() if c.bar and self.can(c)
        ]
        parts = [PARTS[part] for part in self.exam.parts if part in PARTS]
        everywhere = [(c.key_face, tr(c.bar_label)) for c in (*parts, SHEET, MENU, HELP)]
        self.query_one(KeyBar).take(here, everywhere)

    def commands_here(self) -> Sequence[Command]:
        """The screen's own commands, with labels that fit the moment."""
        return self.COMMANDS_HERE

    def _saved_words(self) -> str:
        sitting = self.exam.sitting
        if sitting.taken_by is not None:
            return "CHỈ XEM"
        if sitting.waiting:
            return f"CHƯA LƯU ({sitting.waiting})"
        return f"Đã lưu {clock_time(sitting.saved_at)}" if sitting.saved_at else ""

    def _trouble_words(self) -> str:
        sitting = self.exam.sitting
        if sitting.taken_by is not None:
            since = clock_time(sitting.taken_by.since)
            return (
                f"Bài thi đã được mở tiếp tại {sitting.taken_by.seat} lúc {since}. "
                "Màn hình này chỉ còn để xem."
            )
        if sitting.trouble:
            return f"CHƯA LƯU ĐƯỢC: {sitting.trouble} Chương trình đang tự thử lại."
        return ""

    def can(self, command: Command) -> bool:
        """Whether a command is possible now, by the screen's own `check_action`."""
        name = command.action.split("(")[0]
        return self.check_action(name, ()) is True

    # -- recording -----------------------------------------------------------------

    async def record(self, kind: str, **data: object) -> bool:
        """Record an event; False when it waits to be saved or may not be written."""
        try:
            await self.exam.sitting.record(kind, data)
        except (NotSaved, TakenOver, TimeIsUp):
            self.draw_bars()
            return False
        return True

    async def keep(self) -> None:
        """Record what is half done on this screen. Called on leaving and at the bell."""

    # -- the exam's commands ---------------------------------------------------------

    def action_go(self, part: str) -> None:
        """Go to another part of the exam."""
        self.post_message(self.Go(part))

    def action_hand_in(self) -> None:
        """Ask to hand in."""
        self.post_message(self.HandIn())

    def action_toggle_clock(self) -> None:
        """Hide the time left or show it again."""
        self.exam.clock_hidden = not self.exam.clock_hidden
        self.draw_bars()

    def action_help(self) -> None:
        """Show the keys of this screen and how it is used."""
        pairs = [(c.key_face, self.ui.tr(c.label), self.ui.tr(c.help)) for c in self.all_commands()]
        about = text_rows(*(self.ui.tr(part) for part in self.HELP_TEXT))
        keys = key_rows(pairs)

        def rows(width: int) -> list[Row]:
            return [*about(width), Row(), *keys(width)]

        self.app.push_screen(PageDialog(self.ui.tr("Trợ giúp"), rows, keys=CLOSE_KEYS))

    def action_sheet(self) -> None:
        """Show the task sheet of this part."""
        rows = text_rows(*self.exam.sheet(self.part))
        self.app.push_screen(PageDialog(self.ui.tr("Đề bài"), rows, keys=CLOSE_KEYS))

    @property
    def part(self) -> str:
        """Which part of the exam this screen belongs to."""
        return "theory"

    def all_commands(self) -> list[Command]:
        """Every command possible here now, the screen's own first."""
        both = (*self.commands_here(), *EXAM)
        parts = {PARTS[p].id for p in PARTS if p not in self.exam.parts}
        return [c for c in both if c.id not in parts and self.can(c)]

    def action_menu(self) -> None:
        """List every command; the chosen one is carried out."""
        commands = [c for c in self.all_commands() if c is not MENU]

        def entry(command: Command) -> Entry:
            cells = [(self.ui.tr(command.label), 22, ""), (command.key_face, 7, "key")]
            return Entry(
                command.action,
                lambda width: [
                    Row(columns([*cells, (self.ui.tr(command.help), width - 31, "muted")]))
                ],
            )

        async def chosen(action: str | None) -> None:
            if action:
                await self.run_action(action)

        keys = (("Enter", "Thực hiện"), ("↑↓", "Di chuyển"), ("Esc", "Đóng"))
        self.app.push_screen(
            Choose(self.ui.tr("Thực đơn"), [entry(c) for c in commands], keys=keys), chosen
        )


class StepScreen(ExamScreen):
    """An exam screen that lies on top of another one of its part: Esc goes back."""

    BINDINGS = [BACK.binding()]

    def all_commands(self) -> list[Command]:
        return [*super().all_commands(), BACK]

    async def action_back(self) -> None:
        """Keep what is half done and go back."""
        await self.keep()
        self.dismiss(None)
