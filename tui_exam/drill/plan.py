"""Which cards to see now so that most is known on the day of the exam.

For every card: how much more of it will be known on that day if it is seen now than
if it is not, times what it is worth, against the seconds it takes. The best go first
until the minutes are used up. Seen again too early a card gains little (FSRS), and one
forgotten by then gains much, so spacing follows by itself.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ..exam.items import Level
from ..vntime import VIETNAM
from .deck import MINI, Deck, Face
from .learner import Learner, day_of
from .memory import DAY
from .weighing import Weigher

HORIZON = 30
"""Days looked ahead while no day of an exam is set."""

MIXED = 0.9
"""How much less each further card of one topic counts in a plan: mixed practice lasts longer."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the learner wants to drill; empty sets mean everything.

    Args:
        minutes: How long; 0 for no limit of time.
        number: How many cards; 0 for no limit of number.
    """

    minutes: int = 10
    number: int = 0
    topics: frozenset[str] = field(default_factory=frozenset)
    levels: frozenset[Level] = field(default_factory=frozenset)
    kinds: frozenset[str] = field(default_factory=frozenset)

    def fits(self, face: Face) -> bool:
        """Whether a card is one of those wanted."""
        return (
            (not self.topics or face.topic in self.topics)
            and (not self.levels or face.level in self.levels)
            and (not self.kinds or face.kind in self.kinds)
        )


START = "drill"


def choice_of(code: str, wishes: Wishes | None) -> str:
    """Whom and what to drill as one word, as the home screen's choices are words."""
    if not code and wishes is None:
        return START
    said: dict[str, object] = {"who": code}
    if wishes is not None:
        said |= {
            "minutes": wishes.minutes,
            "number": wishes.number,
            "topics": sorted(wishes.topics),
            "levels": sorted(wishes.levels),
            "kinds": sorted(wishes.kinds),
        }
    return f"{START} {json.dumps(said)}"


def chosen_of(choice: str) -> tuple[str, Wishes | None]:
    """The inverse of `choice_of`. ValueError for a word that is none of its own."""
    said = json.loads(choice.removeprefix(START) or "{}")
    if "minutes" not in said:
        return said.get("who", ""), None
    return said["who"], Wishes(
        said["minutes"],
        said["number"],
        frozenset(said["topics"]),
        frozenset(Level(level) for level in said["levels"]),
        frozenset(said["kinds"]),
    )


@dataclass(frozen=True, slots=True)
class Pick:
    """A card of the plan: points of the exam it gains, seconds it takes."""

    card: str
    gain: float
    seconds: float
    fresh: bool = False  # never seen, or its right answer has changed


@dataclass(frozen=True, slots=True)
class Plan:
    """What to see now, best first."""

    picks: tuple[Pick, ...] = ()

    @property
    def cards(self) -> tuple[str, ...]:
        """The cards in order."""
        return tuple(pick.card for pick in self.picks)

    @property
    def seconds(self) -> float:
        """How long it is expected to take."""
        return sum(pick.seconds for pick in self.picks)


def exam_time(learner: Learner, now: float) -> float:
    """The wall time the plan aims at: the morning of the exam, or some weeks from now."""
    today = day_of(now)
    if learner.exam_day is not None and learner.exam_day > today:
        return datetime.combine(learner.exam_day, time(8), VIETNAM).timestamp()
    if learner.exam_day == today:
        return now + DAY / 24
    return now + HORIZON * DAY


def end_of_day(now: float) -> float:
    """The end of the day in Vietnam in which `now` lies."""
    tomorrow: date = day_of(now) + timedelta(days=1)
    return datetime.combine(tomorrow, time(0), VIETNAM).timestamp()


def make_plan(
    learner: Learner,
    deck: Deck,
    wishes: Wishes,
    now: float,
    *,
    weigher: Weigher | None = None,
) -> Plan:
    """The best cards for the time or number wanted.

    Args:
        weigher: Used again by whoever plans often for the same learner.
    """
    budget = wishes.minutes * 60.0 if wishes.minutes else float("inf")
    most = wishes.number or len(deck.faces)
    faces: Iterable[Face] = deck.faces.values()
    if wishes.topics or wishes.levels or wishes.kinds:
        faces = filter(wishes.fits, faces)
    best = (weigher or Weigher()).weigh(learner, faces, now, exam_time(learner, now))
    for cards in best.values():
        heapq.heapify(cards)
    # Each further card of one topic counts less: the topics' best cards against each other.
    heads = [(cards[0][0], topic, 1.0) for topic, cards in best.items()]
    heapq.heapify(heads)
    picks: list[Pick] = []
    used = 0.0
    while heads and len(picks) < most:
        _, topic, share = heads[0]
        _, card, points, seconds = heapq.heappop(best[topic])
        if picks and used + seconds > budget:
            break
        fresh = deck.faces[card].is_new_to(learner.cards.get(card))
        picks.append(Pick(card, points, seconds, fresh))
        used += seconds
        if best[topic]:
            share *= MIXED
            heapq.heapreplace(heads, (best[topic][0][0] * share, topic, share))
        else:
            heapq.heappop(heads)
    return Plan(tuple(picks))


def due_cards(learner: Learner, deck: Deck, until: float) -> tuple[str, ...]:
    """Cards that fall due by that time, were wrong when last seen, or have points owed."""
    out = []
    for card, state in learner.cards.items():
        face = deck.faces.get(card)
        if face is None and not (state.owed and card.startswith(MINI)):
            continue
        changed = face is not None and state.memory is not None and face.is_new_to(state)
        wrong = state.memory is not None and state.fraction < 0.5
        due = wrong or (state.memory is not None and state.memory.due < until)
        if state.owed or changed or due:
            out.append(card)
    return tuple(out)
