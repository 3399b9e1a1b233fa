"""Filling a task's texts with the names, numbers and dates of one variant.

`{deadline:dmy}` in a text of a task file stands for a drawn value; a field that is
nothing but `{errors}` takes the value itself, list or number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from ..documents.headings import long_date

_FIELD = re.compile(r"\{([a-z][a-z0-9_.]*)(?::([a-z0-9]+))?\}")


def _ways(day: date) -> str:
    """All the ways people write a date, for text checks: parted by "|"."""
    short = f"{day.day}/{day.month}"
    forms = (f"{day:%d/%m}", short, f"{day:%d-%m}", f"{day:%d.%m}", f"{day.day}.{day.month}")
    words = (
        f"{day.day} tháng {day.month}",
        f"{day:%d} tháng {day:%m}",
        f"{day:%d} tháng {day.month}",
    )
    return "|".join(dict.fromkeys((*forms, *(f"{form}/{day.year}" for form in forms[:2]), *words)))


FORMATS: Final[Mapping[str, Callable[[Any], str]]] = MappingProxyType(
    {
        "dmy": lambda day: f"{day:%d/%m/%Y}",
        "dm": lambda day: f"{day:%d/%m}",
        "long": long_date,
        "any": _ways,
        "iso": lambda day: day.isoformat(),
        "upper": lambda text: str(text).upper(),
        "two": lambda number: f"{number:02}",
        "money": lambda number: f"{number:,}".replace(",", "."),
    }
)
"""What can stand behind the colon: dates, capitals, two digits, thousands with dots."""


class UnknownName(LookupError):
    """A text names a value or a format that the task does not have."""


@dataclass(frozen=True)
class Scope:
    """The names a task's texts may use, with their values."""

    names: Mapping[str, Any]

    def with_(self, **more: Any) -> Scope:
        """This scope and more names."""
        return Scope({**self.names, **more})

    def look_up(self, dotted: str) -> Any:
        """The value of `person.chu_tich.name`; UnknownName when there is none."""
        value: Any = self.names
        for part in dotted.split("."):
            if isinstance(value, Mapping) and part in value:
                value = value[part]
            elif is_dataclass(value) and part in {f.name for f in fields(value)}:
                value = getattr(value, part)
            else:
                raise UnknownName(dotted)
        return value

    def fill(self, template: Any) -> Any:
        """`template` with every name replaced, through lists and tables."""
        if isinstance(template, str):
            return self._text(template)
        if isinstance(template, list):
            return [self.fill(item) for item in template]
        if isinstance(template, dict):
            return {key: self.fill(item) for key, item in template.items()}
        return template

    def _text(self, template: str) -> Any:
        whole = _FIELD.fullmatch(template)
        if whole and whole[2] is None:
            return self.look_up(whole[1])
        return _FIELD.sub(lambda match: self._shown(match[1], match[2]), template)

    def _shown(self, name: str, style: str | None) -> str:
        value = self.look_up(name)
        if style is not None:
            if style not in FORMATS:
                raise UnknownName(f"{name}:{style}")
            return FORMATS[style](value)
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
