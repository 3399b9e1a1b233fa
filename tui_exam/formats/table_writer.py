"""Writing the spreadsheet: the template with every field, also what no foreign format holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from ..exam.items import LEVEL_NAMES, Kind
from .columns import COLUMNS, KIND_NAMES, MARK_NAMES
from .meta import splits, write_basis
from .model import ImportedItem, Loss, Written
from .xml_tree import writable

if TYPE_CHECKING:  # openpyxl costs a quarter of a second and is loaded when a file is written
    from openpyxl.worksheet.worksheet import Worksheet

_ROWS_WITH_LISTS = 2000  # rows that get the drop-down lists
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
_SHEET, _HELP = "Câu hỏi", "Hướng dẫn"


def write_table(items: Sequence[ImportedItem]) -> Written:
    """The items as an XLSX workbook; without items, the empty template.

    Every cell is text: nothing in a question becomes a formula or a number.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise TypeError("a new workbook has no sheet")
    sheet.title = _SHEET
    _head(sheet)
    losses: list[Loss] = []
    for row, item in enumerate(items, 2):
        values = dict(_values(item))
        for column, place in enumerate(COLUMNS, 1):
            if value := values.get(place.name):
                cell = sheet.cell(row, column)
                cell.value = _held(value)
                cell.data_type = "s"
                cell.number_format = "@"
        if any(splits(basis) for basis in item.basis):
            losses.append(Loss(item.id, "basis", "căn cứ có dấu | không tách lại được điều khoản."))
    _lists(sheet)
    _help(book.create_sheet(_HELP))
    out = BytesIO()
    book.save(out)
    return Written(out.getvalue(), tuple(losses))


def _head(sheet: Worksheet) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(COLUMNS, 1):
        cell = sheet.cell(1, at, column.header)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFDDE8F5")
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.comment = Comment(column.help, "tui-exam", height=60, width=260)
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = column.width
        # Text cells keep «05/3/2020» and «3%» as they are typed.
        sheet.column_dimensions[letter].number_format = "@"
    sheet.freeze_panes = "A2"


def _lists(sheet: Worksheet) -> None:
    """Drop-down lists for the columns that take one of a few words."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = {
        "level": LEVEL_NAMES.values(),
        "kind": KIND_NAMES.values(),
        "part_marks": MARK_NAMES.values(),
    }
    for at, column in enumerate(COLUMNS, 1):
        if words := lists.get(column.name):
            rule = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
            rule.error = "Chọn một giá trị trong danh sách."
            sheet.add_data_validation(rule)
            letter = get_column_letter(at)
            rule.add(f"{letter}2:{letter}{_ROWS_WITH_LISTS}")


def _help(sheet: Worksheet) -> None:
    from openpyxl.styles import Font

    sheet.append(["Cột", "Cách ghi"])
    for column in COLUMNS:
        sheet.append([column.header, column.help])
    sheet["A1"].font = sheet["B1"].font = Font(bold=True)
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 90


def _values(item: ImportedItem) -> Iterator[tuple[str, str]]:
    for name in ("id", "topic", "stem", "unit", "source", "title"):
        yield name, getattr(item, name)
    yield "level", LEVEL_NAMES[item.level] if item.level else ""
    yield "kind", KIND_NAMES[item.kind]
    for option in item.options:
        yield f"option_{option.key}", option.text
        yield f"why_{option.key}", option.why
        yield f"match_{option.key}", option.match
    if item.kind not in (Kind.ORDERING, Kind.MATCHING):
        yield "key", ", ".join(key.upper() for key in item.keys)
    yield "part_marks", MARK_NAMES[item.part_marks] if item.part_marks else ""
    yield "accept", _listed(item.accept)
    yield "general", item.accept_why or item.general
    yield "basis", "\n".join(write_basis(basis) for basis in item.basis)
    for name in ("valid_from", "valid_to", "reviewed", "next_review"):
        yield name, _day(getattr(item, name))
    yield "tags", _listed(item.tags)
    yield "revision", str(item.revision)


def _held(text: str) -> str:
    """Text as a workbook holds it: what XML cannot have goes, what looks like an escape is one."""
    return _ESCAPE_LIKE.sub("_x005F_", writable(text))


def _listed(words: Sequence[str]) -> str:
    """Entries of one cell; a lone one with a semicolon gets a line end, to stay one."""
    text = "\n".join(words)
    return f"{text}\n" if len(words) == 1 and ";" in text else text


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""
