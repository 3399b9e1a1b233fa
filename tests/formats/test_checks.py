"""What an import argues about, whatever the format."""

from __future__ import annotations

import pytest

from tui_exam.formats.bounds import Bounds
from tui_exam.formats.codes import CODES

from .tools import codes, read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{=a ~b}", "no_stem"),
        ("Câu {~a ~b}", "no_key"),
        ("Câu {~%33.333%a ~%33.333%b ~%33.333%c}", "all_right"),
        ("Câu {~%50%a ~%50%b ~}", "empty_option"),
        ("Câu {=hoà ~hòa}", "twin_options"),
        ("Câu {=Có ~có}", "twin_options"),
        ("Câu {=a ~b ~c ~d ~e ~f ~g}", "too_many_options"),
        ("Câu {=a -> b =c -> d}", "too_few_options"),
        ("Câu {=a -> b =c -> b =d -> e}", "twin_options"),
        (f"Câu {'dài ' * 2000}{{=a ~b}}", "too_long"),
        (f"Câu {{={'dài ' * 2000} ~b}}", "too_long"),
    ],
)
def test_a_question_the_bank_could_not_hold_is_left_out_with_one_reason(
    text: str, code: str
) -> None:
    found = read(text + "\n\nTốt {=a ~b}")
    assert codes(found) == [code]
    assert (found.skipped, [item.stem for item in found.items]) == (1, ["Tốt"])


@pytest.mark.parametrize(
    "option",
    [
        "Tất cả các phương án trên",
        "Cả ba đáp án trên",
        "Cả A và B",
        "A và C đều đúng",
        "Không có phương án nào đúng",
        "Cả a, b và c",
    ],
)
def test_an_option_that_leans_on_others_is_kept_and_pointed_out(option: str) -> None:
    found = read(f"Câu {{=một ~hai ~{option}}}")
    assert (codes(found), len(found.items)) == (["whole_set_option"], 1)


@pytest.mark.parametrize("option", ["Cả nước", "A", "Cả hai bên cùng ký", "Áo và mũ"])
def test_ordinary_options_are_left_alone(option: str) -> None:
    assert read(f"Câu {{=một ~hai ~{option}}}").clean


def test_the_same_question_twice_is_pointed_out_even_when_spelt_differently() -> None:
    found = read("Hòa giải? {=có ~không}\n\nkhác {T}\n\nHoà  giải? {~không =có}")
    assert [(p.code, p.line) for p in found.problems] == [("twin_question", 5)]
    assert "dòng 1" in found.problems[0].message


def test_a_problem_says_where_what_and_what_to_do_in_vietnamese() -> None:
    (problem,) = read("Một {T}\n\n::Tên câu::Hai {=a}{=b}").problems
    assert str(problem) == (
        "dòng 3 (câu «::Tên câu::Hai {=a}{=b}»): Có hai phần đáp án trong một câu. "
        "Mỗi câu chỉ có một cặp ngoặc nhọn; tách các câu bằng dòng trống."
    )


def test_an_import_is_clean_only_without_problems() -> None:
    assert read("Câu {=a ~b}").clean
    assert not read("Câu {=a ~b ~%50%c}").clean


def test_a_file_without_questions_is_not_clean() -> None:
    assert codes(read("// chỉ có ghi chú {\n")) == ["empty_file"]


def test_beyond_a_number_problems_are_counted_and_not_listed() -> None:
    found = read("Câu {~a ~b}\n\n" * 9, bounds=Bounds(problems=4))
    assert (len(found.problems), found.unlisted, found.skipped) == (4, 5, 9)


def test_beyond_a_number_questions_are_not_read() -> None:
    found = read("".join(f"Câu {n} {{=a ~b}}\n\n" for n in range(9)), bounds=Bounds(items=5))
    assert (len(found.items), codes(found)) == (5, ["too_many_items"])


def test_the_json_answer_has_plain_values() -> None:
    answer = read("Câu {=a ~b}\n\nHỏng {~a ~b}").to_json()
    assert (answer["imported"], answer["skipped"]) == (1, 1)
    assert answer["problems"][0].keys() >= {"line", "item", "code", "message", "remedy"}
    assert answer["items"][0]["kind"] == "single"
    assert answer["items"][0]["missing"] == [
        *("level", "why", "basis", "valid_from", "reviewed", "next_review"),
    ]


def test_every_problem_has_a_message_and_a_remedy_that_are_sentences() -> None:
    class Any(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return "Việc cần làm."

    for code, (message, remedy) in CODES.items():
        for text in (message.format_map(Any()), remedy.format_map(Any())):
            assert text[0].isupper(), code
            assert text.endswith("."), code
