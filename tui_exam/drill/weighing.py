"""Weighing cards: what each would bring if it were seen now, for each second it takes.

For every card: how much more of it will be known at the time the plan aims at if it is seen
now than if it is not, times what it is worth. The formulas are those of FSRS-6, written out:
the package's own cards and dates cost ten times as much, and this runs over every card there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import exp, log

from .deck import SECONDS, Face
from .learner import CardState, Learner, Tally
from .memory import DAY, RETENTION, scheduler
from .priors import Priors

OWED = 3.0
"""How much more a card counts whose points were lost in an exam."""

OWED_POINTS = 0.1
"""Share of the points an exam lost that seeing the card now is taken to win back."""

MISSED = 2.0
"""How much more a card counts whose last answer was wrong."""

AGAIN_COST = 0.6
"""What a wrong answer adds to a card's time, since it comes back within the session."""

Weighed = tuple[float, str, float, float]
"""Minus points a second, the card, points, seconds: the least comes first."""

_Seen = tuple[CardState, Face, float, float, float, float, float, float]


class Weigher:
    """Weighs cards again and again; what only a review can change is kept between times."""

    def __init__(self) -> None:
        w = scheduler().parameters
        self._decay = -w[20]
        self._factor = RETENTION ** (1 / self._decay) - 1
        self._growth, self._shrink, self._early = exp(w[8]), -w[9], w[10]
        self._short, self._shorter = exp(w[17] * w[18]), -w[19]  # again on the same day
        self._relearned = w[0] * max(1.0, self._short * w[0] ** self._shorter)
        self._seen: dict[str, _Seen] = {}

    def weigh(
        self, learner: Learner, faces: Iterable[Face], now: float, at: float
    ) -> dict[str, list[Weighed]]:
        """By topic, every card's weight, in no order.

        Args:
            now, at: Wall times of now and of the moment at which most is to be known.
        """
        decay, factor, early = self._decay, self._factor, self._early
        ahead = max(1 / 24, (at - now) / DAY)
        kept_if_new = (1 + factor * ahead / self._relearned) ** decay
        priors, missing = Priors(learner), dict[str, float]()
        pace = {**SECONDS, **{kind: pace_of(kind, tally) for kind, tally in learner.pace.items()}}
        states, seen = learner.cards, self._seen
        out: defaultdict[str, list[Weighed]] = defaultdict(list)
        # One long loop on purpose: a call for each of ten thousand cards would be felt.
        for face in faces:
            card = face.id
            state = states.get(card)
            if state is not None:
                known = seen.get(card)
                if known is None or known[0] is not state or known[1] is not face:
                    known = seen[card] = self._of(state, face)
                _, _, last, rate, growth, same_day, value, owed = known
            else:
                rate, value, owed = 0.0, face.worth * (1 - face.guess), 0.0
            if rate:
                days = (now - last) / DAY if now > last else 0.0
                here = (1 + rate * days) ** decay
                then = (1 + rate * (days + ahead)) ** decay
                grown = 1 + growth * (exp((1 - here) * early) - 1) if days >= 1 else same_day
                right = (1 + rate * ahead / grown) ** decay
                wrong = 1 - here
                gain = here * right + wrong * kept_if_new - then
                points = value * gain + owed if gain > 0 else owed
            else:
                topic = face.topic
                if topic not in missing:
                    missing[topic] = 1 - priors.of(topic).known
                wrong = missing[topic]
                points = value * wrong * kept_if_new + owed
            seconds = pace.get(face.kind, 30.0) * (1 + AGAIN_COST * wrong * (1 - face.guess))
            out[face.topic].append((-points / seconds, card, points, seconds))
        return out

    def _of(self, state: CardState, face: Face) -> _Seen:
        """What only a review, an exam or another deck changes about a card."""
        memory = None if face.is_new_to(state) else state.memory
        value = face.worth * (1 - face.guess)
        if memory is not None and state.fraction < 0.5:
            value *= MISSED
        owed = 0.0
        if state.owed:
            value, owed = value * OWED, state.owed * OWED_POINTS * OWED
        if memory is None:
            return state, face, 0.0, 0.0, 0.0, 1.0, value, owed
        spread = log(memory.stability)
        growth = self._growth * (11 - memory.difficulty) * exp(self._shrink * spread)
        same_day = max(1.0, self._short * exp(self._shorter * spread))
        rate = self._factor / memory.stability
        return state, face, memory.last, rate, growth, same_day, value, owed


def pace_of(kind: str, tally: Tally) -> float:
    """Seconds an answer takes: the learner's own pace, leaning on the usual one at first."""
    usual = SECONDS.get(kind, 30.0)
    return (tally.seconds + 8 * usual) / (tally.count + 8)
