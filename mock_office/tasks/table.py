"""Reading typed fields out of a task file's data, with errors that name the line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tui_exam.yaml_lines import Path_

from .source import Source, TaskFileError


@dataclass(frozen=True)
class Table:
    """One `key: value` table of a file, and where in the file it stands."""

    source: Source
    path: Path_
    data: dict[str, Any]

    def error(self, key: str | None, reason: str, remedy: str = "") -> TaskFileError:
        """An error about the field `key`, or about the table itself."""
        return self.source.error((*self.path, key) if key else self.path, reason, remedy)

    def has(self, key: str) -> bool:
        """Whether the field is written (and not null)."""
        return self.data.get(key) is not None

    def only(self, *known: str) -> None:
        """Refuse fields that are not among `known`: a slip of the pen must not pass."""
        for key in self.data:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                hint = f"Có phải “{near[0]}”?" if near else f"Các trường: {', '.join(known)}."
                raise self.error(key, f"Không có trường “{key}”.", hint)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; numbers are taken as they are written, dates as ISO."""
        value = self._value(key, default)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value).strip("\n")
        raise self.error(key, "Phải là chữ.", "Đặt giá trị trong dấu nháy.")

    def texts(self, key: str, default: Iterable[str] = ()) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        value = self.data.get(key)
        if value is None:
            return tuple(default)
        items = value if isinstance(value, list | tuple) else [value]
        if not all(isinstance(item, str | int) and not isinstance(item, bool) for item in items):
            raise self.error(key, "Phải là danh sách chữ.", "Mỗi dòng một mục, bắt đầu bằng “- ”.")
        return tuple(str(item).strip("\n") for item in items)

    def integer(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._value(key, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise self.error(key, "Phải là số nguyên.")

    def number(self, key: str, default: float | None = None) -> float:
        """A number, 0 or more."""
        value = self._value(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
            return float(value)
        raise self.error(key, "Phải là số không âm.")

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        value = self._value(key, default)
        if isinstance(value, bool):
            return value
        raise self.error(key, "Phải là true hoặc false.")

    def day(self, key: str, default: date | None = None) -> date:
        """A date: a drawn one, or ISO text."""
        value = self._value(key, default)
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.error(key, "Phải là ngày.", "Viết {tên:iso} hoặc năm-tháng-ngày.") from None

    def table(self, key: str) -> Table:
        """The table in field `key`; an empty one when the field is not written."""
        value = self.data.get(key)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            raise self.error(key, "Phải là bảng khóa: giá trị.")
        return Table(self.source, (*self.path, key), value)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The list of tables in field `key`; none when the field is not written."""
        value = self.data.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(key, "Phải là danh sách các bảng.", "Mỗi mục bắt đầu bằng “- ”.")
        return tuple(
            Table(self.source, (*self.path, key, position), item)
            for position, item in enumerate(value)
        )

    def _value(self, key: str, default: Any) -> Any:
        value = self.data.get(key)
        if value is None:
            if default is None:
                raise self.error(None, f"Thiếu trường “{key}”.", "Bổ sung trường này.")
            return default
        return value


def root(source: Source) -> Table:
    """The whole file as a table."""
    return Table(source, (), source.data)
