"""Rows of styled text: the values that every purpose-made widget draws.

A row is cheap, frozen and comparable, so a widget can tell which of its lines
changed and repaint only those. No markup is ever parsed: text is text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len

Piece = tuple[str, str]  # text, style name ("" for plain)

STYLES = ("title", "muted", "key", "good", "bad", "warn", "strong", "cursor", "picked", "bar")
"""Names a piece's style may have; `lines.tcss` says what each looks like."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: pieces of text, and a style that fills the rest of the line."""

    pieces: tuple[Piece, ...] = ()
    fill: str = ""

    @property
    def text(self) -> str:
        """The row without its styles."""
        return "".join(text for text, _ in self.pieces)

    @property
    def width(self) -> int:
        """Cells the row needs."""
        return sum(cell_len(text) for text, _ in self.pieces)

    def filled(self, style: str) -> Row:
        """The same row with another style over all of it."""
        return Row(tuple((text, style) for text, _ in self.pieces), style)

    def ending(self, mark: str, width: int) -> Row:
        """The same row in `width` cells with a mark at its end; what is in its way is cut."""
        left, pieces = width - cell_len(mark) - 1, list[Piece]()
        for text, style in self.pieces:
            kept = clip(text, left)
            pieces.append((kept, style))
            left -= cell_len(kept)
        return Row((*pieces, (" " * (left + 1), self.fill), (mark, self.fill or "warn")), self.fill)


def row(*pieces: str | Piece, fill: str = "") -> Row:
    """A row from strings and (text, style) pairs."""
    return Row(tuple((p, "") if isinstance(p, str) else p for p in pieces), fill)


EMPTY = Row()


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Break text into lines of at most `width` cells, at spaces where it can.

    Args:
        text: May hold newlines; each starts a new line.
        width: Cells available, indents included.
        first: Put before the first line of each paragraph.
        rest: Put before all other lines.
    """
    return list(_wrapped(text, width, first, rest))


@lru_cache(2048)
def _wrapped(text: str, width: int, first: str, rest: str) -> tuple[str, ...]:
    out: list[str] = []
    for paragraph in text.split("\n"):
        line, used, bare = first, cell_len(first), True
        for word in paragraph.split(" "):
            size = cell_len(word)
            if not bare and used + 1 + size > width:
                out.append(line)
                line, used, bare = rest, cell_len(rest), True
            while bare and used + size > width and width - used > 0:
                head, word = _cut(word, max(1, width - used))
                out.append(line + head)
                line, used = rest, cell_len(rest)
                size = cell_len(word)
            line += word if bare else " " + word
            used += size + (0 if bare else 1)
            bare = False
        out.append(line)
    return tuple(out)


def _cut(word: str, cells: int) -> tuple[str, str]:
    used = 0
    for at, letter in enumerate(word):
        used += cell_len(letter)
        if used > cells:
            return word[: max(1, at)], word[max(1, at) :]
    return word, ""


def clip(text: str, width: int) -> str:
    """The text in exactly at most `width` cells; three dots where it was cut."""
    if cell_len(text) <= width:
        return text
    if width <= 3:
        return _cut(text, width)[0] if width > 0 else ""
    return _cut(text, width - 3)[0].rstrip() + "..."


def pad(text: str, width: int) -> str:
    """The text clipped or filled with spaces to exactly `width` cells."""
    text = clip(text, width)
    return text + " " * (width - cell_len(text))


def paragraph(
    text: str, width: int, style: str = "", *, first: str = "", rest: str = ""
) -> list[Row]:
    """Wrapped text as rows of one style."""
    return [Row(((line, style),)) for line in wrap(text, width, first=first, rest=rest)]


def columns(cells: Sequence[tuple[str, int, str]], gap: int = 1) -> tuple[Piece, ...]:
    """Pieces of a table line: (text, width, style) cells, each padded to its width."""
    out: list[Piece] = []
    for at, (text, width, style) in enumerate(cells):
        if at:
            out.append((" " * gap, ""))
        out.append((pad(text, width), style))
    return tuple(out)


def joined(rows: Iterable[Row]) -> str:
    """All rows as plain text, for tests and export."""
    return "\n".join(each.text.rstrip() for each in rows)
