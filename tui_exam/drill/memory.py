"""How well a card is remembered, by FSRS-6 as the `fsrs` package computes it.

No fuzz and no learning steps: the same reviews give the same memory on any machine,
and what has to come back within a session is the session's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # 40 ms, so only when something is reviewed
    from fsrs import Scheduler

DAY = 86400.0
RETENTION = 0.9
"""Share still known when a card falls due."""


class Rating(IntEnum):
    """How a review went, with the numbers FSRS gives."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Memory:
    """The state of one card. Times are wall seconds since the epoch.

    Args:
        stability: Days until 90 % is left.
        difficulty: 1 easy to 10 hard.
        last: When it was last reviewed.
        due: When it should be seen again.
    """

    stability: float
    difficulty: float
    last: float
    due: float


@cache
def scheduler() -> Scheduler:
    """The one scheduler: the published parameters, deterministic."""
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )


def rating_of(fraction: float) -> Rating:
    """The rating that an answer earns by itself: all right, mostly right, or not."""
    if fraction >= 1:
        return Rating.GOOD
    return Rating.HARD if fraction >= 0.5 else Rating.AGAIN


def reviewed(memory: Memory | None, rating: Rating, at: float) -> Memory:
    """The memory after a review. A clock that was set back counts as no time at all."""
    from fsrs import Card, State
    from fsrs import Rating as FsrsRating

    at = at if memory is None else max(at, memory.last)
    # A card that is given no number sleeps a millisecond to find one.
    card = Card(card_id=1, due=_utc(at))
    if memory is not None:
        card.state = State.Review
        card.step = None
        card.stability = memory.stability
        card.difficulty = memory.difficulty
        card.last_review = _utc(memory.last)
    after, _ = scheduler().review_card(card, FsrsRating(int(rating)), _utc(at))
    assert after.stability is not None
    assert after.difficulty is not None
    return Memory(after.stability, after.difficulty, at, after.due.timestamp())


def recall(memory: Memory, at: float) -> float:
    """The chance, 0 to 1, that the card is remembered at that time."""
    return kept(memory.stability, (at - memory.last) / DAY)


def kept(stability: float, days: float) -> float:
    """What is left of a memory of that stability after so many days (FSRS-6 curve)."""
    rule = scheduler()
    decay = -rule.parameters[20]
    factor = RETENTION ** (1 / decay) - 1
    return float((1 + factor * max(0.0, days) / stability) ** decay)


def _utc(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
