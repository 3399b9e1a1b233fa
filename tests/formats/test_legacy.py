"""Files from before Unicode: recognised by their words, refused with a guess, read on request."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_exam.formats.imported import read_data
from tui_exam.formats.legacy import decode, detect, detect_font, from_tcvn3, from_vni

from .test_tables import HEAD, book_of
from .tools import codes, read, texts

SENTENCE = "Thẩm quyền ký văn bản điện tử thuộc về người đứng đầu cơ quan, tổ chức"
QUESTION = f"{SENTENCE}? {{=Đúng, theo quy định ~Sai vì ủy quyền được}}\n"


def to_tcvn3(text: str) -> bytes:
    """Text as TCVN3 bytes, by turning the reader's table around."""
    table = {from_tcvn3(chr(code)): code for code in range(0xFE, 0xA0, -1)}
    return bytes(table.get(char, ord(char)) for char in text)


def to_vni(text: str) -> bytes:
    """Text as VNI bytes, by trying every letter and mark on the reader."""
    table: dict[str, bytes] = {}
    for base in "aAeEoOuUyYôÔöÖ":
        for mark in "âáàåãäêéèúüëùøûõïÂÁÀÅÃÄÊÉÈÚÜËÙØÛÕÏ":
            if mark.islower() == base.islower() and len(made := from_vni(base + mark)) == 1:
                table.setdefault(made, (base + mark).encode("latin-1"))
    for single in "ñôöíìæóòîÑÔÖÍÌÆÓÒÎ":
        table.setdefault(from_vni(single), single.encode("latin-1"))
    return b"".join(table.get(char) or char.encode("ascii") for char in text)


def test_some_words_in_the_old_encodings_as_they_were_written() -> None:
    assert from_tcvn3("ChuyÓn ®æi sè quèc gia") == "Chuyển đổi số quốc gia"
    assert from_tcvn3("B¶o Th¾ng, M­êng Kh­¬ng, B¸t X¸t") == "Bảo Thắng, Mường Khương, Bát Xát"
    assert from_vni("Xin chaøo caùc baïn, chuyeån ñoåi soá") == "Xin chào các bạn, chuyển đổi số"
    assert from_vni("NGHÒ ÑÒNH COÄNG HOØA XAÕ HOÄI") == "NGHỊ ĐỊNH CỘNG HÒA XÃ HỘI"
    assert (
        from_vni("öu tieân, môû, lyù, kyõ thuaät, ñaêng kyù")
        == "ưu tiên, mở, lý, kỹ thuật, đăng ký"
    )


CODED = {
    "tcvn3": to_tcvn3(QUESTION),
    "vni": to_vni(QUESTION),
    "utf-16": QUESTION.encode("utf-16"),
}


def cp1258(text: str) -> bytes:
    """Text in Windows-1258, whose tones stand behind their vowels."""
    out = b""
    for char in text:
        try:
            out += char.encode("windows-1258")
        except UnicodeEncodeError:
            # Only the tone is loose; circumflex, breve and horn stay on the letter.
            parts = unicodedata.normalize("NFD", char)
            tone = next(part for part in parts if part in "\u0300\u0309\u0303\u0301\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            out += base.encode("windows-1258") + tone.encode("windows-1258")
    return out


CODED["windows-1258"] = cp1258(QUESTION)
GUESSED = sorted(set(CODED) - {"utf-16"})


@pytest.mark.parametrize("encoding", sorted(CODED))
def test_every_old_encoding_is_recognised(encoding: str) -> None:
    assert detect(CODED[encoding]) == encoding
    assert decode(CODED[encoding], encoding) == QUESTION


@pytest.mark.parametrize("encoding", GUESSED)
def test_an_old_file_is_refused_with_a_guess_and_a_sample(encoding: str) -> None:
    found = read(CODED[encoding])
    (problem,) = found.problems
    assert (problem.code, found.items) == ("not_utf8", ())
    assert f"«{encoding}»" in problem.remedy
    assert "Thẩm quyền ký văn bản" in problem.message


@pytest.mark.parametrize("encoding", GUESSED)
def test_an_old_file_is_read_when_its_encoding_is_named(encoding: str) -> None:
    found = read_data(CODED[encoding], "de.gift", encoding=encoding)
    assert found.clean
    assert (found.items[0].stem, found.items[0].options[0].text) == (
        f"{SENTENCE}?",
        "Đúng, theo quy định",
    )


def test_a_western_file_is_told_from_a_vietnamese_one() -> None:
    text = "Où est l'été ? {=Là-bas, près du château ~À côté}\n"
    assert detect(text.encode("windows-1252")) == "windows-1252"


def test_noise_is_of_no_encoding() -> None:
    assert codes(read(bytes(range(128, 256)) * 20)) == ["unknown_encoding"]


def test_a_text_cut_inside_a_letter_is_torn_not_old() -> None:
    data = QUESTION.encode()
    assert codes(read(data[: data.rindex("ủ".encode()) + 2])) == ["torn_text"]


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_old_fonts_inside_good_unicode_are_seen(encoding: str) -> None:
    hidden = CODED[encoding].decode("latin-1")
    found = read(hidden)
    assert (codes(found), found.items) == (["legacy_font"], ())
    assert "Thẩm quyền" in found.problems[0].message
    assert read_data(hidden.encode(), "de.gift", encoding=encoding).items[0].stem == f"{SENTENCE}?"


@pytest.mark.parametrize(("encoding", "headed"), [("tcvn3", False), ("vni", True)])
def test_old_fonts_in_a_workbook_are_seen_and_read_on_request(encoding: str, headed: bool) -> None:
    def old(text: str) -> str:
        return (to_tcvn3(text) if encoding == "tcvn3" else to_vni(text)).decode("latin-1")

    head = [old(cell) for cell in HEAD] if headed else HEAD
    data = book_of(head, [old(SENTENCE), old("Đúng rồi"), old("Chưa đủ căn cứ"), "", "A"])
    assert codes(read(data, "de.xlsx")) == ["legacy_font"]
    found = read_data(data, "de.xlsx", encoding=encoding)
    assert (found.items[0].stem, texts(found.items[0])) == (
        SENTENCE,
        ["Đúng rồi", "Chưa đủ căn cứ"],
    )


def test_good_vietnamese_and_other_languages_are_left_alone() -> None:
    assert detect_font(SENTENCE * 3) == ""
    assert detect_font("Là cà phê sữa đá có ở à, ờ, là vậy đó") == ""
    assert detect_font("Où est l'été? Là-bas, près du château, à côté de l'évêché") == ""


def test_old_words_are_seen_between_good_ones() -> None:
    good = "Nhận biết. Một đáp án. Vận dụng. Thông hiểu. Nhiều đáp án. "
    assert detect_font(good * 5 + "ChuyÓn ®æi sè quèc gia lµ nhiÖm vô träng t©m") == "tcvn3"


def test_an_encoding_that_does_not_fit_is_refused() -> None:
    found = read_data("Câu {=a ~b}".encode() + b"\x00", "de.gift", encoding="utf-16")
    assert codes(found) == ["wrong_encoding"]


VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ bcdnt,.0"


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from(VIETNAMESE), max_size=40))
def test_every_small_letter_comes_back_from_tcvn3_and_windows_1258(text: str) -> None:
    assert decode(to_tcvn3(text), "tcvn3") == text
    assert decode(cp1258(text), "windows-1258") == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([c for c in VIETNAMESE if c != " "]), max_size=30))
def test_every_letter_comes_back_from_vni(letters: list[str]) -> None:
    text = " ".join(letters)
    assert decode(to_vni(text + " " + text.upper()), "vni") == text + " " + text.upper()
