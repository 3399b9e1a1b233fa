"""Drafts on the page: layout, blanks, fields, and text that cannot act as markup."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_office.documents.incoming import Urgency
from mock_office.documents.outgoing import DraftLine, Layout, Margins
from mock_office.files import FileRef
from mock_office.signing import form
from mock_office.signing.page import RED, page_cells
from mock_office.signing.typeset import typeset, typeset_annex, typeset_attachment
from tests.signing.samples import AGENCY, NOW, draft, layout


def pages(data: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def alone(text: str, number: str) -> bool:
    """Whether a page has a line with nothing but its number."""
    return number in (line.strip() for line in text.splitlines())


def sizes(data: bytes, word: str) -> set[float]:
    """The font sizes a word is set in, on any page."""
    from pypdfium2 import raw

    found = set()
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        content = text.get_text_bounded()
        at = content.find(word)
        if at >= 0:
            found.add(round(raw.FPDFText_GetFontSize(text, at), 1))
    document.close()
    return found


def with_line(part: str, **changes: Any) -> Any:
    """The usual draft with the first line of a part changed."""
    lines = list(draft().lines)
    n = next(n for n, line in enumerate(lines) if line.part == part)
    lines[n] = replace(lines[n], **changes)
    return draft(lines=tuple(lines))


def test_every_line_of_the_draft_is_on_the_page() -> None:
    made = draft()
    text = " ".join(" ".join(pages(typeset(made, AGENCY, when=NOW).data)).split())
    for line in made.lines:
        for word in line.text.split():
            assert word in text


def test_the_form_has_its_four_fields_where_they_belong() -> None:
    boxes = {box.name: box for box in typeset(draft(), AGENCY, when=NOW).boxes}
    assert set(boxes) == {form.NUMBER, form.DATE, form.LEADER, form.AGENCY}
    number, day = boxes[form.NUMBER], boxes[form.DATE]
    assert number.rect[2] < 300 < day.rect[0]
    assert len(day.gaps) == 2
    assert day.italic
    signature, seal = boxes[form.LEADER].rect, boxes[form.AGENCY].rect
    third = (signature[2] - signature[0]) / 3
    assert seal[2] == pytest.approx(signature[0] + third)
    assert seal[2] - seal[0] == pytest.approx(form.SEAL)
    assert signature[0] > 300


def test_a_long_draft_has_its_block_whole_on_the_last_page_and_numbers_from_page_two() -> None:
    made = typeset(draft(30), AGENCY, when=NOW)
    texts = pages(made.data)
    assert len(texts) >= 3
    assert "CHỦ TỊCH" in texts[-1]
    assert "Nguyễn Thị Hoa" in texts[-1]
    assert {box.page for box in made.boxes if box.name == form.LEADER} == {len(texts) - 1}
    assert alone(texts[1], "2")
    assert not alone(texts[0], "1")


def test_a_wrong_page_number_rule_is_set_as_ordered() -> None:
    wrong = Margins(page_number="bottom-right, on every page")
    texts = pages(typeset(draft(30, margins=wrong), AGENCY, when=NOW).data)
    assert alone(texts[0], "1")


def test_a_wrong_size_is_on_the_page_as_it_is_in_the_draft() -> None:
    right = typeset(draft(), AGENCY, when=NOW).data
    wrong = typeset(with_line("basis", layout=layout(11)), AGENCY, when=NOW).data
    assert sizes(right, "Căn cứ") == {14.0}
    assert sizes(wrong, "Căn cứ") == {11.0}


def test_a_wrong_font_can_be_told_from_the_right_one() -> None:
    other = with_line("basis", layout=Layout(font="Arial"))
    assert b"Libertinus" in typeset(other, AGENCY, when=NOW).data
    assert b"Libertinus" not in typeset(draft(), AGENCY, when=NOW).data


@pytest.mark.parametrize(
    "part", ["motto", "agency", "symbol", "place_date", "authority", "name", "recipients"]
)
def test_a_draft_that_lacks_a_part_is_set_all_the_same(part: str) -> None:
    lines = tuple(line for line in draft().lines if line.part != part)
    boxes = {box.name for box in typeset(draft(lines=lines), AGENCY, when=NOW).boxes}
    assert {form.LEADER, form.AGENCY} <= boxes
    assert (form.NUMBER in boxes) is (part != "symbol")
    assert (form.DATE in boxes) is (part != "place_date")


def test_a_draft_without_any_line_is_an_empty_page_with_signature_fields() -> None:
    made = typeset(draft(lines=()), AGENCY, when=NOW)
    assert {box.name for box in made.boxes} == {form.LEADER, form.AGENCY}
    assert len(pages(made.data)) == 1


def test_annexes_in_the_same_file_follow_the_block_on_pages_of_their_own() -> None:
    annex = (
        DraftLine("annex", "Phụ lục I", layout=layout(14, "centre", "bold")),
        DraftLine("annex", "Danh mục lớp học", layout=layout(14, "both")),
        DraftLine("annex", "Phụ lục II", layout=layout(14, "centre", "bold")),
    )
    made = draft(lines=draft().lines + annex)
    texts = pages(typeset(made, AGENCY, when=NOW).data)
    assert len(texts) == 3
    assert "Danh mục lớp học" in texts[1]
    boxes = typeset(made, AGENCY, when=NOW).boxes
    assert {box.page for box in boxes if box.name == form.LEADER} == {0}


def test_an_annex_of_its_own_has_its_title_in_capitals_and_no_field() -> None:
    data = typeset_attachment("Danh mục lớp học", ["Lớp một.", "Lớp hai."], when=NOW)
    text = pages(data)[0]
    assert "DANH MỤC LỚP HỌC" in text
    assert "Lớp hai." in text
    assert b"/Sig" not in data.replace(b"/SigFlags", b"")


HOSTILE = (
    '#panic("x")',
    "$ sum_(i=0)^n $",
    "*đậm* _nghiêng_ = Đầu mục",
    '#read("/etc/passwd")',
    "]]) #set page(width: 1pt) //",
    "\\u{202e} <label> @ref `raw`",
    "x" * 3000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_markup_is_set_as_it_stands(text: str) -> None:
    shown = " ".join(pages(typeset(with_line("basis", text=text), AGENCY, when=NOW).data))
    joined = "".join(shown.split())
    for word in text[:40].split():
        assert word.replace("\u00ad", "") in joined


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80))
def test_any_text_can_be_set(text: str) -> None:
    assert typeset(with_line("place_date", text=text), AGENCY, when=NOW).data.startswith(b"%PDF")


def test_the_same_draft_gives_the_same_page() -> None:
    first, second = (typeset(draft(), AGENCY, when=NOW) for _ in range(2))
    assert first.boxes == second.boxes
    assert pages(first.data) == pages(second.data)


FORKED = """
import os, signal, sys
from mock_office.signing.typeset import typeset_attachment
from tests.signing.samples import NOW
typeset_attachment("A", ["B"], when=NOW)
child = os.fork()
if child == 0:
    signal.alarm(20)
    try:
        typeset_attachment("A", ["B"], when=NOW)
    except RuntimeError:
        os._exit(0)
    os._exit(1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_after_a_fork_it_says_so_and_does_not_hang() -> None:
    subprocess.run([sys.executable, "-c", FORKED], check=True, timeout=60)


@pytest.mark.parametrize(
    ("urgency", "words"),
    [
        (Urgency.URGENT, "KHẨN"),
        (Urgency.VERY_URGENT, "THƯỢNG KHẨN"),
        (Urgency.EXPRESS, "HỎA TỐC"),
    ],
)
def test_the_mark_of_urgency_stands_below_the_number_and_is_red(
    urgency: Urgency, words: str
) -> None:
    made = typeset(draft(urgency=urgency), AGENCY, when=NOW)
    text = pages(made.data)[0]
    assert text.index("/KH-UBND") < text.index(words) < text.index("KẾ HOẠCH")
    red = [cell for line in page_cells(made.data) for cell in line if RED in cell[1:]]
    assert len(red) > 15
    assert {box.name for box in made.boxes} == {form.NUMBER, form.DATE, form.LEADER, form.AGENCY}


def test_an_ordinary_draft_has_no_mark_of_urgency() -> None:
    assert "KHẨN" not in pages(typeset(draft(), AGENCY, when=NOW).data)[0]


def test_an_annex_named_by_a_draft_is_set_under_its_label_and_always_the_same() -> None:
    file = FileRef("pl", "Phu_luc_I.pdf", note="Phụ lục I, bản kèm", text="Một dòng.\nHai dòng.")
    made = typeset_annex(draft(), file, when=NOW)
    text = " ".join(pages(made)[0].split())
    assert "PHỤ LỤC I" in text
    assert "Một dòng. Hai dòng." in text
    assert typeset_annex(draft(), file, when=NOW) == made
