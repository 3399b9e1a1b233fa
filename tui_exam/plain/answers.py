"""Answers to questions of every kind, typed as numbers, letters and words.

What is understood here becomes the answer that the log holds and marking takes: ticked keys,
all keys in order, for each left side the key of its right side ("" while there is none), or
the text typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..exam.items import Item, Kind
from ..exam.marking import RULE_NAMES
from ..texts import Words, msg
from ..vietnamese import fold

RIGHTS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SAYING = msg("trả lời")
"""What stands before a short answer that is not a number."""

_PAIRS = re.compile(r"(\d{1,3})\s*[-=:.]?\s*([a-z])(?![a-z])", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d[\d.,]*\s*%?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is told.

    Args:
        order: Keys of the options as numbered; of pairs, of the right side.
        answer: The answer so far.
    """

    item: Item
    order: tuple[str, ...]
    answer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What a line means: another answer, or why it is none."""

    answer: tuple[str, ...] = ()
    trouble: str = ""


def told(asked: Asked, tr: Words) -> list[str]:
    """The question without its stem, a fact a line: how to answer, the choices, the answer."""
    return [*how(asked.item, tr), *_choices(asked, tr), *_unit(asked.item, tr), *now(asked, tr)]


def how(item: Item, tr: Words) -> list[str]:
    """How a question is answered and marked; nothing where one option is chosen."""
    match item.kind:
        case Kind.MULTIPLE:
            rule = tr("Cách chấm: {rule}.", rule=tr(RULE_NAMES[item.part_marks]))
            return (
                [rule] if item.says_how_many else [tr("Chọn {n} phương án.", n=item.choose), rule]
            )
        case Kind.ORDERING:
            return [tr("Sắp thứ tự: gõ các số theo thứ tự đúng, ví dụ 2 1 3.")]
        case Kind.MATCHING:
            return [tr("Ghép cặp: gõ số và chữ, ví dụ 1B 2A; được gõ từng cặp.")]
        case Kind.SHORT:
            return [tr("Trả lời ngắn: gõ trả lời rồi câu trả lời, ví dụ trả lời 15.")]
        case _:
            return []


def _unit(item: Item, tr: Words) -> list[str]:
    return [tr("Đơn vị: {unit}.", unit=item.unit)] if item.unit else []


def _choices(asked: Asked, tr: Words) -> list[str]:
    item, order = asked.item, asked.order
    if item.kind is Kind.SHORT:
        return []
    if item.kind is Kind.MATCHING:
        lefts = [f"{at}. {option.text}" for at, option in enumerate(item.options, 1)]
        rights = [f"{RIGHTS[at]}. {item.option(key).match}" for at, key in enumerate(order)]
        return [tr("Vế trái:"), *lefts, tr("Vế phải:"), *rights]
    chosen = () if item.kind is Kind.ORDERING else asked.answer
    return [
        f"{at}. {item.option(key).text}" + (", " + tr("đang chọn") if key in chosen else "")
        for at, key in enumerate(order, 1)
    ]


def now(asked: Asked, tr: Words) -> list[str]:
    """The answer so far of what is not ticked, in one line."""
    item, order, answer = asked.item, asked.order, asked.answer
    nothing = tr("chưa có")
    match item.kind:
        case Kind.ORDERING:
            numbers = ", ".join(str(order.index(key) + 1) for key in answer if key in order)
            return [tr("Đang xếp: {numbers}.", numbers=numbers or nothing)]
        case Kind.MATCHING:
            pairs = ", ".join(
                tr("{n} với {letter}", n=at, letter=RIGHTS[order.index(key)])
                for at, key in enumerate(answer, 1)
                if key in order
            )
            return [tr("Đang ghép: {pairs}.", pairs=pairs or nothing)]
        case Kind.SHORT:
            return [tr("Đang trả lời: {text}.", text="".join(answer) or nothing)]
        case _:
            return []


def chosen(asked: Asked, tr: Words) -> str:
    """The answer so far in one line, whatever the kind."""
    if asked.item.kind in (Kind.ORDERING, Kind.MATCHING, Kind.SHORT):
        return now(asked, tr)[0]
    numbers = ", ".join(str(asked.order.index(key) + 1) for key in asked.answer)
    return tr("Đang chọn: {numbers}.", numbers=numbers or tr("chưa có"))


def answers(asked: Asked, line: str, tr: Words) -> bool:
    """Whether a line is meant as an answer, right or wrong in its form."""
    return heard(asked, line, tr) is not None


def heard(asked: Asked, line: str, tr: Words) -> Heard | None:
    """What a line means as an answer; None when it is meant as something else."""
    text = line.strip()
    if text == "0" and asked.item.kind is not Kind.SHORT:
        return Heard()
    match asked.item.kind:
        case Kind.ORDERING:
            return _ordered(asked, text, tr)
        case Kind.MATCHING:
            return _matched(asked, text, tr)
        case Kind.SHORT:
            return _typed(text, tr)
        case _:
            return _ticked(asked, text, tr)


def _numbers(text: str) -> list[int] | None:
    parts = re.split(r"[\s,;.]+", text.strip(" ,;."))
    return [int(part[:6]) for part in parts] if all(p.isdecimal() for p in parts) else None


def _ticked(asked: Asked, text: str, tr: Words) -> Heard | None:
    item, order = asked.item, asked.order
    numbers = _numbers(text)
    if numbers is None:
        return None
    if any(not 0 < number <= len(order) for number in numbers):
        return Heard(asked.answer, tr("Hãy gõ số từ 1 đến {n}.", n=len(order)))
    keys = [order[number - 1] for number in numbers]
    if len(keys) == 1:
        return _toggled(asked, keys[0], tr)
    if len(set(keys)) > (item.choose if item.takes_several else 1):
        return Heard(asked.answer, tr("Chỉ chọn {n} phương án.", n=item.choose))
    return Heard(tuple(key for key in order if key in keys))


def _toggled(asked: Asked, key: str, tr: Words) -> Heard:
    """One number ticks an option, or takes its tick away."""
    item, answer = asked.item, asked.answer
    if key in answer:
        return Heard(tuple(each for each in answer if each != key))
    if not item.takes_several:
        return Heard((key,))
    if len(answer) >= item.choose:
        text = tr("Chỉ chọn {n} phương án. Hãy bỏ một phương án trước.", n=item.choose)
        return Heard(answer, text)
    return Heard(tuple(each for each in asked.order if each in answer or each == key))


def _ordered(asked: Asked, text: str, tr: Words) -> Heard | None:
    numbers, count = _numbers(text), len(asked.order)
    if numbers is None:
        return None
    if sorted(numbers) != list(range(1, count + 1)):
        return Heard(asked.answer, tr("Hãy gõ đủ các số từ 1 đến {n}, mỗi số một lần.", n=count))
    return Heard(tuple(asked.order[number - 1] for number in numbers))


def _matched(asked: Asked, text: str, tr: Words) -> Heard | None:
    lefts, order = len(asked.item.options), asked.order
    letters = re.split(r"[\s,;.]+", text.strip(" ,;."))
    if len(letters) == lefts and all(len(each) == 1 and each.isalpha() for each in letters):
        pairs = list(enumerate(letters, 1))
    else:
        rest = _PAIRS.sub(" ", text)
        if rest.strip(" ,;.") or not _PAIRS.search(text):
            return None
        pairs = [(int(number), letter) for number, letter in _PAIRS.findall(text)]
    now_given = list(asked.answer or ("",) * lefts)
    for number, letter in pairs:
        at = RIGHTS.find(fold(letter).upper())
        if not 0 < number <= lefts or not 0 <= at < len(order):
            return Heard(
                asked.answer,
                tr("Số từ 1 đến {n}, chữ từ A đến {letter}.", n=lefts,
                   letter=RIGHTS[len(order) - 1]),
            )  # fmt: skip
        now_given = ["" if key == order[at] else key for key in now_given]
        now_given[number - 1] = order[at]
    return Heard(tuple(now_given) if any(now_given) else ())


def _typed(text: str, tr: Words) -> Heard | None:
    for word in (SAYING, tr(SAYING)):
        if fold(text) == fold(word):
            return Heard((), tr("Gõ câu trả lời ngay sau chữ {word}.", word=tr(SAYING)))
        if fold(text).startswith(f"{fold(word)} "):
            said = " ".join(text.split()[len(word.split()) :])[:200]
            return Heard() if said == "-" else Heard((said,))
    return Heard((text[:200],)) if _NUMBER.fullmatch(text) else None


def complete(asked: Asked) -> bool:
    """Whether nothing of an answer is missing: all ticks, every pair."""
    item, answer = asked.item, asked.answer
    if item.kind is Kind.MULTIPLE:
        return len(answer) == item.choose
    return bool(answer) and "" not in answer


def missing(asked: Asked, tr: Words) -> str:
    """What an answer lacks, for somebody who wants to give it."""
    if asked.item.takes_several:
        return tr("Cần chọn đúng {n} phương án.", n=asked.item.choose)
    if asked.item.kind is Kind.MATCHING:
        return tr("Còn dòng chưa ghép.")
    return tr("Chưa có câu trả lời.")


def numbered(asked: Asked) -> Sequence[tuple[str, str]]:
    """Options that are chosen by their number alone: (key, text)."""
    if asked.item.kind in (Kind.ORDERING, Kind.MATCHING, Kind.SHORT):
        return ()
    return [(key, asked.item.option(key).text) for key in asked.order]
