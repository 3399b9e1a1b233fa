"""One drill: the order of its cards, and wrong ones coming back before it ends."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

APART = 3
"""How many other cards lie between a wrong answer and the next try, when there are any."""

ROUNDS = 4
"""How often a card comes back at most; after that it is left for another day."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A wrong card on its way back: not before so many answers have been given."""

    card: str
    after: int


@dataclass(frozen=True, slots=True)
class Session:
    """The state of a drill. Every method gives a new one.

    Args:
        queue: Cards not shown yet, in order.
        waiting: Wrong ones that come back.
        answered: Answers given so far, those to returning cards included.
        right: First answers that were right; `wrong` that were not.
        tries: How often a card was wrong.
        spent: Seconds used, `limit` the seconds wanted; 0 for no limit.
    """

    queue: tuple[str, ...]
    waiting: tuple[Waiting, ...] = ()
    answered: int = 0
    right: int = 0
    wrong: int = 0
    seen: frozenset[str] = frozenset()
    tries: tuple[tuple[str, int], ...] = ()
    spent: float = 0.0
    limit: float = 0.0

    @property
    def over_time(self) -> bool:
        """Whether the minutes wanted are used up; wrong cards still come back."""
        return bool(self.limit) and self.spent >= self.limit

    def current(self, available: Container[str]) -> str | None:
        """The card to show: one that is ripe to come back, or the next new one.

        Args:
            available: Cards that still exist; one withdrawn meanwhile is passed over.
        """
        ripe = [w for w in self.waiting if w.card in available]
        for wait in ripe:
            if wait.after <= self.answered:
                return wait.card
        if not self.over_time:
            for card in self.queue:
                if card in available:
                    return card
        return ripe[0].card if ripe else None

    def returns(self, card: str) -> bool:
        """Whether this card is one that comes back after a wrong answer."""
        return any(wait.card == card for wait in self.waiting)

    def left(self, available: Container[str]) -> int:
        """How many cards are still to be answered."""
        fresh = () if self.over_time else self.queue
        cards = (*fresh, *(wait.card for wait in self.waiting))
        return sum(card in available for card in cards)

    def after(self, card: str, right: bool, seconds: float) -> Session:
        """The session after an answer to that card."""
        again = self.returns(card)
        tries = dict(self.tries)
        waiting = tuple(wait for wait in self.waiting if wait.card != card)
        answered = self.answered + 1
        if not right:
            tries[card] = tries.get(card, 0) + 1
            if tries[card] <= ROUNDS:
                waiting = (*waiting, Waiting(card, answered + APART))
        return replace(
            self,
            queue=tuple(each for each in self.queue if each != card),
            waiting=waiting,
            answered=answered,
            right=self.right + (right and not again),
            wrong=self.wrong + (not right and not again),
            seen=self.seen | {card},
            tries=tuple(sorted(tries.items())),
            spent=self.spent + max(0.0, seconds),
        )

    def joined(self, cards: Iterable[str]) -> Session:
        """The session with cards that have just fallen due, before all that are still to come."""
        new = tuple(card for card in dict.fromkeys(cards) if not self.returns(card))
        rest = tuple(card for card in self.queue if card not in new)
        return replace(self, queue=(*new, *rest))

    def taken_back(self, card: str) -> Session:
        """The session when the right answer just given turns out to have been a guess."""
        tries = dict(self.tries)
        tries[card] = tries.get(card, 0) + 1
        if self.returns(card):
            return self
        return replace(
            self,
            waiting=(*self.waiting, Waiting(card, self.answered + APART)),
            right=max(0, self.right - 1),
            wrong=self.wrong + 1,
            tries=tuple(sorted(tries.items())),
        )
