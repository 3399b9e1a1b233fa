"""The shape of a bank file, for checking and for the published JSON Schema.

Only the loader uses these models; the program works with `items.Item`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from .items import Kind, Level, PartMarks

Text = Annotated[str, Field(min_length=1, max_length=4000)]
ItemId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
TopicId = Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=40)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class BasisShape(_Shape):
    """A legal basis: the document in full, and the article when it is certain."""

    document: Text
    article: str = ""


class OptionShape(_Shape):
    """One choice of a question."""

    text: Text
    why: Text
    correct: bool = False


class StepShape(_Shape):
    """One step of an ordering question, listed in its right place."""

    text: Text
    why: Text


class PairShape(_Shape):
    """One pair of a matching question."""

    left: Text
    right: Text
    why: Text


class ItemShape(_Shape):
    """One question as written by its author."""

    id: ItemId
    revision: int = Field(ge=1)
    level: Level
    kind: Kind
    stem: Text
    options: list[OptionShape] = Field(default_factory=list, max_length=6)
    steps: list[StepShape] = Field(default_factory=list, max_length=8)
    pairs: list[PairShape] = Field(default_factory=list, max_length=8)
    accept: list[Text | int | float] = Field(default_factory=list, max_length=20)
    answer_why: str = ""
    unit: str = ""
    choose: int | None = Field(default=None, ge=1, le=6)
    part_marks: PartMarks | None = None
    basis: list[BasisShape] = Field(min_length=1)
    valid_from: date
    valid_to: date | None = None
    reviewed: date
    next_review: date
    source: str = ""
    tags: list[str] = Field(default_factory=list)


class BankShape(_Shape):
    """One file of the bank: a topic and its questions."""

    topic: TopicId
    title: Text
    items: list[ItemShape] = Field(min_length=1)
