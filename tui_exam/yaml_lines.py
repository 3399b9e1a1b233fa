"""YAML in which every value still knows its line and column.

Banks, blueprints, agencies and tasks are written by people who are not programmers; an
error must name the place. The parser's events carry marks; this module builds plain
values from them, with a map from path to place. Only plain data is read: no tags of other
types, no aliases, no doubled keys.

No recursion anywhere: a composer calls itself once a level, and a file of a hundred
thousand brackets then ends the process instead of raising.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from .vietnamese.text import clean

Path_ = tuple[str | int, ...]
MAX_BYTES = 8_000_000
MAX_DEPTH = 12

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _CoreLoader(_Loader):  # type: ignore[misc]
    """The safe loader with the few implicit types of YAML 1.2's core schema (10.3)."""

    yaml_implicit_resolvers: dict[str, Any] = {}


# What YAML 1.2 (5.1) does not allow in a stream; said here with its line and column.
_NOT_PRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_TAG = "tag:yaml.org,2002:"
for _name, _pattern, _first in (
    ("null", r"null|~|", ["n", "~", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9]{0,15})", list("-0123456789")),
    ("float", r"-?[0-9]{1,15}\.[0-9]{1,15}", list("-0123456789")),
):
    _CoreLoader.add_implicit_resolver(f"{_TAG}{_name}", re.compile(f"^(?:{_pattern})$"), _first)
_PLAIN_TAGS = frozenset(_TAG + name for name in ("null", "bool", "int", "float", "timestamp"))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How much is read, and what looks like something else than text.

    Args:
        core: Numbers, true, false and null are told from text as YAML 1.2 does it, so that
            `07:45`, `no` and `2026-11-23` stay the text they look like; else as YAML 1.1.
        largest: Bytes a file may have.
        deepest: How deep lists and tables may lie in each other.
    """

    core: bool = False
    largest: int = MAX_BYTES
    deepest: int = MAX_DEPTH


BANKS = Dialect()


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
    """A file's plain value and the place (line, column; from 1) of each path in it.

    Args:
        keys: Where the key of a value stands, for values of tables.
    """

    file: str
    value: Any
    places: Mapping[Path_, tuple[int, int]]
    keys: Mapping[Path_, tuple[int, int]] = field(default_factory=dict)

    def fault(self, path: Path_, reason: str, remedy: str = "") -> Fault:
        """A fault at that path, or at its nearest ancestor that has a place."""
        here = path
        while here and here not in self.places:
            here = here[:-1]
        line, column = self.places.get(here, (1, 1))
        return Fault(self.file, line, column, clean(spell(path)), clean(reason), remedy)


def spell(path: Path_) -> str:
    """`("items", 3, "stem")` as `items[3].stem`."""
    out = ""
    for part in path:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def read_yaml(path: Path, *, name: str | None = None) -> Located:
    """Read one YAML file safely; FileFaults when it is not readable or not YAML."""
    shown = name or path.name
    return parse_yaml(read_limited(path, shown), shown)


def read_limited(path: Path, name: str) -> bytes:
    """A file's bytes, hardly more than the limit of `parse_yaml`; FileFaults when there are none.

    Only plain files are opened: reading a pipe or a device would never end.
    """
    try:
        if not path.is_file() and path.exists():
            _refuse(name, 1, 1, "Không phải một tệp thường.", "Kiểm tra đường dẫn.")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        _refuse(name, 1, 1, f"Không đọc được tệp: {error.strerror}.", "Kiểm tra quyền đọc tệp.")


def parse_yaml(raw: bytes, name: str, dialect: Dialect = BANKS) -> Located:
    """Parse YAML bytes; FileFaults for a wrong encoding, syntax, size or nesting."""
    if len(raw) > dialect.largest:
        _refuse(name, 1, 1, "Tệp quá lớn.", f"Giới hạn là {dialect.largest} byte.")
    text = _decoded(raw, name)
    try:
        loader = (_CoreLoader if dialect.core else _Loader)(text)
        try:
            build = _Build(name, loader, dialect.deepest)
            value = build.document()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        _refuse(
            name,
            line,
            column,
            f"Sai cú pháp YAML: {error.problem}.",
            "Xem lại dấu hai chấm, dấu ngoặc kép và thụt lề quanh dòng này.",
        )
    except yaml.YAMLError as error:
        _refuse(name, 1, 1, f"Không đọc được YAML: {error}.", "Xem lại cú pháp tệp.")
    return Located(name, value, build.places, build.keys)


def _refuse(name: str, line: int, column: int, reason: str, remedy: str) -> NoReturn:
    raise FileFaults((Fault(name, line, column, "", clean(reason), remedy),)) from None


def _decoded(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(name, 1, 1, "Tệp lưu theo UTF-16.", "Hãy lưu lại tệp theo UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].rpartition(b"\n")[2]
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(before.decode("utf-8", "replace")) + 1
        _refuse(name, line, column, "Tệp không phải UTF-8.", "Hãy lưu lại tệp theo UTF-8.")
    if bad := _NOT_PRINTABLE.search(text):
        _refuse(
            name,
            text.count("\n", 0, bad.start()) + 1,
            bad.start() - text.rfind("\n", 0, bad.start()),
            f"có ký tự điều khiển U+{ord(bad[0]):04X}.",
            "Xóa ký tự này.",
        )
    return text


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been seen yet; `key` waits for its value."""

    value: Any
    path: Path_
    key: str | None = None


@dataclass(slots=True)
class _Build:
    """Makes one document's value out of the parser's events."""

    name: str
    loader: Any
    deepest: int
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path_, tuple[int, int]] = field(default_factory=dict)

    def document(self) -> Any:
        """The value of the only document; None when the file is empty."""
        get = self.loader.get_event
        get()  # start of the stream
        if isinstance(get(), yaml.StreamEndEvent):
            return None
        value = self._value()
        get()  # end of the document
        after = get()
        if not isinstance(after, yaml.StreamEndEvent):
            self._fault(after, "có tài liệu YAML thứ hai (---).", "Mỗi tệp một tài liệu.")
        return value

    def _value(self) -> Any:
        """Read events until one whole value is there."""
        stack: list[_Open] = []
        get, places = self.loader.get_event, self.places
        while True:
            event = get()
            if isinstance(event, yaml.CollectionEndEvent):
                done = stack.pop()
                if not stack:
                    return done.value
                continue
            top = stack[-1] if stack else None
            if top is not None and isinstance(top.value, dict) and top.key is None:
                top.key = self._key(event, top)
                continue
            path = self._path(top)
            mark = event.start_mark
            places[path] = mark.line + 1, mark.column + 1
            if isinstance(event, yaml.ScalarEvent):
                # Quoted, or a block: text whatever it looks like.
                quoted = event.tag is None and event.style
                value = event.value if quoted else self._scalar(event)
            elif isinstance(event, yaml.AliasEvent):
                # A few of them unfold to gigabytes.
                self._fault(event, "không dùng dấu & và * để lặp lại nội dung.", "Viết đầy đủ ra.")
            else:
                if event.tag not in (None, "!", f"{_TAG}map", f"{_TAG}seq"):
                    self._fault(event, f"không dùng thẻ «{event.tag}».", "Bỏ thẻ.")
                if len(path) >= self.deepest:
                    self._fault(
                        event, f"lồng quá {self.deepest} cấp.", "Xem lại dấu ngoặc, thụt lề."
                    )
                value = {} if isinstance(event, yaml.MappingStartEvent) else []
            if top is not None:
                self._put(top, value)
            elif isinstance(event, yaml.ScalarEvent):
                return value
            if not isinstance(event, yaml.ScalarEvent):
                stack.append(_Open(value, path))

    @staticmethod
    def _path(top: _Open | None) -> Path_:
        if top is None:
            return ()
        return (*top.path, top.key if top.key is not None else len(top.value))

    @staticmethod
    def _put(top: _Open, value: Any) -> None:
        if top.key is None:
            top.value.append(value)
        else:
            top.value[top.key] = value
            top.key = None

    def _key(self, event: Any, top: _Open) -> str:
        mark = event.start_mark
        if not isinstance(event, yaml.ScalarEvent):
            self._fault(event, "tên mục phải là một chữ.", "Ghi theo dạng «tên: nội dung».")
        key = str(event.value)
        if key in top.value:
            self._fault(event, f"khóa «{key}» viết hai lần.", "Bỏ bớt một.")
        self.keys[(*top.path, key)] = mark.line + 1, mark.column + 1
        return key

    def _scalar(self, event: Any) -> Any:
        tag = event.tag
        if tag in (None, "!"):
            tag = self.loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag == f"{_TAG}str":
            return event.value
        if tag not in _PLAIN_TAGS:
            self._fault(event, f"không hiểu «{event.value[:40]}».", "Đặt trong dấu ngoặc kép.")
        node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark)
        try:
            return self.loader.construct_object(node)
        except (ValueError, ArithmeticError, LookupError):
            kind = tag.removeprefix(_TAG)
            self._fault(event, f"«{event.value[:40]}» không phải {kind}.", "Xem lại giá trị.")

    def _fault(self, event: Any, reason: str, remedy: str) -> NoReturn:
        mark = event.start_mark
        _refuse(self.name, mark.line + 1, mark.column + 1, reason, remedy)
