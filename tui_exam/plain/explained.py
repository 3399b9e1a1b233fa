"""An answer of a drill explained in lines: the verdict, each option's reason, the law."""

from __future__ import annotations

from collections.abc import Iterator

from ..drill.drilling import Answered
from ..drill.explain import comes_back
from ..exam.items import Item, Kind, Option
from ..texts import Words
from .answers import RIGHTS


def explained(answered: Answered, tr: Words) -> Iterator[str]:
    """A fact a line, the verdict first."""
    item = answered.shown.item
    yield verdict(answered, tr)
    if answered.shown.changed:
        yield tr(
            "Đáp án của câu này đã đổi (bản {n}) từ lần ôn trước, nên lịch ôn của câu được tính "
            "lại từ đầu; lịch sử cũ vẫn giữ.",
            n=item.revision,
        )
    yield from _answers(item, answered, tr)
    if item.basis:
        yield tr("Căn cứ: {basis}", basis="; ".join(str(basis) for basis in item.basis))
    yield comes_back(answered, tr)


def verdict(answered: Answered, tr: Words) -> str:
    """Right, wrong, in part, or a guess."""
    if answered.guessed:
        return tr("ĐOÁN: tính là chưa biết.")
    if 0 < answered.fraction < 1:
        return tr("ĐÚNG MỘT PHẦN: {share}.", share=f"{answered.fraction:.0%}")
    return tr("ĐÚNG.") if answered.right else tr("SAI.")


def _answers(item: Item, answered: Answered, tr: Words) -> Iterator[str]:
    match item.kind:
        case Kind.SHORT:
            yield tr("Trả lời: {given}", given="".join(answered.answer) or tr("(bỏ trống)"))
            key = tr(" hoặc ").join(item.accept)
            yield tr("Đáp án: {key}", key=f"{key} {item.unit}".rstrip())
            yield item.accept_why
        case Kind.ORDERING:
            yield from _ordered(item, answered, tr)
        case Kind.MATCHING:
            yield from _matched(item, answered, tr)
        case _:
            for number, key in enumerate(answered.shown.order, 1):
                yield _option(number, item.option(key), key in answered.answer, tr)


def _option(number: int, option: Option, picked: bool, tr: Words) -> str:
    right = tr("đúng") if option.correct else tr("sai")
    words = tr("{right_or_wrong}, đã chọn", right_or_wrong=right) if picked else right
    return _sentence(
        tr("{n}, {words}: {text}", n=number, words=words, text=option.text), option.why
    )


def _ordered(item: Item, answered: Answered, tr: Words) -> Iterator[str]:
    given = answered.answer
    for place, option in enumerate(item.options, 1):
        there = given[place - 1 : place] == (option.key,)
        words = tr("đúng chỗ") if there else tr("chưa xếp")
        if not there and option.key in given:
            words = tr("đã xếp thứ {place}", place=given.index(option.key) + 1)
        text = tr("Bước {n}, {words}: {text}", n=place, words=words, text=option.text)
        yield _sentence(text, option.why)


def _matched(item: Item, answered: Answered, tr: Words) -> Iterator[str]:
    given, order = answered.answer, answered.shown.order
    for place, option in enumerate(item.options, 1):
        key = given[place - 1] if place <= len(given) else ""
        words = tr("đúng") if key == option.key else tr("chưa ghép")
        if key and key != option.key:
            words = tr("đã ghép {letter}", letter=RIGHTS[order.index(key)])
        text = tr("{n}, {words}: {text}", n=place, words=words,
                  text=f"{option.text} = {option.match}")  # fmt: skip
        yield _sentence(text, option.why)


def _sentence(text: str, why: str) -> str:
    end = "" if text.endswith((".", "?", "!", ":", ";")) else "."
    return f"{text}{end} {why}".rstrip()
