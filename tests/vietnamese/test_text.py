"""What happens to other people's text, and how Vietnamese text is compared and sorted."""

from __future__ import annotations

import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_exam.vietnamese.text import (
    clean,
    find,
    fold,
    has_diacritics_ratio,
    name_key,
    same,
    sort_key,
    tone_blind,
)

ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=60)


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;http://x\x1b\\b", "ab"),
        ("a\x1b[31;1mb\x1b[0m", "ab"),
        ("a\x1b[38:2::1:2:3mb", "ab"),
        ("a\x9b2Jb\x9d0;t\x9cc", "abc"),
        ("a\x1bP1$tx\x1b\\b", "ab"),
        ("a\x1bcb\x1b(0c\x1b7d", "abcd"),
        ("a\x1b\x1b[2Jb\x1b", "ab"),
        ("tiền \u202eđảo\u202c \u2066ngược\u2069\u200f", "tiền đảo ngược"),
        ("\ufeffa\u00adb\u200bc", "abc"),
        ("a\ud800b", "ab"),
        ("a\x00b\x08c\x7fd", "abcd"),
        ("e\u0302\u0323", "ệ"),
        ("Ðà Nẵng, Ɖà Lạt", "Đà Nẵng, Đà Lạt"),
        ("một\r\nhai\tba\u2028bốn", "một hai ba bốn"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ],
)
def test_nothing_that_acts_is_left_in_one_line(foreign: str, shown: str) -> None:
    assert clean(foreign) == shown


def test_lines_and_tabs_stay_only_in_text_of_several_lines() -> None:
    assert clean("a\r\nb\rc\n\td\u2029e\x0bf", multiline=True) == "a\nb\nc\n\td\ne\nf"


def test_an_unterminated_control_string_takes_no_more_than_its_line() -> None:
    assert clean("a\x1b]52;c;AAAA\nb", multiline=True) == "a\nb"


@given(ANYTHING, st.booleans())
def test_cleaning_leaves_only_shown_characters_and_twice_is_once(
    text: str, multiline: bool
) -> None:
    done = clean(text, multiline=multiline)
    kept = "\n\t" if multiline else ""
    assert all(c in kept or unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in done)
    assert done == unicodedata.normalize("NFC", done)
    assert clean(done, multiline=multiline) == done


@given(st.text("\x1b\x9b\x9d[]0;m\x07\\ab\n\u202e", max_size=40))
def test_escape_pieces_never_join_into_a_new_escape(text: str) -> None:
    assert not set(clean(text, multiline=True)) & set("\x1b\x9b\x9d\x07\u202e")


def test_a_long_hostile_text_is_cleaned_in_linear_time() -> None:
    hostile = "\x1b]" * 200_000 + "\x1b[" * 200_000 + "e\u0301" * 200_000
    began = time.perf_counter()
    assert clean(hostile)
    assert time.perf_counter() - began < 5


def test_folding_is_for_search_and_knows_d_stroke() -> None:
    assert fold("Đặng Thị Ngọc ẨN") == "dang thi ngoc an"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("hòa", "hoà"),
        ("KHỎE", "khoẻ"),
        ("thủy  lợi", "Thuỷ\u00a0lợi"),
        ("Hoàng", "hòang"),
        ("e\u0302\u0301", "ế"),
        ("Ðiện", "Điện"),
    ],
)
def test_spellings_differing_in_tone_placement_are_the_same(a: str, b: str) -> None:
    assert same(a, b)
    assert tone_blind(a) == tone_blind(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [("hoa", "hòa"), ("hoá", "hòa"), ("ma", "mâ"), ("dao", "đao"), ("an toàn", "antoàn")],
)
def test_a_mark_a_letter_or_a_space_makes_a_difference(a: str, b: str) -> None:
    assert not same(a, b)


@given(ANYTHING)
def test_the_tone_blind_key_is_settled(text: str) -> None:
    assert tone_blind(tone_blind(text)) == tone_blind(text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Kính gửi Sở Nội vụ, đề nghị quý cơ quan phúc đáp trước ngày 15/7.", 0.7, 1.0),
        ("Kinh gui So Noi vu, de nghi quy co quan phuc dap truoc ngay 15/7.", 0.0, 0.0),
        ("UBND 15/2024/QH15 van.thu@tinh.example", 0.0, 0.0),
        ("", 0.0, 0.0),
        ("Đã nhận.", 1.0, 1.0),
    ],
)
def test_the_ratio_tells_vietnamese_from_bare_letters(text: str, low: float, high: float) -> None:
    assert low <= has_diacritics_ratio(text) <= high


def test_words_sort_by_letter_then_tone_then_case() -> None:
    ordered = ["an", "ăn", "ân", "ba", "Ba", "ba gai", "bà", "bá", "da", "dà", "dả", "dã", "dá"]
    ordered += ["dạ", "dâ", "đa", "em", "ôm", "ơn", "ủ", "ưa"]
    shuffled = ordered[:]
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == ordered


def test_people_sort_by_given_name_then_family_then_middle() -> None:
    people = ["Trần Thị An", "Đỗ Ánh", "Nguyễn Thị Hà", "Nguyễn Văn Hà", "Phạm Hà", "Hạ"]
    mixed = [people[place] for place in (3, 0, 5, 1, 4, 2)]
    assert sorted(mixed, key=name_key) == people
    assert name_key("") < name_key("An")


@pytest.mark.parametrize(
    ("needle", "haystack", "found"),
    [
        ("dang", "Ông Đặng", "Đặng"),
        ("hà", "Ha và Hà", "Hà"),
        ("hoà", "ông Hòa", "Hòa"),
        ("so noi vu", "Sở   Nội\nvụ", "Sở   Nội\nvụ"),
        ("hà", "Hạ Long", "Hạ"),
    ],
)
def test_search_finds_bare_letters_but_prefers_the_marks_asked_for(
    needle: str, haystack: str, found: str
) -> None:
    span = find(needle, haystack)
    assert span is not None
    assert haystack[slice(*span)] == found


def test_what_is_not_there_is_not_found() -> None:
    assert find("xyz", "Sở Nội vụ") is None
    assert find(" ", "Sở Nội vụ") is None


@given(st.text(max_size=30), st.text(max_size=10), st.text(max_size=10))
def test_every_part_of_a_text_is_found_in_it(part: str, before: str, after: str) -> None:
    part = clean(part)
    if fold(" ".join(part.split())):
        assert find(part, clean(before) + " " + part + " " + clean(after)) is not None
