"""What a question is, once it has been read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """The three levels of difficulty, easiest first."""

    RECALL = "nhan_biet"
    UNDERSTAND = "thong_hieu"
    APPLY = "van_dung"


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    ORDERING = "ordering"
    MATCHING = "matching"
    SHORT = "short"


class PartMarks(StrEnum):
    """Named rules for marking a question with several right answers."""

    ALL_OR_NOTHING = "all_or_nothing"
    RIGHT_MINUS_WRONG = "right_minus_wrong"
    EACH_DECISION = "each_decision"


LEVEL_NAMES = {
    Level.RECALL: "Nhận biết",
    Level.UNDERSTAND: "Thông hiểu",
    Level.APPLY: "Vận dụng",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule stands: the document and, when known for certain, the article."""

    document: str
    article: str = ""

    def __str__(self) -> str:
        return f"{self.article} {self.document}" if self.article else self.document


@dataclass(frozen=True, slots=True)
class Option:
    """One choice, with the reason why it is right or wrong.

    In an ordering item the options are the steps in their right order; in a
    matching item `match` holds the right-hand side that belongs to `text`.
    """

    key: str  # "a", "b", ... in the order of the bank
    text: str
    why: str
    correct: bool = False
    match: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the bank. Its id is for ever; its revision goes up on an edit."""

    id: str
    revision: int
    topic: str
    level: Level
    kind: Kind
    stem: str
    options: tuple[Option, ...]
    choose: int = 1
    part_marks: PartMarks = PartMarks.ALL_OR_NOTHING
    accept: tuple[str, ...] = ()
    accept_why: str = ""
    unit: str = ""
    basis: tuple[Basis, ...] = ()
    valid_from: date = date.min
    valid_to: date | None = None
    reviewed: date = date.min
    next_review: date = date.max
    source: str = ""
    tags: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the right options; for an ordering item all, in order."""
        if self.kind is Kind.ORDERING:
            return tuple(option.key for option in self.options)
        return tuple(option.key for option in self.options if option.correct)

    @property
    def takes_several(self) -> bool:
        """Whether more than one option may be ticked."""
        return self.kind is Kind.MULTIPLE

    @property
    def says_how_many(self) -> bool:
        """Whether the stem itself tells how many options to choose."""
        return "(chọn " in self.stem.casefold()

    def option(self, key: str) -> Option:
        """The option with that key; KeyError when there is none."""
        for option in self.options:
            if option.key == key:
                return option
        raise KeyError(key)

    def is_law_on(self, day: date) -> bool:
        """Whether the answer is right by the law of that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of the bank; one file holds one topic."""

    id: str
    title: str
