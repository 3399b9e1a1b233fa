"""What every screen of a running exam has: top line, key lines, the exam's commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.message import Message

from ..commands import BACK, EVERYWHERE, EXAM, HAND_IN, HELP, MENU, PARTS, SHEET, Command, bindings
from ..sitting.arrivals import unseen, unseen_words
from ..sitting.sitting import NotSaved, TakenOver, TimeIsUp
from ..ui import Ui
from ..vntime import clock_time, left_words
from ..widgets.bars import KeyBar, TopBar, TopValues
from .dialogs import CLOSE_KEYS, PageDialog, text_rows
from .place import Place

if TYPE_CHECKING:
    from ..sitting.exam import Exam

__all__ = ["CLOSE_KEYS", "ExamScreen", "StepScreen"]

DRAWN_EVERY = 5  # ticks, whether anything seems to have changed or not


class ExamScreen(Place[None]):
    """Base of the exam's screens. Subclasses give `body` and draw in `refresh_view`."""

    BINDINGS = bindings(command for command in EXAM if command not in EVERYWHERE)
    LAST_COMMAND: ClassVar[Command] = HAND_IN
    """What ends the first line at the foot: the way on from an overview, the way back of a step."""

    @dataclass
    class Go(Message):
        """The candidate wants another part of the exam."""

        part: str

    @dataclass
    class HandIn(Message):
        """The candidate wants to hand in."""

    def __init__(self, ui: Ui, exam: Exam) -> None:
        super().__init__(ui)
        self.exam = exam
        self.note = ""
        self._leaving = False
        self._ticks = 0
        self._seen: tuple[object, ...] = ()
        # Held, not looked up: a tick may come while the screen is being put together or taken down.
        self.top_bar = TopBar()
        self.key_bar = KeyBar()

    def body(self) -> ComposeResult:
        """The widgets between the bars."""
        yield from ()

    @property
    def heading(self) -> str:
        """What the top line says this is."""
        return ""

    def compose(self) -> ComposeResult:
        yield self.top_bar
        yield from self.body()
        yield self.key_bar

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
        if self._leaving and not self.exam.sitting.waiting and self.app.screen is self:
            self.dismiss(None)
            return
        self._ticks += 1
        if self._to_see() != self._seen or self._ticks % DRAWN_EVERY == 0:
            self.draw_bars()

    def _to_see(self) -> tuple[object, ...]:
        """All that can change in the bars without anybody doing anything on this screen."""
        sitting, left = self.exam.sitting, self.exam.sitting.left()
        shown = left_words(left, self.ui.tr)
        told = (sitting.saved_at, sitting.waiting, sitting.trouble, sitting.taken_by)
        return (sitting.attempt.seq, shown, *told, self.exam.clock_hidden, unseen(self.exam))

    def draw_bars(self) -> None:
        """Top line and key lines."""
        self._seen = self._to_see()
        sitting, tr = self.exam.sitting, self.ui.tr
        left = sitting.left()
        hidden = self.exam.clock_hidden and left >= 300
        self.top_bar.take(
            TopValues(
                title=self.heading,
                news=unseen_words(unseen(self.exam), tr, self._key_to),
                clock="" if hidden else left_words(left, tr),
                saved=self._saved_words(),
                trouble=self._trouble_words(),
            )
        )
        end = self.LAST_COMMAND
        here = self.key_pairs([c for c in (*self.commands_here(), end) if c.bar and self.can(c)])
        parts = [PARTS[part] for part in self.exam.parts if part in PARTS]
        self.key_bar.take(here, self.key_pairs((*parts, SHEET, MENU, HELP)))

    def relabel(self) -> None:
        self.refresh_view()

    def _key_to(self, part: str) -> str:
        """The key that leads to a part; "" for the part one is in."""
        if part == self.part or part not in self.exam.parts:
            return ""
        return next((key for key, _ in self.key_pairs([PARTS[part]])), "")

    def _saved_words(self) -> str:
        sitting, tr = self.exam.sitting, self.ui.tr
        if sitting.taken_by is not None:
            return tr("CHỈ XEM")
        if sitting.waiting:
            return tr("CHƯA LƯU ({n})", n=sitting.waiting)
        return tr("Đã lưu {at}", at=clock_time(sitting.saved_at)) if sitting.saved_at else ""

    def _trouble_words(self) -> str:
        sitting, tr = self.exam.sitting, self.ui.tr
        if sitting.taken_by is not None:
            return tr(
                "Bài thi đã được mở tiếp tại {seat} lúc {at}. Màn hình này chỉ còn để xem.",
                seat=sitting.taken_by.seat,
                at=clock_time(sitting.taken_by.since),
            )
        if sitting.trouble:
            return tr("CHƯA LƯU ĐƯỢC: {why} Chương trình đang tự thử lại.", why=tr(sitting.trouble))
        return ""

    # -- recording -----------------------------------------------------------------

    async def record(self, kind: str, **data: object) -> bool:
        """Record an event; False when it waits to be saved or may not be written."""
        try:
            await self.exam.sitting.record(kind, data)
        except (NotSaved, TakenOver, TimeIsUp):
            self.draw_bars()
            return False
        return True

    def close_when_saved(self) -> bool:
        """Close by itself once what was just asked for is on the disk; whether it waits."""
        self._leaving = bool(self.exam.sitting.waiting)
        return self._leaving

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


class StepScreen(ExamScreen):
    """An exam screen that lies on top of another one of its part: Esc goes back."""

    BINDINGS = [BACK.binding()]
    LAST_COMMAND = BACK

    def all_commands(self) -> list[Command]:
        return [*super().all_commands(), BACK]

    async def action_back(self) -> None:
        """Keep what is half done and go back."""
        await self.keep()
        self.dismiss(None)
