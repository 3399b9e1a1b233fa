"""Telex and VNI as fingers know them."""

from __future__ import annotations

import csv
import unicodedata
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vietnamese.keystrokes import ORDERS, keys_for
from tui_exam.vietnamese import (
    Method,
    Style,
    Typed,
    backspace,
    compose,
    press,
    tone_blind,
    typed_before,
)
from tui_exam.vietnamese import syllable as syllables

ATTESTED = Path(__file__).parents[3] / "shared" / "testdata" / "ime" / "attested.tsv"
METHODS: list[Method] = ["telex", "vni"]
FOREIGN = """
windows files email Excel website server router download Facebook software user data law two
blood book task desktop Google internet backup phishing malware blockchain chrome WORD EXCEL
"""
STYLES: list[Style] = ["old", "new"]
TYPED = st.text("aăeêioôơuưydđbcghklmnpqrstvxwfjz0123456789 .-/@AUODW\u0301é", max_size=24)


def pairs(lines: str) -> list[tuple[str, str]]:
    """Cases written as "keys > shown", several on a line between bars."""
    cases = (case.partition(" > ") for line in lines.split("\n") for case in line.split("|"))
    return [(keys.strip(), shown.strip()) for keys, _, shown in cases if keys.strip()]


@pytest.mark.parametrize(
    ("keys", "shown"),
    pairs(
        """
        hoaf > hòa | thuys > thúy | khoer > khỏe | hoanf > hoàn | hoafn > hoàn | baso > báo
        quys > quý | quynhf > quỳnh | quyeenf > quyền | gif > gì | giaf > già | gieets > giết
        gieengs > giếng | giuwx > giữ | giwx > giữ | giuwowngf > giường | khuyur > khuỷu
        ngoeos > ngoéo | ngoaif > ngoài | yeeus > yếu | nghieeng > nghiêng | khuaays > khuấy
        tuyetej > tuyệt | did > đi | nguoiwf > người | dayads > đấy | anas > ấn | aasn > ấn
        dduowngf > đường | dduwowngf > đường | nuowcs > nước | nuwowcs > nước | nuocws > nước
        thuowr > thuở | huow > huơ | quow > quơ | uow > ươ | thuownr > thưởn | duwongwj > dượng
        ruouwj > rượu | luuw > lưu | muaw > mưa | hoawcj > hoặc | quawng > quăng | w > ư | W > Ư
        tw > tư | nhuwngx > những | nhungwx > những | phaifr > phải | vieetjz > viêt
        NGUYEENX > NGUYỄN | Ddoongf > Đồng | DDinhj > Định | AAn > Ân | aAn > ân
        """
    ),
)
def test_telex_makes_syllables_in_any_order_of_marks(keys: str, shown: str) -> None:
    assert compose(keys) == shown


@pytest.mark.parametrize(
    ("keys", "shown"),
    pairs(
        """
        hoa2 > hòa | viet65 > việt | vie65t > việt | truong72 > trường | thuo73 > thuở | gi2 > gì
        d9uong72 > đường | ngu7o7i2 > người | nguoi72 > người | uo7ng1 > ướng | qua2 > quà
        uu7 > ưu | u7u > ưu | a6n1 > ấn | an61 > ấn | ma10 > ma | d9i > đi | di9 > đi | U5 > Ụ
        D9A81K > ĐẮK | Kro6ng > Krông | xoong > xoong | coong1 > coóng | A4 > Ã | phong2 > phòng
        """
    ),
)
def test_vni_makes_syllables_in_any_order_of_marks(keys: str, shown: str) -> None:
    assert compose(keys, "vni") == shown


@pytest.mark.parametrize(
    ("keys", "shown"),
    pairs(
        """
        Ddawks Lawks > Đắk Lắk | DDawsk > Đắk | Dawks > Dắk | Kroong Busk > Krông Búk
        Chuw Pawh > Chư Păh | DDawk Toon > Đăk Tôn | M'DDrawks > M'Đrắk | Bawcs Kanj > Bắc Kạn
        Pleiku > Pleiku | Buoon Ma Thuootj > Buôn Ma Thuột | xooong > xoong | booong > boong
        cooongs > coóng | nghanhf > nghành
        """
    ),
)
def test_place_names_and_loanwords_beyond_the_usual_rimes_compose(keys: str, shown: str) -> None:
    assert compose(keys) == shown


@pytest.mark.parametrize(
    ("keys", "shown"),
    pairs(
        """
        ass > as | aaa > aa | aww > aw | ww > w | uww > uw | ddd > dd | tooi > tôi | toooi > tooi
        assd > asd | aaas > aas | ddid > did | giww > giw | tesst > test | wwindows > windows
        wsw > wsw | WAW > WAW
        """
    ),
)
def test_a_key_pressed_twice_is_a_letter(keys: str, shown: str) -> None:
    assert compose(keys) == shown


@pytest.mark.parametrize(
    ("keys", "shown"), pairs("a11 > a1 | o66 > o6 | d99 > d9 | A44 > A4 | u77 > u7 | u7o77 > uo7")
)
def test_a_digit_pressed_twice_is_a_digit(keys: str, shown: str) -> None:
    assert compose(keys, "vni") == shown


@pytest.mark.parametrize(
    ("keys", "shown"),
    pairs(
        """
        UBND > UBND | QDD-UBND > QĐ-UBND | 15/2024/NDD-CP > 15/2024/NĐ-CP | HDDND > HĐND
        GD&DDT > GD&ĐT | HDDNDD > HĐNĐ | TTHC > TTHC | BTTTT > BTTTT | CNTT > CNTT | QH15 > QH15
        57-NQ/TW > 57-NQ/TW | TW > TƯ
        45/KH-SNV > 45/KH-SNV | BCDD > BCĐ | SDDT > SĐT | ISO > ISO | WTO > WTO | USB > USB
        1.500.000dd > 1.500.000đ | 12dd > 12dd | 2as > 2as | 30/4 > 30/4 | VNeID > VNeID
        """
    ),
)
def test_abbreviations_and_numbers_stay(keys: str, shown: str) -> None:
    assert compose(keys) == shown


@pytest.mark.parametrize(
    "keys", ["12a1", "2024", "H5N1", "mp3", "CT1", "cap2", "Covid19", "VN2025", "a1@x2.vn "]
)
def test_digits_that_are_no_marks_stay_in_vni(keys: str) -> None:
    assert compose(keys, "vni") == keys


@pytest.mark.parametrize(
    "keys",
    [
        "vanthuw@tinh.example.vn",
        "hoaf@x",
        "(nguyeenx.vanj@so.vn)",
        "www.moj.vn",
        "https://hoaf.vn/tooi?as=1",
        "moj.gov.vn ",
    ],
)
def test_addresses_are_left_or_given_back_as_typed(keys: str) -> None:
    assert compose(keys) == keys


@pytest.mark.parametrize("word", FOREIGN.split())
def test_words_that_cannot_be_vietnamese_go_back_to_the_keys(word: str) -> None:
    assert compose(f"{word} ") == f"{word} "
    assert compose(f"({word})") == f"({word})"


@pytest.mark.parametrize(
    ("keys", "shown"),
    pairs(
        """
        vieetj<BS> > việ | vieetj<BS><BS> > vi | viee<BS> > vi | hoafn<BS> > hòa | toans<BS> > tóa
        vieetb<BS> > viêt | vieetb<BS>j > việt | ass<BS> > a | a<BS><BS>b > b | ww<BS>x > x
        vieet <BS>j > việt | vieetj<BS>n > viện | <BS>a > a | 000dd<BS> > 000
        QDD-<BS>-UBND > QĐ-UBND | a@<BS>s > á
        """
    ),
)
def test_backspace_takes_one_visible_letter_and_composing_goes_on(keys: str, shown: str) -> None:
    assert compose(keys) == shown


def test_the_placement_of_the_tone_is_a_matter_of_style() -> None:
    assert compose("hoaf khoer thuys hoanf", style="old") == "hòa khỏe thúy hoàn"
    assert compose("hoaf khoer thuys hoanf", style="new") == "hoà khoẻ thuý hoàn"


def test_a_sentence_of_official_vietnamese() -> None:
    keys = (
        "Thuwcj hieenj Nghij ddinhj soos 30/2020/NDD-CP ngayf 05/3/2020 cuar Chinhs phur, UBND "
        "tinhr yeeu caauf Sowr Nooij vuj (Vawn phongf) tham muwu, trinhf truwowcs ngayf 15/7."
    )
    assert compose(keys) == (
        "Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ, UBND "
        "tỉnh yêu cầu Sở Nội vụ (Văn phòng) tham mưu, trình trước ngày 15/7."
    )


def test_a_word_already_there_is_composed_on() -> None:
    typed = typed_before("xin chào, viet")
    for key in "65":
        typed = press(typed, key, "vni", "old")
    assert typed.text == "việt"
    assert press(typed_before("(hoa"), "f", "telex", "old").text == "(hòa"


def test_letters_from_another_input_method_are_taken_as_they_come() -> None:
    assert compose("việt Nam ", "telex") == "việt Nam "
    assert compose("vie\u0302\u0323t", "vni") == "việt"


@pytest.mark.skipif(not ATTESTED.exists(), reason="the attested pairs are not part of the project")
@pytest.mark.parametrize("method", METHODS)
def test_attested_keystrokes_give_the_attested_words(method: Method) -> None:
    with ATTESTED.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["method"] == method]
    wrong = [
        (row["keys"], row["expected"])
        for row in rows
        if tone_blind(compose(row["keys"], method)) != tone_blind(row["expected"])
    ]
    assert len(rows) > 1000
    assert len(wrong) <= len(rows) * 0.005, wrong


PHRASES = [
    line
    for line in Path(__file__).with_name("phrases.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("method", METHODS)
def test_what_officials_write_comes_out_whatever_the_order_of_the_marks(
    method: Method, order: str
) -> None:
    assert len(PHRASES) > 300
    for phrase in PHRASES:
        shown = compose(f"{keys_for(phrase, method, order)} ", method)
        assert tone_blind(shown) == tone_blind(phrase), keys_for(phrase, method, order)


@given(st.sampled_from(PHRASES), st.sampled_from(METHODS), st.sampled_from([*ORDERS]), st.data())
def test_a_slip_taken_back_at_any_place_leaves_the_phrase_as_it_was(
    phrase: str, method: Method, order: str, data: st.DataObject
) -> None:
    keys = keys_for(phrase, method, order)
    at = data.draw(st.integers(0, len(keys)))
    slip = data.draw(st.text("bghlmnpv", min_size=1, max_size=3))
    typed = f"{keys[:at]}{slip}{'<BS>' * len(slip)}{keys[at:]} "
    assert compose(typed, method) == compose(f"{keys} ", method)


@given(st.sampled_from(PHRASES), st.sampled_from(METHODS), st.sampled_from([*ORDERS]))
def test_letter_by_letter_in_a_field_gives_what_the_whole_gives(
    phrase: str, method: Method, order: str
) -> None:
    before, typed = "", Typed()
    for key in f"{keys_for(phrase, method, order)} ":
        typed = press(typed, key, method, "old")
        if key.isspace():
            before, typed = before + typed.text, Typed()
    assert tone_blind(before + typed.text) == tone_blind(phrase)


# -- laws ---------------------------------------------------------------------------------------

TELEX = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI = {"â": "a6", "ê": "e6", "ô": "o6", "ă": "a8", "ơ": "o7", "ư": "u7", "đ": "d9"}
TONES = ("", syllables.GRAVE, syllables.HOOK, syllables.TILDE, syllables.ACUTE, syllables.DOT)
TONE_KEYS: dict[Method, str] = {"telex": " frxsj", "vni": " 23415"}
ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
NUCLEI = "a ă â e ê i iê o oa oă oe ô ơ u uâ uê uô uy uyê ư ươ y yê"
CODAS = "- c ch i m n ng nh o p t u y a k"


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_every_syllable_can_be_typed_with_the_tone_last_or_after_the_vowel(method: Method) -> None:
    marks = TELEX if method == "telex" else VNI
    tried = 0
    for onset, nucleus, coda, tone in product(
        ["", *ONSETS.split()], NUCLEI.split(), CODAS.split(), range(6)
    ):
        word = onset + nucleus + coda.strip("-")
        cut = syllables.parts(word)
        if not syllables.is_complete(word, TONES[tone]) or cut.onset != onset:
            continue
        shown = syllables.with_tone(word, TONES[tone], "old")
        key = TONE_KEYS[method][tone].strip()
        head = "".join(marks.get(letter, letter) for letter in onset + cut.vowels)
        assert compose(head + cut.coda + key, method) == shown
        assert compose(head + key + cut.coda, method) == shown
        tried += 1
    assert tried > 10_000


@given(TYPED, st.sampled_from(METHODS), st.sampled_from(STYLES))
def test_what_is_composed_is_nfc_and_typing_it_again_keeps_it_nfc(
    keys: str, method: Method, style: Style
) -> None:
    once = compose(keys, method, style)
    assert once == unicodedata.normalize("NFC", once)


@given(TYPED, st.sampled_from(METHODS))
def test_backspaces_take_away_exactly_what_is_visible(keys: str, method: Method) -> None:
    shown = compose(keys, method)
    if not any(unicodedata.combining(char) for char in shown):
        assert compose(keys + "<BS>" * len(shown), method) == ""
    assert compose(keys + "<BS>" * (len(keys) + 1), method) == ""


ASCII_TYPED = st.text("aeioubcdghklmnpqrstvxwfjz0123456789 .-/AUODW", max_size=24)


@given(ASCII_TYPED, st.sampled_from("bcghklmnptv"), st.sampled_from(METHODS))
def test_backspace_undoes_exactly_a_key_that_was_only_a_letter(
    keys: str, key: str, method: Method
) -> None:
    assert compose(f"{keys}{key}<BS>", method) == compose(keys, method)


@given(st.text("bcdghklmnpqtvBCDGHKLMNPQTV./- ,", max_size=20))
def test_consonants_without_marks_are_never_changed(keys: str) -> None:
    if "dd" not in keys.lower():
        assert compose(keys, "telex") == keys


@given(st.text(st.characters(codec="ascii", categories=["L", "P"]), max_size=12))
def test_plain_ascii_typed_in_vni_stays_as_it_is(keys: str) -> None:
    assert compose(f"{keys} ", "vni") == f"{keys} "


@given(st.text("aeiouywdsfrxjzptcAEOUWDbFl", min_size=1, max_size=9))
def test_after_a_space_a_telex_word_is_a_syllable_or_what_was_typed_less_doublings(
    keys: str,
) -> None:
    shown = compose(f"{keys} ")[:-1]
    letters, tone = syllables.split_tone(shown)
    if shown != keys and not syllables.is_bare(letters):
        undone = len(shown) < len(keys)
        assert syllables.is_complete(letters, tone) or undone


@given(st.text(max_size=40), TYPED)
def test_composing_goes_on_from_any_text_without_error(before: str, keys: str) -> None:
    typed = typed_before(before)
    assert unicodedata.normalize("NFC", before).endswith(typed.text) or not before.isprintable()
    for key in keys:
        typed = press(typed, key, "telex", "old")
        if key.isspace():
            typed = Typed()
        shorter = backspace(typed, "telex", "old") if typed.text else typed
        assert len(shorter.text) < len(typed.text) or not typed.text


def test_a_very_long_word_costs_no_more_per_key_than_a_short_one() -> None:
    assert compose("as" * 5_000).endswith("as" * 40)
