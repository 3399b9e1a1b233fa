"""Aiken by the rules of Moodle's reader."""

from __future__ import annotations

import pytest

from tui_exam.exam.items import Kind

from .tools import codes, one, read, right, texts

GOOD = "Ai ban hành nghị định?\nA. Quốc hội\nB. Chính phủ\nC. Bộ Nội vụ\nANSWER: B\n"


def test_a_question_is_a_line_then_options_then_the_answer() -> None:
    item = one(GOOD, "de.aiken")
    assert (item.kind, item.stem) == (Kind.SINGLE, "Ai ban hành nghị định?")
    assert right(item) == ["Chính phủ"]


@pytest.mark.parametrize("label", ["{})", "{}) ", "{}.", "{}. ", "{}.\t"])
def test_a_label_is_a_capital_with_dot_or_bracket_and_perhaps_a_space(label: str) -> None:
    rows = [f"{label.format(letter)}phương án {letter}" for letter in "ABC"]
    item = one("Câu hỏi\n" + "\n".join(rows) + "\nANSWER: A", "de.aiken")
    assert texts(item) == ["phương án A", "phương án B", "phương án C"]


@pytest.mark.parametrize("line", ["ANSWER: C", "ANSWER:C", "ANSWER: C) như trên"])
def test_the_first_letter_after_the_word_counts(line: str) -> None:
    assert one(GOOD.replace("ANSWER: B", line), "de.aiken").options[2].correct


def test_empty_lines_mean_nothing() -> None:
    found = read(
        "\n\n" + GOOD.replace("\n", "\n\n") + "\n" + GOOD.replace("Ai", "Ai đã"), "a.aiken"
    )
    assert (found.clean, len(found.items)) == (True, 2)


def test_html_means_nothing() -> None:
    item = one("Thẻ <b> là gì?\nA. &amp;\nB. <img src=x>\nANSWER: A", "de.aiken")
    assert (item.stem, texts(item)) == ("Thẻ <b> là gì?", ["&amp;", "<img src=x>"])


def test_a_stem_on_two_lines_is_left_out_and_reported() -> None:
    found = read("Dòng một\nDòng hai\nA. a\nB. b\nANSWER: A\n\n" + GOOD, "de.aiken")
    assert [(p.code, p.line, p.item) for p in found.problems] == [("stem_two_lines", 1, "Dòng một")]
    assert (len(found.items), found.skipped) == (1, 1)


@pytest.mark.parametrize("line", ["Answer: B", "answer: B", "Đáp án: B"])
def test_the_answer_line_must_be_in_capitals(line: str) -> None:
    found = read(GOOD.replace("ANSWER: B", line) + "\n" + GOOD, "de.aiken")
    assert (codes(found), len(found.items)) == (["answer_line_spelling"], 1)


def test_a_question_without_its_answer_does_not_swallow_the_next() -> None:
    found = read(GOOD.replace("ANSWER: B\n", "") + GOOD, "de.aiken")
    assert (codes(found), len(found.items)) == (["no_answer_line"], 1)


def test_a_file_cut_off_before_the_answer_is_reported() -> None:
    assert codes(read(GOOD.replace("ANSWER: B\n", ""), "de.aiken")) == ["no_answer_line"]


@pytest.mark.parametrize("answer", ["D", "b", ""])
def test_an_answer_that_is_no_option_is_refused(answer: str) -> None:
    found = read(GOOD.replace("ANSWER: B", f"ANSWER: {answer}"), "de.aiken")
    assert codes(found) == ["answer_out_of_range"]


def test_letters_out_of_order_would_give_the_wrong_key() -> None:
    found = read(GOOD.replace("B. Chính", "D. Chính"), "de.aiken")
    assert codes(found) == ["labels_out_of_order"]


def test_options_without_a_question_are_reported() -> None:
    found = read("A. a\nB. b\nANSWER: A\n" + GOOD, "de.aiken")
    assert codes(found) == ["stray_line"] * 3
    assert len(found.items) == 1


def test_one_option_is_not_enough() -> None:
    assert codes(read("Câu hỏi\nA. a\nANSWER: A", "de.aiken")) == ["too_few_options"]


def test_a_text_file_with_answer_lines_is_taken_for_aiken() -> None:
    assert one(GOOD, "de.txt").line == 1


def test_a_text_file_with_braces_is_taken_for_gift() -> None:
    assert one("Câu {=a ~b}\n", "de.txt").kind is Kind.SINGLE
