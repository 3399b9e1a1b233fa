"""Rules of the text: bases, references, capitals, annexes (T13 to T16, T23 to T25)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Final

from .composition import LAYOUTS
from .outgoing import DraftLine, OutgoingDraft
from .rules import Found, NotApplicable, Page, Rule, first, rewrite, texts, with_line

_RUNNING: Final = ("addressee", "basis", "body", "recipients", "excerpt")
_LAW_NUMBERS: Final = MappingProxyType(
    {
        "Luật Lưu trữ": "33/2024/QH15",
        "Luật Giao dịch điện tử": "20/2023/QH15",
        "Luật Tổ chức chính quyền địa phương": "72/2025/QH15",
        "Luật Bảo vệ bí mật nhà nước": "117/2025/QH15",
    }
)
EXPIRED: Final = (
    ("Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015", date(2025, 6, 30)),
    ("Nghị định số 110/2004/NĐ-CP", date(2020, 3, 4)),
    ("Nghị định số 09/2010/NĐ-CP", date(2020, 3, 4)),
    ("Nghị định số 130/2018/NĐ-CP", date(2025, 4, 9)),
    ("Luật Bảo vệ bí mật nhà nước ngày 15 tháng 11 năm 2018", date(2026, 2, 28)),
    ("Luật Giao dịch điện tử ngày 29 tháng 11 năm 2005", date(2024, 6, 30)),
    ("Luật Lưu trữ ngày 11 tháng 11 năm 2011", date(2025, 6, 30)),
)
"""Bases that drafts still cite, and the last day each was in force."""

_DISTRICT_ENDED: Final = date(2025, 7, 1)
_DISTRICT = re.compile(r"\b(?:huyện|quận|thị xã|thị trấn) (?=[A-ZĐÀ-Ỹ])|\b(?:Huyện|Quận) ủy\b")
_REFERENCE = re.compile(
    r"\b(?:Công văn|Kế hoạch|Quyết định|Thông báo|Báo cáo|Tờ trình|Nghị định|Thông tư) "
    r"(?:số )?(?P<symbol>\d+/[^\s,;.()]+)(?P<dated> ngày \d)?"
)
_BAD_CAPITALS = re.compile(
    r"Ủy Ban|Nhân Dân|Hội Đồng|(?<=[^\W\d_] )(?:Khoản|Điểm) (?=\d|[a-zđ]\b)"
    r"|(?<=[a-zà-ỹđ] )Thành phố (?=[A-ZĐÀ-Ỹ])"
)


def _find_basis_marks(page: Page) -> Iterator[Found]:
    lines = list(page.lines("basis"))
    for position, (n, text) in enumerate(lines, 1):
        last = position == len(lines)
        if not text.endswith("." if last else ";"):
            wanted = (
                "dòng căn cứ cuối kết thúc bằng dấu chấm"
                if last
                else ("mỗi dòng căn cứ kết thúc bằng dấu chấm phẩy")
            )
            yield n, f"Sai dấu cuối dòng căn cứ: {wanted}."


def _plant_basis_marks(draft: OutgoingDraft) -> OutgoingDraft:
    n, line = first(draft, "basis")
    end = "," if line.text.endswith(";") else ";"
    return rewrite(draft, n, line.text[:-1] + end)


def _find_law_number(page: Page) -> Iterator[Found]:
    for n, text in page.lines("basis"):
        if re.match(r"Căn cứ (?:Luật|Pháp lệnh) .*?\bsố \d", text):
            yield n, "Căn cứ là Luật, Pháp lệnh không ghi số, ký hiệu, cơ quan ban hành."


def _plant_law_number(draft: OutgoingDraft) -> OutgoingDraft:
    for n, text in texts(draft, "basis"):
        for law, number in _LAW_NUMBERS.items():
            start = f"Căn cứ {law}"
            if text.startswith(start) and f"{start} số" not in text:
                return rewrite(draft, n, f"{start} số {number}{text[len(start) :]}")
    raise NotApplicable("Dự thảo không có căn cứ là Luật.")


def _find_expired(page: Page) -> Iterator[Found]:
    for n, text in page.lines("basis", "body"):
        for title, last in EXPIRED:
            if title in text and page.today > last:
                yield n, f"{title} đã hết hiệu lực từ sau ngày {last:%d/%m/%Y}."


def _plant_expired(draft: OutgoingDraft) -> OutgoingDraft:
    lines = list(texts(draft, "basis"))
    for n, text in lines:
        for title, _ in EXPIRED:
            law = title.split(" ngày ")[0]
            if law.startswith("Luật") and text.startswith(f"Căn cứ {law} ngày"):
                return rewrite(draft, n, f"Căn cứ {title}{text[-1]}")
    for n, text in lines[:1]:
        return rewrite(
            draft,
            n,
            "Căn cứ Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004 "
            f"của Chính phủ về công tác văn thư{text[-1]}",
        )
    raise NotApplicable("Dự thảo không có căn cứ.")


def _find_reference(page: Page) -> Iterator[Found]:
    seen: set[str] = set()
    for n, text in page.lines("basis", "body"):
        for match in _REFERENCE.finditer(text):
            if match["symbol"] not in seen and not match["dated"]:
                yield (
                    n,
                    (
                        f"Viện dẫn lần đầu “{match[0]}” phải ghi đủ tên loại, số, ký hiệu, ngày, "
                        "cơ quan ban hành và trích yếu."
                    ),
                )
            seen.add(match["symbol"])


def _plant_reference(draft: OutgoingDraft) -> OutgoingDraft:
    n, line = first(draft, "body")
    start = line.text[0].lower() + line.text[1:] if not line.text.startswith("Điều") else ""
    if not start:
        head, dot, tail = line.text.partition(". ")
        return rewrite(
            draft, n, f"{head}{dot}Thực hiện Công văn 123/UBND-TH, {tail[:1].lower()}{tail[1:]}"
        )
    return rewrite(draft, n, f"Thực hiện Công văn 123/UBND-TH, {start}")


def _find_district(page: Page) -> Iterator[Found]:
    if page.today < _DISTRICT_ENDED:
        return
    for n, text in page.lines(*_RUNNING):
        match = _DISTRICT.search(text)
        if match:
            yield n, f"“{text.strip('- ;.')}”: không còn cấp huyện từ ngày 01/7/2025."


def _plant_district(draft: OutgoingDraft) -> OutgoingDraft:
    last = [n for n, text in texts(draft, "recipients") if text.startswith("- Lưu")]
    if not last:
        raise NotApplicable("Dự thảo không có nơi nhận.")
    line = DraftLine(
        "recipients", "- Ủy ban nhân dân huyện Hương Giang;", "left", LAYOUTS["recipients"]
    )
    return with_line(draft, last[0], (line,))


def _find_annex(page: Page) -> Iterator[Found]:
    labels = [(n, text) for n, text in page.lines("annex") if text.startswith("Phụ lục")]
    named = any("phụ lục" in text.lower() for _, text in page.lines("body"))
    for n, text in labels:
        if re.search(r"\d", text):
            yield n, "Phụ lục đánh số bằng chữ số La Mã."
        elif not named:
            yield n, "Có phụ lục nhưng trong văn bản không chỉ dẫn đến."


def _plant_annex(draft: OutgoingDraft) -> OutgoingDraft:
    labels = [n for n, text in texts(draft, "annex") if text.startswith("Phụ lục")]
    if labels:
        return rewrite(draft, labels[0], "Phụ lục 1")
    lines = tuple(
        DraftLine("annex", text, "full", LAYOUTS["annex"])
        for text in ("Phụ lục", "DANH SÁCH ĐƠN VỊ THỰC HIỆN")
    )
    return with_line(draft, len(draft.lines), lines)


def _find_capitals(page: Page) -> Iterator[Found]:
    for n, text in page.lines(*_RUNNING):
        match = _BAD_CAPITALS.search(text)
        if match:
            yield n, f"Viết hoa sai: “{match[0].strip()}”."


def _plant_capitals(draft: OutgoingDraft) -> OutgoingDraft:
    for n, text in texts(draft, "body", "basis", "addressee", "recipients"):
        if "Ủy ban nhân dân" in text:
            return rewrite(draft, n, text.replace("Ủy ban nhân dân", "Ủy Ban Nhân Dân", 1))
    raise NotApplicable("Dự thảo không có cụm từ dễ viết hoa sai.")


RULES: Final = (
    Rule(
        "T13", "Dấu cuối các dòng căn cứ",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.6a", _find_basis_marks, _plant_basis_marks,
    ),
    Rule(
        "T14", "Căn cứ là Luật không ghi số, ký hiệu",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.6a", _find_law_number, _plant_law_number,
    ),
    Rule(
        "T15", "Căn cứ còn hiệu lực",
        "NĐ 30/2020/NĐ-CP, Điều 12 khoản 1", _find_expired, _plant_expired,
    ),
    Rule(
        "T16", "Viện dẫn lần đầu ghi đầy đủ",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.6b", _find_reference, _plant_reference,
    ),
    Rule(
        "T23", "Không ghi đơn vị cấp huyện",
        "Chính quyền địa phương hai cấp từ ngày 01/7/2025", _find_district, _plant_district,
    ),
    Rule(
        "T24", "Phụ lục có chỉ dẫn, đánh số La Mã",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục III.1", _find_annex, _plant_annex,
    ),
    Rule(
        "T25", "Viết hoa đúng quy định",
        "NĐ 30/2020/NĐ-CP, Phụ lục II", _find_capitals, _plant_capitals,
    ),
)  # fmt: skip
"""The rules T13 to T16 and T23 to T25."""
