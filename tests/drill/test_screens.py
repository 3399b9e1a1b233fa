"""What a person can do on the drill screens, key by key."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from tests.drill.conftest import WHO, room_on, store_in
from tests.drill.drill_app import DrillApp
from tui_exam.drill.book import open_book
from tui_exam.drill.memory import DAY
from tui_exam.drill.plan import Wishes
from tui_exam.exam.items import Kind
from tui_exam.locale.messages import is_vietnamese
from tui_exam.screens.dialogs import Ask, PageDialog, Reading, TickMany
from tui_exam.screens.drill.card import CardScreen
from tui_exam.screens.drill.flow import LearnerSignIn
from tui_exam.screens.drill.form import GoalScreen, WishesScreen
from tui_exam.screens.drill.practice import PracticeDesk
from tui_exam.screens.drill.progress import ProgressScreen
from tui_exam.screens.drill.start import StartScreen
from tui_exam.sitting.candidate import Candidate
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.room import Room
from tui_exam.store.protocol import StoreFull
from tui_exam.widgets.fields import LineField
from tui_exam.widgets.lines import Lines
from tui_exam.widgets.matching import Matching
from tui_exam.widgets.ordering import Ordering

S = TypeVar("S", bound=Screen[Any])


class Person:
    """Somebody at a drill app."""

    def __init__(self, pilot: Pilot[None], app: DrillApp, clock: ManualClock) -> None:
        self.pilot, self.app, self.clock = pilot, app, clock

    async def wait(self, ready: Callable[[], bool]) -> None:
        for _ in range(1500):
            if ready():
                break
            await asyncio.sleep(0.01)
        assert ready(), self.app.screen_stack
        await self.pilot.pause()

    async def on(self, kind: type[S]) -> S:
        await self.wait(lambda: isinstance(self.app.screen, kind) and self.app.screen.is_mounted)
        screen = self.app.screen
        assert isinstance(screen, kind)
        return screen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def at_once(self, *keys: str) -> None:
        """Press keys that come in one packet, each before the one before it has been handled."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self.pilot.pause()

    async def card(self) -> CardScreen:
        """The card on the screen, once it can be answered."""
        screen = await self.on(CardScreen)
        await self.wait(lambda: screen.ready)
        return screen

    async def answer(self, right: bool, seconds: float = 10) -> CardScreen:
        """Answer the card on the screen and look at the explanation."""
        screen = await self.card()
        shown = screen.shown
        assert shown is not None
        self.clock.advance(seconds)
        item = shown.item
        if not right:
            await self.press("f12")
        elif item.kind is Kind.SHORT:
            screen.query_one("#short", LineField).value = item.accept[0]
            await self.press("enter")
        elif item.kind is Kind.ORDERING:
            for place, key in enumerate(item.keys):
                widget = screen.query_one(Ordering)
                while widget.text.index(item.option(key).text[:20]) > 0:
                    keys = [k for k, _ in widget._view.steps]
                    if keys[place] == key:
                        break
                    await self.press(*["down"] * (keys.index(key) - widget._cursor))
                    await self.press(*["up"] * (widget._cursor - keys.index(key)))
                    await self.press(str(place + 1))
            await self.press("f8")
        elif item.kind is Kind.MATCHING:
            for option in item.options:
                await self.press("abcdefgh"[shown.order.index(option.key)])
            await self.press("f8")
        else:
            for key in item.keys:
                await self.press(str(shown.order.index(key) + 1))
            if item.takes_several:
                await self.press("f8")
        await self.wait(lambda: screen.answered is not None)
        return screen


@asynccontextmanager
async def person(
    folder: Path,
    clock: ManualClock,
    who: Candidate | None = WHO,
    room: Room | None = None,
    language: str = "vi",
) -> AsyncIterator[Person]:
    store = store_in(folder / "data")
    app = DrillApp(room or room_on(store, clock), who, folder / "out", language)
    async with app.run_test(size=(80, 24)) as pilot:
        yield Person(pilot, app, clock)
    await store.close()


async def test_enter_begins_what_is_due_and_every_answer_is_explained(
    tmp_path: Path, clock: ManualClock
) -> None:
    async with person(tmp_path, clock) as some:
        await some.on(StartScreen)
        await some.press("enter")
        screen = await some.answer(right=True)
        shown = screen.shown
        assert shown is not None
        text = screen.query_one("#feedback", Reading).text
        assert "ĐÚNG" in text
        assert "Căn cứ" in text
        for option in shown.item.options:
            assert option.why.split()[0] in text
        await some.press("enter")
        assert screen.answered is None
        await some.press("escape")
        start = await some.on(StartScreen)
        assert "1 câu đúng ngay" in start.query_one("#news", Reading).text


async def test_a_wrong_card_comes_back_and_a_guess_counts_as_not_known(
    tmp_path: Path, clock: ManualClock
) -> None:
    async with person(tmp_path, clock) as some:
        start = await some.on(StartScreen)
        await some.press("enter")
        screen = await some.answer(right=False)
        assert screen.shown is not None
        wrong = screen.shown.card
        seen = []
        for _ in range(4):
            await some.press("enter")
            await some.answer(right=True)
            assert screen.shown is not None
            seen.append(screen.shown.card)
        assert seen[3] == wrong
        await some.press("d")
        assert screen.answered is not None
        assert screen.answered.guessed
        state = start.drilling.book.learner.cards[wrong]
        assert (state.right, state.wrong) == (0, 2)


async def test_of_two_keys_in_one_packet_the_second_is_not_taken_for_the_next_card(
    tmp_path: Path, clock: ManualClock
) -> None:
    async with person(tmp_path, clock) as some:
        start = await some.on(StartScreen)
        only = frozenset({Kind.SINGLE.value})
        some.app.drills.session(start, Wishes(0, 5, kinds=only))
        screen = await some.card()
        assert screen.shown is not None
        first, order = screen.shown.card, screen.shown.order
        await some.at_once("2", "1")
        await some.wait(lambda: screen.answered is not None)
        assert screen.answered is not None
        assert screen.answered.answer == (order[1],)
        # Enter goes on; what was typed before the next card could be seen is no answer to it.
        await some.at_once("enter", "1", "enter", "1")
        await some.wait(lambda: screen.shown is not None and screen.shown.card != first)
        await some.wait(lambda: screen.ready)
        assert screen.answered is None
        assert len(start.drilling.book.learner.cards) == 1
        await some.press("1")
        await some.wait(lambda: screen.answered is not None)
        assert len(start.drilling.book.learner.cards) == 2


@pytest.mark.parametrize("kind", [Kind.MULTIPLE, Kind.MATCHING])
async def test_ticks_and_the_key_that_answers_may_come_in_one_packet(
    tmp_path: Path, clock: ManualClock, kind: Kind
) -> None:
    async with person(tmp_path, clock) as some:
        start = await some.on(StartScreen)
        some.app.drills.session(start, Wishes(0, 1, kinds=frozenset({kind.value})))
        screen = await some.card()
        shown = screen.shown
        assert shown is not None
        item = shown.item
        if kind is Kind.MATCHING:
            keys = ["abcdefgh"[shown.order.index(option.key)] for option in item.options]
        else:
            keys = [str(shown.order.index(key) + 1) for key in item.keys]
        await some.at_once(*keys, "f8")
        await some.wait(lambda: screen.answered is not None)
        assert screen.answered is not None
        assert screen.answered.right
        assert start.drilling.session.right == 1


async def test_each_kind_of_question_is_answered_with_the_keyboard(
    tmp_path: Path, clock: ManualClock
) -> None:
    async with person(tmp_path, clock) as some:
        for kind in (Kind.ORDERING, Kind.MATCHING, Kind.SHORT, Kind.MULTIPLE):
            start = await some.on(StartScreen)
            some.app.drills.session(start, Wishes(0, 3, kinds=frozenset({kind.value})))
            screen = await some.answer(right=True)
            assert screen.answered is not None
            assert screen.answered.right, kind
            await some.press("enter")
            screen = await some.answer(right=False)
            assert screen.answered is not None
            assert screen.answered.fraction == 0, kind
            await some.press("escape")


async def test_pairs_left_open_are_asked_for_before_marking(
    tmp_path: Path, clock: ManualClock
) -> None:
    async with person(tmp_path, clock) as some:
        start = await some.on(StartScreen)
        some.app.drills.session(start, Wishes(0, 1, kinds=frozenset({"matching"})))
        screen = await some.card()
        await some.press("a", "f8")
        assert "chưa ghép" in screen.trouble
        await some.press("a")  # the same letter again: taken from the first line
        assert screen.query_one(Matching).text.count("[A]") == 1


async def test_what_to_drill_can_be_chosen_and_nothing_fitting_is_said(
    tmp_path: Path, clock: ManualClock
) -> None:
    async with person(tmp_path, clock) as some:
        await some.on(StartScreen)
        await some.press("2")
        form = await some.on(WishesScreen)
        await some.press("0", "tab", "x", "f8")
        assert "Số câu" in form.trouble
        await some.press("backspace", "2", "tab", "enter")
        await some.on(TickMany)
        await some.press("down", "space", "enter", "f8")
        screen = await some.card()
        assert screen.drilling.left == 2
        assert len(screen.drilling.wishes.topics) == 1


async def test_the_day_of_the_exam_is_kept_and_a_past_one_refused(
    tmp_path: Path, clock: ManualClock
) -> None:
    async with person(tmp_path, clock) as some:
        start = await some.on(StartScreen)
        await some.press("5")
        form = await some.on(GoalScreen)
        day = form.query_one("#day", LineField)
        day.value = "1/1/2020"
        await some.press("f8")
        assert "hôm nay trở đi" in form.trouble
        day.value = "20/12/2026"
        await some.press("tab", "1", "5", "f8")
        await some.on(StartScreen)
        learner = start.drilling.book.learner
        assert (learner.exam_day, learner.minutes) == (date(2026, 12, 20), 15)
        assert "20/12/2026" in start.query_one("#news", Reading).text


async def test_progress_is_shown_and_exported(tmp_path: Path, clock: ManualClock) -> None:
    async with person(tmp_path, clock) as some:
        await some.on(StartScreen)
        await some.press("4")
        screen = await some.on(ProgressScreen)
        for page in ("Dự báo", "chưa biết", "đến hạn"):
            assert page in screen.query_one(Reading).text
            await some.press("tab")
        await some.press("x", "y")
        assert len(list((tmp_path / "out").iterdir())) == 2


async def test_in_english_only_questions_and_names_are_vietnamese(
    tmp_path: Path, clock: ManualClock
) -> None:
    who = Candidate("CB02", "Binh", "UBND")

    async def words() -> str:
        await some.pilot.pause()
        return "\n".join(each.text for each in some.app.screen.query(Lines))

    async with person(tmp_path, clock, who=who, language="en") as some:
        await some.on(StartScreen)
        seen = [await words()]
        for key, kind in (("2", WishesScreen), ("5", GoalScreen), ("4", ProgressScreen)):
            await some.press(key)
            await some.on(kind)
            seen.append(await words())
            if kind is ProgressScreen:
                await some.press("right", "right")
                seen.append(await words())
            await some.press("escape")
            await some.on(StartScreen)
        assert [text for text in seen if is_vietnamese(text)] == []
        await some.press("1")
        screen = await some.answer(right=False)
        assert "WRONG" in await words()
        assert "Basis:" in await words()
        # The language is changed in the midst of a drill; the screen says itself again at once.
        some.app.choose(language="vi")
        assert "SAI" in await words()
        assert screen.answered is not None
        await some.press("f10")
        menu = await words()
        for name in ("English / Tiếng Việt", "Giao diện", "Kiểu gõ tiếng Việt"):
            assert name in menu


async def test_a_disk_that_fails_is_told_and_the_answer_counts_once_it_is_written(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with person(tmp_path, clock) as some:
        start = await some.on(StartScreen)
        await some.press("enter")
        screen = await some.card()
        store = start.drilling.room.store
        append = store.append

        async def full(*_: Any, **__: Any) -> Any:
            raise StoreFull("full")

        monkeypatch.setattr(store, "append", full)
        await some.press("f12")
        assert "CHƯA LƯU ĐƯỢC" in screen.trouble
        assert screen.answered is None
        monkeypatch.setattr(store, "append", append)
        await screen.look()
        await some.wait(lambda: screen.answered is not None)
        assert len(start.drilling.book.learner.cards) == 1


async def test_a_second_terminal_asks_and_the_first_one_says_so(
    tmp_path: Path, clock: ManualClock
) -> None:
    async with person(tmp_path, clock) as first:
        await first.on(StartScreen)
        await first.press("enter")
        here = await first.card()
        other = room_on(store_in(tmp_path / "data"), clock, "máy 2")
        app = DrillApp(other, WHO, tmp_path / "out")
        async with app.run_test(size=(80, 24)) as pilot:
            second = Person(pilot, app, clock)
            await second.on(Ask)
            await second.press("c")
            await second.on(StartScreen)
            await first.press("f12")
            assert "máy 2" in here.trouble
            assert here.answered is None
            await first.press("escape")
            start = await first.on(StartScreen)
            assert "máy 2" in start.query_one("#news", Reading).text
            await first.press("enter")
            assert first.app.screen is start, "nothing is asked that could not be kept"


async def test_an_item_withdrawn_in_the_middle_is_passed_over(
    tmp_path: Path, clock: ManualClock
) -> None:
    async with person(tmp_path, clock) as some:
        start = await some.on(StartScreen)
        await some.press("enter")
        screen = await some.answer(right=False)
        assert screen.shown is not None
        gone = screen.shown.item.id
        drilling = start.drilling
        bank = drilling.room.bank
        left = tuple(item for item in bank.items if item.id != gone)
        drilling.room = replace(drilling.room, bank=replace(bank, items=left, digest="other"))
        for _ in range(4):  # it would have come back behind three others
            await some.press("enter")
            screen = await some.answer(right=True)
            assert screen.shown is not None
            assert screen.shown.item.id != gone
        assert drilling.book.learner.cards[f"q:{gone}"].wrong == 1


async def test_a_changed_key_is_told_before_and_after_the_answer(
    tmp_path: Path, clock: ManualClock
) -> None:
    room = room_on(store_in(tmp_path / "data"), clock)
    item = next(item for item in room.bank.items if item.kind is Kind.SINGLE)
    book = await open_book(room, WHO, program="test")
    from tests.drill.test_learner import review

    await book.record("reviewed", review(0, f"q:{item.id}", key="the old key").data)
    await book.leave()
    clock.advance(DAY)
    async with person(tmp_path, clock, room=room) as some:
        start = await some.on(StartScreen)
        start.drilling.session = replace(start.drilling.session, queue=(f"q:{item.id}",))
        some.app.push_screen(CardScreen(some.app.ui, start.drilling))
        screen = await some.answer(right=True)
        assert "đã đổi" in screen.query_one("#feedback", Reading).text
        assert start.drilling.book.learner.cards[f"q:{item.id}"].right == 1


async def test_a_new_learner_says_who_he_is_and_the_next_time_need_not(
    tmp_path: Path, clock: ManualClock
) -> None:
    async with person(tmp_path, clock, who=None) as some:
        form = await some.on(LearnerSignIn)
        form.query_one("#name", LineField).value = "An"
        form.query_one("#unit", LineField).value = "UBND"
        form.query_one("#code", LineField).value = "x1"
        await some.press("f8")
        await some.on(StartScreen)
    async with person(tmp_path, clock, who=None) as some:
        start = await some.on(StartScreen)
        assert start.drilling.book.who.code == "X1"


async def test_help_and_menu_name_the_keys_of_the_card(tmp_path: Path, clock: ManualClock) -> None:
    async with person(tmp_path, clock) as some:
        await some.on(StartScreen)
        await some.press("f1")
        page = await some.on(PageDialog)
        assert "Ôn ngay" in page.query_one(Reading).text


# -- practising one task ---------------------------------------------------------------------------


@pytest.mark.slow
async def test_a_task_is_practised_with_hints_marked_reset_and_watched(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_exam.screens.drill import watch

    monkeypatch.setattr(watch, "READING", 0.0)
    async with person(tmp_path, clock) as some:
        start = await some.on(StartScreen)
        await some.app.drills.practising.practise(start, "mail_forward")
        desk = await some.on(PracticeDesk)
        await some.press("g")
        assert "g lần nữa" in (await some.on(PageDialog)).query_one(Reading).text
        await some.press("escape", "g")
        assert "Thư:" in (await some.on(PageDialog)).query_one(Reading).text
        await some.press("escape", "enter", "escape", "k")
        await some.on(PageDialog)
        learner = start.drilling.book.learner
        assert [(p.points, p.hints) for p in learner.practices] == [(0.0, 2)]
        await some.press("escape", "z", "c")
        await some.on(PracticeDesk)
        assert desk.practice.hints == 0
        await some.press("w")
        practising = some.app.drills.practising
        await some.wait(lambda: practising.watching is not None)
        await some.wait(
            lambda: isinstance(some.app.screen, PageDialog) and practising.watching is None
        )
        assert "12/12" in some.app.screen.query_one(Reading).text
        folder = desk.practice.folder
        await some.press("escape")
        assert some.app.screen is desk
        await some.press("escape")
        await some.on(StartScreen)
        await some.wait(lambda: not folder.exists())
