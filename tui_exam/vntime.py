"""Times as people in Vietnam read them."""

from __future__ import annotations

import datetime as dt

from .texts import Translate, as_written

VIETNAM = dt.timezone(dt.timedelta(hours=7), "+07:00")


def clock_time(wall: float) -> str:
    """A wall time as people in Vietnam read it: 10:42:07."""
    return dt.datetime.fromtimestamp(wall, VIETNAM).strftime("%H:%M:%S")


def day_time(wall: float, tr: Translate = as_written) -> str:
    """A wall time with its day: 10:42 ngày 23/11/2026."""
    when = dt.datetime.fromtimestamp(wall, VIETNAM)
    return tr("{time} ngày {day}", time=f"{when:%H:%M}", day=f"{when:%d/%m/%Y}")


def left_words(seconds: float, tr: Translate = as_written) -> str:
    """Time left: whole minutes until the last five, then minutes and seconds."""
    whole = int(seconds)
    if whole >= 300:
        return tr("Còn {n} phút", n=-(-whole // 60))
    return tr("Còn {time}", time=f"{whole // 60}:{whole % 60:02}")
