"""From the exam's last key to the drill that follows from it, in the real app."""

from __future__ import annotations

from pathlib import Path

from tests.drill.conftest import room_on, store_in
from tests.screens.conftest import SIZE, WHO, Person, make_app
from tui_exam.drill.book import read_learner
from tui_exam.screens.drill.card import CardScreen
from tui_exam.screens.drill.coach import CoachScreen
from tui_exam.sitting.clock import ManualClock


async def test_what_the_exam_lost_is_due_at_once_and_one_key_drills_it(
    tmp_path: Path, clock: ManualClock
) -> None:
    room = room_on(store_in(tmp_path / "data"), clock)
    app = make_app(room, tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.press("1", "h", "c")
        await me.on("ResultScreen")
        assert "hai lần" in me.reads, "what the error means is said in words"
        await me.press("escape")
        await me.on("CoachScreen")
        assert isinstance(me.screen, CoachScreen)
        topics = me.screen.advice.drill
        await me.press("enter")
        await me.on("CardScreen")
        assert isinstance(me.screen, CardScreen)
        shown = me.screen.shown
        assert shown is not None
        assert shown.state.owed > 0
        assert shown.item.topic in topics
        assert len((await read_learner(room, WHO.code)).exams) == 1
    await room.store.close()
