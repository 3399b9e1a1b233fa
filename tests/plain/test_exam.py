"""A whole exam in lines, and what happens on the way."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from tests.plain.conftest import Start
from tests.plain.ear import number_of
from tests.plain.hands import PlainWork
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.exam import FAMILY_NAMES
from tui_exam.sitting.records import Records
from tui_exam.store.protocol import Order, StoreFull
from tui_exam.vietnamese import fold


@pytest.mark.slow
async def test_a_perfect_candidate_scores_everything_line_by_line(
    start: Start, tmp_path: Path
) -> None:
    talk = await start()
    heard = await talk.begin()
    exam, ear = talk.plain.exam, talk.ear
    assert exam is not None
    heard = await ear.answer(number_of("Lý thuyết", heard))
    for question in exam.paper.questions:
        for key in exam.items[question.item].keys:
            said = await ear.answer(str(question.options.index(key) + 1))
            assert "Đã lưu" in said
        await ear.answer("sau")
    heard = await ear.answer("về")
    for part, task in exam.tasks.items():
        heard = await ear.answer(number_of(FAMILY_NAMES[part], heard))
        work = PlainWork(ear, exam, part)
        await work.do(task.solution, heard)
        await work._home()
        heard = await ear.answer("về")
    heard = await ear.answer("nop")
    assert "Đã làm đủ các phần" in heard
    heard = await ear.answer("có")
    assert "Tổng điểm: 100/100" in heard
    assert talk.plain.result is not None
    assert talk.plain.result.total == 100
    heard = await ear.answer("2")
    assert "[-]" not in heard
    ear.tell("ve")
    assert await talk.task == 0
    assert "\x1b" not in ear.all


async def test_what_was_done_is_kept_when_the_line_drops_and_goes_on_at_the_same_question(
    start: Start, records: Records
) -> None:
    talk = await start()
    heard = await talk.begin()
    await talk.ear.answer(number_of("Lý thuyết", heard))
    await talk.ear.answer("tới 7")
    await talk.ear.answer("1")
    talk.ear.tell("\x04")  # the end of the line
    again = await start()
    await again.ear.hear()
    for line in ("An", "UBND", "ct001"):
        heard = await again.ear.answer(line)
    assert "có một bài thi chưa nộp" in heard
    heard = await again.ear.answer("có")
    if "đang mở tại" in heard:
        heard = await again.ear.answer("có")
    heard = await again.ear.answer(number_of("Lý thuyết", heard))
    assert "Câu 7 trên 30" in heard
    assert "đang chọn" in heard


async def test_the_time_is_told_when_asked_and_at_thirty_fifteen_five_and_one(
    start: Start, clock: ManualClock
) -> None:
    talk = await start()
    await talk.begin()
    assert "Còn 60 phút" in talk.ear.all
    clock.advance(15 * 60)
    assert "Còn 45 phút" in await talk.ear.answer("giờ")
    assert talk.ear.all.count("phút.") == 1  # how long the exam is, and nothing unasked
    for minutes, left in ((15, 30), (15, 15), (10, 5), (4, 1)):
        clock.advance(minutes * 60)
        await talk.ear.until(f"Còn {left} phút.")
    assert talk.plain.exam is not None
    assert not talk.plain.exam.sitting.attempt.closed


async def test_at_the_bell_half_typed_lines_are_kept_and_the_exam_is_marked(
    start: Start, clock: ManualClock
) -> None:
    talk = await start()
    heard = await talk.begin()
    heard = await talk.ear.answer(number_of("Bút phê", heard))
    heard = await talk.ear.answer(number_of("Văn bản đến", heard))
    await talk.ear.answer("1")
    heard = await talk.ear.answer("?")
    heard = await talk.ear.answer(number_of("Bút phê", heard))
    await talk.ear.answer("1")
    await talk.ear.answer("Giao Phòng Kinh tế")
    clock.advance(61 * 60)
    heard = await talk.ear.until("Tổng điểm")
    assert "Hết giờ" in talk.ear.all
    exam = talk.plain.exam
    assert exam is not None
    assert any("Giao Phòng Kinh tế" in d.routing.note for d in exam.desk("routing").incoming)


async def test_nothing_that_is_typed_can_act_on_the_terminal(start: Start) -> None:
    talk = await start()
    await talk.ear.hear()
    await talk.ear.answer("\x1b]0;x\x07An\u202e\x1b[31m")
    await talk.ear.answer("UBND [red]")
    heard = await talk.ear.answer("../..")
    assert "Số báo danh gồm" in heard
    assert "\x1b" not in talk.ear.all
    assert "\u202e" not in talk.ear.all


async def test_everything_that_can_be_said_is_told_and_nonsense_is_answered(start: Start) -> None:
    talk = await start()
    await talk.begin()
    heard = await talk.ear.answer("?")
    for word in ("nộp:", "thoát:", "đề:", "giờ:", "lưu:"):
        assert word in heard
    assert "Không hiểu «xyz»" in await talk.ear.answer("xyz")
    assert "Không hiểu" in await talk.ear.answer("9" * 4000)


async def test_the_dialogue_is_held_in_english_too_with_the_questions_in_vietnamese(
    start: Start,
) -> None:
    talk = await start("en")
    heard = await talk.ear.hear()
    assert "Full name" in heard
    for line in ("An", "UBND", "EN1"):
        await talk.ear.answer(line)
    heard = await talk.ear.answer("yes")
    assert "Theory" in heard
    heard = await talk.ear.answer("1")
    assert "Question 1 of 30" in heard


async def test_telex_lines_are_composed_when_wished(start: Start) -> None:
    talk = await start()
    heard = await talk.begin()
    await talk.ear.answer("gõ")
    await talk.ear.answer(number_of("Gửi thư", heard))
    await talk.ear.answer("thư mới")
    heard = await talk.ear.answer("?")
    await talk.ear.answer(number_of("Chủ đề", heard))
    await talk.ear.answer("Kinhs guwir Uyr ban")
    heard = await talk.ear.answer("lại")
    assert "Chủ đề: Kính gửi Ủy ban" in heard


async def test_a_full_disk_is_told_and_what_was_done_is_written_when_there_is_room(
    start: Start, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = await start()
    heard = await talk.begin()
    await talk.ear.answer(number_of("Lý thuyết", heard))
    append = records.store.append

    async def full(*_: object, **__: object) -> None:
        raise StoreFull

    monkeypatch.setattr(records.store, "append", full)
    assert "CHƯA LƯU ĐƯỢC: Ổ đĩa đã đầy" in await talk.ear.answer("1")
    assert "CHƯA LƯU ĐƯỢC" in await talk.ear.answer("lưu")
    monkeypatch.setattr(records.store, "append", append)
    await talk.ear.until("Đã ghi lại được")
    assert talk.plain.exam is not None
    assert len(talk.plain.exam.sitting.attempt.answers) == 1


@pytest.mark.slow
async def test_a_slow_disk_is_told_while_the_step_lasts_and_the_recovery_behind_it(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = await start()
    heard = await talk.begin()
    await talk.ear.answer(number_of("Lý thuyết", heard))
    sync = os.fdatasync

    def slow(fd: int) -> None:
        time.sleep(1.5)
        sync(fd)

    monkeypatch.setattr(os, "fdatasync", slow)
    heard = await talk.ear.answer("1")
    monkeypatch.undo()
    assert "CHƯA LƯU ĐƯỢC: Ổ đĩa ghi chậm" in heard
    assert heard.index("Ổ đĩa ghi chậm") < heard.index("Đã ghi lại được") < heard.index("Đã lưu.")
    assert talk.plain.exam is not None
    assert len(talk.plain.exam.sitting.attempt.answers) == 1


async def test_an_exam_continued_elsewhere_ends_the_dialogue_here(
    start: Start, records: Records
) -> None:
    talk = await start()
    await talk.begin()
    (summary,) = await records.exams()
    await records.resume(summary, take_over=True)
    await talk.ear.until("\nBài thi đã được mở tiếp tại")
    assert await talk.task == 0


async def test_wrong_pins_lock_the_token_and_no_pin_is_shown_or_kept(
    start: Start, tmp_path: Path
) -> None:
    talk = await start()
    heard = await talk.begin()
    ear = talk.ear
    heard = await ear.answer(number_of("Duyệt, ký số", heard))
    heard = await ear.answer(number_of("Dự thảo", heard))
    await ear.answer("1")
    heard = await ear.answer("?")
    sign = number_of("Ký số", heard)
    await ear.answer(sign)
    await ear.answer("1")
    assert "Hãy tắt đi khi nhập PIN" in await ear.answer("ắ123456")  # and costs no try
    for _ in range(3):
        heard = await ear.answer(sign)
        assert "Chứng thư" in heard
        heard = await ear.answer("1")
        assert heard.rstrip().endswith("PIN:"), heard
        heard = await ear.answer("00000000")
    assert "Thiết bị đã bị khóa" in heard
    await ear.answer(sign)
    await ear.answer("1")
    assert "đã bị khóa" in await ear.answer("00000000")
    log = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b'00000000"' not in log


async def test_a_letter_is_found_by_words_without_marks_in_whatever_drawer(start: Start) -> None:
    talk = await start()
    heard = await talk.begin()
    await talk.ear.answer(number_of("Gửi thư", heard))
    await talk.ear.answer("tìm")
    assert "Không tìm thấy." in await talk.ear.answer("xyzxyz")
    exam = talk.plain.exam
    assert exam is not None
    letter = exam.desk("mail").letters[0]
    await talk.ear.answer("tìm")
    heard = await talk.ear.answer(fold(letter.subject)[:20])
    assert letter.subject in heard
    heard = await talk.ear.answer(number_of("Thư đến: ", heard))
    assert "Từ: " in heard


async def test_more_time_is_told_at_once_and_its_last_minutes_again(
    start: Start, clock: ManualClock, records: Records
) -> None:
    talk = await start()
    await talk.begin()
    clock.advance(56 * 60)
    await talk.ear.until("Còn 5 phút.")
    exam = talk.plain.exam
    assert exam is not None
    attempt = exam.sitting.attempt.id
    more = {"seconds": 600, "reason": "mất điện", "by": "giám thị"}
    await records.store.order(attempt, Order("b" * 32, "time_added", more, clock.wall()))
    await talk.ear.until("Người tổ chức cho thêm 10 phút. Lý do: mất điện.")
    assert talk.ear.all.count("Còn 5 phút.") == 1
    clock.advance(10 * 60)
    await talk.ear.until("thêm 10 phút")
    for _ in range(300):
        if talk.ear.all.count("Còn 5 phút.") == 2:
            break
        await asyncio.sleep(0.02)
    assert talk.ear.all.count("Còn 5 phút.") == 2
    assert not exam.sitting.attempt.closed
