"""How many points the theory is likely to bring on the day of the exam, as a range.

The expected points are the sum over the blueprint's cells. The range has four parts: which
questions are drawn, whether a question half known is hit, and how little is known about what
was never seen, of each topic and of the person altogether. It says what is likely if nothing
more is learned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from .deck import QUESTION, Deck
from .learner import Learner, day_of
from .memory import recall
from .plan import exam_time
from .priors import Priors

if TYPE_CHECKING:
    from ..exam.bank import Bank
    from ..exam.blueprint import Blueprint

EIGHTY = 1.2816
"""Standard deviations either side that hold eight times in ten."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Points of the theory expected on the day, and the range of eight times in ten.

    Args:
        seen: Share of the questions a paper may draw that have been answered once.
    """

    points: float
    low: float
    high: float
    most: float
    seen: float


def forecast(
    learner: Learner, deck: Deck, bank: Bank, blueprint: Blueprint, now: float
) -> Forecast:
    """The theory on the day the plan aims at, from what is known now."""
    at = exam_time(learner, now)
    day = day_of(at)
    priors = Priors(learner)
    each = blueprint.theory_points / max(1, blueprint.questions)
    points = luck = 0.0
    unsure: defaultdict[str, float] = defaultdict(float)
    pool_size = seen = 0
    for cell in blueprint.cells:
        chances = []
        unseen = 0.0
        for item in bank.on(day, cell.topic, cell.level, blueprint.kinds):
            card = f"{QUESTION}{item.id}"
            face, state = deck.faces.get(card), learner.cards.get(card)
            guess = face.guess if face is not None else 0.25
            pool_size += 1
            changed = face is not None and face.is_new_to(state)
            if state is not None and state.memory is not None and not changed:
                known = recall(state.memory, at)
                seen += 1
            else:
                known = priors.of(cell.topic).known
                unseen += 1 - guess
            chances.append(known + (1 - known) * guess)
        if chances:
            mean = sum(chances) / len(chances)
            points += each * cell.count * mean
            luck += each**2 * cell.count * mean * (1 - mean)
            unsure[cell.topic] += each * cell.count * unseen / len(chances)
    spread = sqrt(luck + _doubt(unsure, priors))
    most = blueprint.theory_points
    low, high = max(0.0, points - EIGHTY * spread), min(most, points + EIGHTY * spread)
    return Forecast(points, low, high, most, seen / pool_size if pool_size else 0.0)


def _doubt(unsure: Mapping[str, float], priors: Priors) -> float:
    """Variance, in points, of what is thought of questions never seen.

    Each topic has its own doubt; what is thought of the person is wrong for all of them at once.

    Args:
        unsure: Points that hang on unseen questions, by topic.
    """
    apart = sum((points * priors.of(topic).doubt) ** 2 for topic, points in unsure.items())
    leaning = sum(points * priors.leaning(topic) for topic, points in unsure.items())
    return apart + (leaning * priors.whole.doubt) ** 2
