"""Progress in numbers: streak, what is due on which day, what is known of each topic."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from .deck import Deck
from .learner import Learner, day_of
from .memory import recall
from .plan import exam_time

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class TopicKnown:
    """A topic: its cards, how many were seen, and the share known now and on the day.

    The shares are over all cards of the topic; one never seen counts as not known.
    """

    topic: str
    title: str
    cards: int
    seen: int
    now: float
    on_the_day: float


def streak(learner: Learner, today: date) -> int:
    """Days in a row with at least one review; today may still be missing."""
    done = {day for day, what in learner.days.items() if what.reviews or what.seconds}
    day = today if today in done else today - timedelta(days=1)
    length = 0
    while day in done:
        length += 1
        day -= timedelta(days=1)
    return length


def due_per_day(learner: Learner, deck: Deck, today: date, days: int) -> tuple[int, ...]:
    """How many cards fall due today and on each of the days after; what is late is today's."""
    counts: Counter[int] = Counter()
    for card, state in learner.cards.items():
        if state.memory is None and not state.owed:
            continue
        if card not in deck.faces:
            continue
        late = state.owed or state.fraction < 0.5 or deck.faces[card].is_new_to(state)
        ahead = 0 if late or state.memory is None else (day_of(state.memory.due) - today).days
        counts[max(0, ahead)] += 1
    return tuple(counts[ahead] for ahead in range(days))


def minutes_per_day(learner: Learner, today: date, days: int) -> tuple[float, ...]:
    """Minutes spent on each of the last days, the oldest first, today last."""
    out = []
    for back in range(days - 1, -1, -1):
        what = learner.days.get(today - timedelta(days=back))
        out.append(what.seconds / 60 if what else 0.0)
    return tuple(out)


def known_by_topic(learner: Learner, deck: Deck, now: float) -> tuple[TopicKnown, ...]:
    """Each topic of the deck in the order of its id."""
    at = exam_time(learner, now)
    rows: dict[str, list[float]] = {}
    for face in deck.faces.values():
        row = rows.setdefault(face.topic, [0, 0, 0.0, 0.0])
        row[0] += 1
        state = learner.cards.get(face.id)
        if state is not None and state.memory is not None and not face.is_new_to(state):
            row[1] += 1
            row[2] += recall(state.memory, now)
            row[3] += recall(state.memory, at)
    return tuple(
        TopicKnown(
            topic, deck.title(topic), int(row[0]), int(row[1]), row[2] / row[0], row[3] / row[0]
        )
        for topic, row in sorted(rows.items())
    )


def practice_by_family(learner: Learner) -> Mapping[str, tuple[int, float, float]]:
    """Family -> (times tried, best share, latest share) of the points, without hints."""
    out: dict[str, tuple[int, float, float]] = {}
    for each in learner.practices:
        if each.hints or not each.max:
            continue
        share = each.points / each.max
        times, best, _ = out.get(each.family, (0, 0.0, 0.0))
        out[each.family] = (times + 1, max(best, share), share)
    return out
