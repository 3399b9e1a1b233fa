"""The kept calendar says what the library says."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from mock_office.tasks import workdays


def test_the_kept_years_agree_with_the_library_day_by_day() -> None:
    calendar = holidays.country_holidays("VN", years=range(2024, 2037))
    day = date(2024, 1, 1)
    while day.year < 2037:
        assert workdays.is_workday(day) == calendar.is_working_day(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize("day", [date(2026, 9, 2), date(2026, 4, 30), date(2026, 2, 17)])
def test_national_day_reunification_day_and_tet_are_no_working_days(day: date) -> None:
    assert not workdays.is_workday(day)


def test_years_beyond_the_kept_ones_are_asked_of_the_library() -> None:
    assert not workdays.is_workday(date(2040, 9, 2))
    assert workdays.is_workday(date(2040, 9, 5))
