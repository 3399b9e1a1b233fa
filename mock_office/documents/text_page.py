"""A draft as a page of text, and the second view that shows how its lines are set.

Every piece of a page knows which line of the draft it shows, so that a screen can
put a cursor on it and mark it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from .headings import month_text
from .incoming import Urgency
from .outgoing import DraftLine, Layout, OutgoingDraft

_LEFT_SHARE: Final = 0.44
_INDENT: Final = "    "
_BLANK: Final = re.compile(r" {3,}")
_SIGNATURE_ROWS: Final = 3  # room for the signature between position and name

Say = Callable[..., str]
"""Says a text of the program: called with the text and the values of its places."""

_URGENCY: Final = {
    Urgency.URGENT: "KHẨN",
    Urgency.VERY_URGENT: "THƯỢNG KHẨN",
    Urgency.EXPRESS: "HỎA TỐC",
}
"""The mark below the number (annex I part III.2, box 10b)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a row, from column `start` to `end`, showing line `line` of the draft."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the page: its text and the draft's lines it shows (none, one or two)."""

    text: str
    spans: tuple[Span, ...] = ()


Cell = tuple[str, int]


def page_rows(draft: OutgoingDraft, width: int) -> list[Row]:
    """The draft as rows of at most `width` columns (40 at least), two-column head and foot.

    Left and right pieces of head and foot share a row; `Row.spans` tells them apart.
    """
    width = max(width, 40)
    draft = _filled(draft)
    rows: list[Row] = []
    for wide, block in _blocks(draft):
        at_head = not rows
        rows += _two_columns(block, width) if wide else _full(block, width)
        if at_head and draft.urgency:
            mark = f"[ {_URGENCY[draft.urgency]} ]"
            rows.append(Row(mark.center(int(width * _LEFT_SHARE)).rstrip()))
        rows.append(Row(""))
    return rows[:-1]


def _filled(draft: OutgoingDraft) -> OutgoingDraft:
    """The draft with the number and date the clerk gave written into their blanks."""
    given = {
        "symbol": [f"{draft.number:02d}"] if draft.number else [],
        "place_date": [f"{draft.issue_date:%d}", month_text(draft.issue_date)]
        if draft.issue_date
        else [],
    }
    lines = []
    for line in draft.lines:
        text = line.text
        for value in given.get(line.part, ()):
            text = _BLANK.sub(f" {value} ", text, count=1)
        text = text.replace(" /", "/") if line.part == "symbol" and draft.number else text
        lines.append(replace(line, text=text))
    return replace(draft, lines=tuple(lines))


def page_lines(draft: OutgoingDraft, width: int) -> list[tuple[str, int | None]]:
    """The same page with one draft line per row at most: (text, line index or None).

    Where two columns stand side by side the left piece comes first and the right one
    below it, so that each row can be picked by itself.
    """
    found: list[tuple[str, int | None]] = []
    for row in page_rows(draft, width):
        if not row.spans:
            found.append((row.text, None))
        for span in row.spans:
            text = " " * span.start + row.text[span.start : span.end]
            found.append((text.rstrip(), span.line))
    return found


def layout_lines(draft: OutgoingDraft, tr: Say = str.format) -> list[tuple[str, int | None]]:
    """How each line is set, and the page's margins: (text, line index or None).

    Args:
        tr: Says a text in the reader's language, its {places} filled in.
    """
    margins, pictures = draft.margins, draft.pictures
    numbers = _PAGE_NUMBERS.get(margins.page_number, margins.page_number)
    rows: list[tuple[str, int | None]] = [
        (
            tr("Lề trên {top} mm, dưới {bottom} mm, trái {left} mm, phải {right} mm",
               top=margins.top, bottom=margins.bottom, left=margins.left, right=margins.right),
            None,
        ),
        (tr("Số trang: {where}", where=tr(numbers)), None),
        (tr("Hình chữ ký cá nhân: {how}", how=pictures.signature), None),
        (tr("Hình dấu của cơ quan: {how}", how=pictures.seal), None),
    ]  # fmt: skip
    for index, line in enumerate(draft.lines):
        start = line.text if len(line.text) <= 40 else line.text[:39] + "…"
        rows.append((f"{start.strip()} | {describe(line.layout, tr)}", index))
    return rows


_PAGE_NUMBERS: Final = {
    "top-centre, not on page 1": "giữa lề trên, không hiện ở trang 1",
    "bottom-right, on every page": "góc phải chân trang, hiện cả trang 1",
}

_ALIGN: Final = {"left": "canh trái", "centre": "canh giữa", "right": "canh phải", "both": "đều"}


def describe(layout: Layout, tr: Say = str.format) -> str:
    """One layout in words: "Times New Roman 14, đứng, đậm, canh giữa"."""
    slope = tr("nghiêng") if layout.italic else tr("đứng")
    weight = tr("đậm") if layout.bold else tr("không đậm")
    align = tr(_ALIGN.get(layout.align, layout.align))
    return f"{layout.font} {layout.size:g}, {slope}, {weight}, {align}"


def _blocks(draft: OutgoingDraft) -> Iterator[tuple[bool, list[tuple[int, DraftLine]]]]:
    """Runs of lines that stand in two columns (True) or across the page (False)."""
    run: list[tuple[int, DraftLine]] = []
    wide = False
    for index, line in enumerate(draft.lines):
        columns = line.column != "full"
        if run and columns != wide:
            yield wide, run
            run = []
        wide = columns
        run.append((index, line))
    if run:
        yield wide, run


def _full(block: list[tuple[int, DraftLine]], width: int) -> list[Row]:
    rows: list[Row] = []
    for index, line in block:
        for text in _wrapped(line, width):
            start = len(text) - len(text.lstrip())
            rows.append(Row(text, (Span(start, len(text), index),) if text.strip() else ()))
    return rows


def _wrapped(line: DraftLine, width: int) -> list[str]:
    if line.layout.align == "centre":
        return [text.center(width).rstrip() for text in _cut(line.text, width - 8)]
    indent = _INDENT if line.part in {"body", "basis"} else ""
    return textwrap.wrap(line.text, width, initial_indent=indent) or [""]


def _two_columns(block: list[tuple[int, DraftLine]], width: int) -> list[Row]:
    gap = 2
    left_width = int((width - gap) * _LEFT_SHARE)
    right_width = width - gap - left_width
    left = _column([item for item in block if item[1].column == "left"], left_width)
    right = _column([item for item in block if item[1].column == "right"], right_width)
    _level(left, right, {n: line.part for n, line in block})
    rows: list[Row] = []
    for at in range(max(len(left), len(right))):
        text, spans = "", []
        for column, start in ((left, 0), (right, left_width + gap)):
            cell = column[at] if at < len(column) else None
            if cell is None or not cell[0].strip():
                continue
            text = text.ljust(start) + cell[0]
            first = start + len(cell[0]) - len(cell[0].lstrip())
            spans.append(Span(first, len(text.rstrip()), cell[1]))
        rows.append(Row(text.rstrip(), tuple(spans)))
    return rows


def _level(left: list[Cell | None], right: list[Cell | None], parts: Mapping[int, str]) -> None:
    """Bring the number line and the place and date line to one height (annex I II.4)."""

    def height(cells: list[Cell | None], part: str) -> int | None:
        rows = (n for n, cell in enumerate(cells) if cell and parts[cell[1]] == part)
        return next(rows, None)

    number, day = height(left, "symbol"), height(right, "place_date")
    if number is None or day is None:
        return
    lower, at = (right, day) if day < number else (left, number)
    lower[at:at] = [None] * abs(number - day)


def _column(lines: list[tuple[int, DraftLine]], width: int) -> list[Cell | None]:
    cells: list[Cell | None] = []
    for index, line in lines:
        if line.part == "name":
            cells += [None] * _SIGNATURE_ROWS
        centre = line.layout.align == "centre"
        for text in _cut(line.text, width):
            cells.append((text.center(width).rstrip() if centre else text, index))
    return cells


def _cut(text: str, width: int) -> list[str]:
    """The text in pieces of at most `width`; the blanks left for the clerk stay as they are."""
    if len(text) <= width:
        return [text]
    return textwrap.wrap(text, width) or [""]
