"""Rules of a page's head: country and motto, names, number, place and date (T1 to T12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from .composition import LETTER
from .headings import COUNTRY, MOTTO
from .outgoing import OutgoingDraft
from .rules import Found, NotApplicable, Page, Rule, first, rewrite, texts, without

ABBREVIATIONS: Final = MappingProxyType(
    {
        "Quyết định": "QĐ",
        "Kế hoạch": "KH",
        "Báo cáo": "BC",
        "Thông báo": "TB",
        "Tờ trình": "TTr",
        "Chương trình": "CTr",
        "Quy định": "QyĐ",
        "Quy chế": "QC",
        "Chỉ thị": "CT",
        "Giấy mời": "GM",
    }
)
"""Kinds of document and their abbreviations (annex III)."""

_MISTAKEN: Final = MappingProxyType({"TTr": "TT", "CTr": "CT", "QyĐ": "QĐ"})
_NUMBER = re.compile(r"Số:?\s*(?P<number>\d*)(?P<gap>\s*)(?P<rest>.*)")
_GOOD_REST = re.compile(r"/[^\W_]+(?:-[^\W_]+)*")
_DATE = re.compile(r"(?P<place>.*?)(?P<comma>,?) ngày\s+(?P<day>\d*)\s*tháng\s+(?P<month>\d*)")


def _country(draft: OutgoingDraft) -> list[tuple[int, str]]:
    return [(n, text) for n, text in texts(draft, "motto") if text.isupper()]


def _motto(draft: OutgoingDraft) -> list[tuple[int, str]]:
    return [(n, text) for n, text in texts(draft, "motto") if not text.isupper()]


def _find_motto(page: Page) -> Iterator[Found]:
    for n, text in _motto(page.draft):
        if text != MOTTO:
            yield n, f"Tiêu ngữ ghi “{text}”; đúng là “{MOTTO}”."


def _plant_motto(draft: OutgoingDraft) -> OutgoingDraft:
    for n, _ in _motto(draft):
        return rewrite(draft, n, "Độc Lập - Tự Do - Hạnh Phúc")
    raise NotApplicable("Dự thảo không có Tiêu ngữ.")


def _find_country(page: Page) -> Iterator[Found]:
    if not _country(page.draft):
        yield None, "Thiếu Quốc hiệu."
    if not _motto(page.draft):
        yield None, "Thiếu Tiêu ngữ."
    for n, text in _country(page.draft):
        if text != COUNTRY:
            yield n, f"Quốc hiệu ghi “{text}”; đúng là “{COUNTRY}”."


def _plant_country(draft: OutgoingDraft) -> OutgoingDraft:
    for n, text in _country(draft):
        return rewrite(draft, n, text.replace(" CHỦ NGHĨA", ""))
    raise NotApplicable("Dự thảo không có Quốc hiệu.")


def _find_short_agency(page: Page) -> Iterator[Found]:
    for n, text in page.lines("agency"):
        if re.search(r"\b(?:UBND|HĐND)\b|&", text):
            yield n, f"Tên cơ quan ban hành viết tắt “{text}”; phải ghi đầy đủ."


def _plant_short_agency(draft: OutgoingDraft) -> OutgoingDraft:
    n, line = first(draft, "agency")
    short = line.text.replace("ỦY BAN NHÂN DÂN", "UBND")
    return rewrite(draft, n, short.replace("KHOA HỌC VÀ CÔNG NGHỆ", "KH&CN"))


def _find_number_word(page: Page) -> Iterator[Found]:
    for n, text in page.lines("symbol"):
        if not text.startswith("Số:"):
            yield n, "Sau chữ “Số” phải có dấu hai chấm."
        elif re.match(r"Số:\s*\d/", text):
            yield n, "Số nhỏ hơn 10 phải ghi thêm số 0 phía trước."


def _plant_number_word(draft: OutgoingDraft) -> OutgoingDraft:
    n, line = first(draft, "symbol")
    return rewrite(draft, n, line.text.replace("Số:", "Số", 1))


def _rest(text: str) -> str:
    match = _NUMBER.match(text)
    return match["rest"] if match else ""


def _find_letter_symbol(page: Page) -> Iterator[Found]:
    if page.draft.kind != LETTER:
        return
    for n, text in page.lines("symbol"):
        if re.match(r"[/-]\s*CV\b", _rest(text)):
            yield n, "Công văn không có chữ viết tắt tên loại “CV” trong ký hiệu."


def _plant_letter_symbol(draft: OutgoingDraft) -> OutgoingDraft:
    if draft.kind != LETTER:
        raise NotApplicable("Chỉ công văn mới có lỗi này.")
    n, line = first(draft, "symbol")
    return rewrite(draft, n, re.sub(r"/([^\W_]+)-[^\W_]+$", r"/CV-\1", line.text))


def _find_marks(page: Page) -> Iterator[Found]:
    for n, text in page.lines("symbol"):
        match = _NUMBER.match(text)
        if match is None:
            continue
        parted = match["number"] and match["gap"]
        if parted or not _GOOD_REST.fullmatch(match["rest"]):
            yield n, "Giữa số và ký hiệu là dấu “/”, giữa các nhóm chữ là dấu “-”, không cách chữ."


def _plant_marks(draft: OutgoingDraft) -> OutgoingDraft:
    n, line = first(draft, "symbol")
    return rewrite(draft, n, line.text.replace("-", "/"))


def _find_abbreviation(page: Page) -> Iterator[Found]:
    right = ABBREVIATIONS.get(page.draft.kind)
    for n, text in page.lines("symbol"):
        match = re.match(r"/([^\W_]+)-", _rest(text))
        if right and match and match[1] != right:
            yield n, f"{page.draft.kind} viết tắt là “{right}”, không phải “{match[1]}”."


def _plant_abbreviation(draft: OutgoingDraft) -> OutgoingDraft:
    right = ABBREVIATIONS.get(draft.kind, "")
    if right not in _MISTAKEN:
        raise NotApplicable(f"{draft.kind} không có chữ viết tắt dễ nhầm.")
    n, line = first(draft, "symbol")
    return rewrite(draft, n, line.text.replace(f"/{right}-", f"/{_MISTAKEN[right]}-"))


def _find_date_form(page: Page) -> Iterator[Found]:
    for n, text in page.lines("place_date"):
        match = _DATE.match(text)
        if match is None:
            continue
        if not match["comma"]:
            yield n, "Sau địa danh phải có dấu phẩy."
        elif len(match["day"]) == 1 or match["month"] in {"1", "2"}:
            yield n, "Ngày nhỏ hơn 10 và tháng 1, 2 phải ghi thêm số 0 phía trước."


def _plant_date_form(draft: OutgoingDraft) -> OutgoingDraft:
    n, line = first(draft, "place_date")
    return rewrite(draft, n, line.text.replace(", ngày", " ngày"))


def _find_date_words(page: Page) -> Iterator[Found]:
    for n, text in page.lines("place_date"):
        if _DATE.match(text) is None:
            yield n, "Thời gian ban hành phải viết đầy đủ: ngày … tháng … năm …."


def _plant_date_words(draft: OutgoingDraft) -> OutgoingDraft:
    n, line = first(draft, "place_date")
    return rewrite(draft, n, re.sub(r"ngày(\s+)tháng(\s+)năm (\d{4})", r"\1/\2/\3", line.text))


def _find_place(page: Page) -> Iterator[Found]:
    for n, text in page.lines("place_date"):
        place = re.split(r",| ngày", text)[0].strip()
        if place != page.agency.place:
            yield n, f"Địa danh ghi “{place}”; phải ghi đầy đủ “{page.agency.place}”."


def _plant_place(draft: OutgoingDraft) -> OutgoingDraft:
    n, line = first(draft, "place_date")
    of_city = any(text.startswith("SỞ ") for _, text in texts(draft, "agency"))
    return rewrite(draft, n, f"{'TP.' if of_city else 'P.'}{line.text}")


def _find_letter_head(page: Page) -> Iterator[Found]:
    if page.draft.kind != LETTER:
        return
    for n, _ in page.lines("kind"):
        yield n, "Công văn không ghi tên loại."
    for n, text in page.lines("excerpt"):
        if not text.startswith("V/v "):
            yield n, "Trích yếu công văn bắt đầu bằng “V/v”, ghi dưới số và ký hiệu."


def _plant_letter_head(draft: OutgoingDraft) -> OutgoingDraft:
    if draft.kind != LETTER:
        raise NotApplicable("Chỉ công văn mới có lỗi này.")
    n, line = first(draft, "excerpt")
    return rewrite(draft, n, line.text.replace("V/v ", "Về việc ", 1))


def _find_excerpt(page: Page) -> Iterator[Found]:
    if page.draft.kind == LETTER:
        return
    excerpts = list(page.lines("excerpt"))
    if not excerpts:
        where = next((n for n, _ in page.lines("kind")), None)
        yield where, "Thiếu trích yếu dưới tên loại văn bản."
    for n, text in excerpts:
        if text != page.draft.excerpt:
            yield n, "Trích yếu không khớp nội dung văn bản."


def _plant_excerpt(draft: OutgoingDraft) -> OutgoingDraft:
    if draft.kind == LETTER:
        raise NotApplicable("Công văn đã có lỗi riêng về trích yếu.")
    n, _ = first(draft, "excerpt")
    return without(draft, n)


RULES: Final = (
    Rule(
        "T1", "Tiêu ngữ viết đúng chữ, đúng dấu gạch nối",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, mục II.1b", _find_motto, _plant_motto,
    ),
    Rule(
        "T2", "Đủ Quốc hiệu và Tiêu ngữ",
        "NĐ 30/2020/NĐ-CP, Điều 8; Phụ lục I, mục II.1", _find_country, _plant_country,
    ),
    Rule(
        "T3", "Tên cơ quan ban hành ghi đầy đủ",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.2a", _find_short_agency, _plant_short_agency,
    ),
    Rule(
        "T4", "Chữ “Số” có dấu hai chấm; số dưới 10 thêm số 0",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.3c", _find_number_word, _plant_number_word,
    ),
    Rule(
        "T5", "Ký hiệu công văn không có chữ viết tắt tên loại",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.3b", _find_letter_symbol, _plant_letter_symbol,
    ),
    Rule(
        "T6", "Dấu “/” và “-” trong số, ký hiệu",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.3c", _find_marks, _plant_marks,
    ),
    Rule(
        "T7", "Chữ viết tắt tên loại đúng bảng",
        "NĐ 30/2020/NĐ-CP, Phụ lục III", _find_abbreviation, _plant_abbreviation,
    ),
    Rule(
        "T8", "Địa danh, dấu phẩy, ngày tháng có số 0",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.4", _find_date_form, _plant_date_form,
    ),
    Rule(
        "T9", "Ngày, tháng, năm viết đầy đủ",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.4b", _find_date_words, _plant_date_words,
    ),
    Rule(
        "T10", "Địa danh ghi tên đầy đủ, không viết tắt",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.4a", _find_place, _plant_place,
    ),
    Rule(
        "T11", "Công văn chỉ ghi “V/v …” dưới số, ký hiệu",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5b", _find_letter_head, _plant_letter_head,
    ),
    Rule(
        "T12", "Văn bản có tên loại phải có trích yếu khớp nội dung",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5a", _find_excerpt, _plant_excerpt,
    ),
)  # fmt: skip
"""The rules T1 to T12."""
