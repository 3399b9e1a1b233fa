"""The small values an attempt is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

THEORY = "theory"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the candidate is: the theory or a task, and which question."""

    part: str = THEORY
    question: int = 0


@dataclass(frozen=True, slots=True)
class Deed:
    """An office action in an attempt: its place in the log and the exam's clock."""

    seq: int
    kind: str
    elapsed: float
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HalfFilled:
    """A form of the office as it was when the candidate stopped typing.

    Args:
        seq: Its place in the log.
        form: The kind of action it leads to.
        about: The document or draft it is about.
        values: What stands in its fields, by field: a text, or a list of what was picked.
    """

    seq: int
    form: str
    about: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClockJump:
    """The computer's clock and the steady clock disagreed between two events."""

    seq: int
    seconds: float  # how far the wall clock jumped; negative is backwards


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the organiser decided: who, why, and when on both clocks.

    Args:
        kind: `time_added`, `paused`, `unpaused` or `reopened`.
        seconds: Time given; 0 for a pause and its end.
        elapsed: Seconds of the exam sat when it took effect.
        origin: For a reopening, the sealed attempt it continues.
    """

    seq: int
    kind: str
    wall: float
    elapsed: float
    reason: str
    by: str
    seconds: float = 0.0
    origin: str = ""
