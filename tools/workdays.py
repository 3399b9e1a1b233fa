"""Make mock_office/scenarios/workdays.json anew from the `holidays` package."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import holidays

FIRST, LAST = 2024, 2036
TARGET = Path(__file__).parent.parent / "mock_office" / "scenarios" / "workdays.json"


def said() -> dict[str, object]:
    """What the package says of those years, in the form of the file."""
    calendar = holidays.country_holidays("VN", years=range(FIRST, LAST + 1))
    days = [date(FIRST, 1, 1) + timedelta(n) for n in range(366 * (LAST - FIRST + 1))]
    days = [day for day in days if day.year <= LAST]
    rest = [d for d in days if d.weekday() < 5 and not calendar.is_working_day(d)]
    worked = [d for d in days if d.weekday() >= 5 and calendar.is_working_day(d)]
    return {
        "source": f"holidays {holidays.__version__}",
        "first": FIRST,
        "last": LAST,
        "rest": [day.isoformat() for day in rest],
        "worked": [day.isoformat() for day in worked],
    }


if __name__ == "__main__":
    TARGET.write_text(json.dumps(said(), indent=1) + "\n", encoding="utf-8")
