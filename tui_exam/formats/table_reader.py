"""Questions from a table: the columns of the template, from a spreadsheet or a CSV file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import TypeVar

from ..exam.items import Kind, Option
from ..vietnamese.text import fold
from .columns import COLUMNS, HEADERS, KIND_NAMES, KINDS, LEVELS, MARK_NAMES, MARKS, OPTIONS, key_of
from .gathering import Full, Gathering, Refused, Unfit, clean_file, lines, one_line, unique
from .legacy import convert
from .meta import TRUE_FALSE, read_basis
from .model import ImportedItem
from .opening import refuse_font, report_acting
from .sheets import open_sheets

_HEADER_ROWS = 20  # a title and notes may stand above the header
_KEY = re.compile(r"[A-H](?:[\s,;.]*[A-H])*")
_HEADER_NAME = {column.name: column.header for column in COLUMNS}
_NEEDED = "stem"
Row = Sequence[str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row by column names."""

    line: int
    values: dict[str, str]

    def text(self, name: str) -> str:
        """A cell on one line."""
        return one_line(self.values.get(name, ""))

    def block(self, name: str) -> str:
        """A cell with its line breaks."""
        return lines(self.values.get(name, ""))

    def list(self, name: str) -> tuple[str, ...]:
        """A cell with several entries: one on each line, or between semicolons."""
        text = clean_file(self.values.get(name, ""))
        return unique([one_line(part) for part in text.split("\n" if "\n" in text else ";")])


def read_csv(text: str, gathering: Gathering) -> None:
    """Read CSV text; the separator is the one that the header line shows."""
    # The csv module refuses a NUL; cleaning drops it with the other controls.
    text = clean_file(text)
    first = text.lstrip("\n").split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text), delimiter=separator, strict=True)
    _read_table(_numbered(reader, gathering), gathering)


def _numbered(reader: Iterable[list[str]], gathering: Gathering) -> Iterator[tuple[int, Row]]:
    line = 1
    rows = iter(reader)
    while True:
        begin = line
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            gathering.note("bad_sheet", begin, why=one_line(str(error)))
            return
        line = reader.line_num + 1  # type: ignore[attr-defined]
        yield begin, row


def read_sheet(data: bytes, gathering: Gathering, encoding: str | None) -> None:
    """Read a spreadsheet; every sheet that has the header of the template is taken."""
    sheets = open_sheets(data, gathering.bounds)
    for sheet in sheets if encoding is None else ():
        refuse_font("\n".join(cell for row in sheet.rows[:2000] for cell in row))
    found = [
        sheet
        for sheet in sheets
        if any(_is_header(row, encoding) for row in sheet.rows[:_HEADER_ROWS])
    ]
    if not found:
        raise Refused("no_header", column=_HEADER_NAME[_NEEDED])
    for sheet in found:
        gathering.part = one_line(sheet.name) if len(found) > 1 else ""
        text = "\n".join(cell for row in sheet.rows for cell in row)
        report_acting(text, gathering, numbered=False)
        _read_table(enumerate(sheet.rows, sheet.first_row), gathering, encoding)
    gathering.part = ""


def _column(cell: str, encoding: str | None) -> str | None:
    """The column a header cell names; empty for one without meaning, None for an unknown one."""
    found = HEADERS.get(key_of(cell))
    return HEADERS.get(key_of(convert(cell, encoding))) if found is None else found


def _is_header(row: Row, encoding: str | None) -> bool:
    """Whether a row names the stem's column and one more; a help text names one alone."""
    found = {name for cell in row if (name := _column(cell, encoding))}
    return _NEEDED in found and len(found) > 1


def _read_table(
    rows: Iterator[tuple[int, Row]], gathering: Gathering, encoding: str | None = None
) -> None:
    names: list[str] | None = None
    line = 0
    try:
        for line, row in rows:
            if names is None:
                if _is_header(row, encoding):
                    names = _names(row, line, gathering, encoding)
                elif line > _HEADER_ROWS:
                    break
                continue
            if not any(cell.strip() for cell in row):
                continue
            cells = zip(names, row, strict=False)
            values = {name: convert(cell, encoding) for name, cell in cells if name}
            _row(_Cells(line, values), gathering)
    except Full:
        gathering.note("too_many_items", line, limit=gathering.bounds.items)
    if names is None:
        raise Refused("no_header", column=_HEADER_NAME[_NEEDED])


def _names(row: Row, line: int, gathering: Gathering, encoding: str | None) -> list[str]:
    """The column name of each cell of the header; empty for one that is not read."""
    names: list[str] = []
    for cell in row:
        name = _column(cell, encoding)
        if name is None and cell.strip():
            gathering.note("unknown_column", line, column=cell)
        if name and name in names:
            gathering.note("double_column", line, column=cell)
            name = ""
        names.append(name or "")
    return names


def _row(cells: _Cells, gathering: Gathering) -> None:
    name = cells.text("title") or cells.text("stem") or cells.text("id")
    try:
        longest = max(map(len, cells.values.values()), default=0)
        if longest > gathering.bounds.text:
            raise Unfit("too_long", limit=gathering.bounds.text)
        gathering.keep(_item(cells))
    except Unfit as error:
        gathering.skip(error.code, cells.line, name, **error.values)


def _item(cells: _Cells) -> ImportedItem:
    kind = _choice(cells, "kind", KINDS, KIND_NAMES.values()) or _guessed(cells)
    short = kind is Kind.SHORT
    general = cells.block("general")
    return ImportedItem(
        kind=kind,
        stem=cells.block("stem"),
        options=() if short else _options(cells, kind),
        line=cells.line,
        id=cells.text("id"),
        title=cells.text("title"),
        topic=cells.text("topic"),
        revision=_revision(cells),
        level=_choice(cells, "level", LEVELS, ("Nhận biết", "Thông hiểu", "Vận dụng")),
        part_marks=_choice(cells, "part_marks", MARKS, MARK_NAMES.values()),
        accept=cells.list("accept") if short else (),
        accept_why=one_line(general) if short else "",
        unit=cells.text("unit"),
        general="" if short else general,
        basis=tuple(filter(None, (read_basis(line) for line in _lines(cells, "basis")))),
        valid_from=_date(cells, "valid_from"),
        valid_to=_date(cells, "valid_to"),
        reviewed=_date(cells, "reviewed"),
        next_review=_date(cells, "next_review"),
        source=cells.text("source"),
        tags=cells.list("tags"),
    )


def _lines(cells: _Cells, name: str) -> list[str]:
    return cells.block(name).split("\n")


def _choice(cells: _Cells, name: str, table: dict[str, T], allowed: Iterable[str]) -> T | None:
    text = cells.text(name)
    if not text:
        return None
    found = table.get(key_of(text))
    if found is None:
        advice = f"Ghi một trong: {', '.join(allowed)}."
        raise Unfit("bad_value", column=_HEADER_NAME[name], value=text, advice=advice)
    return found


def _guessed(cells: _Cells) -> Kind:
    """The kind of a row that does not say it, by what is filled in."""
    if any(cells.text(f"match_{letter.lower()}") for letter in OPTIONS):
        return Kind.MATCHING
    if cells.text("accept") and not cells.text("option_a"):
        return Kind.SHORT
    if fold(cells.text("key")) in ("dung", "sai"):
        return Kind.TRUE_FALSE
    return Kind.MULTIPLE if len(_key(cells)) > 1 else Kind.SINGLE


def _key(cells: _Cells) -> list[str]:
    text = cells.text("key").upper()
    if not text:
        return []
    if not _KEY.fullmatch(text):
        advice = "Ghi chữ cái của phương án đúng, ví dụ B hoặc A, C."
        raise Unfit("bad_value", column=_HEADER_NAME["key"], value=text, advice=advice)
    return [char for char in text if char in OPTIONS]


def _options(cells: _Cells, kind: Kind) -> tuple[Option, ...]:
    texts = [cells.text(f"option_{letter.lower()}") for letter in OPTIONS]
    filled = max((at for at, text in enumerate(texts, 1) if text), default=0)
    right: set[str] = set()
    if kind is Kind.TRUE_FALSE:
        if not filled:
            texts[:2], filled = TRUE_FALSE, 2
        verdict = fold(cells.text("key"))
        said = [at for at, text in enumerate(texts[:filled]) if verdict and fold(text) == verdict]
        right = {OPTIONS[at] for at in said} or set(_key(cells))
    elif kind in (Kind.SINGLE, Kind.MULTIPLE):
        right = set(_key(cells))
    if beyond := sorted(right - set(OPTIONS[:filled])):
        raise Unfit("answer_out_of_range", answer=beyond[0])
    return tuple(
        Option(
            letter.lower(),
            texts[at],
            cells.text(f"why_{letter.lower()}"),
            letter in right,
            cells.text(f"match_{letter.lower()}") if kind is Kind.MATCHING else "",
        )
        for at, letter in enumerate(OPTIONS[:filled])
    )


def _revision(cells: _Cells) -> int:
    text = cells.text("revision")
    if text and not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) < 100_000):
        advice = "Ghi số nguyên từ 1."
        raise Unfit("bad_value", column=_HEADER_NAME["revision"], value=text, advice=advice)
    return int(text or 1)


_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%S")


def _date(cells: _Cells, name: str) -> date | None:
    text = cells.text(name)
    if not text:
        return None
    for pattern in _DATES:
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    advice = "Ghi ngày theo dạng 23/11/2026."
    raise Unfit("bad_value", column=_HEADER_NAME[name], value=text, advice=advice)
