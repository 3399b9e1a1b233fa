"""YAML in which every value still knows its line and column.

Banks, blueprints and scenarios are written by people who are not programmers; an
error must name the place. PyYAML's safe composer keeps marks on its nodes; this
module turns a node tree into plain values plus a map from path to place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Path_ = tuple[str | int, ...]
MAX_BYTES = 8_000_000
MAX_DEPTH = 12

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file: where, what, and what to do about it."""

    file: str
    line: int
    column: int
    where: str  # "items[3].options[1].why", or "" for the whole file
    reason: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}, dòng {self.line}, cột {self.column}"
        inside = f" ({self.where})" if self.where else ""
        return f"{place}{inside}: {self.reason} {self.remedy}".rstrip()


class FileFaults(ValueError):
    """A file that cannot be used, with every fault found in it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Located:
    """A file's plain value and the place (line, column; from 1) of each path in it."""

    file: str
    value: Any
    places: Mapping[Path_, tuple[int, int]]

    def fault(self, path: Path_, reason: str, remedy: str = "") -> Fault:
        """A fault at that path, or at its nearest ancestor that has a place."""
        here = path
        while here and here not in self.places:
            here = here[:-1]
        line, column = self.places.get(here, (1, 1))
        return Fault(self.file, line, column, spell(path), reason, remedy)


def spell(path: Path_) -> str:
    """`("items", 3, "stem")` as `items[3].stem`."""
    out = ""
    for part in path:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def read_yaml(path: Path, *, name: str | None = None) -> Located:
    """Read one YAML file safely; FileFaults when it is not readable or not YAML."""
    shown = name or path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileFaults(
            (Fault(shown, 1, 1, "", f"Không đọc được tệp: {error.strerror}.", ""),)
        ) from None
    return parse_yaml(raw, shown)


def parse_yaml(raw: bytes, name: str) -> Located:
    """Parse YAML bytes; FileFaults for a wrong encoding, syntax, size or nesting."""

    def refuse(line: int, column: int, reason: str, remedy: str) -> FileFaults:
        return FileFaults((Fault(name, line, column, "", reason, remedy),))

    if len(raw) > MAX_BYTES:
        raise refuse(1, 1, f"Tệp quá lớn ({len(raw)} byte).", f"Giới hạn là {MAX_BYTES} byte.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refuse(line, 1, "Tệp không phải UTF-8.", "Hãy lưu lại tệp theo UTF-8.") from None
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            places: dict[Path_, tuple[int, int]] = {}
            value = _value(loader, node, (), places, set()) if node is not None else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise refuse(
            line,
            column,
            f"Sai cú pháp YAML: {error.problem}.",
            "Xem lại dấu hai chấm, dấu ngoặc kép và thụt lề quanh dòng này.",
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise refuse(1, 1, f"Không đọc được YAML: {error}.", "Xem lại cú pháp tệp.") from None
    return Located(name, value, places)


def _value(
    loader: Any, node: Any, path: Path_, places: dict[Path_, tuple[int, int]], seen: set[int]
) -> Any:
    if len(path) > MAX_DEPTH:
        raise ValueError(f"lồng quá {MAX_DEPTH} cấp")
    if isinstance(node, yaml.CollectionNode):
        # One node reached twice means an alias: a few of them unfold to gigabytes.
        if id(node) in seen:
            raise ValueError("không dùng dấu & và * để lặp lại nội dung")
        seen.add(id(node))
    places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        return {
            key: _value(loader, child, (*path, key), places, seen)
            for key, child in _pairs(loader, node)
        }
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(loader, child, (*path, at), places, seen) for at, child in enumerate(node.value)
        ]
    return loader.construct_object(node)


def _pairs(loader: Any, node: Any) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key_node, child in node.value:
        key = str(loader.construct_object(key_node))
        if key in seen:
            raise yaml.MarkedYAMLError(
                problem=f"khóa «{key}» viết hai lần", problem_mark=key_node.start_mark
            )
        seen.add(key)
        yield key, child
