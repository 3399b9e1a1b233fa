"""Copies of documents (bản sao, Decree 30/2020/NĐ-CP articles 25 to 27 and annex I part II).

Which form is right follows from what lies before the clerk: a copy of the original
is `FULL`, a copy of such a copy `OF_COPY`, a copy of a part `EXTRACT`. A copy has a number of
its own, counted through the year for all forms together, and the agency's signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class CopyForm(StrEnum):
    """Hình thức sao, article 25."""

    FULL = "sao_y"  # the whole of the original
    OF_COPY = "sao_luc"  # the whole of a full copy
    EXTRACT = "trich_sao"  # a part, set anew with all the form of a document


COPY_NAMES: Final = MappingProxyType(
    {CopyForm.FULL: "Sao y", CopyForm.OF_COPY: "Sao lục", CopyForm.EXTRACT: "Trích sao"}
)
"""What is written at the top right of a copy."""

_ABBREVIATIONS: Final = MappingProxyType(
    {CopyForm.FULL: "SY", CopyForm.OF_COPY: "SL", CopyForm.EXTRACT: "TrS"}
)


_BODIES: Final = MappingProxyType({"Ủy ban nhân dân": "UBND", "Hội đồng nhân dân": "HĐND"})


def copy_symbol(form: CopyForm, number: int, agency: str) -> str:
    """Number and symbol of a copy, as "07/SY-UBND" (annex III: SY, SL, TrS).

    Args:
        agency: Its full name.
    """
    return f"{number:02d}/{_ABBREVIATIONS[form]}-{_abbreviation(agency)}"


def _abbreviation(agency: str) -> str:
    """What stands for an agency in its symbols: UBND, or a department's initials as SKHCN."""
    for body, short in _BODIES.items():
        if agency.startswith(body):
            return short
    words = agency.partition(" thành phố ")[0].partition(" tỉnh ")[0].split()
    return "".join(word[0] for word in words if word != "và").upper()


@dataclass(frozen=True, slots=True)
class Copy:
    """One electronic copy of a document, from the register to its receivers.

    Args:
        parts: Of an extract, the paragraphs it holds, counted from 1; else empty.
        pdf: SHA-256 (hex) of the file with the agency's signature; "" before that.
        sealed_with: Certificate id.
        issued_to: Unit ids.
    """

    id: str
    form: CopyForm
    number: int
    date: date
    parts: tuple[int, ...] = ()
    pdf: str = ""
    sealed_with: str = ""
    issued_to: tuple[str, ...] = ()
