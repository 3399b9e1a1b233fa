"""Ending items when a document stops being law, without touching anything else in the files."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from ..exam.items import Item
from ..yaml_lines import Located, parse_yaml
from .near import word_list
from .sources import Source, collect
from .text_checks import item_texts

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SIGN = re.compile(r"\d[\w.]*(?:[/-][\w.]+)+")


@dataclass(frozen=True, slots=True)
class Ending:
    """One item that a change of law concerns.

    Attributes:
        file: As it was named to the tool.
        line: Of the item.
        item, stem: Its id and its question.
        rests: Whether the document is its basis; else its text only names it.
        valid_from, valid_to: As they stand in the file.
        ends: The new last day, or None when the item is left as it is.
    """

    file: str
    line: int
    item: str
    stem: str
    rests: bool
    valid_from: date
    valid_to: date | None
    ends: date | None


def endings(path: Path, document: str, on: date) -> tuple[Ending, ...]:
    """The items that a document's end concerns: those resting on it and those naming it.

    Args:
        path: A bank file, a bank folder, or a folder of banks.
        document: E.g. "Nghị định 42/2022/NĐ-CP"; its sign alone is enough.
        on: The first day on which it is no longer law.

    Raises ValueError when a file cannot be read, saying every fault, or for a document
    without a name.
    """
    wanted = _signature(document)
    collection = collect(path)
    if collection.findings:
        raise ValueError("\n".join(str(finding) for finding in collection.findings))
    last = on - timedelta(days=1)
    return tuple(
        _ending(source, at, item, rests, last)
        for source, at, item in collection.each()
        if (rests := any(_names(wanted, basis.document) for basis in item.basis))
        or any(_names(wanted, text) for text in item_texts(item))
    )


def _ending(source: Source, at: int, item: Item, rests: bool, last: date) -> Ending:
    sooner = item.valid_to is not None and item.valid_to <= last
    changes = rests and not sooner and item.valid_from <= last
    return Ending(
        file=source.file,
        line=source.line(at),
        item=item.id,
        stem=item.stem,
        rests=rests,
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        ends=last if changes else None,
    )


def apply_endings(found: tuple[Ending, ...]) -> tuple[str, ...]:
    """Write the new last days into the files; the names of the files that changed.

    Every file is edited in memory and read again first; only when each says exactly what
    it should, they are replaced, each as a whole. ValueError when one would not.
    """
    days: dict[str, dict[str, date]] = {}
    for ending in found:
        if ending.ends is not None:
            days.setdefault(ending.file, {})[ending.item] = ending.ends
    edited = {file: ended(Path(file).read_bytes(), file, last) for file, last in days.items()}
    for file, raw in edited.items():
        _replace(Path(file), raw)
    return tuple(edited)


def ended(raw: bytes, name: str, last: dict[str, date]) -> bytes:
    """A bank file's bytes in which those items (id -> last day) end; all else as it was.

    Comments, layout, line ends and a byte order mark stay. ValueError when the result would
    differ in anything but the last days.
    """
    before = parse_yaml(raw, name)
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    text = raw.removeprefix(mark).decode()
    # The reader has been through the file, so it is shallow enough to compose.
    root = yaml.compose(text, Loader=_Loader)
    edits = sorted(_edits(text, root, last), reverse=True)
    for start, end, new in edits:
        text = text[:start] + new + text[end:]
    out = mark + text.encode()
    _check(before, parse_yaml(out, name), last)
    return out


def _edits(text: str, root: Any, last: dict[str, date]) -> Iterator[tuple[int, int, str]]:
    """(start, end, new text) of each change, as places in the text."""
    for item in _field(root, "items")[1].value:
        day = last.get(_field(item, "id")[1].value)
        if day is None:
            continue
        pair = _field(item, "valid_to")
        if pair is not None:
            value = pair[1]
            start, end = value.start_mark.index, value.end_mark.index
            gap = " " if start == end and not text[start - 1].isspace() else ""
            yield start, end, f"{gap}{day.isoformat()}"
            continue
        key, value = _field(item, "valid_from")
        if item.flow_style:
            yield value.end_mark.index, value.end_mark.index, f", valid_to: {day.isoformat()}"
        else:
            end = text.find("\n", value.end_mark.index)
            end = len(text) if end < 0 else end
            start = end - (end > 0 and text[end - 1] == "\r")
            break_ = "\r\n" if start < end else "\n"
            indent = " " * key.start_mark.column
            yield start, start, f"{break_}{indent}valid_to: {day.isoformat()}"


def _field(mapping: Any, name: str) -> Any:
    return next((pair for pair in mapping.value if pair[0].value == name), None)


def _check(before: Located, after: Located, last: dict[str, date]) -> None:
    wanted = before.value
    for item in wanted["items"]:
        if item["id"] in last:
            item["valid_to"] = last[item["id"]]
    if wanted != after.value:
        raise ValueError(f"{before.file}: không sửa được an toàn; hãy sửa tay.")


def _replace(path: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o7777)
        os.replace(name, path)
    finally:
        with suppress(OSError):
            os.unlink(name)


def _signature(document: str) -> tuple[str, ...]:
    """What a document is found by: its sign, else all the words of its name."""
    words = word_list(document)
    signs = tuple(word for word in words if _SIGN.fullmatch(word))
    if not words:
        raise ValueError("Chưa ghi tên hoặc số, ký hiệu văn bản.")
    return signs[:1] or words


def _names(wanted: tuple[str, ...], text: str) -> bool:
    words = word_list(text)
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))
