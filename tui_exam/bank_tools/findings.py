"""What the checks of a bank report, and how it reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ..yaml_lines import Fault


class Severity(StrEnum):
    """How much a finding matters: an error stops a release, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITY_NAMES = {
    Severity.ERROR: "LỖI",
    Severity.WARNING: "CẢNH BÁO",
    Severity.NOTE: "LƯU Ý",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: where it stands, what it is, what to do about it.

    Attributes:
        file: The file as it was named to the tool.
        line: From 1.
        item: Id of the question, or "" for a whole file or the whole bank.
        code: Stable name of the check, e.g. "key-length".
        severity: How much it matters.
        message: One Vietnamese sentence.
        remedy: What to do, in Vietnamese; may be empty.
    """

    file: str
    line: int
    item: str
    code: str
    severity: Severity
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        item = f" {self.item}" if self.item else ""
        head = f"{self.file}:{self.line}: {SEVERITY_NAMES[self.severity]} [{self.code}]{item}"
        return f"{head}: {self.message} {self.remedy}".rstrip()

    def to_json(self) -> dict[str, Any]:
        """Plain values, for programs that read the report."""
        return asdict(self)


def of_fault(fault: Fault, file: str) -> Finding:
    """A fault of the reader as a finding."""
    inside = f" ({fault.where})" if fault.where else ""
    message = f"cột {fault.column}{inside}: {fault.reason}"
    return Finding(file, fault.line, "", "schema", Severity.ERROR, message, fault.remedy)


def day_text(day: date) -> str:
    """A date as offices write it, e.g. 05/3/2020: a zero before days under 10 and before the
    months 1 and 2 only (Decree 30/2020/NĐ-CP, annex I, part I, II.4)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"
