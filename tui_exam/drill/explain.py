"""An answer explained: each option with its reason, the legal basis, when it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..exam.items import Item, Kind
from ..texts import Words, msg

if TYPE_CHECKING:
    from .shown import Answered

Line = tuple[str, str]  # text, name of a style

RIGHT, WRONG = "ĐÚNG", msg("SAI")


def explanation(answered: Answered, tr: Words) -> Iterator[Line]:
    """Lines of (text, style name); verdict and basis first, where a small screen shows them."""
    item, shown = answered.shown.item, answered.shown
    said, style = verdict(answered, tr)
    yield f"{said}. {comes_back(answered, tr)}", style
    if shown.changed:
        words = (
            "Đáp án của câu này đã đổi (bản {revision}) từ lần ôn trước, nên lịch ôn của câu "
            "được tính lại từ đầu; lịch sử cũ vẫn giữ."
        )
        yield tr(words, revision=item.revision), "warn"
    if item.basis:
        yield tr("Căn cứ: {basis}", basis="; ".join(str(each) for each in item.basis)), "muted"
    yield "", ""
    yield item.stem, "strong"
    yield from _options(item, answered, tr)
    if item.kind is Kind.SHORT:
        yield from _short(item, answered, tr)


def verdict(answered: Answered, tr: Words) -> Line:
    """Right, wrong, partly right or guessed, told by sign, word and style."""
    if answered.guessed:
        return f"[?] {tr('ĐOÁN: tính là chưa biết')}", "warn"
    if 0 < answered.fraction < 1:
        return f"[~] {tr('ĐÚNG MỘT PHẦN ({share})', share=f'{answered.fraction:.0%}')}", "warn"
    return (f"[+] {tr(RIGHT)}", "good") if answered.right else (f"[-] {tr(WRONG)}", "bad")


def comes_back(answered: Answered, tr: Words) -> str:
    """When the card is seen again."""
    if not answered.right and answered.fraction < 0.5:
        return tr("Câu này sẽ quay lại trong lượt ôn này.")
    days = answered.in_days
    if days <= 0:
        when = tr("hôm nay")
    else:
        when = tr("ngày mai") if days == 1 else tr("sau {n} ngày", n=days)
    if answered.guessed:
        return tr("Lần ôn kế tiếp: {when} và quay lại trong lượt này.", when=when)
    return tr("Lần ôn kế tiếp: {when}.", when=when)


def _short(item: Item, answered: Answered, tr: Words) -> Iterator[Line]:
    given = "".join(answered.answer) or tr("(bỏ trống)")
    yield tr("Trả lời: {given}", given=given), "good" if answered.fraction >= 1 else "bad"
    key, *others = item.accept
    if item.unit and not key.endswith(item.unit):
        key = f"{key} {item.unit}"
    yield tr("Đáp án: {key}", key=key), "strong"
    if others:
        yield "   " + tr("Cũng được: {others}", others="; ".join(others)), "muted"
    yield f"   {item.accept_why}", ""


def _options(item: Item, answered: Answered, tr: Words) -> Iterator[Line]:
    match item.kind:
        case Kind.ORDERING:
            yield from _steps(item, answered.answer, tr)
        case Kind.MATCHING:
            yield from _pairs(item, answered.answer, tr)
        case Kind.SHORT:
            return
        case _:
            yield from _choices(item, answered, tr)


def _steps(item: Item, answer: tuple[str, ...], tr: Words) -> Iterator[Line]:
    for place, option in enumerate(item.options):
        there = place < len(answer) and answer[place] == option.key
        wrong = ""
        if not there and option.key in answer:
            wrong = " " + tr("(đã xếp thứ {place})", place=answer.index(option.key) + 1)
        yield f" {_sign(there)} {place + 1}. {option.text}{wrong}", "good" if there else "bad"
        yield f"     {option.why}", ""


def _pairs(item: Item, answer: tuple[str, ...], tr: Words) -> Iterator[Line]:
    matches = {option.key: option.match for option in item.options}
    for place, option in enumerate(item.options):
        at = answer[place] if place < len(answer) else ""
        there, wrong = at == option.key, ""
        if not there:
            wrong = " " + tr("(đã ghép: {match})", match=matches.get(at) or tr("bỏ trống"))
        yield (
            f" {_sign(there)} {option.text} = {option.match}{wrong}", "good" if there else "bad"
        )  # fmt: skip
        yield f"     {option.why}", ""


def _choices(item: Item, answered: Answered, tr: Words) -> Iterator[Line]:
    for place, key in enumerate(answered.shown.order, 1):
        option, picked = item.option(key), key in answered.answer
        right = tr(RIGHT) if option.correct else tr("sai")
        style = "good" if option.correct else "bad" if picked else ""
        yield f" {'[x]' if picked else '[ ]'} {place}. ({right}) {option.text}", style
        yield f"     {option.why}", ""


def _sign(right: bool) -> str:
    return "[+]" if right else "[-]"
