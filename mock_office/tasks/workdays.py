"""The working days of Vietnam: what due dates and deadlines are counted in.

Public holidays come from the `holidays` package. Importing it costs half a second and
20 MB a process, so what it says of the next years is kept in `scenarios/workdays.json`
(made by `tools/workdays.py`; a test holds the two together) and the package itself is
asked only about other years. Shifted working Saturdays are honoured as it knows them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from .builtin import scenarios

_DAY = timedelta(days=1)
_LONGEST_REST = 30  # days; no run of holidays is longer


@cache
def _calendar() -> Any:
    import holidays

    return holidays.country_holidays("VN")


@dataclass(frozen=True, slots=True)
class _Known:
    first: int  # years
    last: int
    rest: frozenset[date]  # holidays on what would be a working day
    worked: frozenset[date]  # working days at a weekend


@cache
def _known() -> _Known:
    raw = json.loads(scenarios().joinpath("workdays.json").read_text(encoding="utf-8"))
    rest, worked = (frozenset(map(date.fromisoformat, raw[name])) for name in ("rest", "worked"))
    return _Known(raw["first"], raw["last"], rest, worked)


def is_workday(day: date) -> bool:
    """Whether offices are open on `day`: no weekend, no public holiday (Labour Code)."""
    known = _known()
    if not known.first <= day.year <= known.last:
        return bool(_calendar().is_working_day(day))
    return day in known.worked if day.weekday() >= 5 else day not in known.rest


def on_or_after(day: date) -> date:
    """The first working day that is not before `day`."""
    for _ in range(_LONGEST_REST):
        if is_workday(day):
            return day
        day += _DAY
    raise ValueError(f"no working day within {_LONGEST_REST} days before {day}")


def shift(day: date, days: int) -> date:
    """The working day `days` working days after `day`, or before it when negative.

    Zero gives `day` itself, working day or not.
    """
    step = _DAY if days > 0 else -_DAY
    for _ in range(abs(days)):
        day += step
        while not is_workday(day):
            day += step
    return day
