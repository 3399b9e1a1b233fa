"""What a page shows, told in words for whoever does not see the picture."""

from __future__ import annotations

from typing import Any

import pytest

from mock_office.signing import form
from mock_office.signing.page import CannotShow
from mock_office.signing.page_words import page_words
from mock_office.signing.sign import Picture, seal_copy
from mock_office.signing.typeset import typeset_attachment
from tests.signing.conftest import Office
from tests.signing.samples import AGENCY, NOW


def told(data: bytes, **options: Any) -> str:
    return "\n".join(page_words(data, **options))


def test_the_block_tells_position_name_and_how_each_signature_looks(office: Office) -> None:
    words = page_words(office.two)
    assert words[-4:] == (
        "CHỦ TỊCH",
        "Nguyễn Thị Hoa",
        "[Chữ ký của người có thẩm quyền: hình màu xanh]",
        "[Chữ ký của cơ quan: hình màu đỏ, trùm 33% hình chữ ký, về bên trái]",
    )
    assert "Căn cứ" not in "\n".join(words)
    whole = page_words(office.two, 0)
    assert any("Căn cứ" in line for line in whole)
    assert set(words[:-2]) <= set(whole)  # no letters of a line beside the block
    assert {"[Số văn bản: 07]", "[Ngày, tháng ban hành: 23 tháng 11]"} < set(whole)
    assert "[Số văn bản: không thấy gì]" in page_words(office.one, 0)
    assert "a red picture, over 33% of the signature, on its left" in told(office.two, lang="en")


def test_what_is_not_drawn_is_not_told(office: Office) -> None:
    assert told(office.draft).count("không thấy gì") == 2
    assert told(office.one).count("không thấy gì") == 1
    hidden = office.seal(office.sign(office.draft, picture=False), picture=False)
    assert told(hidden).count("không thấy gì") == 2


def test_wrong_pictures_and_places_are_told_as_they_are(office: Office) -> None:
    red = office.sign(office.draft, picture=Picture.RED_SIGNATURE)
    assert "người có thẩm quyền: hình màu đỏ" in told(red)
    leader, agency = form.signature_boxes(0, 470.0, 700.0)
    away = office.seal(office.one, box=agency.rect)
    assert "cơ quan: hình màu đỏ, trùm 0% hình chữ ký" in told(away)
    moved = office.sign(office.draft, box=leader.rect)
    assert "người có thẩm quyền: hình màu xanh" in told(moved)


def test_a_copy_shows_lines_of_text_and_no_picture(office: Office) -> None:
    scan = typeset_attachment("Bản sao", ["Một."], when=NOW)
    sealed = seal_copy(
        scan, office.pki, office.agency, copy_form="Sao y", agency=AGENCY.name, when=NOW
    )
    assert "[Chữ ký của cơ quan: dòng chữ, không có hình]" in told(sealed)
    assert "THI" not in told(scan, number=0)


@pytest.mark.parametrize("number", [1, -2, 99])
def test_a_page_that_is_not_there_is_told(office: Office, number: int) -> None:
    with pytest.raises(CannotShow):
        page_words(office.draft, number)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\x1b[31m" * 50])
def test_what_is_no_document_cannot_be_told(data: bytes) -> None:
    with pytest.raises(CannotShow):
        page_words(data)
