"""What a prompt understands, and what it answers to everything else."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plain.ear import Ear
from tui_exam.plain.talk import GO_BACK, Answer, Say, Talk
from tui_exam.texts import Words
from tui_exam.vietnamese import clean

OPTIONS = (("a", "Phương án một"), ("b", "Phương án hai"), ("c", "Phương án ba"))
WORDS = (Say("mark", "đánh dấu", "Đánh dấu."), Say("go", "tới", "Tới câu."), GO_BACK)


class Script:
    """Lines written down beforehand; the end of them is the end of the dialogue."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter([clean(line) for line in lines])
        self.said = ""

    async def read(self, wait: float) -> str | None:
        try:
            return next(self._lines)
        except StopIteration:
            raise EOFError from None

    def write(self, text: str, *, end: str = "\n") -> None:
        self.said += text + end

    @contextlib.contextmanager
    def hidden(self) -> Iterator[None]:
        yield


def talk(*lines: str) -> tuple[Talk, Script]:
    script = Script(lines)
    return Talk(script, Words()), script


async def test_a_number_chooses_and_a_word_is_heard_without_its_marks() -> None:
    for line, answer in (
        ("2", Answer("b")), (" 3 ", Answer("c")), ("danh dau", Answer("mark")),
        ("ĐÁNH DẤU", Answer("mark")), ("toi 12", Answer("go", 12)), ("/về", Answer("back")),
    ):  # fmt: skip
        one, _ = talk(line)
        assert await one.pick("Chọn:", OPTIONS, WORDS) == answer


@pytest.mark.parametrize("line", ["0", "4", "-1", "1.5", "xin chào", "99999999999999", "2 2", "²"])
async def test_what_is_no_choice_is_answered_and_asked_again(line: str) -> None:
    one, script = talk(line, "1")
    assert await one.pick("Chọn:", OPTIONS, WORDS) == Answer("a")
    assert "Không hiểu" in script.said


async def test_a_question_mark_tells_everything_that_can_be_said() -> None:
    one, script = talk("?", "1")

    async def tell() -> None:
        script.write("Còn 5 phút")

    one.common = [(Say("time", "giờ", "Còn bao nhiêu thời gian."), tell)]
    await one.pick("Chọn:", OPTIONS, WORDS)
    for words in ("1 đến 3", "đánh dấu: Đánh dấu.", "giờ: Còn bao nhiêu thời gian."):
        assert words in script.said


async def test_several_are_ticked_by_numbers_in_the_order_of_the_list() -> None:
    for line, picked in (("3, 1", ("a", "c")), ("2 2", ("b",)), ("", ("b",)), ("0", ())):
        one, _ = talk(line)
        assert await one.tick("Chọn", OPTIONS, ["b"]) == picked


async def test_of_a_list_for_one_only_one_is_taken() -> None:
    one, script = talk("1, 2", "7", "2")
    assert await one.tick("Chuyển cho", OPTIONS, (), single=True) == ("b",)
    assert script.said.count("Hãy gõ số từ 1 đến 3") == 2


async def test_a_text_ends_at_a_line_with_a_full_stop_and_is_kept_line_by_line() -> None:
    kept: list[str] = []

    async def keep(text: str) -> None:
        kept.append(text)

    one, _ = talk("Kính gửi", "", "Trân trọng.", ".")
    assert await one.text("Nội dung", "", keep) == "Kính gửi\n\nTrân trọng."
    assert kept == ["Kính gửi", "Kính gửi\n", "Kính gửi\n\nTrân trọng."]


async def test_a_line_of_a_text_is_written_anew_or_dropped_without_typing_the_rest_again() -> None:
    kept: list[str] = []

    async def keep(text: str) -> None:
        kept.append(text)

    lines = ("Một", "Haii", "Ba", "/sửa 2", "Hai", "/xoa 3", "/sua 9", "/lại", "Bốn", ".")
    one, script = talk(*lines)
    assert await one.text("Nội dung", "", keep) == "Một\nHai\nBốn"
    assert kept[-1] == "Một\nHai\nBốn"
    assert "Hãy gõ số từ 1 đến 2." in script.said
    assert "1. Một\n2. Hai\n" in script.said
    one, _ = talk("/sửa 1", "Kính gửi", ".")
    assert await one.text("Nội dung", "Kinh gui\nTrân trọng", keep) == "Kính gửi\nTrân trọng"
    one, script = talk("/xóa 1", ".")
    assert await one.text("Nội dung", "", keep) == ""
    assert "Chưa có dòng nào." in script.said


async def test_an_old_text_stays_when_nothing_is_typed() -> None:
    async def keep(_: str) -> None:
        raise AssertionError

    one, _ = talk(".")
    assert await one.text("Nội dung", "như cũ", keep) == "như cũ"
    for line, text in (("", "như cũ"), ("-", ""), ("mới", "mới")):
        one, _ = talk(line)
        assert await one.ask("Chủ đề", old="như cũ") == text


@given(st.text(max_size=12))
def test_only_a_clear_yes_is_a_yes(line: str) -> None:
    one, _ = talk(line)
    said = asyncio.run(one.sure("Gửi?"))
    assert said == (" ".join(line.split()).lower() in ("có", "co", "c", "yes", "y")) or said


@given(st.lists(st.text(max_size=30), max_size=6))
def test_whatever_is_typed_nothing_acts_on_the_terminal(lines: list[str]) -> None:
    one, script = talk(*lines)
    with contextlib.suppress(EOFError):
        asyncio.run(one.pick("Chọn:", OPTIONS, WORDS))
    assert not {char for char in script.said if ord(char) < 32} - {"\n"}
    assert "\x9b" not in script.said


async def test_what_is_said_while_somebody_thinks_stands_alone_and_the_question_comes_again() -> (
    None
):
    one, script = talk("1")
    lines = iter([None, "1"])

    async def read(wait: float) -> str | None:
        return next(lines)

    told = iter([True, False])

    async def every_second() -> None:
        if next(told):
            one.say("Còn 5 phút.")

    script.read = read  # type: ignore[method-assign]
    one.every_second = every_second
    await one.pick("Chọn:", OPTIONS, read_out=False)
    assert script.said == "Chọn: \nCòn 5 phút.\nChọn: "


async def test_a_terminal_that_somebody_has_stopped_stops_neither_the_clock_nor_the_ear() -> None:
    ear = Ear()
    lines = ear.lines()
    ear.deaf()
    lines.write("x" * 300_000)
    ear.tell("An")
    assert await lines.read(5) == "An"
    assert not lines.said_all
    ear.listen()
    lines.write("Xong", end=": ")
    assert (await ear.hear()).endswith("Xong: ")
    assert len(ear.all) > 300_000
    ear.close()


async def test_backspace_takes_a_whole_letter_whatever_its_bytes() -> None:
    ear = Ear()
    lines = ear.lines()
    ear.tell("vi\u1ec7\x7fêt Nam\x7f\x7f\x7fĐ\x7fem")
    assert await lines.read(5) == "viêt em"
    ear.close()
