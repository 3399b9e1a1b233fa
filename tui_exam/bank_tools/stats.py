"""What a bank holds, what its blueprints draw from it, and how alike two papers are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import comb

from ..exam.bank import Bank
from ..exam.blueprint import Blueprint
from ..exam.items import Item, Kind, Level
from .bank_checks import SPARE

NEARLY_ALL = 0.95
"""Share of pairs of papers that an upper figure speaks for."""


@dataclass(frozen=True, slots=True)
class CellCover:
    """One cell of a blueprint: how many questions it takes and how many there are."""

    topic: str
    level: Level
    takes: int
    has: int

    @property
    def thin(self) -> bool:
        """Whether it holds fewer than three times what a paper takes."""
        return self.has < self.takes * SPARE


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many questions two candidates' papers share.

    Attributes:
        mean: Expected number of shared questions.
        most: At most so many in 95 of 100 pairs.
        questions: Questions of one paper.
    """

    mean: float
    most: int
    questions: int


@dataclass(frozen=True, slots=True)
class Validity:
    """How many items are law on a day, and what becomes of the others."""

    valid: int
    expired: int
    not_yet: int
    review_due: int
    ending: int  # valid, with a last day


@dataclass(frozen=True, slots=True)
class Stats:
    """The counts of a whole bank on a day."""

    items: int
    topics: dict[str, dict[Level, int]]
    kinds: dict[Kind, int]
    validity: Validity


def bank_stats(bank: Bank, day: date) -> Stats:
    """Count the items of a bank; topics and kinds in the bank's order."""
    levels = Counter((item.topic, item.level) for item in bank.items)
    kinds = Counter(item.kind for item in bank.items)
    return Stats(
        items=len(bank.items),
        topics={
            topic.id: {level: levels[topic.id, level] for level in Level} for topic in bank.topics
        },
        kinds={kind: kinds[kind] for kind in Kind},
        validity=_validity(bank.items, day),
    )


def _validity(items: tuple[Item, ...], day: date) -> Validity:
    valid = [item for item in items if item.is_law_on(day)]
    return Validity(
        valid=len(valid),
        expired=sum(item.valid_to is not None and item.valid_to < day for item in items),
        not_yet=sum(item.valid_from > day for item in items),
        review_due=sum(item.next_review <= day for item in valid),
        ending=sum(item.valid_to is not None for item in valid),
    )


def coverage(blueprint: Blueprint, bank: Bank, day: date) -> tuple[CellCover, ...]:
    """Each cell of a blueprint with what the bank holds for it on that day."""
    return tuple(
        CellCover(
            cell.topic,
            cell.level,
            cell.count,
            len(bank.on(day, cell.topic, cell.level, blueprint.kinds)),
        )
        for cell in blueprint.cells
    )


def overlap(cells: tuple[CellCover, ...]) -> Overlap:
    """The overlap of two papers drawn independently; exact, cells are hypergeometric.

    ValueError when a cell takes more than it has: then there is no paper.
    """
    shares = [1.0]  # shares[n]: how likely n shared questions are, over the cells so far
    for cell in cells:
        if cell.takes > cell.has:
            raise ValueError(f"{cell.topic} x {cell.level.value}")
        whole = comb(cell.has, cell.takes)
        here = [
            comb(cell.takes, n) * comb(cell.has - cell.takes, cell.takes - n) / whole
            for n in range(cell.takes + 1)
        ]
        longer = [0.0] * (len(shares) + cell.takes)
        for n, share in enumerate(shares):
            for more, also in enumerate(here):
                longer[n + more] += share * also
        shares = longer
    mean = sum(n * share for n, share in enumerate(shares))
    most = next(n for n, reached in enumerate(accumulate(shares)) if reached >= NEARLY_ALL)
    return Overlap(mean, most, sum(cell.takes for cell in cells))
