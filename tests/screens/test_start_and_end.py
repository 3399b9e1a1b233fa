"""From the home screen to the result, and what happens when things go wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.screens.conftest import SIZE, Person, make_app
from tui_exam.app import ExamApp
from tui_exam.screens.home import CHOICES
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.room import Room
from tui_exam.store.protocol import Lease, NewEvent, Receipt, StoreFull
from tui_exam.ui import Ui
from tui_exam.widgets.fields import LineField
from tui_exam.yaml_lines import Fault, FileFaults

FIELD_IDS = ("name", "unit", "code")


def number_of(choice: str) -> str:
    """The key of an entry of the home screen."""
    return str([key for key, _, _ in CHOICES].index(choice) + 1)


async def test_home_offers_what_works_and_nothing_else(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        for choice in ("Dự thi", "Kết quả đã thi", "Hướng dẫn", "Thoát"):
            assert choice in me.reads
        await me.press(number_of("about"))
        assert "Bài thi thử này là gì" in me.reads
        await me.press("escape", "q")
    assert app.return_code == 0


async def test_a_wrong_code_is_named_and_the_cursor_goes_there(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.sign_in("..")
        assert "Số báo danh gồm" in me.top
        assert me.screen.focused is not None
        assert me.screen.focused.id == "code"


async def test_what_is_typed_ahead_after_enter_lands_in_the_next_field(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.press("1")
        await me.on("SignInScreen")
        me.at_once("An", "enter", "UBND", "tab", "A7")
        await me.pilot.pause()
        fields = {key: me.screen.query_one(f"#{key}", LineField).value for key in FIELD_IDS}
        assert fields == {"name": "An", "unit": "UBND", "code": "A7"}


async def test_the_warm_up_ticks_what_has_been_tried(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.sign_in()
        await me.on("WarmUpScreen")
        await me.press("down")
        assert "[x] 1." in me.reads
        await me.press("2")
        assert "[x] 2." in me.reads
        app.ui.typing.on = True
        await me.press("tab")
        await me.type("Kisnh")
        await me.press("enter")
        assert "Chưa giống dòng mẫu" in me.top
        for _ in range(5):
            await me.press("backspace")
        await me.type("Kinhs guwir Uyr ban nhaan daan phuwowngf")
        await me.press("enter")
        assert "[x] 3." in me.reads
        await me.press("f1", "escape")
        assert "[x] 4." in me.reads
        assert app.running is None


async def test_hand_in_lists_what_is_missing_asks_once_and_shows_the_result(
    app: ExamApp, tmp_path: Path
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.press("1", "h")
        assert "Chưa trả lời 29 câu" in me.reads
        assert "Chưa làm nhiệm vụ: Gửi thư điện tử" in me.reads
        await me.press("escape")
        await me.on("TheoryScreen")
        await me.press("h", "c")
        await me.on("ResultScreen")
        assert "CHƯA ĐẠT" in me.reads
        assert "Mã bài" in me.top
        await me.press("2")
        assert "Chưa làm nhiệm vụ này" in me.reads
        await me.press("3")
        assert "Căn cứ:" in me.reads
        await me.press("x")
        assert "Đã ghi" in me.top
        exported = sorted((tmp_path / "exports").iterdir())
        assert [path.suffix for path in exported] == [".json", ".txt"]
        assert json.loads(exported[0].read_text(encoding="utf-8"))["band"] == "Chưa đạt"
        code = re.search("Mã bài: ....-....", me.top)
        assert code is not None
        assert code[0] in exported[1].read_text(encoding="utf-8")
        await me.home()
        await me.press(number_of("results"))
        await me.on("ResultsScreen")
        assert "CT001" in me.reads
        await me.press("enter")
        await me.on("ResultScreen")
        assert code[0] in me.top


async def test_text_typed_by_mistake_where_letters_are_commands_hands_nothing_in(
    app: ExamApp,
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.type("thực hiện các việc cho học viên")
        await me.on("TheoryScreen")
        assert me.exam.sitting.attempt.closed == ""
        await me.press("h")
        await me.on("Ask")
        await me.press("down", "up", "escape")
        await me.on("TheoryScreen")
        assert me.exam.sitting.attempt.closed == ""


async def test_at_zero_the_paper_is_handed_in_even_with_the_question_open(
    app: ExamApp, clock: ManualClock
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.press("h")
        clock.advance(3601)
        await me.on("ResultScreen")
        assert app.result is not None
        assert app.result.closed == "time"
        assert "Hết giờ" in me.reads


async def test_at_zero_a_half_written_letter_is_kept_as_it_is(
    app: ExamApp, clock: ManualClock
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.new_letter()
        await me.press("tab", "tab", "tab")
        await me.type("do dang")
        exam = me.exam
        clock.advance(3601)
        await me.on("ResultScreen")
        assert any(letter.subject == "do dang" for letter in exam.desk("mail").letters)


async def test_the_same_code_continues_at_the_same_place(room: Room, tmp_path: Path) -> None:
    first = make_app(room, tmp_path)
    async with first.run_test(size=SIZE) as pilot:
        me = Person(pilot, first)
        await me.begin()
        await me.press("2", "n", "n")
        await me.exam.sitting.leave()
    second = make_app(room, tmp_path)
    async with second.run_test(size=SIZE) as pilot:
        me = Person(pilot, second)
        await me.sign_in()
        await me.on("Ask")
        assert "CT001 có một bài thi chưa nộp" in me.reads
        await me.press("c")
        await me.on("TheoryScreen")
        assert "câu 3/30" in me.top
        assert "1x" in me.reads


async def test_an_exam_open_elsewhere_can_be_taken_over_and_the_other_screen_says_so(
    room: Room, tmp_path: Path
) -> None:
    from dataclasses import replace

    from tui_exam.store import TinyAttemptStore

    first = make_app(room, tmp_path)
    other_store = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=0)
    second = make_app(replace(room, store=other_store, seat="máy 2"), tmp_path)
    async with first.run_test(size=SIZE) as pilot_1:
        me = Person(pilot_1, first)
        await me.begin()
        async with second.run_test(size=SIZE) as pilot_2:
            you = Person(pilot_2, second)
            await you.sign_in()
            await you.on("Ask")
            await you.press("c")
            await you.until(lambda: "đang mở tại máy 1" in you.reads)
            await you.press("c")
            await you.on("TheoryScreen")
            await me.until(lambda: "CHỈ XEM" in me.top)
            assert "mở tiếp tại máy 2" in me.top
            await me.press("1")
            assert not me.exam.sitting.attempt.answers
    await other_store.close()


async def test_a_full_disk_is_said_on_the_screen_and_recovery_too(
    app: ExamApp, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = room.store.append

    async def full(
        lease: Lease, expected_seq: int, events: Sequence[NewEvent], **how: object
    ) -> Receipt:
        raise StoreFull("no room")

    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        monkeypatch.setattr(room.store, "append", full)
        await me.press("2")
        assert "CHƯA LƯU (1)" in me.top
        assert "Ổ đĩa đã đầy" in me.top
        assert "(x)" not in me.reads
        monkeypatch.setattr(room.store, "append", real)
        await me.until(lambda: "Đã lưu" in me.top)
        assert "x" in me.reads
        assert len(me.exam.sitting.attempt.answers) == 1


async def test_a_broken_bank_is_told_before_the_exam_starts(room: Room, tmp_path: Path) -> None:
    async def broken() -> Room:
        raise FileFaults((Fault("04.yaml", 12, 5, "items[1].stem", "đang để trống.", "Điền."),))

    app = ExamApp(Ui(), room, broken, exports=tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.press("1")
        await me.until(lambda: "04.yaml, dòng 12, cột 5" in me.reads)
        assert app.running is None


async def test_a_terminal_too_small_loses_nothing(app: ExamApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.press("1")
        await pilot.resize_terminal(40, 10)
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert "(x) 1." in me.reads or "[x] 1." in me.reads
