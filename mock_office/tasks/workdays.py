"""The working days of Vietnam: what due dates and deadlines are counted in.

Public holidays come from the `holidays` package, which is imported only when a
day is asked for: it costs a sixth of a second. Shifted working Saturdays are
honoured as that package knows them.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

_DAY = timedelta(days=1)
_LONGEST_REST = 30  # days; no run of holidays is longer


@cache
def _calendar() -> Any:
    import holidays

    return holidays.country_holidays("VN")


def is_workday(day: date) -> bool:
    """Whether offices are open on `day`: no weekend, no public holiday (Labour Code)."""
    return bool(_calendar().is_working_day(day))


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
