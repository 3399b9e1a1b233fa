"""What a person chooses shows at once everywhere, and in his session only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.conftest import SEED, SIZE, Person
from tests.screens.conftest import clock as clock
from tests.screens.conftest import records as records
from tests.screens.conftest import room as room
from tui_exam.app import ExamApp
from tui_exam.locale.messages import is_vietnamese
from tui_exam.preferences import PreferenceFolder, Preferences
from tui_exam.sitting.room import Room
from tui_exam.texts import Words
from tui_exam.ui import Ui
from tui_exam.widgets.bars import KeyBar
from tui_exam.widgets.label import Label
from tui_exam.widgets.picklist import PickList


def make(room: Room, folder: Path, ui: Ui) -> ExamApp:
    async def opened() -> Room:
        return room

    return ExamApp(ui, room, opened, exports=folder / "exports", seed=SEED)


def vietnamese(lines: str) -> list[str]:
    """The lines with Vietnamese in them; the name of the seat is not ours, nor "THI THỬ"."""
    for own in ("máy 1", "THI THỬ", "English / Tiếng Việt", "bút phê"):
        lines = lines.replace(own, "")
    return [line for line in lines.split("\n") if is_vietnamese(line)]


def keys(me: Person) -> Iterator[str]:
    for bar in me.screen.query(KeyBar):
        yield from vietnamese(bar.text)


async def test_the_whole_way_is_in_english_but_for_the_tasks(room: Room, tmp_path: Path) -> None:
    app = make(room, tmp_path, Ui(tr=Words("en")))
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.on("HomeScreen")
        assert not vietnamese(me.reads)
        await me.press("f1")
        assert not vietnamese(me.reads)
        await me.press("escape")
        await me.sign_in()
        await me.on("WarmUpScreen")
        assert not list(keys(me))
        await me.press("f8")
        await me.on("TheoryScreen")
        assert not list(keys(me))
        for part in ("f3", "f4", "f5", "f6"):
            await me.go(part)
            assert not vietnamese(me.top)
            assert not vietnamese(me.keys)
            for key in ("enter", "b" if part == "f4" else "c" if part == "f6" else "x"):
                await me.press(key)
                await pilot.pause(0.1)
                assert not list(keys(me)), type(me.screen).__name__
            await me.press("f10")
            assert not vietnamese(me.keys)
            assert not vietnamese(me.screen.query_one(PickList).text)
            await me.press("escape", "escape", "escape", "escape")
        await me.press("h")
        assert not vietnamese(me.reads)
        await me.press("c")
        await me.until(lambda: app.result is not None)


async def test_a_form_half_filled_changes_its_language_and_keeps_what_was_typed(
    room: Room, tmp_path: Path
) -> None:
    app = make(room, tmp_path, Ui())
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.go("f4")
        await me.press("enter", "b")
        await me.on("NoteScreen")
        await me.type("Giao VP")
        app.choose(language="en")
        await pilot.pause()
        labels = "\n".join(label.text for label in me.screen.query(Label))
        assert "Supporting" in labels
        assert not vietnamese(labels)
        assert me.screen.query_one("#note").text == "Giao VP"  # type: ignore[attr-defined]
        app.choose(language="vi")
        await pilot.pause()
        assert "Phối hợp" in me.reads


async def test_two_people_side_by_side_have_their_own_words_and_looks(
    room: Room, tmp_path: Path
) -> None:
    one, other = make(room, tmp_path / "1", Ui()), make(room, tmp_path / "2", Ui())
    async with one.run_test(size=SIZE) as first, other.run_test(size=SIZE) as second:
        one.choose(language="en", look="contrast", airy=True)
        await first.pause()
        await second.pause()
        assert "Sit the exam" in Person(first, one).reads
        assert "Dự thi" in Person(second, other).reads
        assert (one.theme, other.theme) == ("exam-contrast", "exam")
        assert not other.has_class("-airy")


@pytest.mark.parametrize("fixed", [frozenset(), frozenset({"language"})])
async def test_a_candidate_brings_his_choices_and_a_flag_goes_before_them(
    room: Room, tmp_path: Path, fixed: frozenset[str]
) -> None:
    folder = PreferenceFolder(tmp_path / "exports" / "preferences")
    folder.write(Preferences(language="en", method="vni"), "CT001")
    app = make(room, tmp_path, Ui(fixed=fixed, first=Preferences(language="vi")))
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.sign_in()
        await me.on("WarmUpScreen")
        assert ("Warm-up" in me.top) == (not fixed)
        assert app.ui.typing.method == "vni"


async def test_the_menu_tells_every_command_of_the_place_and_carries_out_the_one_found(
    room: Room, tmp_path: Path
) -> None:
    app = make(room, tmp_path, Ui())
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.press("f10")
        listed = [entry.id for entry in me.screen.query_one(PickList).entries]
        for action in ("move(1)", "hand_in", "app.language", "app.look", "toggle_clock"):
            assert action in listed
        await me.type("danh dau")
        await me.press("enter")
        await me.until(lambda: "đã đánh dấu" in me.top)
        await me.press("f10")
        await me.type("xyzxyz")
        assert "Không có lệnh nào như vậy" in me.reads
        await me.press("enter", "escape")
        await me.on("TheoryScreen")


async def test_time_runs_out_behind_the_words_that_the_terminal_is_too_small(
    room: Room, tmp_path: Path
) -> None:
    app = make(room, tmp_path, Ui())
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await pilot.resize_terminal(50, 10)
        await me.until(lambda: "nhỏ quá" in me.reads)
        await me.press("1", "h", "c")
        assert not me.exam.sitting.attempt.answers
        room.clock.advance(61 * 60)  # type: ignore[attr-defined]
        await me.until(lambda: app.result is not None)
        await me.until(lambda: "nhỏ quá" in me.reads)
        await pilot.resize_terminal(*SIZE)
        await me.until(lambda: "nhỏ quá" not in me.reads)
