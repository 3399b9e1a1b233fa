"""A week of drills with a moved clock, and the coach after a mock exam."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.drill.conftest import WHO, room_on, store_in
from tests.drill.drill_app import DrillApp
from tests.drill.test_screens import Person
from tui_exam.drill.book import open_book
from tui_exam.drill.drilling import Drilling
from tui_exam.drill.memory import DAY
from tui_exam.drill.plan import Wishes
from tui_exam.drill.progress import minutes_per_day, streak
from tui_exam.exam.items import Kind
from tui_exam.screens.dialogs import Reading
from tui_exam.screens.drill.coach import CoachScreen
from tui_exam.screens.drill.start import StartScreen
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.finish import HANDED_IN, close, mark_and_seal
from tui_exam.sitting.room import Room


async def ten_minutes(drilling: Drilling, clock: ManualClock) -> int:
    """One day's drill: what was seen before is known, half of the new is not."""
    assert drilling.begin(Wishes(minutes=drilling.book.learner.minutes))
    answers = 0
    while (shown := drilling.show()) is not None:
        clock.advance(20)
        item = shown.item
        known = shown.state.right + shown.state.wrong > 0 or answers % 2
        right = item.accept[:1] if item.kind is Kind.SHORT else item.keys
        if item.kind is Kind.MATCHING:
            right = tuple(option.key for option in item.options)
        await drilling.answer(shown, tuple(right) if known else ())
        answers += 1
        assert answers < 200
    return answers


async def test_a_week_of_ten_minutes_a_day(room: Room, clock: ManualClock) -> None:
    forecasts, answered = [], 0
    for number in range(7):
        drilling = Drilling(room, await open_book(room, WHO, program="test", volume=60))
        if number == 0:
            await drilling.set_goal(room.today() + timedelta(days=8), 10)
        answered += await ten_minutes(drilling, clock)
        forecasts.append(drilling.forecast())
        learner = drilling.book.learner
        await drilling.book.leave()
        clock.advance(DAY)
    assert streak(learner, room.today()) == 7
    assert sum(day.reviews for day in learner.days.values()) == answered
    # What is wrong comes back although the minutes are used up; so some days take longer.
    assert all(6 < minutes < 20 for minutes in minutes_per_day(learner, room.today(), 8)[:7])
    assert forecasts[-1].points > forecasts[0].points + 1
    assert forecasts[-1].seen > 0.2
    again = [s for s in learner.cards.values() if s.right + s.wrong >= 3]
    assert again, "what is forgotten is seen again within the week"


async def test_a_clock_set_back_between_two_days_loses_nothing(
    room: Room, clock: ManualClock
) -> None:
    drilling = Drilling(room, await open_book(room, WHO, program="test"))
    first = await ten_minutes(drilling, clock)
    await drilling.book.leave()
    clock.now -= 40 * DAY
    drilling = Drilling(room, await open_book(room, WHO, program="test"))
    assert drilling.clock_behind
    second = await ten_minutes(drilling, clock)
    learner = drilling.book.learner
    assert sum(day.reviews for day in learner.days.values()) == first + second
    assert all(state.memory.due > state.memory.last for state in learner.cards.values()
               if state.memory)  # fmt: skip


@pytest.mark.slow
async def test_the_coach_says_where_the_time_went_and_enter_starts_the_drill(
    tmp_path: Path, clock: ManualClock
) -> None:
    room = room_on(store_in(tmp_path / "data"), clock)
    exam = await room.begin(WHO)
    clock.advance(30 * 60)
    for question in exam.paper.questions[:20]:
        keys = list(exam.items[question.item].keys)
        await exam.sitting.record("answered", {"item": question.item, "answer": keys})
    await close(exam, HANDED_IN)
    result = await mark_and_seal(exam)
    app = DrillApp(room, WHO, tmp_path / "out")
    async with app.run_test(size=(80, 24)) as pilot:
        some = Person(pilot, app, clock)
        await some.on(StartScreen)
        coach = CoachScreen(app.ui, exam, result)
        await app.push_screen(coach)
        text = coach.query_one(Reading).text
        assert "±" in text
        assert "Ba chủ đề" in text
        assert "Hai thói quen" in text
        drills: list[frozenset[str]] = []
        app.coached = drills.append
        await some.press("enter")
        assert drills == [coach.advice.drill]
        assert len(coach.advice.drill) == 3
    await room.store.close()
