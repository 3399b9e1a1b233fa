"""What a candidate reads of a task, and what came of it: the sheet and the marks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """The four kinds of practical task, in the order of the exam."""

    MAIL = "mail"
    ROUTING = "routing"
    SIGNING = "signing"
    ISSUING = "issuing"


@dataclass(frozen=True, slots=True)
class Section:
    """A titled piece of the reference extract printed for a task."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """Đề bài: what the candidate reads before and while doing a task."""

    title: str
    role: str
    asked: tuple[str, ...]
    reference: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckMark:
    """The outcome of one check: points won of points possible, why, by which rule."""

    code: str
    title: str
    points: float
    max: float
    why: str
    basis: str
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskMark:
    """The outcome of one task. `voided` holds the reason when all points are lost."""

    task: str
    family: Family
    points: float
    max: float
    checks: tuple[CheckMark, ...]
    voided: str = ""
    touched: bool = True
