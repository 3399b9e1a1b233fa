"""A card as it lies before the learner, and what came of his answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..exam.items import Item, Kind
from ..exam.paper import shuffled
from .learner import CardState

if TYPE_CHECKING:
    from .minis import Mini


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as it lies before the learner.

    Args:
        order: Keys of the options in the order shown; for pairs, of the right side.
        state: What is known of it from before.
        changed: The right answer is another one than when it was last seen.
        again: It was wrong before in this session.
        at: Monotonic seconds when it was shown.
    """

    card: str
    item: Item
    order: tuple[str, ...]
    state: CardState
    changed: bool
    again: bool
    at: float
    mini: Mini | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an answer, once it is in the log."""

    shown: Shown
    answer: tuple[str, ...]
    fraction: float
    review: int
    in_days: int  # until the card is due again
    guessed: bool = False

    @property
    def right(self) -> bool:
        """Whether all of it was right."""
        return self.fraction >= 1 and not self.guessed


def order_of(item: Item, seed: str, *, fixed: bool) -> tuple[str, ...]:
    """The options' keys as shown: drawn anew for every review, where the order tells nothing."""
    keys = [option.key for option in item.options]
    if item.kind is Kind.TRUE_FALSE or fixed:
        return tuple(keys)
    order = shuffled(keys, seed, "options")
    if item.kind is Kind.ORDERING and order == keys:
        order.reverse()
    return tuple(order)


def plain_pairs(item: Item, answer: tuple[str, ...]) -> tuple[str, ...]:
    """Pairs as marking wants them: right sides that read the same are the same."""
    if item.kind is not Kind.MATCHING or len(answer) != len(item.options):
        return answer
    words = {option.key: option.match for option in item.options}
    return tuple(
        option.key if words.get(given) == option.match else given
        for option, given in zip(item.options, answer, strict=True)
    )
