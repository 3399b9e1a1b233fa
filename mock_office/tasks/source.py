"""Reading the YAML authors write, with the line of every field kept for errors.

Only plain data is accepted: no tags, no anchors, no doubled keys. Numbers, true,
false and null are told apart from text as YAML 1.2 does it, so that `07:45`,
`no` and `2026-11-23` stay the text they look like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from tui_exam.vietnamese import clean

LARGEST: Final = 400_000
"""Bytes a task file may have."""

_DEEPEST = 30

Path_ = tuple[str | int, ...]


class TaskFileError(ValueError):
    """A task or agency file that cannot be used.

    Args:
        file: Its name.
        line: 1-based line, 0 when the whole file is meant.
        where: The field, as `checks[2].points`.
        reason: What is wrong, in Vietnamese.
        remedy: What to do about it, in Vietnamese.
    """

    def __init__(self, file: str, line: int, where: str, reason: str, remedy: str) -> None:
        place = f"{file}, dòng {line}" if line else file
        super().__init__(f"{place}: {where + ': ' if where else ''}{reason} {remedy}".strip())
        self.file = file
        self.line = line
        self.where = where
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True)
class Source:
    """A file's data and the line each part of it stands on."""

    file: str
    data: dict[str, Any]
    lines: dict[Path_, int] = field(repr=False)
    text: bytes = field(repr=False)

    def error(self, path: Path_, reason: str, remedy: str = "") -> TaskFileError:
        """An error about the field at `path`, or about what holds it."""
        at = path
        while at and at not in self.lines:
            at = at[:-1]
        return TaskFileError(self.file, self.lines.get(at, 0), spell(path), reason, remedy)


def spell(path: Path_) -> str:
    """`checks[2].points` of `("checks", 2, "points")`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def read(path: Path | Any) -> Source:
    """Read one file. `path` may be any resource with `name` and `read_bytes()`.

    Raises TaskFileError for everything that is wrong with the file.
    """
    name = str(path.name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TaskFileError(
            name, 0, "", "Không đọc được tệp.", f"Kiểm tra đường dẫn và quyền đọc ({error})."
        ) from None
    return parse(raw, name)


def parse(raw: bytes, name: str) -> Source:
    """Read a file's bytes; see `read`."""
    if len(raw) > LARGEST:
        raise TaskFileError(name, 0, "", f"Tệp lớn hơn {LARGEST} byte.", "Chia nhỏ tệp.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise TaskFileError(
            name, line, "", "Tệp không phải UTF-8.", "Lưu lại tệp theo UTF-8."
        ) from None
    try:
        _not_too_deep(text, name)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 0
        problem = clean(str(getattr(error, "problem", "") or error))
        raise TaskFileError(
            name, line, "", f"YAML sai cú pháp ({problem}).", "Sửa lại dòng này."
        ) from None
    lines: dict[Path_, int] = {}
    data = _Builder(name, lines).value(node, ()) if node is not None else None
    if not isinstance(data, dict):
        raise TaskFileError(name, 1, "", "Tệp trống hoặc không phải bảng khóa: giá trị.", "")
    return Source(name, data, lines, raw)


def _not_too_deep(text: str, name: str) -> None:
    """Refuse a file nested deeper than any task is: composing it would exhaust the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 0
            raise TaskFileError(name, line, "", "Tệp lồng quá sâu.", "Viết phẳng hơn.")


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """The safe loader with the few implicit types of YAML 1.2's core schema."""

    yaml_implicit_resolvers: dict[str, Any] = {}


_TYPES: Final = (
    ("tag:yaml.org,2002:null", r"null|~|", ["n", "~", ""]),
    ("tag:yaml.org,2002:bool", r"true|false", ["t", "f"]),
    ("tag:yaml.org,2002:int", r"-?(?:0|[1-9][0-9]{0,15})", list("-0123456789")),
    ("tag:yaml.org,2002:float", r"-?[0-9]{1,15}\.[0-9]{1,15}", list("-0123456789")),
)
for _tag, _pattern, _first in _TYPES:
    _Loader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), _first)


_TAGS: Final = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str", "null", "bool", "int", "float")
)


class _Builder:
    """Turns composed nodes into plain data, noting lines."""

    def __init__(self, file: str, lines: dict[Path_, int]) -> None:
        self._file = file
        self._lines = lines
        self._seen: set[int] = set()

    def value(self, node: Any, path: Path_) -> Any:
        line = node.start_mark.line + 1
        self._lines[path] = line
        if id(node) in self._seen:  # an alias: a few of them can grow without end
            raise TaskFileError(
                self._file, line, spell(path), "Không dùng bí danh (*).", "Chép ra."
            )
        self._seen.add(id(node))
        if node.tag not in _TAGS:
            shown = clean(str(node.tag))[:40]
            raise TaskFileError(
                self._file,
                line,
                spell(path),
                f"Không nhận thẻ kiểu “{shown}”.",
                "Chỉ viết chữ, số, danh sách và bảng.",
            )
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, n)) for n, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str) or key in found:
                raise TaskFileError(
                    self._file,
                    key_node.start_mark.line + 1,
                    spell(path),
                    f"Khóa “{clean(str(key))[:40]}” lặp lại hoặc không phải chữ.",
                    "Mỗi khóa viết một lần.",
                )
            found[key] = self.value(value_node, (*path, key))
            self._lines[(*path, key)] = key_node.start_mark.line + 1
        return found

    def _scalar(self, node: Any, path: Path_) -> Any:
        kind = node.tag.rpartition(":")[2]
        if kind == "null":
            return None
        if kind == "bool":
            return node.value == "true"
        if kind == "int":
            return int(node.value)
        if kind == "float":
            return float(node.value)
        return clean(node.value, multiline=True)
