"""What the shape of a question cannot say: rules between its fields, kind by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING

from ..vietnamese.text import clean, tone_blind
from .items import Kind

if TYPE_CHECKING:
    from .bank_schema import ItemShape

Inside = tuple[str | int, ...]
Rule = tuple[Inside, str, str]
"""Path inside the question, what is wrong, what to do."""

Text = tuple[Inside, str]

_PARTS = {
    Kind.SINGLE: "options",
    Kind.TRUE_FALSE: "options",
    Kind.MULTIPLE: "options",
    Kind.ORDERING: "steps",
    Kind.MATCHING: "pairs",
    Kind.SHORT: "accept",
}


def broken_rules(one: ItemShape) -> Iterator[Rule]:
    """Every rule that this question breaks."""
    yield from _fields(one)
    yield from _counts(one)
    yield from _texts(one)
    if one.valid_to is not None and one.valid_to < one.valid_from:
        yield ("valid_to",), "«valid_to» sớm hơn «valid_from».", "Xem lại hai ngày."


def _fields(one: ItemShape) -> Iterator[Rule]:
    """Parts that this kind of question never reads are a mistake of its author."""
    for name in ("options", "steps", "pairs", "accept"):
        if name != _PARTS[one.kind] and getattr(one, name):
            reason = f"câu loại «{one.kind}» không dùng mục «{name}»."
            yield (name,), reason, "Bỏ mục này hoặc đổi loại câu."


def _counts(one: ItemShape) -> Iterator[Rule]:
    right = sum(option.correct for option in one.options)
    number = len(one.options)
    match one.kind:
        case Kind.SINGLE if not (2 <= number <= 6 and right == 1):
            yield ("options",), "câu chọn một cần 2–6 phương án và đúng một đáp án.", "Sửa lại."
        case Kind.TRUE_FALSE if not (number == 2 and right == 1):
            yield ("options",), "câu đúng/sai cần hai phương án, một đáp án.", "Sửa lại."
        case Kind.MULTIPLE:
            if not (3 <= number <= 6 and 2 <= right < number):
                yield ("options",), "câu chọn nhiều cần 3–6 phương án, từ hai đáp án.", "Sửa lại."
            if one.choose != right:
                yield (
                    ("choose",),
                    f"«choose» phải bằng số đáp án đúng ({right}).",
                    f"Ghi {right}.",
                )
            if one.part_marks is None:
                yield ("part_marks",), "câu chọn nhiều phải ghi cách chấm.", "Thêm part_marks."
        case Kind.ORDERING if len(one.steps) < 3:
            yield ("steps",), "câu sắp xếp cần ít nhất ba bước.", "Bổ sung các bước."
        case Kind.MATCHING if len(one.pairs) < 3:
            yield ("pairs",), "câu ghép đôi cần ít nhất ba cặp.", "Bổ sung các cặp."
        case Kind.SHORT if not (one.accept and one.answer_why):
            yield ("accept",), "câu trả lời ngắn cần «accept» và «answer_why».", "Bổ sung."


def _texts(one: ItemShape) -> Iterator[Rule]:
    """Texts as the candidate will see them: something left after cleaning, no two alike."""
    options: list[Text] = [(("options", at, "text"), o.text) for at, o in enumerate(one.options)]
    steps: list[Text] = [(("steps", at, "text"), step.text) for at, step in enumerate(one.steps)]
    lefts: list[Text] = [(("pairs", at, "left"), pair.left) for at, pair in enumerate(one.pairs)]
    rights: list[Text] = [(("pairs", at, "right"), pair.right) for at, pair in enumerate(one.pairs)]
    for group, name in (
        (options, "phương án"),
        (steps, "bước"),
        (lefts, "vế trái"),
        (rights, "vế phải"),
    ):
        yield from _alike(group, name)
    whys: list[Text] = [(("options", at, "why"), o.why) for at, o in enumerate(one.options)]
    for path, text in ((("stem",), one.stem), *options, *whys, *steps, *lefts, *rights):
        if not clean(text).strip():
            yield path, "chỉ có ký tự không nhìn thấy.", "Điền nội dung."
    for at, word in enumerate(one.accept):
        if isinstance(word, float) and not isfinite(word):
            yield ("accept", at), "phải là số hữu hạn.", "Ghi số, hoặc đặt trong dấu ngoặc kép."


def _alike(group: list[Text], name: str) -> Iterator[Rule]:
    bare = ["".join(clean(text).split()) for _, text in group]
    lengths = Counter(len(text) for text in bare)
    seen: set[str] = set()
    for (path, text), letters in zip(group, bare, strict=True):
        if lengths[len(letters)] < 2:  # moving a tone moves no letter
            continue
        key = tone_blind(text)
        if key in seen:
            yield path, f"hai {name} giống nhau.", "Viết lại một trong hai."
        seen.add(key)
