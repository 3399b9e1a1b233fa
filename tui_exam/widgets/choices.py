"""What the kinds of question share: the stem above, a pointer over lines, scrolling, clicks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events

from .lines import Lines
from .rows import EMPTY, Row, paragraph, row, wrap

WIDEST = 100
"""Cells a line of text takes at most: longer lines are hard to read."""


class Choices(Lines, can_focus=True):
    """A question answered line by line. Subclasses say what the lines are and what is done."""

    TELLS_MORE = True

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._cursor = 0
        self._spans: list[tuple[int, int]] = []

    def to_the_top(self) -> None:
        """Begin anew: another question is shown."""
        self._cursor, self._top = 0, 0

    @staticmethod
    def text_width(width: int) -> int:
        """The cells that text may take on a widget of that width."""
        return max(20, min(width - 2, WIDEST))

    def head(self, stem: str, rule: str, width: int) -> list[Row]:
        """The question, and how it is answered or marked."""
        rows = [EMPTY, *paragraph(stem, width, "strong", first=" ", rest=" ")]
        if rule:
            rows += paragraph(rule, width, "muted", first=" ", rest=" ")
        return [*rows, EMPTY]

    def lines_at(self, above: int, lines: Iterable[Sequence[Row]]) -> list[Row]:
        """The lines the pointer moves over, remembering where each lies.

        Args:
            above: How many rows lie above the first of them.
        """
        rows: list[Row] = []
        self._spans = []
        for at, line in enumerate(lines):
            if at and self.airy:
                rows.append(EMPTY)
            start = above + len(rows)
            rows += line
            self._spans.append((start, start + len(line) - 1))
        return rows

    def line(self, at: int, mark: str, text: str, style: str, width: int) -> list[Row]:
        """One line: pointer, mark, number, text; wrapped under its own beginning."""
        lead = f"{'>' if at == self._cursor else ' '} {mark} {at + 1}. "
        first, *rest = wrap(text, width - len(lead))
        return [
            row((lead, style or "key"), (first, style)),
            *(row((" " * len(lead), ""), (each, style)) for each in rest),
        ]

    @staticmethod
    def tail(note: str) -> list[Row]:
        """A word to the candidate below the lines."""
        return [EMPTY, row((f" {note}", "warn"))] if note else []

    def show_pointer(self) -> None:
        """Scroll to where the pointer is."""
        if self._spans:
            self.reveal(*self._spans[min(self._cursor, len(self._spans) - 1)])

    def clicked(self, at: int) -> None:
        """What a click on that line does: the pointer goes there."""
        self._cursor = at
        self.redraw()

    def action_roll(self, rows: int) -> None:
        """Scroll a question that is longer than the screen."""
        self.scroll_rows(self.top + rows)

    def on_click(self, event: events.Click) -> None:
        at = event.y + self.top
        for index, (first, last) in enumerate(self._spans):
            if first <= at <= last:
                self.clicked(index)
                return
