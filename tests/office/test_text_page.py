"""A draft as a page of text: nothing lost, nothing wider than the screen, lines traceable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mock_office.agency import Agency
from mock_office.documents.format_rules import plant
from mock_office.documents.incoming import Urgency
from mock_office.documents.text_page import layout_lines, page_lines, page_rows

from .conftest import CONTENTS, sound_draft

WIDTHS = (40, 58, 72, 80, 120)


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", CONTENTS)
def test_every_line_is_there_whole_and_no_row_is_too_wide(
    kind: str, width: int, agency: Agency
) -> None:
    draft = sound_draft(kind, agency)
    rows = page_rows(draft, width)
    assert max(len(row.text) for row in rows) <= width
    for index, line in enumerate(draft.lines):
        shown = "".join(
            row.text[span.start : span.end]
            for row in rows
            for span in row.spans
            if span.line == index
        )
        assert _squeezed(shown) == _squeezed(line.text)


@pytest.mark.parametrize("width", WIDTHS)
def test_rows_with_one_line_each_show_the_same_text(width: int, agency: Agency) -> None:
    draft = sound_draft("Công văn", agency)
    single = page_lines(draft, width)
    for index, line in enumerate(draft.lines):
        shown = "".join(text for text, at in single if at == index)
        assert _squeezed(shown) == _squeezed(line.text)


def test_the_head_has_two_columns_and_number_and_date_share_a_row(agency: Agency) -> None:
    rows = page_rows(sound_draft("Kế hoạch", agency), 80)
    assert "UBND THÀNH PHỐ CỬU LONG" in rows[0].text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in rows[0].text
    (both,) = [row for row in rows if "Số:" in row.text]
    assert "ngày" in both.text
    assert len(both.spans) == 2


def test_the_signature_block_stands_right_with_room_above_the_name(agency: Agency) -> None:
    rows = [row.text for row in page_rows(sound_draft("Kế hoạch", agency), 80)]
    title = next(n for n, text in enumerate(rows) if "CHỦ TỊCH" in text)
    name = next(n for n, text in enumerate(rows) if "Nguyễn Thị Minh Hoa" in text)
    assert name - title >= 4
    assert rows[name].index("Nguyễn") > 40


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("M1", "Times New Roman 12"),
        ("M2", "trái 20 mm"),
        ("M3", "đứng, không đậm"),
        ("M5", "hiện cả trang 1"),
        ("M6", "bên phải, che hết chữ ký"),
    ],
)
def test_errors_of_layout_can_be_seen_in_the_second_view(
    code: str, words: str, agency: Agency
) -> None:
    draft = plant(sound_draft("Công văn", agency), code)
    before = {text for text, _ in layout_lines(sound_draft("Công văn", agency))}
    changed = [text for text, _ in layout_lines(draft) if text not in before]
    assert any(words in text for text in changed)


def test_an_urgent_draft_carries_its_mark_below_the_head(agency: Agency) -> None:
    draft = replace(sound_draft("Công văn", agency), urgency=Urgency.EXPRESS)
    (mark,) = [row for row in page_rows(draft, 80) if "HỎA TỐC" in row.text]
    assert mark.spans == ()


def test_an_annex_is_shown_behind_the_signature(agency: Agency) -> None:
    draft = plant(sound_draft("Kế hoạch", agency), "T24")
    rows = [row.text for row in page_rows(draft, 80)]
    name = next(n for n, text in enumerate(rows) if "Nguyễn Thị Minh Hoa" in text)
    annex = next(n for n, text in enumerate(rows) if "Phụ lục" in text)
    assert annex > name


def test_number_and_date_stand_on_the_page_once_the_clerk_gave_them(agency: Agency) -> None:
    draft = replace(sound_draft("Kế hoạch", agency), number=8, issue_date=date(2027, 1, 5))
    text = "\n".join(row.text for row in page_rows(draft, 80))
    assert "Số: 08/KH-UBND" in text
    assert "ngày 05 tháng 01 năm" in text
