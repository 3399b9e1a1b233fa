"""The fixed wording of a page's head: country, motto, number and date lines."""

from __future__ import annotations

from datetime import date
from typing import Final

COUNTRY: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
_NUMBER_GAP: Final = " " * 8
_DATE_GAP: Final = " " * 6


def upper(text: str) -> str:
    """The text in capitals, as heads of documents write names."""
    return text.upper()


def blank_symbol(symbol: str) -> str:
    """The number line of a draft, the number left for the clerk: "Số:        /KH-UBND"."""
    return f"Số:{_NUMBER_GAP}/{symbol}"


def filled_symbol(number: int, symbol: str) -> str:
    """The number as the clerk writes it: numbers below 10 with a zero (annex I II.3)."""
    return f"Số: {number:02}/{symbol}"


def blank_date(place: str, day: date) -> str:
    """The place and date line of a draft; only the year is known."""
    return f"{place}, ngày{_DATE_GAP}tháng{_DATE_GAP}năm {day.year}"


def filled_date(place: str, day: date) -> str:
    """The place and date line of an issued document.

    Days below 10 and the months January and February take a zero (annex I II.4).
    """
    return f"{place}, {long_date(day)}"


def long_date(day: date) -> str:
    """ "ngày 05 tháng 01 năm 2026": the way dates stand in documents."""
    return f"ngày {day.day:02} tháng {month_text(day)} năm {day.year}"


def month_text(day: date) -> str:
    """The month as it is written: January and February with a nought (annex I II.4)."""
    return f"{day.month:02}" if day.month < 3 else str(day.month)
