"""What a typed line means as an answer to each kind of question."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_exam.exam.items import Item, Kind, Level, Option, PartMarks
from tui_exam.exam.marking import fraction
from tui_exam.plain.answers import Asked, answers, chosen, complete, heard, missing, told
from tui_exam.plain.spoken import spoken
from tui_exam.texts import Words

TR = Words()


def item(kind: Kind, count: int = 4, choose: int = 1, right: str = "a", accept: str = "") -> Item:
    """A question of that kind with options a, b, c, ..."""
    options = tuple(
        Option(key, f"Phương án {key}", "Vì thế.", key in right, f"Vế phải {key}")
        for key in "abcdefgh"[: count if kind is not Kind.SHORT else 0]
    )
    return Item(
        "x-1", 1, "t", Level.RECALL, kind, "Câu hỏi?", options, choose, PartMarks.ALL_OR_NOTHING,
        accept=(accept,) if accept else (), reviewed=date(2026, 1, 1),
    )  # fmt: skip


def asked(kind: Kind, order: str = "dbca", answer: tuple[str, ...] = (), **more: object) -> Asked:
    """The question with its options in the order in which they are numbered."""
    return Asked(item(kind, len(order), **more), tuple(order), answer)  # type: ignore[arg-type]


def said(question: Asked, line: str) -> tuple[str, ...]:
    """The answer a line gives; the line must be one."""
    found = heard(question, line, TR)
    assert found is not None
    assert not found.trouble, found.trouble
    return found.answer


def trouble(question: Asked, line: str) -> str:
    """Why a line that is meant as an answer is none."""
    found = heard(question, line, TR)
    assert found is not None
    assert found.answer == question.answer  # what was there stays
    return found.trouble


def test_one_number_chooses_one_option_and_the_same_number_takes_it_back() -> None:
    question = asked(Kind.SINGLE)
    assert said(question, "2") == ("b",)
    assert said(Asked(question.item, question.order, ("b",)), "2") == ()
    assert said(Asked(question.item, question.order, ("b",)), "4") == ("a",)


def test_several_are_ticked_one_by_one_or_all_at_once_in_the_order_told() -> None:
    question = asked(Kind.MULTIPLE, choose=2, right="ab")
    assert said(question, "4, 2") == ("b", "a")
    one = Asked(question.item, question.order, said(question, "4"))
    assert one.answer == ("a",)
    assert not complete(one)
    both = Asked(question.item, question.order, said(one, "2"))
    assert complete(both)
    assert "Hãy bỏ một phương án trước" in trouble(both, "1")
    assert "Chỉ chọn 2" in trouble(question, "1 2 3")


def test_an_order_is_typed_as_the_numbers_told_and_marked_as_that_order() -> None:
    question = asked(Kind.ORDERING)  # told as d b c a
    answer = said(question, "4 2 3 1")
    assert answer == ("a", "b", "c", "d")
    assert fraction(question.item, answer) == 1
    for line in ("1 2 3", "1 2 3 3", "1 2 3 5", "9"):
        assert "mỗi số một lần" in trouble(question, line)
    assert chosen(Asked(question.item, question.order, answer), TR) == "Đang xếp: 4, 2, 3, 1."


@pytest.mark.parametrize("line", ["1D 2B 3C 4A", "1d,2b,3c,4a", "1-D; 2-B; 3-C; 4-A", "D B C A"])
def test_pairs_are_typed_as_number_and_letter(line: str) -> None:
    question = asked(Kind.MATCHING)  # the right sides are told as d b c a
    answer = said(question, line)
    assert answer == ("a", "b", "c", "d")
    assert fraction(question.item, answer) == 1


def test_a_right_side_belongs_to_one_left_side_and_pairs_may_be_given_one_by_one() -> None:
    question = asked(Kind.MATCHING)
    first = Asked(question.item, question.order, said(question, "2 B"))
    assert first.answer == ("", "b", "", "")
    assert missing(first, TR) == "Còn dòng chưa ghép."
    moved = said(first, "3B")
    assert moved == ("", "", "b", "")
    assert "chữ từ A đến D" in trouble(first, "1E")
    assert "chữ từ A đến D" in trouble(first, "5A")
    assert chosen(first, TR) == "Đang ghép: 2 với B."


def test_a_short_answer_is_a_number_or_stands_behind_its_word() -> None:
    question = Asked(item(Kind.SHORT, accept="15"), ())
    assert said(question, "15") == ("15",)
    assert said(question, "0") == ("0",)
    assert said(question, "trả lời mười lăm  ngày") == ("mười lăm ngày",)
    assert said(question, "TRA LOI 30/2020") == ("30/2020",)
    assert said(question, "trả lời -") == ()
    assert "ngay sau chữ trả lời" in trouble(question, "trả lời")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SHORT])
def test_a_zero_takes_every_answer_back(kind: Kind) -> None:
    question = asked(kind, answer=("a", "b", "c", "d"))
    assert said(question, "0") == ()


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("line", ["sau", "tới 12", "về", "", "giờ", "không biết", "1.5.x", "AB"])
def test_words_are_left_to_the_dialogue(kind: Kind, line: str) -> None:
    assert not answers(asked(kind), line, TR)


@given(st.sampled_from(list(Kind)), st.text(max_size=30))
def test_whatever_is_typed_the_answer_is_one_that_marking_takes(kind: Kind, line: str) -> None:
    question = asked(kind, choose=2 if kind is Kind.MULTIPLE else 1, right="ab")
    found = heard(question, line, TR)
    if found is None:
        return
    keys = {"", *question.order}
    assert kind is Kind.SHORT or set(found.answer) <= keys
    assert 0 <= fraction(question.item, found.answer) <= 1


@pytest.mark.parametrize("kind", list(Kind))
def test_a_question_is_told_a_fact_a_line_with_everything_there_is_to_choose(kind: Kind) -> None:
    question = asked(kind, answer=("b", "a", "c", "d") if kind is Kind.ORDERING else ())
    lines = told(question, TR)
    assert all(lines)
    assert not any("\n" in line for line in lines)
    text = "\n".join(lines)
    for option in question.item.options:
        assert option.text in text
        assert kind is not Kind.MATCHING or option.match in text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (" [########------------]   13,5/45  Lý thuyết (20 phút)", "13,5/45, Lý thuyết (20 phút)"),
        (" [+] 2/2  Đúng người nhận", "Được điểm. 2/2, Đúng người nhận"),
        ("[-] Câu 1: Thế nào?", "Mất điểm. Câu 1: Thế nào?"),
        ("Xếp loại: [Tốt]", "Xếp loại: [Tốt]"),
        ("", ""),
    ],
)
def test_lines_of_a_report_are_said_without_bars_and_signs(line: str, words: str) -> None:
    assert spoken(line, TR) == words
