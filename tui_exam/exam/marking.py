"""Marking the theory: how much of a question's points an answer earns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..vietnamese.text import tone_blind
from .items import Item, Kind, PartMarks

RULE_NAMES = {
    PartMarks.ALL_OR_NOTHING: "Chọn đúng và đủ mới được điểm",
    PartMarks.RIGHT_MINUS_WRONG: "Mỗi lựa chọn sai trừ một lựa chọn đúng, không dưới 0",
    PartMarks.EACH_DECISION: "Tính điểm từng phương án chọn đúng hoặc bỏ đúng",
}


@dataclass(frozen=True, slots=True)
class QuestionMark:
    """What one question earned: `fraction` of its points, 0 to 1."""

    item: str
    answer: tuple[str, ...]
    fraction: float
    points: float
    max: float

    @property
    def right(self) -> bool:
        """Whether it earned everything."""
        return self.fraction >= 1


def fraction(item: Item, answer: Sequence[str]) -> float:
    """The share of the points that this answer earns; an empty answer earns nothing."""
    if not answer:
        return 0.0
    if item.kind is Kind.SHORT:
        return float(any(_same_answer(answer[0], word) for word in item.accept))
    if item.kind is Kind.ORDERING:
        return _in_place(item.keys, answer)
    if item.kind is Kind.MATCHING:
        return _in_place([option.key for option in item.options], answer)
    picked, keys = set(answer) & {option.key for option in item.options}, set(item.keys)
    if item.kind is not Kind.MULTIPLE or item.part_marks is PartMarks.ALL_OR_NOTHING:
        return float(picked == keys)
    if len(picked) > item.choose:
        return 0.0
    if item.part_marks is PartMarks.RIGHT_MINUS_WRONG:
        return max(0, len(picked & keys) - len(picked - keys)) / len(keys)
    wrong = len(picked ^ keys)
    return 1 - wrong / len(item.options)


def mark_theory(
    items: Sequence[Item], answers: Mapping[str, Sequence[str]], points: float
) -> tuple[QuestionMark, ...]:
    """Mark a paper's questions, each worth the same share of the points."""
    each = points / len(items) if items else 0.0
    out = []
    for item in items:
        answer = tuple(answers.get(item.id, ()))
        share = fraction(item, answer)
        out.append(QuestionMark(item.id, answer, share, each * share, each))
    return tuple(out)


def _in_place(right: Sequence[str], answer: Sequence[str]) -> float:
    """Full for all in place; else the share of neighbours in their right places."""
    if len(right) != len(answer):
        return 0.0
    hits = sum(a == b for a, b in zip(right, answer, strict=True))
    return 1.0 if hits == len(right) else hits / len(right) / 2


def _same_answer(given: str, accepted: str) -> bool:
    def plain(text: str) -> str:
        return tone_blind(text).rstrip(".").replace(",", ".")

    return plain(given) == plain(accepted)
