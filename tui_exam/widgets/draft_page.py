"""A draft laid out as a page, with a pointer that goes from line to line to mark errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from .lines import Page
from .rows import EMPTY, Piece, Row

MARGIN, MARK = "  ", "! "


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a row that shows one line of the draft."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of the page and the draft's lines it shows."""

    text: str
    cells: tuple[Cell, ...] = ()


class DraftPage(Page):
    """Draws page rows; the line under the pointer and the marked lines stand out.

    A marked line has an exclamation mark at the edge, or before it where it stands beside another
    one, so colour is never needed.
    """

    BINDINGS = [
        Binding("up", "step(-1)", "Lên", show=False, id="draft_page.up"),
        Binding("down", "step(1)", "Xuống", show=False, id="draft_page.down"),
        Binding("space", "mark_line", "Đánh dấu lỗi", show=False, id="draft_page.mark"),
    ]

    class Marked(Message):
        """The line at the pointer is to be marked, or its mark taken away."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lay_out: Callable[[int], Sequence[PageRow]] = lambda _: ()
        self._page: tuple[PageRow, ...] = ()
        self._stops: list[int] = []
        self._at = 0
        self._marked: frozenset[int] = frozenset()

    @property
    def line(self) -> int | None:
        """The draft's line at the pointer."""
        return self._stops[self._at] if self._stops else None

    @property
    def stops(self) -> tuple[int, ...]:
        """The draft's lines on the page, in the order the pointer takes."""
        return tuple(self._stops)

    def take(self, page: Callable[[int], Sequence[PageRow]], marked: Sequence[int]) -> None:
        """Show a page, laid out for the width there is; the pointer stays on its line if it can."""
        self._lay_out = page
        self._marked = frozenset(marked)
        self.redraw()

    def build(self, width: int) -> Sequence[Row]:
        before = self.line
        self._page = tuple(self._lay_out(width))
        self._stops = list(dict.fromkeys(cell.line for each in self._page for cell in each.cells))
        self._at = self._stops.index(before) if before in self._stops else 0
        return self._drawn()

    def _drawn(self) -> list[Row]:
        return [self._row(each) for each in self._page]

    def _row(self, each: PageRow) -> Row:
        if not each.cells:
            return Row(((f"{MARGIN}{each.text}", ""),)) if each.text else EMPTY
        text, pieces, at = f"{MARGIN}{each.text}", list[Piece](), 0
        marks = {self._mark_at(text, cell) for cell in each.cells if cell.line in self._marked}
        for cell in each.cells:
            start, end = cell.start + len(MARGIN), cell.end + len(MARGIN)
            for mark in sorted(marks & set(range(at, start))):
                pieces += [(text[at:mark], ""), (MARK, "bad")]
                at = mark + len(MARK)
            pieces.append((text[at:start], ""))
            here = cell.line == self.line and self.has_focus
            style = "cursor" if here else "bad" if cell.line in self._marked else ""
            pieces.append((text[start:end], style))
            at = end
        pieces.append((text[at:], ""))
        return Row(tuple(piece for piece in pieces if piece[0]))

    @staticmethod
    def _mark_at(text: str, cell: Cell) -> int:
        """Where the mark of a line stands: right before it, if something else is left of it."""
        before = cell.start + len(MARGIN) - len(MARK)
        beside = text[:before].strip() and text[before : before + len(MARK)].isspace()
        return before if beside else 0

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.show(self._drawn())

    def action_mark_line(self) -> None:
        """Mark the line at the pointer, or take the mark away."""
        self.post_message(self.Marked())

    def action_step(self, steps: int) -> None:
        """Move the pointer by lines of the draft."""
        if not self._stops:
            self.action_roll(steps)
            return
        before = self._at
        self._at = max(0, min(len(self._stops) - 1, self._at + steps))
        if self._at == before:
            self.action_roll(steps)
            return
        self.show(self._drawn())
        rows = [
            n for n, each in enumerate(self._page) if any(c.line == self.line for c in each.cells)
        ]
        self.reveal(rows[0], rows[-1])
        if self._at == len(self._stops) - 1:
            self.action_edge(1)
