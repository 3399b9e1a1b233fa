"""Naming what a format has no place for, so that an export says what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from ..exam.items import Kind
from .model import ImportedItem, Loss

_FIELDS: dict[str, tuple[Callable[[ImportedItem], object], str]] = {
    "id": (lambda item: item.id, "mã câu hỏi"),
    "title": (lambda item: item.title and item.title != item.id, "tên gọi của câu hỏi"),
    "topic": (lambda item: item.topic, "chủ đề"),
    "revision": (lambda item: item.revision > 1, "lần sửa đổi"),
    "level": (lambda item: item.level, "mức độ"),
    "why": (lambda item: any(option.why for option in item.options), "giải thích từng phương án"),
    "general": (lambda item: item.accept_why or item.general, "giải thích chung"),
    "unit": (lambda item: item.unit, "đơn vị của đáp án"),
    "basis": (lambda item: item.basis, "căn cứ pháp lý"),
    "dates": (
        lambda item: item.valid_from or item.valid_to or item.reviewed or item.next_review,
        "ngày hiệu lực và ngày rà soát",
    ),
    "source": (lambda item: item.source, "nguồn"),
    "tags": (lambda item: item.tags, "thẻ"),
}


def lost_fields(item: ImportedItem, holds: Collection[str]) -> Iterator[Loss]:
    """A loss for each field of the item that has a value and that the format does not hold."""
    for name, (value, words) in _FIELDS.items():
        if name not in holds and value(item):
            yield Loss(item.id, name, f"không ghi được {words}.")


def left_out(item: ImportedItem, why: str) -> Loss:
    """The loss of a whole item."""
    return Loss(item.id, "item", f"bỏ qua cả câu: {why}.")


def is_plain_true_false(item: ImportedItem) -> bool:
    """Whether a true-false item has the two words that a format's own true and false become."""
    return item.kind is Kind.TRUE_FALSE and [o.text for o in item.options] == ["Đúng", "Sai"]
