"""A learner's log in the real store: volumes, take-over, twins, clocks, exams."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.drill.conftest import WHO, room_on, store_in
from tests.drill.test_learner import review
from tui_exam.drill import snapshot
from tui_exam.drill.book import Book, learners, open_book, read_learner
from tui_exam.drill.drilling import Drilling
from tui_exam.drill.lost import settle
from tui_exam.drill.memory import DAY
from tui_exam.drill.plan import Wishes
from tui_exam.exam.items import Kind
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.finish import HANDED_IN, close, mark_and_seal
from tui_exam.sitting.room import Room
from tui_exam.sitting.sitting import TakenOver
from tui_exam.store.protocol import HeldElsewhere


async def see(book: Book, card: str, **changes: Any) -> None:
    await book.record("reviewed", review(0, card, **changes).data)


def same(a: Book, b: Book) -> bool:
    return snapshot.to_json(a.learner) == snapshot.to_json(b.learner)


async def test_what_was_answered_is_there_at_the_next_opening(room: Room) -> None:
    book = await open_book(room, WHO, program="test")
    await see(book, "q:a")
    await book.leave()
    again = await open_book(room, WHO, program="test")
    assert again.learner.cards["q:a"].right == 1
    assert same(book, again)


async def test_drills_are_no_exams_and_hold_nobody_up_from_sitting_one(room: Room) -> None:
    book = await open_book(room, WHO, program="test")
    await see(book, "q:a")
    assert await room.exams() == []
    assert await room.unfinished(WHO.code) is None
    assert await learners(room) == [WHO]


async def test_a_long_log_goes_on_in_a_new_volume_and_nothing_is_counted_twice(
    room: Room, clock: ManualClock
) -> None:
    for part in range(4):
        book = await open_book(room, WHO, program="test", volume=5)
        for n in range(7):
            clock.advance(60)
            await see(book, f"q:{part}-{n}")
        await book.leave()
        clock.advance(-3 * DAY)  # the clock is set back between the volumes
    book = await open_book(room, WHO, program="test", volume=5)
    assert len(book.learner.cards) == 28
    assert sum(day.reviews for day in book.learner.days.values()) == 28
    assert book.seq < 5
    read = await read_learner(room, WHO.code)
    assert snapshot.to_json(read) == snapshot.to_json(book.learner)


async def test_two_terminals_the_second_must_ask_and_then_the_first_only_reads(
    tmp_path: Path, clock: ManualClock
) -> None:
    one = room_on(store_in(tmp_path), clock, "máy 1")
    two = room_on(store_in(tmp_path), clock, "máy 2")
    first = await open_book(one, WHO, program="test")
    await see(first, "q:a")
    with pytest.raises(HeldElsewhere):
        await open_book(two, WHO, program="test")
    second = await open_book(two, WHO, program="test", take_over=True)
    with pytest.raises(TakenOver):
        await see(first, "q:lost")
    await see(second, "q:b")
    await first.leave()
    third = await open_book(one, WHO, program="test", take_over=True)
    assert set(third.learner.cards) == {"q:a", "q:b"}
    assert sum(day.reviews for day in third.learner.days.values()) == 2


async def test_logs_begun_on_two_machines_at_once_become_one(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = room_on(store_in(tmp_path), clock, "máy 1")
    two = room_on(store_in(tmp_path), clock, "máy 2")
    first = await open_book(one, WHO, program="test")
    # The second machine looked before the first one's log was there.
    nothing_yet = two.store.summaries

    async def none() -> list[Any]:
        return []

    monkeypatch.setattr(two.store, "summaries", none)
    second = await open_book(two, WHO, program="test")
    monkeypatch.setattr(two.store, "summaries", nothing_yet)
    for number in range(3):
        clock.advance(60)
        await see(first, f"q:a{number}")
        await see(second, f"q:b{number}")
    await first.leave()
    await second.leave()
    for _ in range(2):
        both = await open_book(one, WHO, program="test")
        assert len(both.learner.cards) == 6
        assert sum(day.reviews for day in both.learner.days.values()) == 6
        await both.leave()


async def test_an_answer_that_cannot_be_saved_counts_only_once_it_is(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_exam.sitting.sitting import NotSaved
    from tui_exam.store.protocol import StoreFull

    book = await open_book(room, WHO, program="test")
    append = room.store.append

    async def full(*_: Any, **__: Any) -> Any:
        raise StoreFull("full")

    monkeypatch.setattr(room.store, "append", full)
    with pytest.raises(NotSaved):
        await see(book, "q:a")
    assert book.learner.cards == {}
    monkeypatch.setattr(room.store, "append", append)
    assert await book.retry()
    assert book.learner.cards["q:a"].right == 1
    await book.leave()
    assert same(book, await open_book(room, WHO, program="test"))


@pytest.mark.slow
async def test_every_point_lost_in_an_exam_is_a_due_card_once(room: Room) -> None:
    exam = await room.begin(WHO)
    first = exam.paper.questions[0]
    right = list(exam.items[first.item].keys)
    await exam.sitting.record("answered", {"item": first.item, "answer": right})
    await close(exam, HANDED_IN)
    result = await mark_and_seal(exam)
    book = await open_book(room, WHO, program="test")
    drilling = Drilling(room, book)
    assert await drilling.catch_up()
    owed = {card: state.owed for card, state in book.learner.cards.items()}
    assert sum(owed.values()) == pytest.approx(100 - result.total, abs=0.1)
    assert f"q:{first.item}" not in owed
    assert drilling.due == len(owed)
    assert not await drilling.catch_up()
    await book.leave()
    again = Drilling(room, await open_book(room, WHO, program="test"))
    assert not await again.catch_up()
    assert again.due == len(owed)


# -- exams become cards at once -----------------------------------------------------------------


async def sat(room: Room) -> str:
    """An exam handed in empty and marked; its id."""
    exam = await room.begin(WHO)
    await close(exam, HANDED_IN)
    await mark_and_seal(exam)
    return exam.sitting.attempt.id


async def test_lost_points_are_in_the_log_as_soon_as_the_exam_is_marked(room: Room) -> None:
    name = await sat(room)
    owed = await settle(room, WHO, program="test")
    assert owed > 30
    learner = await read_learner(room, WHO.code)
    assert learner.exams == {name}
    assert sum(state.owed > 0 for state in learner.cards.values()) == owed
    assert await settle(room, WHO, program="test") == 0, "an exam is taken in once"
    again = await read_learner(room, WHO.code)
    assert again.cards == learner.cards


async def test_an_open_drill_takes_the_exam_in_and_shows_its_cards_next(
    room: Room, drilling: Drilling
) -> None:
    assert drilling.begin(Wishes(minutes=0, number=5, kinds=frozenset({"single"})))
    assert await drilling.take_in() == 0
    await sat(room)
    assert await settle(replace(room, seat="máy 2"), WHO, program="test") == 0, "held here"
    before = drilling.left
    fitting = await drilling.take_in()
    assert fitting > 0
    assert before < drilling.left <= before + fitting
    shown = drilling.show()
    assert shown is not None
    assert shown.state.owed > 0
    assert shown.item.kind is Kind.SINGLE
    assert await drilling.take_in() == 0


async def test_two_writes_at_once_count_each_event_once(book: Book) -> None:
    cards = [f"q:{number}" for number in range(12)]
    await asyncio.gather(*(book.record("reviewed", review(0, card).data) for card in cards))
    learner = book.learner
    assert {card: state.right for card, state in learner.cards.items()} == dict.fromkeys(cards, 1)
    assert sum(day.reviews for day in learner.days.values()) == len(cards)
