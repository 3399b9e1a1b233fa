"""The way in: one function that reads a question file of any known format.

It never raises for what stands in a file: everything wrong is a problem with its line, its
question, its reason and a remedy, and good questions are kept beside bad ones.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .aiken import read_aiken
from .bounds import BOUNDS, Bounds
from .gathering import Full, Gathering, Refused, Unfit, one_line
from .gift import read_gift
from .legacy import convert
from .meta import with_tags
from .model import Imported, ImportedItem, Problem
from .moodle_xml import read_moodle
from .opening import Form, form_of, load, refuse_font, report_acting, text_of
from .packages import documents, is_workbook, open_package
from .qti import is_item, read_item
from .qti12 import read_questestinterop
from .qti_writer import TOPIC
from .xml_tree import Node, parse_xml

__all__ = ["Imported", "ImportedItem", "Problem", "read_data", "read_file"]


def read_file(path: Path, *, encoding: str | None = None, bounds: Bounds = BOUNDS) -> Imported:
    """Read a question file: GIFT, Aiken, Moodle XML, QTI, a spreadsheet or CSV.

    Args:
        encoding: One of `legacy.ENCODINGS`. Without it the file must be UTF-8 (or UTF-16 that
            says so); a file in an old encoding is refused with a guess and a sample of it.
        bounds: What is refused for its size.
    """
    try:
        data = load(path, bounds)
    except Refused as error:
        gathering = Gathering(one_line(path.name), bounds)
        gathering.refuse(error)
        return gathering.done()
    return read_data(data, path.name, encoding=encoding, bounds=bounds)


def read_data(
    data: bytes, name: str, *, encoding: str | None = None, bounds: Bounds = BOUNDS
) -> Imported:
    """Read the bytes of a question file; its name helps to tell the format."""
    gathering = Gathering(one_line(name), bounds)
    try:
        form = form_of(data, Path(name).suffix.lower())
        _READ[form](data, gathering, encoding)
    except Refused as error:
        gathering.refuse(error)
    return gathering.done()


def _gift(data: bytes, gathering: Gathering, encoding: str | None) -> None:
    text = text_of(data, encoding)
    report_acting(text, gathering)
    read_gift(text, gathering)


def _aiken(data: bytes, gathering: Gathering, encoding: str | None) -> None:
    text = text_of(data, encoding)
    report_acting(text, gathering)
    read_aiken(text, gathering)


def _csv(data: bytes, gathering: Gathering, encoding: str | None) -> None:
    from .table_reader import read_csv

    text = text_of(data, encoding)
    report_acting(text, gathering)
    read_csv(text, gathering)


def _sheet(data: bytes, gathering: Gathering, encoding: str | None) -> None:
    from .table_reader import read_sheet

    read_sheet(data, gathering, encoding)


def _xml(data: bytes, gathering: Gathering, encoding: str | None) -> None:
    root = parse_xml(data, gathering.bounds)
    _look_over(root, gathering, encoding)
    if not _document(root, gathering, encoding, ()):
        raise Refused("unknown_format")


def _package(data: bytes, gathering: Gathering, encoding: str | None) -> None:
    package = open_package(data, gathering.bounds)
    if is_workbook(package):
        _sheet(data, gathering, encoding)
        return
    read = 0
    try:
        for _name, root, keywords in documents(package, gathering):
            _look_over(root, gathering, encoding)
            read += _document(root, gathering, encoding, keywords)
    except Full:
        gathering.note("too_many_items", 0, limit=gathering.bounds.items)
    if not read and not gathering.troubled:
        raise Refused("unknown_format")


def _document(
    root: Node, gathering: Gathering, encoding: str | None, keywords: tuple[str, ...]
) -> bool:
    """Read one XML document; False when it is of no known kind."""
    if root.name == "quiz":
        read_moodle(root, gathering, encoding=encoding)
    elif root.name == "questestinterop":
        read_questestinterop(root, gathering, encoding=encoding)
    elif is_item(root):
        _qti_item(root, gathering, encoding, keywords)
    else:
        return False
    return True


def _qti_item(
    root: Node, gathering: Gathering, encoding: str | None, keywords: tuple[str, ...]
) -> None:
    try:
        item = read_item(root, gathering, encoding=encoding)
    except Unfit as error:
        name = convert(root.get("title") or root.get("identifier"), encoding)
        gathering.skip(error.code, root.line, name, **error.values)
        return
    topic = next((word for word in keywords if word.startswith(TOPIC)), "")
    tags = [word for word in keywords if word != topic]
    item = replace(item, topic=topic.removeprefix(TOPIC), part=gathering.part)
    gathering.keep(with_tags(item, tags))


def _look_over(root: Node, gathering: Gathering, encoding: str | None) -> None:
    text = root.text()
    if encoding is None:
        refuse_font(text)
    report_acting(text, gathering, numbered=False)


_READ = {
    Form.GIFT: _gift,
    Form.AIKEN: _aiken,
    Form.CSV: _csv,
    Form.SHEET: _sheet,
    Form.XML: _xml,
    Form.PACKAGE: _package,
}
