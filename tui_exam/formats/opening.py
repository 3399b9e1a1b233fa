"""From a path to text: reading within bounds, decoding, guessing the format from the content."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from . import legacy
from .bounds import Bounds
from .gathering import Gathering, Refused


class Form(StrEnum):
    """The forms a question file can have, by how it must be opened."""

    GIFT = "gift"
    AIKEN = "aiken"
    XML = "xml"
    PACKAGE = "package"
    SHEET = "sheet"
    CSV = "csv"


_SUFFIXES = {
    **{".gift": Form.GIFT, ".aiken": Form.AIKEN, ".xml": Form.XML, ".qti": Form.XML},
    **{".zip": Form.PACKAGE, ".imscc": Form.PACKAGE, ".csv": Form.CSV, ".tsv": Form.CSV},
    **{".xlsx": Form.SHEET, ".xlsm": Form.SHEET, ".xls": Form.SHEET, ".ods": Form.SHEET},
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AIKEN_ANSWER = re.compile(r"^\s*(?:ANSWER|Answer|answer)\s*:", re.MULTILINE)
_BRACE = re.compile(r"(?<!\\)\{")
_XML_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<[?!a-zA-Z]")
_ACTING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\x80-\x84\x86-\x9f]"
)


def load(path: Path, bounds: Bounds) -> bytes:
    """Read a file; Refused when it is too large or not readable."""
    try:
        if not path.is_file():  # a pipe or a device would never end
            raise Refused("unreadable", why="không phải tệp, hoặc không có tệp này")
        size = path.stat().st_size
        if size > bounds.file_bytes:
            raise Refused("too_large", size=size, limit=bounds.file_bytes)
        with path.open("rb") as file:  # a file may grow, and some have no size
            data = file.read(bounds.file_bytes + 1)
    except OSError as error:
        raise Refused("unreadable", why=error.strerror or "lỗi hệ thống") from None
    if len(data) > bounds.file_bytes:
        raise Refused("too_large", size=len(data), limit=bounds.file_bytes)
    return data


def form_of(data: bytes, suffix: str) -> Form:
    """The form of a file: by its first bytes where they say it, else by its name."""
    if not data.strip():
        raise Refused("empty_file")
    if suffix in (".yaml", ".yml"):
        raise Refused("native_format")
    if data[:4] == b"PK\x03\x04":
        named = _SUFFIXES.get(suffix)
        return Form.PACKAGE if named not in (Form.SHEET, Form.PACKAGE) else named
    if data[:8] == _OLD_OFFICE:
        return Form.SHEET
    if suffix in (".xlsx", ".xlsm", ".ods", ".zip", ".imscc"):
        raise Refused("bad_package", why="không phải tệp nén")
    if _XML_START.match(data[:200]) and suffix not in (".gift", ".aiken", ".csv", ".tsv"):
        return Form.XML
    if form := _SUFFIXES.get(suffix):
        return form
    if suffix not in (".txt", ".text", ""):
        raise Refused("unknown_format")
    return _plain_form(data)


def _plain_form(data: bytes) -> Form:
    text = data.decode("latin-1") if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else ""
    text = text or data.decode("utf-16", errors="replace")
    if _AIKEN_ANSWER.search(text) and not _BRACE.search(text):
        return Form.AIKEN
    if _BRACE.search(text) or "::" in text:
        return Form.GIFT
    raise Refused("unknown_format")


def text_of(data: bytes, encoding: str | None) -> str:
    """The text of a plain file; Refused with a guess when it is not UTF-8.

    UTF-16 announces itself by its first two bytes, as Excel's «Unicode Text» does, and needs no
    asking. A file in good UTF-8 may still hold the characters of an old font.
    """
    if encoding is not None:
        try:
            return (
                legacy.decode(data, encoding)
                if _is_coded(data, encoding)
                else _font(data, encoding)
            )
        except ValueError:
            raise Refused("wrong_encoding", encoding=encoding) from None
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return legacy.decode(data, "utf-16")
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal(data, error) from None
    refuse_font(text)
    return text


def refuse_font(text: str) -> None:
    """Refused when Unicode text has the characters of an old font inside."""
    if found := legacy.detect_font(text):
        raise Refused(
            "legacy_font",
            name=legacy.NAMES[found],
            encoding=found,
            sample=legacy.sample(text, found),
        )


def report_acting(text: str, gathering: Gathering, *, numbered: bool = True) -> None:
    """Report once that a file has characters that would act on a terminal; they are dropped.

    Args:
        numbered: Whether lines of this text are lines of the file.
    """
    if match := _ACTING.search(text):
        line = text.count("\n", 0, match.start()) + 1 if numbered else 0
        gathering.note("acting_characters", line)


def _is_coded(data: bytes, encoding: str) -> bool:
    """Whether the bytes themselves are in the old encoding, not only the letters in UTF-8."""
    if encoding not in legacy.FONTS:
        return True
    try:
        return data.decode("utf-8-sig").isascii()
    except UnicodeDecodeError:
        return True


def _font(data: bytes, encoding: str) -> str:
    return legacy.convert(data.decode("utf-8-sig"), encoding)


def _refusal(data: bytes, error: UnicodeDecodeError) -> Refused:
    line = data.count(b"\n", 0, error.start) + 1
    if error.reason == "unexpected end of data" and not data[: error.start].isascii():
        return Refused("torn_text", line=line)
    found = legacy.detect(data)
    if not found:
        return Refused("unknown_encoding", line=line)
    shown = legacy.sample(legacy.decode(data, found))
    return Refused("not_utf8", line=line, name=legacy.NAMES[found], encoding=found, sample=shown)
