"""Rules of layout, seen only in the second view of a draft (M1 to M6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from .composition import LETTER
from .outgoing import Margins, OutgoingDraft, Pictures
from .rules import Found, Page, Rule, first, relay

FONT: Final = "Times New Roman"
_TEXT_SIZES: Final = (13, 14)


def _find_type(page: Page) -> Iterator[Found]:
    for n, line in enumerate(page.draft.lines):
        if line.layout.font != FONT:
            yield n, f"Phông chữ {line.layout.font}; phải là {FONT}."
        elif line.part in {"body", "basis"} and line.layout.size not in _TEXT_SIZES:
            yield n, f"Cỡ chữ nội dung {line.layout.size:g}; phải là 13 hoặc 14."


def _plant_type(draft: OutgoingDraft) -> OutgoingDraft:
    return relay(draft, first(draft, "body")[0], size=12)


def _find_margins(page: Page) -> Iterator[Found]:
    margins = page.draft.margins
    limits = (
        ("trên", margins.top, 20, 25),
        ("dưới", margins.bottom, 20, 25),
        ("trái", margins.left, 30, 35),
        ("phải", margins.right, 15, 20),
    )
    for side, value, low, high in limits:
        if not low <= value <= high:
            yield None, f"Lề {side} {value} mm; phải từ {low} đến {high} mm."


def _plant_margins(draft: OutgoingDraft) -> OutgoingDraft:
    return replace(draft, margins=replace(draft.margins, left=20))


def _find_slope(page: Page) -> Iterator[Found]:
    for n, line in enumerate(page.draft.lines):
        if line.part in {"place_date", "basis"} and not line.layout.italic:
            yield n, "Địa danh, thời gian và căn cứ phải in nghiêng."
        letter_excerpt = line.part == "excerpt" and page.draft.kind == LETTER
        if letter_excerpt and line.layout.bold:
            yield n, "Trích yếu công văn in đứng, không đậm."


def _plant_slope(draft: OutgoingDraft) -> OutgoingDraft:
    return relay(draft, first(draft, "place_date")[0], italic=False)


def _find_weight(page: Page) -> Iterator[Found]:
    for n, line in enumerate(page.draft.lines):
        if line.part == "parent" and line.layout.bold:
            yield n, "Tên cơ quan chủ quản in đứng, không đậm."
        if line.part == "agency" and not line.layout.bold:
            yield n, "Tên cơ quan ban hành in đậm."


def _plant_weight(draft: OutgoingDraft) -> OutgoingDraft:
    draft = relay(draft, first(draft, "parent")[0], bold=True)
    return relay(draft, first(draft, "agency")[0], bold=False)


def _find_page_number(page: Page) -> Iterator[Found]:
    if page.draft.margins.page_number != Margins().page_number:
        yield None, "Số trang đặt giữa lề trên, không hiện ở trang thứ nhất."


def _plant_page_number(draft: OutgoingDraft) -> OutgoingDraft:
    margins = replace(draft.margins, page_number="bottom-right, on every page")
    return replace(draft, margins=margins)


def _find_pictures(page: Page) -> Iterator[Found]:
    right = Pictures()
    if page.draft.pictures.signature != right.signature:
        yield None, f"Hình chữ ký cá nhân phải: {right.signature}."
    if page.draft.pictures.seal != right.seal:
        yield None, f"Hình dấu của cơ quan phải: {right.seal}."


def _plant_pictures(draft: OutgoingDraft) -> OutgoingDraft:
    pictures = replace(draft.pictures, seal="đỏ, đặt bên phải, che hết chữ ký")
    return replace(draft, pictures=pictures)


RULES: Final = (
    Rule(
        "M1", "Phông Times New Roman, nội dung cỡ 13 đến 14",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục I.4 và II.6e", _find_type, _plant_type,
    ),
    Rule(
        "M2", "Lề trang", "NĐ 30/2020/NĐ-CP, Phụ lục I, mục I.3", _find_margins, _plant_margins,
        "lề|canh lề|căn lề",
    ),
    Rule(
        "M3", "Địa danh, căn cứ in nghiêng; trích yếu công văn không đậm",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.4, II.5, II.6", _find_slope, _plant_slope,
    ),
    Rule(
        "M4", "Cơ quan chủ quản không đậm, cơ quan ban hành đậm",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.2b", _find_weight, _plant_weight,
    ),
    Rule(
        "M5", "Số trang giữa lề trên",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục I.7", _find_page_number, _plant_page_number,
        "số trang|đánh số",
    ),
    Rule(
        "M6", "Hình chữ ký xanh, dấu đỏ trùm 1/3 về bên trái",
        "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.7d và II.8a", _find_pictures, _plant_pictures,
        "hình dấu|hình chữ ký|con dấu|dấu của cơ quan|vị trí dấu",
    ),
)  # fmt: skip
"""The rules M1 to M6."""
