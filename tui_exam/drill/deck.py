"""The cards there are to drill: the bank's questions and the office's mini-tasks.

A card is named `q:` and the item's id, or `m:` and what `minis` says. What it is worth
follows from the exam's blueprint: the points a paper is expected to give for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ..exam.items import Item, Kind, Level
from .keys import key_of

if TYPE_CHECKING:
    from ..exam.bank import Bank
    from ..exam.blueprint import Blueprint
    from .learner import CardState

QUESTION, MINI = "q:", "m:"
MINI_KIND = "mini"
PRACTICE = "practice:"
"""Prefix of a mini-task's topic; the family of the task follows."""

OUTSIDE = 0.25
"""Worth of a question no paper draws, against the mean of those that are drawn."""

SECONDS: Mapping[str, float] = {
    Kind.SINGLE.value: 25.0,
    Kind.TRUE_FALSE.value: 18.0,
    Kind.MULTIPLE.value: 40.0,
    Kind.SHORT.value: 35.0,
    Kind.ORDERING.value: 60.0,
    Kind.MATCHING.value: 60.0,
    MINI_KIND: 60.0,
}
"""Seconds an answer and its explanation take until the learner's own pace is known."""


@dataclass(frozen=True, slots=True)
class Face:
    """One card as the planner sees it.

    Args:
        topic: Topic of the bank, or `practice:` and a family.
        kind: Kind of question, or "mini".
        worth: Points of the exam it stands for.
        guess: The chance of being right without knowing.
        source: The question, or for a mini-task the key itself.
    """

    id: str
    topic: str
    level: Level
    kind: str
    worth: float
    guess: float
    revision: int
    source: Item | str = field(compare=False, repr=False)

    @property
    def key(self) -> str:
        """The right answer (`keys.key_of`)."""
        return self.source if isinstance(self.source, str) else key_of(self.source)

    def is_new_to(self, state: CardState | None) -> bool:
        """Whether it was never seen, or had another right answer then.

        The answer of an item does not change without its revision; only where that differs
        are the answers compared, which for a large bank takes a quarter of a second.
        """
        if state is None or state.memory is None:
            return True
        return state.revision != self.revision and state.key != self.key


@dataclass(frozen=True)
class Deck:
    """All cards that may be shown on a day, by id, and the titles of their topics."""

    faces: Mapping[str, Face]
    titles: Mapping[str, str]

    def with_minis(self, minis: Iterable[Face]) -> Deck:
        """The deck with these mini-tasks too."""
        return Deck({**self.faces, **{face.id: face for face in minis}}, self.titles)

    def title(self, topic: str) -> str:
        """How a topic is called."""
        return self.titles.get(topic, topic.removeprefix(PRACTICE))


def deck_of(
    bank: Bank, blueprint: Blueprint, day: date, exam_day: date | None, titles: Mapping[str, str]
) -> Deck:
    """The questions that are law on `day`, and on the day of the exam if that is to come.

    Args:
        titles: Names for topics that are not in the bank (the practical families).
    """
    days = (day, exam_day) if exam_day is not None and exam_day > day else (day,)
    worth = _worth(bank, blueprint, days[-1])
    drawn = [value for value in worth.values() if value > 0]
    least = OUTSIDE * sum(drawn) / len(drawn) if drawn else 1.0
    faces = {
        f"{QUESTION}{item.id}": Face(
            f"{QUESTION}{item.id}", item.topic, item.level, item.kind.value,
            worth.get((item.topic, item.level, item.kind), 0.0) or least,
            guess_of(item), item.revision, item,
        )
        for item in bank.items
        if all(item.is_law_on(each) for each in days)
    }  # fmt: skip
    return Deck(faces, {**titles, **bank.titles})


def _worth(bank: Bank, blueprint: Blueprint, day: date) -> dict[tuple[str, Level, Kind], float]:
    each = blueprint.theory_points / max(1, blueprint.questions)
    worth = {}
    for cell in blueprint.cells:
        pool = bank.on(day, cell.topic, cell.level, blueprint.kinds)
        for kind in blueprint.kinds:
            worth[cell.topic, cell.level, kind] = each * cell.count / len(pool) if pool else 0.0
    return worth


def guess_of(item: Item) -> float:
    """The chance of getting a question right by guessing."""
    options = max(1, len(item.options))
    match item.kind:
        case Kind.SINGLE | Kind.TRUE_FALSE:
            return 1 / options
        case Kind.MULTIPLE:
            return 1 / max(2, _choices(options, item.choose))
        case _:
            return 0.0


def _choices(of: int, take: int) -> int:
    count = 1
    for at in range(min(take, of - take)):
        count = count * (of - at) // (at + 1)
    return count
