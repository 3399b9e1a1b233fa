"""Dates as Vietnamese officials type them."""

from __future__ import annotations

import re
from datetime import date

_TYPED = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{2}|\d{4}))?\s*")


def parse_day(text: str, today: date) -> date | None:
    """26/11/2026, 26-11-26, 26.11 (this year's). None when it is no date."""
    match = _TYPED.fullmatch(text)
    if match is None:
        return None
    day, month, year = match.groups()
    full = today.year if year is None else int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None
