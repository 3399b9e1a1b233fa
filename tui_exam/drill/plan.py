"""Which cards to see now so that most is known on the day of the exam.

For every card: how much more of it will be known on that day if it is seen now than
if it is not, times what it is worth, against the seconds it takes. The best go first
until the minutes are used up. Seen again too early a card gains little (FSRS), and one
forgotten by then gains much, so spacing follows by itself.
"""

from __future__ import annotations

import heapq
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import exp, log

from ..exam.items import Level
from ..vntime import VIETNAM
from .deck import MINI, SECONDS, Deck, Face
from .learner import Learner, Tally, day_of
from .memory import DAY, RETENTION, Memory, scheduler

HORIZON = 30
"""Days looked ahead while no day of an exam is set."""

OWED = 3.0
"""How much more a card counts whose points were lost in an exam."""

MISSED = 2.0
"""How much more a card counts whose last answer was wrong."""

MIXED = 0.9
"""How much less each further card of one topic counts in a plan: mixed practice lasts longer."""

PRIOR_COUNT = 6.0
PRIOR_KNOWN = 0.45
"""What is thought to be known of a question never seen: so many answers, this share."""

AGAIN_COST = 0.6
"""What a wrong answer adds to a card's time, since it comes back within the session."""


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
    learner: Learner, deck: Deck, wishes: Wishes, now: float, without: frozenset[str] = frozenset()
) -> Plan:
    """The best cards for the time or number wanted.

    Args:
        without: Cards not to take.
    """
    budget = wishes.minutes * 60.0 if wishes.minutes else float("inf")
    most = wishes.number or len(deck.faces)
    faces = (f for f in deck.faces.values() if f.id not in without and wishes.fits(f))
    best = ranked(learner, faces, now)
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


Ranked = tuple[float, str, float, float]
"""Minus points a second, the card, points, seconds: the least comes first."""


def ranked(learner: Learner, faces: Iterable[Face], now: float) -> dict[str, list[Ranked]]:
    """For each topic a heap of its cards: what brings most for each second comes first."""
    gain = gains(learner, now)
    pace = {**SECONDS, **{kind: _seconds(kind, tally) for kind, tally in learner.pace.items()}}
    out: defaultdict[str, list[Ranked]] = defaultdict(list)
    cards = learner.cards
    for face in faces:
        state = cards.get(face.id)
        if state is None:
            points, wrong = gain(face, None)
        else:
            # Asked here as well as in `is_new_to`: a call for each of ten thousand cards counts.
            same = state.revision == face.revision or not face.is_new_to(state)
            points, wrong = gain(face, state.memory if same else None)
            if same and state.fraction < 0.5 and state.memory is not None:
                points *= MISSED
            if state.owed:
                points = (points + state.owed * 0.1) * OWED
        seconds = pace.get(face.kind, 30.0) * (1 + AGAIN_COST * wrong)
        out[face.topic].append((-points / seconds, face.id, points, seconds))
    for heap in out.values():
        heapq.heapify(heap)
    return out


def gains(learner: Learner, now: float) -> Callable[[Face, Memory | None], tuple[float, float]]:
    """A function from a card and its memory to (points gained, chance of a wrong answer).

    The formulas of FSRS-6 are written out: the package's own cards and dates cost ten
    times as much, and this runs over every card there is.
    """
    w = scheduler().parameters
    decay = -w[20]
    factor = RETENTION ** (1 / decay) - 1
    ahead = max(1 / 24, (exam_time(learner, now) - now) / DAY)
    growth, shrink, early = exp(w[8]), -w[9], w[10]
    short = exp(w[17] * w[18])  # what a right answer does again on the same day
    relearn = w[0] * max(1.0, short * w[0] ** -w[19])
    new_kept = (1 + factor * ahead / relearn) ** decay
    known = priors(learner)

    def gain(face: Face, memory: Memory | None) -> tuple[float, float]:
        telling = face.worth * (1 - face.guess)
        if memory is None:
            missing = 1 - known.get(face.topic, PRIOR_KNOWN)
            return telling * missing * new_kept, missing * (1 - face.guess)
        stability, difficulty = memory.stability, memory.difficulty
        since = (now - memory.last) / DAY if now > memory.last else 0.0
        here = (1 + factor * since / stability) ** decay
        then = (1 + factor * (since + ahead) / stability) ** decay
        if since < 1:
            better = stability * max(1.0, short * stability ** -w[19])
        else:
            better = stability * (
                1
                + growth
                * (11 - difficulty)
                * exp(shrink * log(stability))
                * (exp((1 - here) * early) - 1)
            )
        right = (1 + factor * ahead / better) ** decay
        after = here * right + (1 - here) * new_kept
        return telling * max(0.0, after - then), (1 - here) * (1 - face.guess)

    return gain


def priors(learner: Learner) -> Mapping[str, float]:
    """By topic: the share of unseen questions thought to be known, from first answers.

    A first answer may be a guess; a quarter of those not known is taken to be one.
    """
    out = {}
    for topic, tally in learner.first.items():
        share = max(0.0, (tally.right - 0.25 * tally.count) / 0.75)
        out[topic] = (share + PRIOR_COUNT * PRIOR_KNOWN) / (tally.count + PRIOR_COUNT)
    return {topic: min(0.98, value) for topic, value in out.items()}


def _seconds(kind: str, tally: Tally) -> float:
    """The learner's own pace, leaning on the usual one while little is known."""
    usual = SECONDS.get(kind, 30.0)
    return (tally.seconds + 8 * usual) / (tally.count + 8)


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
