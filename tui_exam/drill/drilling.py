"""A learner drilling: his book, the cards there are, and the session he is in.

What the screens ask goes through here, and every answer is in the log before it is
shown. No screen is known here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ..exam.marking import fraction
from ..sitting.exam import FAMILY_NAMES
from ..sitting.sitting import NotSaved, TakenOver
from ..store.protocol import StoreError
from . import minis
from .deck import MINI, PRACTICE, QUESTION, Deck, deck_of
from .forecast import Forecast, forecast
from .learner import LONGEST, CardState, day_of
from .lost import take_in_exams
from .memory import DAY, Rating, rating_of
from .plan import Plan, Wishes, due_cards, end_of_day, make_plan
from .session import Session
from .shown import Answered, Shown, order_of, plain_pairs
from .weighing import Weigher

if TYPE_CHECKING:
    from ..sitting.clock import Clock
    from ..sitting.room import Room
    from .book import Book

__all__ = ["TITLES", "Answered", "Drilling", "Shown"]

TITLES = {
    f"{PRACTICE}{family}": f"Thực hành: {name}"
    for family, name in FAMILY_NAMES.items()
    if family != "theory"
}


class Drilling:
    """One learner at one terminal."""

    def __init__(self, room: Room, book: Book) -> None:
        self.room = room
        self.book = book
        self.session = Session(())
        self.wishes = Wishes()
        self._made_for: tuple[date, date | None, str] | None = None
        self._then: Callable[[], Answered] | None = None
        self._deck = Deck({}, TITLES)
        self._minis: frozenset[str] = frozenset()
        self._weigher = Weigher()

    # -- values ------------------------------------------------------------------

    @property
    def clock(self) -> Clock:
        """The room's clock."""
        return self.room.clock

    @property
    def now(self) -> float:
        """Wall seconds now."""
        return self.clock.wall()

    @property
    def deck(self) -> Deck:
        """The cards there are today."""
        learner = self.book.learner
        room, today = self.room, self.room.today()
        made_for = (today, learner.exam_day, room.bank.digest)
        if made_for != self._made_for:
            self._made_for = made_for
            deck = deck_of(room.bank, room.blueprint, today, learner.exam_day, TITLES)
            self._deck = deck.with_minis(minis.faces_of(self._minis, room.blueprint))
        return self._deck

    @property
    def due(self) -> int:
        """Cards due today, those whose points were lost in an exam included."""
        return len(due_cards(self.book.learner, self.deck, end_of_day(self.now)))

    def forecast(self) -> Forecast:
        """What the theory is likely to bring on the day."""
        room = self.room
        return forecast(self.book.learner, self.deck, room.bank, room.blueprint, self.now)

    @property
    def clock_behind(self) -> bool:
        """Whether the computer's clock stands before the newest review by more than an hour."""
        return self.book.learner.latest > self.now + DAY / 24

    # -- getting ready -------------------------------------------------------------

    async def catch_up(self) -> frozenset[str]:
        """Make due cards of the points lost in exams since; those cards."""
        learner = self.book.learner
        new = await take_in_exams(self.room.store, self.book)
        self._take_minis(c for c, s in learner.cards.items() if s.owed and c.startswith(MINI))
        return new

    async def take_in(self) -> int:
        """Ask for exams marked meanwhile; how many cards came into the session by them.

        What cannot be read or written now is asked for again the next time.
        """
        with suppress(StoreError, NotSaved, TakenOver, OSError):
            new = sorted(await self.catch_up())
            faces = self.deck.faces
            fitting = [c for c in new if c in faces and self.wishes.fits(faces[c])]
            self.session = self.session.joined(fitting)
            return len(fitting)
        return 0

    async def load_minis(self) -> None:
        """Find every mini-task there is, in a thread: reading all tasks takes a second."""
        day = self.room.today()
        found = await asyncio.to_thread(lambda: list(minis.catalogue(day)))
        known = (card for card in self.book.learner.cards if card.startswith(MINI))
        self._take_minis([*found, *known])

    def _take_minis(self, cards: Iterable[str]) -> None:
        self._minis |= frozenset(cards)
        self._made_for = None

    # -- a session -------------------------------------------------------------------

    def plan(self, wishes: Wishes) -> Plan:
        """What would be shown now."""
        learner, deck = self.book.learner, self.deck
        return make_plan(learner, deck, wishes, self.now, weigher=self._weigher)

    def begin(self, wishes: Wishes) -> bool:
        """Begin a session; False when nothing fits the wishes.

        What was wrong in the session before and has not been tried again comes first.
        """
        plan, faces = self.plan(wishes), self.deck.faces
        left = [each.card for each in self.session.waiting]
        missed = [card for card in left if card in faces and wishes.fits(faces[card])]
        self.wishes = wishes
        self.session = Session(plan.cards, limit=wishes.minutes * 60.0).joined(missed)
        return bool(plan.picks)

    def show(self) -> Shown | None:
        """The next card; None when the session is over."""
        while True:
            card = self.session.current(_There(self))
            if card is None:
                return None
            try:
                return self._shown(card)
            except (KeyError, ValueError):
                self._minis -= {card}
                self._made_for = None

    @property
    def left(self) -> int:
        """Cards still to be answered in this session."""
        return self.session.left(_There(self))

    def _shown(self, card: str) -> Shown:
        state = self.book.learner.cards.get(card, CardState())
        face = self.deck.faces[card]
        mini = None
        if card.startswith(MINI):
            mini = minis.mini(card, state.right + state.wrong, self.room.today())
        item = mini.item if mini else self.room.bank.by_id[card.removeprefix(QUESTION)]
        seed = f"{card} {state.right + state.wrong} {self.book.who.code}"
        return Shown(
            card, item, order_of(item, seed, fixed=bool(mini and mini.material.tokens)), state,
            changed=state.memory is not None and state.key != face.key,
            again=self.session.returns(card), at=self.clock.mono(), mini=mini,
        )  # fmt: skip

    async def answer(self, shown: Shown, answer: tuple[str, ...]) -> Answered:
        """Mark an answer and write it down. Raises NotSaved and TakenOver.

        After NotSaved the answer waits in the log's queue; it counts once it is written.
        """
        item = shown.item
        given = plain_pairs(item, answer)
        share = fraction(item, given)
        face = self.deck.faces[shown.card]
        seconds = max(0.0, min(LONGEST, self.clock.mono() - shown.at))
        rating = rating_of(share)
        self.session = self.session.after(shown.card, rating is not Rating.AGAIN, seconds)
        data = {
            "card": shown.card,
            "revision": item.revision,
            "key": face.key,
            "topic": face.topic,
            "kind": face.kind,
            "fraction": round(share, 4),
            "rating": int(rating),
            "seconds": round(seconds, 1),
            "again": shown.again,
        }
        return await self._record(
            "reviewed", data, lambda: self._answered(Answered(shown, given, share, 0, 0))
        )

    async def guessed(self, answered: Answered) -> Answered:
        """The right answer was only a guess: the card counts as not known."""
        card = answered.shown.card
        self.session = self.session.taken_back(card)
        return await self._record(
            "guessed",
            {"card": card, "review": answered.review},
            lambda: self._answered(answered, guessed=True),
        )

    async def retry(self) -> Answered | None:
        """Try again to write an answer that waits; what came of it once it is written."""
        if await self.book.retry() and self._then is not None:
            then, self._then = self._then, None
            return then()
        return None

    @property
    def answer_waits(self) -> bool:
        """Whether an answer has not been written yet, and `retry` will tell what came of it."""
        return self._then is not None

    async def _record(
        self, kind: str, data: Mapping[str, Any], then: Callable[[], Answered]
    ) -> Answered:
        """Write down, and say what came of it; when that has to wait, `retry` says it."""
        self._then = then
        await self.book.record(kind, data)
        self._then = None
        return then()

    def _answered(self, answered: Answered, *, guessed: bool = False) -> Answered:
        """What came of an answer, by what is known of the card now."""
        state = self.book.learner.cards[answered.shown.card]
        days = (day_of(state.memory.due) - self.room.today()).days if state.memory else 0
        review = answered.review if guessed else state.last
        return replace(answered, review=review, in_days=days, guessed=guessed)

    # -- settings and practice ----------------------------------------------------------

    async def set_goal(self, exam_day: date | None, minutes: int) -> None:
        """The day of the exam and the minutes a day."""
        day = exam_day.isoformat() if exam_day else ""
        await self.book.record("planned", {"exam_day": day, "minutes": minutes})

    async def practised(
        self, name: str, family: str, points: float, most: float, seconds: float, hints: int
    ) -> None:
        """A practical task was tried by itself."""
        await self.book.record(
            "practice_marked",
            {"name": name, "family": family, "points": points, "max": most,
             "seconds": round(seconds, 1), "hints": hints},
        )  # fmt: skip


class _There:
    """Which cards can be shown at this moment: one withdrawn meanwhile cannot."""

    def __init__(self, drilling: Drilling) -> None:
        self._faces: Mapping[str, object] = drilling.deck.faces

    def __contains__(self, card: object) -> bool:
        return card in self._faces
