"""An answer explained: each option with its reason, the legal basis, when it comes back."""

from __future__ import annotations

from collections.abc import Iterator

from ...drill.drilling import Answered
from ...exam.items import Item, Kind
from ...sitting.report import Line

VERDICT = {True: ("[+] ĐÚNG", "good"), False: ("[-] SAI", "bad")}


def explanation(answered: Answered) -> Iterator[Line]:
    """Lines of (text, style name), the verdict first."""
    item, shown = answered.shown.item, answered.shown
    yield _verdict(answered)
    if shown.changed:
        yield (
            f"Đáp án của câu này đã đổi (bản {item.revision}) từ lần ôn trước, nên lịch ôn của câu "
            "được tính lại từ đầu; lịch sử cũ vẫn giữ.",
            "warn",
        )
    yield "", ""
    yield item.stem, "strong"
    yield from _options(item, answered)
    if item.kind is Kind.SHORT:
        given = "".join(answered.answer) or "(bỏ trống)"
        yield f"Trả lời: {given}", "good" if answered.fraction >= 1 else "bad"
        yield f"Đáp án: {' hoặc '.join(item.accept)} {item.unit}".rstrip(), "strong"
        yield f"   {item.accept_why}", ""
    yield "", ""
    if item.basis:
        yield f"Căn cứ: {'; '.join(str(basis) for basis in item.basis)}", "muted"
    yield _back(answered), "muted"


def _verdict(answered: Answered) -> Line:
    if answered.guessed:
        return "[?] ĐOÁN: tính là chưa biết", "warn"
    if 0 < answered.fraction < 1:
        return f"[~] ĐÚNG MỘT PHẦN ({answered.fraction:.0%})", "warn"
    return VERDICT[answered.right]


def _back(answered: Answered) -> str:
    if not answered.right and answered.fraction < 0.5:
        return "Câu này sẽ quay lại trong lượt ôn này."
    days = answered.in_days
    when = "hôm nay" if days <= 0 else "ngày mai" if days == 1 else f"sau {days} ngày"
    again = " và quay lại trong lượt này" if answered.guessed else ""
    return f"Lần ôn kế tiếp: {when}{again}."


def _options(item: Item, answered: Answered) -> Iterator[Line]:
    answer = answered.answer
    if item.kind is Kind.ORDERING:
        for place, option in enumerate(item.options):
            there = place < len(answer) and answer[place] == option.key
            given = answer.index(option.key) + 1 if option.key in answer else "-"
            words = "" if there else f" (đã xếp thứ {given})"
            sign, style = ("[+]", "good") if there else ("[-]", "bad")
            yield f" {sign} {place + 1}. {option.text}{words}", style
            yield f"     {option.why}", ""
        return
    matches = {option.key: option.match for option in item.options}
    for place, key in enumerate(answered.shown.order, 1):
        option = item.option(key)
        if item.kind is Kind.MATCHING:
            option = item.options[place - 1]
            at = answer[place - 1] if place <= len(answer) else ""
            there = at == option.key
            sign, style = ("[+]", "good") if there else ("[-]", "bad")
            wrong = "" if there else f" (đã ghép: {matches.get(at, 'bỏ trống')})"
            yield f" {sign} {option.text} = {option.match}{wrong}", style
        else:
            picked = key in answer
            sign = "[x]" if picked else "[ ]"
            right = "ĐÚNG" if option.correct else "sai"
            style = "good" if option.correct else "bad" if picked else ""
            yield f" {sign} {place}. ({right}) {option.text}", style
        yield f"     {option.why}", ""
