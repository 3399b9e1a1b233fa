"""Figures of drilling: `python -m tests.drill.bench`.

Choosing the next card among 10,000 items with 100,000 reviews behind them, and opening a
drill: the shipped bank and a learner of a year, then the same 100,000 reviews in a log.
"""

from __future__ import annotations

import asyncio
import gc
import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.drill.conftest import WHO, room_on, shipped_bank, shipped_blueprint, store_in
from tests.drill.test_learner import review
from tui_exam.drill import book as books
from tui_exam.drill.deck import Deck, deck_of
from tui_exam.drill.drilling import TITLES, Drilling
from tui_exam.drill.learner import Learner, day_of
from tui_exam.drill.memory import DAY
from tui_exam.drill.plan import Wishes, make_plan
from tui_exam.drill.session import Session
from tui_exam.drill.weighing import Weigher
from tui_exam.exam.bank import Bank
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.room import Room
from tui_exam.store.protocol import NewEvent

NOW = 1_795_400_000.0


def large_bank(count: int) -> Bank:
    """The shipped questions again and again, up to that many."""
    bank = shipped_bank()
    items = [
        replace(item, id=f"{item.id}-{copy}")
        for copy in range(count // len(bank.items) + 1)
        for item in bank.items
    ][:count]
    return replace(bank, items=tuple(items), digest="large")


def history(deck: Deck, reviews: int, days: int) -> list[dict[str, object]]:
    """Reviews of a diligent learner, oldest first, with their wall times."""
    luck = random.Random(1)
    faces = list(deck.faces.values())
    out = []
    for at in range(reviews):
        face = luck.choice(faces)
        right = luck.random() < 0.8
        data = review(0, face.id, rating=3 if right else 1, fraction=float(right), key=face.key,
                      topic=face.topic, kind=face.kind, seconds=15.0).data  # fmt: skip
        out.append({"wall": NOW - days * DAY * (1 - at / reviews), "data": data})
    return out


def timed(work: Callable[[], object], times: int) -> str:
    """Least and median CPU of some runs, in milliseconds; the least is what a quiet machine has."""
    spent = []
    for _ in range(times):
        begin = time.process_time()
        work()
        spent.append((time.process_time() - begin) * 1000)
    return _said(spent)


def _said(spent: list[float]) -> str:
    return (
        f"least {min(spent):.2f} ms, median {statistics.median(spent):.2f} ms of CPU "
        f"({len(spent)} runs)"
    )


async def write(room: Room, deck: Deck, reviews: int, days: int) -> None:
    """That history in the learner's log, in as many volumes as the days would have made."""
    done = history(deck, reviews, days)
    for start in range(0, len(done), books.VOLUME + 50):
        book = await books.open_book(room, WHO, program="bench")
        part = done[start : start + books.VOLUME + 50]
        events = [
            NewEvent("reviewed", one["data"], one["wall"], 0.0, "b", secrets.token_hex(8))  # type: ignore[arg-type]
            for one in part
        ]
        for at in range(0, len(events), 250):
            lease, head = book.sitting.lease, await room.store.head(book.sitting.attempt.id)
            await room.store.append(lease, head.seq, events[at : at + 250])
        await book.leave()


async def opening(name: str, bank: Bank, reviews: int, days: int) -> None:
    """Time from nothing to the plan of the day, in a store opened afresh."""
    with tempfile.TemporaryDirectory() as folder:
        clock = ManualClock(now=NOW)
        room = replace(room_on(store_in(Path(folder)), clock), bank=bank)
        deck = deck_of(bank, room.blueprint, day_of(NOW), None, TITLES)
        if reviews:
            await write(room, deck, reviews, days)
        spent = []
        for _ in range(5):
            fresh = replace(room, store=store_in(Path(folder)))
            begin = time.process_time()
            book = await books.open_book(fresh, WHO, program="bench")
            drilling = Drilling(fresh, book)
            await drilling.catch_up()
            drilling.begin(Wishes())
            drilling.show()
            spent.append((time.process_time() - begin) * 1000)
            await book.leave()
        print(f"opening, {name}: {_said(spent)}; {len(book.learner.cards)} cards known")


def main() -> None:
    """Print every figure."""
    bank = large_bank(10_000)
    deck = deck_of(bank, shipped_blueprint(), day_of(NOW), None, TITLES)
    learner = Learner(exam_day=day_of(NOW) + timedelta(days=30))
    done = history(deck, 100_000, 365)
    begin = time.process_time()
    for seq, one in enumerate(done, 1):
        learner.apply(replace(review(seq), data=one["data"], wall=one["wall"]))  # type: ignore[arg-type]
    print(f"folding 100,000 reviews: {time.process_time() - begin:.2f} s")
    plan = make_plan(learner, deck, Wishes(), NOW)
    session = Session(plan.cards)
    faces = deck.faces

    def choose() -> None:
        card = session.current(faces)
        assert card is not None
        session.after(card, False, 10).current(faces)

    print("choosing the next card in a session:", timed(choose, 500))
    weigher = Weigher()

    def anew(wishes: Wishes, weigher: Weigher | None) -> Callable[[], object]:
        return lambda: make_plan(learner, deck, wishes, NOW, weigher=weigher)

    print("the best of all 10,000 weighed anew:", timed(anew(Wishes(0, 1), weigher), 40))
    print("a plan of ten minutes:", timed(anew(Wishes(), weigher), 40))
    print("the same, for the first time in a program:", timed(anew(Wishes(), None), 20))
    gc.collect()
    gc.freeze()  # what only this bench holds is not the program's to walk through
    asyncio.run(opening("shipped bank, nobody yet", shipped_bank(), 0, 0))
    asyncio.run(opening("shipped bank, 5,000 reviews", shipped_bank(), 5_000, 100))
    asyncio.run(opening("10,000 items, 100,000 reviews", bank, 100_000, 365))


if __name__ == "__main__":
    main()
