"""Moodle XML as Moodle exports it and as people write it by hand."""

from __future__ import annotations

import pytest

from tui_exam.exam.items import Kind, Level, PartMarks

from .tools import codes, one, read, right, texts


def quiz(*questions: str) -> str:
    """A file with these questions."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(questions)}</quiz>\n'


def question(kind: str, body: str, stem: str = "<![CDATA[<p>Câu hỏi</p>]]>") -> str:
    """One question with the usual head."""
    return (
        f'<question type="{kind}">\n<name><text>Tên</text></name>\n'
        f'<questiontext format="html"><text>{stem}</text></questiontext>\n{body}</question>\n'
    )


def answer(fraction: str, text: str, why: str = "") -> str:
    """One answer of a question."""
    feedback = f'<feedback format="html"><text>{why}</text></feedback>'
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{feedback}</answer>'


CHOICE = (
    "<single>true</single><shuffleanswers>1</shuffleanswers>"
    + answer("100", "<![CDATA[<p>Đúng rồi</p>]]>", "Vì thế")
    + answer("0", "Sai", "&lt;b&gt;Không&lt;/b&gt;")
)


def test_a_choice_question_with_reasons() -> None:
    item = one(quiz(question("multichoice", CHOICE)), "de.xml")
    assert (item.kind, item.stem, item.title) == (Kind.SINGLE, "Câu hỏi", "Tên")
    assert texts(item) == ["Đúng rồi", "Sai"]
    assert [option.why for option in item.options] == ["Vì thế", "Không"]


def test_a_category_holds_for_the_questions_after_it() -> None:
    category = (
        '<question type="category"><category><text>$course$/Luật</text></category></question>'
    )
    found = read(
        quiz(question("multichoice", CHOICE), category, question("truefalse", TRUE)), "a.xml"
    )
    assert [item.topic for item in found.items] == ["", "$course$/Luật"]


TRUE = (
    '<answer fraction="0"><text>false</text><feedback><text>sai</text></feedback></answer>'
    '<answer fraction="100"><text>true</text><feedback><text>đúng</text></feedback></answer>'
)


def test_true_and_false_may_come_in_either_order() -> None:
    item = one(quiz(question("truefalse", TRUE)), "de.xml")
    assert (item.kind, right(item)) == (Kind.TRUE_FALSE, ["Đúng"])
    assert [option.why for option in item.options] == ["đúng", "sai"]


def test_true_comes_first_when_the_words_are_of_another_language() -> None:
    body = TRUE.replace("false", "Đúng").replace(">true<", ">Sai<")
    assert right(one(quiz(question("truefalse", body)), "de.xml")) == ["Sai"]


def test_fractions_make_several_right_answers_and_a_way_of_marking() -> None:
    weights = (("33.33333", "a"), ("33.33333", "b"), ("33.33333", "c"), ("-33.33333", "d"))
    body = "<single>false</single>" + "".join(answer(*pair) for pair in weights)
    item = one(quiz(question("multichoice", body)), "de.xml")
    assert (item.kind, right(item)) == (Kind.MULTIPLE, ["a", "b", "c"])
    assert item.part_marks is PartMarks.RIGHT_MINUS_WRONG


def test_the_all_or_nothing_plug_in_is_known() -> None:
    body = answer("100", "a") + answer("100", "b") + answer("0", "c")
    item = one(quiz(question("multichoiceset", body)), "de.xml")
    assert (right(item), item.part_marks) == (["a", "b"], PartMarks.ALL_OR_NOTHING)


def test_short_answers_are_plain_text() -> None:
    body = answer("100", "&lt;html&gt;") + answer("100", "HTML")
    assert one(quiz(question("shortanswer", body)), "de.xml").accept == ("<html>", "HTML")


def test_a_number_keeps_its_value_and_one_unit() -> None:
    body = answer("100", "3").replace("</answer>", "<tolerance>0</tolerance></answer>")
    body += "<units><unit><multiplier>1</multiplier><unit_name>%</unit_name></unit></units>"
    item = one(quiz(question("numerical", body)), "de.xml")
    assert (item.kind, item.accept, item.unit) == (Kind.SHORT, ("3",), "%")


def test_pairs_and_a_right_side_without_a_left_one() -> None:
    pairs = [("Ý", "Roma"), ("Nhật", "Tokyo"), ("Lào", "Viêng Chăn"), ("", "Paris")]
    body = "".join(
        f"<subquestion><text>{left}</text><answer><text>{to}</text></answer></subquestion>"
        for left, to in pairs
    )
    found = read(quiz(question("matching", body)), "de.xml")
    assert codes(found) == ["extra_answer_lost"]
    assert [(o.text, o.match) for o in found.items[0].options] == pairs[:3]


def test_steps_are_put_in_the_order_of_their_fractions() -> None:
    body = answer("2.0", "hai") + answer("1.0", "một") + answer("3.0", "ba")
    item = one(quiz(question("ordering", body)), "de.xml")
    assert (item.kind, texts(item)) == (Kind.ORDERING, ["một", "hai", "ba"])


def test_id_tags_level_and_general_feedback_are_read() -> None:
    body = CHOICE + (
        "<idnumber>cau-1</idnumber><generalfeedback><text>Xem thêm</text></generalfeedback>"
        "<tags><tag><text>nhan_biet</text></tag><tag><text>mật</text></tag></tags>"
    )
    item = one(quiz(question("multichoice", body)), "de.xml")
    assert (item.id, item.level, item.tags) == ("cau-1", Level.RECALL, ("mật",))
    assert item.general == "Xem thêm"


@pytest.mark.parametrize("kind", ["essay", "cloze", "description", "ddmarker", "lạ"])
def test_other_kinds_are_reported_with_the_line_of_the_question(kind: str) -> None:
    found = read(quiz(question("multichoice", CHOICE), question(kind, "")), "de.xml")
    assert [(p.code, p.line, p.item) for p in found.problems] == [("unsupported_kind", 7, "Tên")]
    assert (len(found.items), found.skipped) == (1, 1)


def test_pictures_are_reported() -> None:
    stem = '<![CDATA[<p>Nhìn <img src="@@PLUGINFILE@@/a.png"></p>]]>'
    files = '<file name="a.png" encoding="base64">AAAA</file>'
    found = read(quiz(question("multichoice", CHOICE + files, stem)), "de.xml")
    assert (codes(found), found.items[0].stem) == (["image_not_shown"], "Nhìn [hình: a.png]")


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("html", "a\n  &lt;br&gt;b", "a\nb"),
        ("moodle_auto_format", "a\nb &amp;amp; c", "a\nb & c"),
        ("plain_text", "&lt;b&gt;\n&amp;amp;", "<b>\n&amp;"),
        ("markdown", "**a** và `b`", "a và b"),
    ],
)
def test_the_format_of_a_text_is_heeded(form: str, text: str, shown: str) -> None:
    whole = quiz(question("multichoice", CHOICE, text)).replace(
        'questiontext format="html"', f'questiontext format="{form}"'
    )
    assert one(whole, "de.xml").stem == shown


def test_a_fraction_that_is_no_number_is_refused() -> None:
    body = answer("một trăm", "a") + answer("0", "b")
    assert codes(read(quiz(question("multichoice", body)), "de.xml")) == ["bad_weight"]


def test_another_xml_file_is_not_taken_for_questions() -> None:
    assert codes(read("<html><body>xin chào</body></html>", "de.xml")) == ["unknown_format"]
