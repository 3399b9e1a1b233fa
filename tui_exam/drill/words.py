"""What drills call things: kinds of card, levels of task, topics."""

from __future__ import annotations

from collections.abc import Mapping

from ..exam.items import Kind
from ..sitting.exam import FAMILY_NAMES
from ..texts import Words
from .deck import MINI_KIND, PRACTICE, Deck

KIND_NAMES: Mapping[str, str] = {
    Kind.SINGLE.value: "Chọn một",
    Kind.MULTIPLE.value: "Chọn nhiều",
    Kind.TRUE_FALSE.value: "Đúng hay sai",
    Kind.ORDERING.value: "Sắp thứ tự",
    Kind.MATCHING.value: "Ghép cặp",
    Kind.SHORT.value: "Trả lời ngắn",
    MINI_KIND: "Tình huống văn phòng",
}
"""Kind of card -> its name, in the order in which they are offered."""

TASK_LEVELS: Mapping[int, str] = {1: "dễ", 2: "vừa", 3: "khó"}
"""Level of a practical task -> its name."""

ANSWER_RULES: Mapping[Kind, str] = {
    Kind.ORDERING: "Cách để nhấc một bước, mũi tên để dời, Cách để đặt; {key} để trả lời.",
    Kind.MATCHING: "Bấm chữ cái của vế phải để ghép với dòng có dấu >; {key} để trả lời.",
    Kind.SHORT: "Gõ câu trả lời rồi bấm Enter:",
}
"""Kind of question -> how it is answered on a screen, {key} being that of the answer."""


def topic_name(deck: Deck, topic: str, tr: Words) -> str:
    """A topic as people read it: those of the bank as the bank has them, the office's by family."""
    if topic.startswith(PRACTICE):
        family = topic.removeprefix(PRACTICE)
        return tr("Thực hành: {name}", name=tr(FAMILY_NAMES.get(family, family)))
    return deck.title(topic)


def part_name(part: str, tr: Words) -> str:
    """A part of the exam or a family of tasks as people read it."""
    return tr(FAMILY_NAMES.get(part, part))
