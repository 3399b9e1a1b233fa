"""What the person at the screen sees when disk, organiser or power do their worst."""

from __future__ import annotations

import asyncio
import errno
import itertools
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.rooms import WHO, content, room_on_disk
from tests.screens.conftest import SIZE, Person, make_app
from tests.store.tools import TouchyDisk
from tui_exam.app import ExamApp
from tui_exam.screens.exam_screen import ExamScreen
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.finish import close
from tui_exam.sitting.giving import give
from tui_exam.sitting.orders import add_time, go_on, pause
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room
from tui_exam.store import TinyAttemptStore
from tui_exam.widgets.fields import LineField, TextField

pytestmark = pytest.mark.slow
WHY = ("mất điện", "Lê Thị Bình")


@pytest.fixture
async def room(tmp_path: Path, clock: ManualClock, disk: TouchyDisk) -> AsyncIterator[Room]:
    async for each in room_on_disk(tmp_path, clock, disk):
        yield each


@pytest.fixture
def app(room: Room, tmp_path: Path) -> ExamApp:
    return make_app(room, tmp_path)


async def test_a_write_of_seconds_is_told_while_the_screen_lives_on(
    app: ExamApp, disk: TouchyDisk, clock: ManualClock
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        disk.seconds = 3
        began = time.monotonic()
        await me.press("1")
        await me.until(lambda: "Ổ đĩa ghi chậm" in me.top)
        assert "CHƯA LƯU (1)" in me.top
        assert "(x)" not in me.reads
        await me.press("f1")
        await me.on("PageDialog")
        assert time.monotonic() - began < 2.8
        await me.press("escape")
        await me.until(lambda: "Đã ghi lại được lúc" in me.top)
        assert "CHƯA LƯU" not in me.top
        assert len(me.exam.sitting.attempt.answers) == 1
        clock.advance(5)
        await me.press("2")
        await me.until(lambda: "Ổ đĩa ghi chậm" in me.top)
        assert "Đã ghi lại được" not in me.top  # it is no longer true
        disk.seconds = 0
        await me.until(lambda: "Đã ghi lại được lúc" in me.top)


async def test_on_a_slow_disk_every_key_counts_and_the_clock_goes_on(
    app: ExamApp, disk: TouchyDisk
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        disk.seconds = 0.3
        ticks: list[float] = []
        real = app.running.tick  # type: ignore[union-attr]

        async def tick() -> None:
            ticks.append(time.monotonic())
            await real()

        app.running.tick = tick  # type: ignore[union-attr, method-assign]
        for _ in range(6):
            await me.press("1", "n")
        await me.until(lambda: len(me.exam.sitting.attempt.answers) == 6)
        await me.until(lambda: "Đã lưu" in me.top)
        gaps = [b - a for a, b in itertools.pairwise(ticks)]
        assert max(gaps, default=0) < 2.5


async def test_a_deleted_folder_is_told_without_a_key(app: ExamApp, tmp_path: Path) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        shutil.rmtree(tmp_path / "data")
        await me.until(lambda: "đã bị xóa hoặc chuyển đi" in " ".join(me.top.split()))
        assert "Đã lưu" not in me.top
        await me.press("1")
        await me.until(lambda: "CHƯA LƯU (1)" in me.top)
        assert "(x)" not in me.reads


async def test_a_pause_covers_the_paper_and_brings_back_what_was_half_typed(
    app: ExamApp, room: Room, clock: ManualClock, tmp_path: Path
) -> None:
    other = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=0)
    organiser = Records(other, clock, "bàn tổ chức")
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.new_letter()
        await me.press("tab", "tab", "tab")
        await me.type("do dang")
        name = me.exam.sitting.attempt.id
        await give(organiser, name, pause(*WHY, 1.0))
        await me.on("PausedScreen")
        assert "Lý do: mất điện. Người quyết định: Lê Thị Bình." in me.reads
        assert any(letter.subject == "do dang" for letter in me.exam.desk("mail").letters)
        clock.advance(7200)
        await me.press("x", "escape", "f2", "h", "enter")
        await me.on("PausedScreen")
        await give(organiser, name, go_on(*WHY, 2.0))
        await me.on("ComposeScreen")
        assert me.screen.query_one("#subject", LineField).value == "do dang"
        assert me.exam.sitting.left() == 3600
    await other.close()


async def test_a_second_that_strikes_while_a_screen_is_taken_down_harms_nothing(
    app: ExamApp,
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        screen = me.screen
        assert isinstance(screen, ExamScreen)
        await screen.query("*").remove()
        screen.tick()
        await me.pilot.pause()
    assert app.return_code in (0, None)


async def test_handing_in_on_a_full_disk_claims_nothing_until_it_is_saved(
    app: ExamApp, disk: TouchyDisk
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.press("1")
        disk.write_error = errno.ENOSPC
        await me.press("h", "c")
        await me.on("MarkingScreen")
        await me.until(lambda: "Ổ đĩa đã đầy" in me.top)
        assert "Đang ghi việc nộp bài" in me.reads
        assert "khép lại" not in me.reads
        disk.write_error = 0
        await me.on("ResultScreen")
        assert app.result is not None


async def test_a_disk_that_fills_up_between_closing_and_marking_only_delays_the_result(
    app: ExamApp, disk: TouchyDisk, room: Room
) -> None:
    real = room.store.put_artifact

    async def full(attempt: str, name: str, data: bytes) -> object:
        if name == "result":
            disk.write_error = errno.ENOSPC
        return await real(attempt, name, data)

    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        room.store.put_artifact = full  # type: ignore[method-assign, assignment]
        await me.press("h", "c")
        await me.until(lambda: "Ổ đĩa đã đầy" in me.top)
        assert "Bài thi đã khép lại" in me.reads
        room.store.put_artifact = real  # type: ignore[method-assign]
        disk.write_error = 0
        await me.on("ResultScreen")


async def test_a_letter_sent_on_a_full_disk_goes_once_and_the_form_closes_by_itself(
    app: ExamApp, disk: TouchyDisk
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await me.new_letter()
        await me.type("a@b.vn")
        disk.write_error = errno.ENOSPC
        for _ in range(2):
            await me.press("f8")
            await me.on("Ask")
            await me.press("c")
            await me.on("ComposeScreen")
        assert "CHƯA LƯU" in me.top
        disk.write_error = 0
        await me.on("DeskScreen")
        kinds = [event.kind for event in await me.exam.sitting.events()]
        assert kinds.count("mail_sent") == 1
        assert "Đã ghi lại được" in me.top


async def test_with_too_little_room_no_exam_begins_but_a_begun_one_goes_on(
    room: Room, clock: ManualClock, tmp_path: Path
) -> None:
    exam = await room.begin(WHO)
    await exam.sitting.leave()
    starved = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=1 << 60)
    bank, blueprint = content()
    poor = Room(starved, clock, "máy 1", bank, blueprint, "test")
    app = make_app(poor, tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.sign_in("CT999")
        await me.until(lambda: "Chưa thể bắt đầu" in me.top)
        assert "còn trống" in me.top
        await me.press("escape")
        await me.sign_in(WHO.code)
        await me.on("Ask")
        await me.press("c")
        await me.on("TheoryScreen")
        clock.advance(61)
        await me.until(lambda: "sắp đầy" in me.top)
    await starved.close()


async def test_what_was_handed_in_before_a_crash_is_marked_by_the_next_start(
    app: ExamApp, room: Room
) -> None:
    exam = await room.begin(WHO)
    await close(exam, "handed_in")
    await exam.sitting.leave()
    async with app.run_test(size=SIZE):
        for _ in range(200):
            [row] = await room.store.summaries()
            if row.sealed:
                break
            await asyncio.sleep(0.05)
        assert (row.sealed, row.total) == (True, 0)


async def test_marking_that_fails_for_good_leaves_the_attempt_kept_and_says_so(
    app: ExamApp, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tui_exam.sitting.finish as finish

    async def broken(exam: object) -> None:
        raise ZeroDivisionError("a check is broken")

    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        monkeypatch.setattr(finish, "mark_exam", broken)
        await me.press("h", "c")
        await me.until(lambda: "Chưa chấm được bài" in me.reads)
        assert "ZeroDivisionError" in me.reads
        await me.press("escape")
        await me.on("HomeScreen")
    monkeypatch.undo()
    [row] = await room.store.summaries()
    assert (row.closed is not None, row.sealed) == (True, False)


@pytest.mark.slow
async def test_five_hundred_events_are_resumed_within_two_seconds_into_the_half_typed_letter(
    app: ExamApp, room: Room
) -> None:
    exam = await room.begin(WHO)
    items = [question.item for question in exam.paper.questions]
    for number in range(460):
        item = items[number % len(items)]
        await exam.sitting.record("answered", {"item": item, "answer": ["a"]})
    await exam.sitting.record("moved", {"part": "mail", "question": 7})
    for number in range(1, 40):
        await exam.act(
            "mail", "mail_draft_saved", letter="own-1", mode="new", source="", to=[], cc=[],
            bcc=[], subject="Báo cáo", body="Kính gửi " * number, attachments=[],
        )  # fmt: skip
    assert exam.sitting.attempt.seq > 500
    await exam.sitting.leave()
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.sign_in()
        await me.on("Ask")
        began = time.monotonic()
        await me.press("c")
        await me.on("ComposeScreen")
        took = time.monotonic() - began
        assert me.screen.query_one("#subject", LineField).value == "Báo cáo"
        assert me.screen.query_one("#body", TextField).text.count("Kính gửi") == 39
        assert took < 2
        await me.press("escape", "f2")
        await me.on("TheoryScreen")
        assert "câu 8/30" in me.top


async def test_who_is_overtaken_while_handing_in_may_leave(
    app: ExamApp, disk: TouchyDisk, clock: ManualClock, tmp_path: Path
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        disk.write_error = errno.ENOSPC
        await me.press("h", "c")
        await me.on("MarkingScreen")
        other = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=0)
        found = await Records(other, clock, "máy 2").unfinished(WHO.code)
        assert found is not None
        taken = await Records(other, clock, "máy 2").resume(found, take_over=True)
        await me.until(lambda: "máy khác" in me.reads)
        await me.press("escape")
        await me.on("HomeScreen")
        assert taken.sitting.attempt.closed == ""
    await other.close()


async def test_time_that_is_given_is_told_at_once(
    app: ExamApp, clock: ManualClock, tmp_path: Path
) -> None:
    other = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=0)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        order = add_time(90, *WHY, 1.0)
        await give(Records(other, clock, "bàn tổ chức"), me.exam.sitting.attempt.id, order)
        await me.until(lambda: "cho thêm 1,5 phút. Lý do: mất điện" in me.top)
        assert me.exam.sitting.left() == 3690
    await other.close()


async def test_time_given_just_before_the_bell_is_found_by_the_bell(
    app: ExamApp, clock: ManualClock, tmp_path: Path
) -> None:
    other = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=0)
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        await other.order(me.exam.sitting.attempt.id, add_time(600, *WHY, 1.0))
        clock.advance(3601)
        await me.until(lambda: me.exam.sitting.attempt.added == 600)
        await me.pilot.pause(1.2)
        await me.on("TheoryScreen")
        assert me.exam.sitting.left() in (599, 600)
    await other.close()
