"""What a learner has done and knows: the fold of his log.

Folding the same events gives the same learner anywhere. An event that is not of the
form below changes nothing, so a log written by a later program can still be read.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol

from ..vntime import VIETNAM
from .memory import Memory, Rating, reviewed

LONGEST = 180.0
"""Seconds at most that one answer counts as time spent: longer, and nobody was there."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "planned": ("exam_day", "minutes"),
    "reviewed": (
        "card", "revision", "key", "topic", "kind", "fraction", "rating", "seconds", "again",
    ),
    "guessed": ("card", "review"),
    "points_lost": ("exam", "closed", "cards"),
    "practice_marked": ("name", "family", "points", "max", "seconds", "hints"),
}  # fmt: skip
"""Kinds of event in a learner's log beside `started` -> the keys of their data.
`review` is the sequence number of the review that was a guess; `cards` maps a card to
the points it cost; `closed` is the wall time of the exam's end."""


class Happened(Protocol):
    """What the fold needs of a stored event."""

    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def wall(self) -> float: ...


@dataclass(frozen=True, slots=True)
class CardState:
    """One card of a learner.

    Args:
        key: The right answer it was learned with (`keys.key_of`).
        right: Reviews answered rightly since the key is this one; `wrong` the others.
        owed: Points it cost in exams and that no right answer has won back yet.
        last: Sequence number of the last review in the present log; 0 in an older one.
        before: The memory before that review, so that a guess can be taken back.
        fraction: How far the last answer was right, 0 to 1.
    """

    memory: Memory | None = None
    key: str = ""
    revision: int = 0
    right: int = 0
    wrong: int = 0
    owed: float = 0.0
    last: int = 0
    before: Memory | None = None
    fraction: float = 0.0


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on one day."""

    reviews: int = 0
    right: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers counted: how many, how many right, in how many seconds."""

    count: int = 0
    right: float = 0.0
    seconds: float = 0.0

    def plus(self, right: float, seconds: float) -> Tally:
        """The tally with one answer more."""
        return Tally(self.count + 1, self.right + right, self.seconds + seconds)


@dataclass(frozen=True, slots=True)
class Practice:
    """One practical task tried by itself."""

    name: str
    family: str
    points: float
    max: float
    seconds: float
    hints: int
    wall: float


@dataclass
class Learner:
    """Everything known of a learner after his events so far; only `apply` changes it.

    Args:
        exam_day: The day of the exam he works towards, when he has said so.
        minutes: What he wants to spend a day.
        days: What was done by day (Vietnam's days).
        first: By topic, the first answers to cards never seen before.
        pace: By kind of question, all answers with their seconds.
        exams: Exams whose lost points are cards already.
        latest: The newest wall time seen.
    """

    exam_day: date | None = None
    minutes: int = 10
    cards: dict[str, CardState] = field(default_factory=dict)
    days: dict[date, Day] = field(default_factory=dict)
    first: dict[str, Tally] = field(default_factory=dict)
    pace: dict[str, Tally] = field(default_factory=dict)
    exams: set[str] = field(default_factory=set)
    practices: list[Practice] = field(default_factory=list)
    latest: float = 0.0
    seq: int = 0

    def apply(self, event: Happened) -> None:
        """Take one more event in."""
        self.seq = event.seq
        if event.kind in KINDS:
            try:
                _FOLDS[event.kind](self, event, event.data)
            except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, OSError):
                return
        self.latest = max(self.latest, event.wall)

    def _planned(self, _: Happened, data: Mapping[str, Any]) -> None:
        day = date.fromisoformat(data["exam_day"]) if data["exam_day"] else None
        self.minutes = max(1, min(240, int(data["minutes"])))
        self.exam_day = day

    def _reviewed(self, event: Happened, data: Mapping[str, Any]) -> None:
        card, topic, kind = str(data["card"]), str(data["topic"]), str(data["kind"])
        rating, key, revision = Rating(data["rating"]), str(data["key"]), int(data["revision"])
        fraction = _bounded(data["fraction"], 1.0)
        seconds = _bounded(data["seconds"], LONGEST)
        known = self.cards.get(card, CardState())
        if known.memory is not None and known.key != key:
            known = CardState(owed=known.owed)
        right = rating is not Rating.AGAIN
        memory = reviewed(known.memory, rating, event.wall)
        if known.memory is None and not known.right + known.wrong:
            tally = self.first.get(topic, Tally())
            self.first[topic] = tally.plus(fraction, seconds)
        self.cards[card] = replace(
            known,
            memory=memory,
            key=key,
            revision=revision,
            right=known.right + right,
            wrong=known.wrong + (not right),
            owed=0.0 if rating >= Rating.GOOD else known.owed,
            last=event.seq,
            before=known.memory,
            fraction=fraction,
        )
        self.pace[kind] = self.pace.get(kind, Tally()).plus(fraction, seconds)
        self._count(event.wall, right, seconds)

    def _count(self, wall: float, right: bool, seconds: float) -> None:
        today = day_of(wall)
        day = self.days.get(today, Day())
        self.days[today] = Day(day.reviews + 1, day.right + right, day.seconds + seconds)

    def _guessed(self, event: Happened, data: Mapping[str, Any]) -> None:
        """A right answer that was only a guess: the card is reviewed as not known."""
        card = str(data["card"])
        known = self.cards[card]
        if known.last != data["review"] or known.memory is None or not known.right:
            return
        at = known.memory.last
        self.cards[card] = replace(
            known,
            memory=reviewed(known.before, Rating.AGAIN, at),
            right=known.right - 1,
            wrong=known.wrong + 1,
            last=0,
            fraction=0.0,
        )
        day = self.days.get(day_of(at))
        if day is not None and day.right:
            self.days[day_of(at)] = replace(day, right=day.right - 1)

    def _points_lost(self, event: Happened, data: Mapping[str, Any]) -> None:
        exam = str(data["exam"])
        if exam in self.exams:
            return
        lost = {str(card): _bounded(points, 100.0) for card, points in data["cards"].items()}
        closed = min(float(data["closed"]), event.wall)
        self.exams.add(exam)
        for card, points in lost.items():
            known = self.cards.get(card, CardState())
            memory = known.memory
            if memory is not None and memory.last <= closed:
                memory = reviewed(memory, Rating.AGAIN, closed)
            self.cards[card] = replace(known, memory=memory, owed=known.owed + points, last=0)

    def _practice(self, event: Happened, data: Mapping[str, Any]) -> None:
        seconds = _bounded(data["seconds"], 7200.0)
        most = _bounded(data["max"], 100.0)
        points = _bounded(data["points"], most)
        self.practices.append(
            Practice(
                str(data["name"]), str(data["family"]), points, most, seconds,
                int(data["hints"]), event.wall,
            )
        )  # fmt: skip
        today = day_of(event.wall)
        day = self.days.get(today, Day())
        self.days[today] = replace(day, seconds=day.seconds + seconds)


_FOLDS = {
    "planned": Learner._planned,
    "reviewed": Learner._reviewed,
    "guessed": Learner._guessed,
    "points_lost": Learner._points_lost,
    "practice_marked": Learner._practice,
}


def day_of(wall: float) -> date:
    """The day in Vietnam of a wall time."""
    return datetime.fromtimestamp(wall, VIETNAM).date()


def _bounded(value: Any, most: float) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return max(0.0, min(most, number))
