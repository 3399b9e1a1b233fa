"""The lines of a log: a checksum, a space, one JSON object, a line feed.

The object is a change to TinyDB's tables, `{table: {id: document}}`. A line is the
unit of all-or-none: what one write puts down is one line, and since each write is
synced before the next, only the last line of a file can ever be torn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from .protocol import Corrupt

Tables = dict[str, dict[str, Any]]
"""TinyDB's whole state, or a change to it: table -> id -> document."""

MAX_LINE = 16 << 20
"""No line is longer, in bytes; a longer one would be a program gone wrong."""

_ID_DIGITS = 18
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True)
class Scan:
    """What a file holds: its good lines, and how many bytes behind them are torn."""

    changes: tuple[Tables, ...]
    end: int  # offset behind the last good line
    torn: int


def pack(change: Mapping[str, Mapping[str, Any]]) -> bytes:
    """One change as one line. ValueError when it is no JSON, or too long."""
    return pack_text(_ENCODER.encode(change))


def pack_text(change: str) -> bytes:
    """One change that is in JSON already, without spaces, as one line. ValueError."""
    body = change.encode()
    if len(body) > MAX_LINE:
        raise ValueError(f"a line of {len(body)} bytes is too long")
    return b"%08x %s\n" % (crc32(body), body)


def unpack(line: bytes) -> Tables:
    """The change on a whole line, without its line feed. ValueError says what is wrong."""
    if len(line) < 10 or line[8:9] != b" ":
        raise ValueError("not a line of a log")
    body = line[9:]
    if line[:8] != b"%08x" % crc32(body):
        raise ValueError("the checksum does not fit")
    return _parse(body)


def scan(data: bytes, path: str) -> Scan:
    """All lines of a file.

    A bad last line is counted as torn and left out. A bad line that cannot have been
    torn by a crash, since others follow or since it still reads as a well-formed
    line, raises `Corrupt`: that is damage, and not for a program to mend.
    """
    changes: list[Tables] = []
    offset = 0
    while offset < len(data):
        stop = data.find(b"\n", offset)
        if stop < 0:
            break
        line = data[offset:stop]
        try:
            changes.append(unpack(line))
        except ValueError as error:
            if stop + 1 < len(data) or _was_whole(line):
                raise Corrupt(path, len(changes) + 1, str(error)) from None
            break
        offset = stop + 1
    return Scan(tuple(changes), offset, len(data) - offset)


def merge(changes: tuple[Tables, ...]) -> Tables:
    """TinyDB's state after all changes; a document that became null is gone."""
    state: Tables = {}
    for change in changes:
        for name, rows in change.items():
            table = state.setdefault(name, {})
            for key, row in rows.items():
                if row is None:
                    table.pop(key, None)
                else:
                    table[key] = row
    return state


def _parse(body: bytes) -> Tables:
    try:
        change = json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("no readable JSON") from None
    if not isinstance(change, dict) or not all(_is_table(rows) for rows in change.values()):
        raise ValueError("not a change to tables")
    return change


def _is_table(rows: object) -> bool:
    return isinstance(rows, dict) and all(
        key.isascii()
        and key.isdigit()
        and len(key) <= _ID_DIGITS
        and (row is None or isinstance(row, dict))
        for key, row in rows.items()
    )


def _was_whole(line: bytes) -> bool:
    """Whether a line with a wrong checksum was once written whole: it was altered, not torn."""
    try:
        _parse(line[9:])
    except ValueError:
        return False
    return True
