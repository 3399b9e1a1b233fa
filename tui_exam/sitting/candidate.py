"""Who sits an exam, as typed at sign-in and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..vietnamese.text import clean

_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,18}[A-Z0-9])?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who sits: as typed at sign-in, cleaned."""

    code: str
    name: str
    unit: str


class BadCandidate(ValueError):
    """A sign-in that cannot be used; `field` says which box, the message why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def candidate(code: str, name: str, unit: str) -> Candidate:
    """Check and clean what was typed at sign-in. Raises BadCandidate."""
    name, unit, code = clean(name).strip(), clean(unit).strip(), clean(code).strip().upper()
    if not name:
        raise BadCandidate("name", "Chưa có họ và tên. Hãy gõ họ và tên của ông/bà.")
    if len(name) > 80:
        raise BadCandidate("name", "Họ và tên quá dài. Hãy gõ không quá 80 chữ.")
    if not unit:
        raise BadCandidate("unit", "Chưa có đơn vị. Hãy gõ tên đơn vị công tác.")
    if len(unit) > 120:
        raise BadCandidate("unit", "Tên đơn vị quá dài. Hãy gõ không quá 120 chữ.")
    if not _CODE.fullmatch(code):
        raise BadCandidate(
            "code", "Số báo danh gồm chữ cái không dấu, chữ số, gạch nối; tối đa 20 ký tự."
        )
    return Candidate(code, name, unit)
