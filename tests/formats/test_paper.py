"""The printed paper and its key sheet, as real PDF files."""

from __future__ import annotations

from datetime import UTC, datetime

import pypdfium2
import pytest

from tui_exam.exam.items import Basis, Kind, PartMarks
from tui_exam.formats.imported import ImportedItem
from tui_exam.formats.paper import Heading, PrintedPaper, print_paper

from .test_native import FULL
from .tools import options

WHEN = datetime(2026, 11, 23, tzinfo=UTC)
PAIRS = tuple(
    type(option)(option.key, option.text, "", match=f"vế {option.text}")
    for option in options("m", "n", "p")
)
ITEMS = [
    FULL,
    ImportedItem(
        Kind.MULTIPLE, "Chọn?", options("b1", "b2", "b3", key="ac"), id="m",
        part_marks=PartMarks.ALL_OR_NOTHING,
    ),
    ImportedItem(Kind.TRUE_FALSE, "Đúng hay sai?", options("Đúng", "Sai", key="b"), id="t"),
    ImportedItem(Kind.ORDERING, "Xếp?", options("bước một", "bước hai", "bước ba"), id="o"),
    ImportedItem(Kind.MATCHING, "Ghép?", PAIRS, id="g"),
    ImportedItem(
        Kind.SHORT, "Bao nhiêu?", accept=("3", "ba"), unit="ngày", accept_why="Vì thế.", id="s",
        basis=(Basis("Nghị định số 30/2020/NĐ-CP", "Điều 9"),),
    ),
]  # fmt: skip


def words(data: bytes) -> str:
    """All text of a PDF file."""
    document = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


@pytest.fixture(scope="module")
def printed() -> PrintedPaper:
    """One paper with every kind of question."""
    return print_paper(ITEMS, Heading(code="101"), when=WHEN)


def test_every_question_and_option_is_on_the_paper_and_no_answer(printed: PrintedPaper) -> None:
    text = words(printed.paper)
    for item in ITEMS:
        assert item.stem in text
        assert all(option.text in text and option.match in text for option in item.options)
    assert "Mã đề: 101" in text
    assert "Chọn 2 phương án." in text
    assert all(reason not in text for reason in ("Vì ", "ĐÁP ÁN", "Căn cứ"))


def test_the_key_has_answers_reasons_and_basis(printed: PrintedPaper) -> None:
    text = words(printed.key)
    for expected in (
        *("ĐÁP ÁN", "3 hoặc ba ngày", "Vì thế.", "Vì Chủ tịch."),
        *("Căn cứ: Điều 9 Nghị định số 30/2020/NĐ-CP.", "không phát cho người thi"),
    ):
        assert expected in text


def test_the_key_follows_the_letters_of_the_paper(printed: PrintedPaper) -> None:
    paper, key = words(printed.paper), words(printed.key)
    number = paper.split("Ai ký?")[0].rsplit("Câu ", 1)[1].split(".")[0]
    letter = paper.split("Chủ tịch")[0].rsplit(". ", 1)[0][-1]
    assert f"Câu {number}: {letter}" in key


def test_the_same_code_gives_the_same_file_and_another_code_another_order() -> None:
    again = print_paper(ITEMS, Heading(code="101"), when=WHEN)
    assert again == print_paper(ITEMS, Heading(code="101"), when=WHEN)
    assert words(again.paper).replace("101", "") != words(
        print_paper(ITEMS, Heading(code="102"), when=WHEN).paper
    ).replace("102", "")


def test_a_paper_may_have_fewer_questions() -> None:
    text = words(print_paper(ITEMS, Heading(), when=WHEN, count=2).paper)
    assert "Câu 2." in text
    assert "Câu 3." not in text


def test_nothing_in_a_question_acts_as_a_command_of_the_typesetter() -> None:
    stem = '#panic("x") $1/0$ *đậm* #import "a.typ" \\ <nhãn> @nguồn'
    item = ImportedItem(Kind.SINGLE, stem, options("#eval(1)", "`rm`"), id="x")
    text = words(print_paper([item], Heading(title="#heading"), when=WHEN).paper)
    assert stem.split("<")[0].strip() in text
    assert "#eval(1)" in text
