"""What is thought of questions never seen, from the learner's first answers to others.

A person knows much of one topic and little of the next, but not independently: who knows much
of some knows more of all. So a topic begins with what is thought of the person, and the person
with what is thought of anybody; answers count more the more there are (a beta distribution
under another, each prior worth `COUNT` answers).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from .learner import Learner, Tally

COUNT = 6.0
KNOWN = 0.45
"""What is thought of anybody: so many answers, this share of them known."""

GUESS = 0.25
"""Share of what is not known that is answered rightly all the same."""

MOST = 0.98


@dataclass(frozen=True, slots=True)
class Share:
    """A share thought to be known, and the standard deviation of that thought."""

    known: float
    doubt: float


class Priors:
    """What is thought of a learner: of a topic by itself, and of all topics together."""

    def __init__(self, learner: Learner) -> None:
        self._first = learner.first
        self.whole = _share(_sum(learner.first.values()), KNOWN)

    def of(self, topic: str) -> Share:
        """The questions of a topic that have not been seen."""
        return _share(self._first.get(topic, Tally()), self.whole.known)

    def leaning(self, topic: str) -> float:
        """How much of the thought about a topic is what is thought of the person: 1 to 0."""
        return COUNT / (COUNT + _telling(self._first.get(topic, Tally())))


def _sum(tallies: Iterable[Tally]) -> Tally:
    count, right = 0, 0.0
    for each in tallies:
        count, right = count + each.count, right + each.right
    return Tally(count, right)


def _share(tally: Tally, before: float) -> Share:
    telling = _telling(tally)
    seen = max(0.0, (tally.right - GUESS * tally.count) / (1 - GUESS)) / max(1, tally.count)
    known = min(MOST, (telling * seen + COUNT * before) / (telling + COUNT))
    return Share(known, sqrt(known * (1 - known) / (telling + COUNT + 1)))


def _telling(tally: Tally) -> float:
    """How many answers without guessing would tell as much."""
    return tally.count * (1 - GUESS) ** 2
