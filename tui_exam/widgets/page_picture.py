"""A page of a PDF file as coloured cells, scrolled by rows."""

from __future__ import annotations

from collections.abc import Sequence

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.strip import Strip

from mock_office.signing.page import Cell, Colour, Ink

from ..theme import Look
from .lines import Page
from .rows import Row


def ink_for(look: Look, app: App[object]) -> Ink:
    """What to draw a page with in that look."""
    if app.no_color:
        return Ink.PLAIN
    if look.console_glyphs:
        return Ink.CONSOLE
    return Ink.SIXTEEN if look.depth == "standard" else Ink.TRUE


class PagePicture(Page):
    """Draws the cells it is given, in the middle of its width; scrolls as text does."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._picture: tuple[tuple[Cell, ...], ...] = ()

    def take(self, cells: Sequence[Sequence[Cell]]) -> None:
        """Show another picture from its top."""
        self._picture = tuple(tuple(line) for line in cells)
        self.fresh()
        self._strips.clear()
        self.show(self.build(self.size.width))
        self.refresh()

    def build(self, width: int) -> Sequence[Row]:
        """Rows as glyphs alone: what they look like is in `render_line`."""
        return [Row((("".join(cell[0] for cell in line), ""),)) for line in self._picture]

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        at = self.top + y
        if not 0 <= at < len(self._picture):
            return self.finished(Strip.blank(width, self.rich_style))
        line = self._picture[at][:width]
        segments: list[Segment] = [Segment(" " * ((width - len(line)) // 2), self.rich_style)]
        start = 0
        for end in range(1, len(line) + 1):
            if end < len(line) and line[end][1:] == line[start][1:]:
                continue
            text = "".join(cell[0] for cell in line[start:end])
            segments.append(Segment(text, _style(line[start][1], line[start][2])))
            start = end
        return self.finished(Strip(segments).adjust_cell_length(width, self.rich_style))


def _style(front: Colour, back: Colour) -> Style:
    return Style(color=_colour(front), bgcolor=_colour(back))


def _colour(colour: Colour) -> Color:
    if isinstance(colour, int):
        return Color.from_ansi(colour)
    return Color.from_rgb(*colour)
