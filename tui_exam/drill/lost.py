"""From the points an exam lost to the cards that win them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from .deck import QUESTION
from .minis import cards_for

if TYPE_CHECKING:
    from mock_office.model import TaskMark

    from ..exam.marking import QuestionMark


def lost_cards(questions: Iterable[QuestionMark], tasks: Iterable[TaskMark]) -> Mapping[str, float]:
    """Card -> points lost, for every point of an exam that was not earned."""
    out: dict[str, float] = {}
    for mark in questions:
        points = round(mark.max - mark.points, 2)
        if points > 0:
            out[f"{QUESTION}{mark.item}"] = points
    for task in tasks:
        for card, points in cards_for(task).items():
            out[card] = round(out.get(card, 0.0) + points, 2)
    return out
