"""Reading the YAML authors of tasks write, with the line of every field kept for errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tui_exam.vietnamese import clean
from tui_exam.yaml_lines import Dialect, FileFaults, Path_, parse_yaml, spell

LARGEST: Final = 400_000
"""Bytes a task file may have."""

_TASKS: Final = Dialect(core=True, largest=LARGEST, deepest=30)


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
    try:
        located = parse_yaml(raw, name, _TASKS)
    except FileFaults as faults:
        first = faults.faults[0]
        raise TaskFileError(name, first.line, first.where, first.reason, first.remedy) from None
    data = _cleaned(located.value)
    if not isinstance(data, dict):
        raise TaskFileError(name, 1, "", "Tệp trống hoặc không phải bảng khóa: giá trị.", "")
    lines = {path: place[0] for path, place in (*located.places.items(), *located.keys.items())}
    return Source(name, data, lines, raw)


def _cleaned(value: Any) -> Any:
    """Every text of the file cleaned once, here; what lies how deep is bounded by the reader."""
    if isinstance(value, str):
        return clean(value, multiline=True)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value
