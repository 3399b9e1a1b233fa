"""Checks on one question: its dates, its explanations, and whether it gives its key away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from ..exam.items import Item, Kind, Option
from .findings import Finding, Severity, day_text
from .sources import Source

Report = Callable[..., Finding]

KEY_LONGER = 1.3
"""A key longer than the longest distractor by more than this is found by its length."""
KEY_LONGER_BY = 8  # characters; "30" against "5" tells nothing
SHORT_WHY = 12  # characters; less explains nothing

_ABSOLUTE = re.compile(
    r"\b(chỉ(?! (đạo|số|tiêu|thị|định|huy|dẫn|rõ))|tuyệt đối|hoàn toàn|mọi|tất cả|luôn"
    r"|không bao giờ|bất kỳ|toàn bộ)\b",
    re.IGNORECASE,
)
_COMBINED = re.compile(
    r"\b(tất cả|cả|không)\b.*\b(phương án|đáp án|câu|ý)\b.*\b(trên|đều|nào)\b"
    r"|\btất cả đều\b|\b(cả )?[A-F] và [A-F]\b|\bcả (hai|ba|bốn) (phương án|đáp án|ý)\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\W_]*\s[\W_]*|^[\W_]+|[\W_]+$")  # not those inside "57-NQ/TW"
_CHOOSE = re.compile(r"\bchọn (\d+)\b", re.IGNORECASE)


def item_findings(source: Source, at: int, day: date) -> Iterator[Finding]:
    """What is wrong with the item at that index, for an exam on that day."""
    item = source.items[at]

    def report(inside: str, code: str, severity: Severity, message: str, remedy: str) -> Finding:
        line = source.line(at, inside)
        return Finding(source.file, line, item.id, code, severity, message, remedy)

    yield from _dates(item, day, report)
    yield from _whys(item, partial(report, _parts(item)))
    if item.kind in (Kind.SINGLE, Kind.MULTIPLE):
        yield from _giveaways(item, partial(report, "options"))
        yield from _options(item, partial(report, "options"))
    if item.unit and not any(word.endswith(item.unit) for word in item.accept):
        yield report(
            "accept",
            "short-unit",
            Severity.WARNING,
            f"câu trả lời kèm đơn vị «{item.unit}» không được chấp nhận.",
            f"Thêm vào accept cách viết có «{item.unit}».",
        )
    stated = _CHOOSE.search(item.stem)
    if item.kind is Kind.MULTIPLE and stated and int(stated[1]) != item.choose:
        yield report(
            "stem",
            "choose",
            Severity.ERROR,
            f"câu dẫn bảo chọn {stated[1]} phương án nhưng đáp án có {item.choose}.",
            f"Ghi «Chọn {item.choose} phương án».",
        )


def _parts(item: Item) -> str:
    return {Kind.ORDERING: "steps", Kind.MATCHING: "pairs", Kind.SHORT: "accept"}.get(
        item.kind, "options"
    )


def _dates(item: Item, day: date, report: Report) -> Iterator[Finding]:
    warning = Severity.WARNING
    if item.valid_to is not None and item.valid_to < day:
        message = f"hết hiệu lực sau ngày {day_text(item.valid_to)}."
        remedy = "Chỉ còn ra trong đề của ngày trước đó; viết câu mới theo quy định hiện hành."
        yield report("valid_to", "expired", Severity.NOTE, message, remedy)
    elif item.next_review <= day:
        message = f"đến hạn rà soát ngày {day_text(item.next_review)}."
        remedy = "Đối chiếu văn bản hiện hành rồi sửa reviewed, next_review."
        yield report("next_review", "review-due", warning, message, remedy)
    if item.valid_from > day:
        message = f"chưa có hiệu lực, chỉ ra đề từ ngày {day_text(item.valid_from)}."
        yield report("valid_from", "not-yet", Severity.NOTE, message, "")
    if item.reviewed > day:
        message = f"ngày rà soát {day_text(item.reviewed)} còn ở phía trước."
        yield report("reviewed", "review-order", warning, message, "Xem lại ngày.")
    if item.next_review <= item.reviewed:
        message = "ngày rà soát lại không sau ngày rà soát."
        yield report("next_review", "review-order", warning, message, "Xem lại hai ngày.")


def _whys(item: Item, report: Report) -> Iterator[Finding]:
    remedy = "Nêu quy định hoặc lý do làm cho phương án đúng hoặc sai."
    whys = [(option.text, option.why) for option in item.options]
    if item.kind is Kind.SHORT:
        whys = [("", item.accept_why)]
    for text, why in whys:
        if len(why) < SHORT_WHY or _bare(why) == _bare(text):
            message = f"lời giải thích không nói gì: «{why}»."
            yield report("explanation", Severity.WARNING, message, remedy)


def _giveaways(item: Item, report: Report) -> Iterator[Finding]:
    keys = [option for option in item.options if option.correct]
    wrong = [option for option in item.options if not option.correct]
    shortest_key = min(len(option.text) for option in keys)
    longest = max(len(option.text) for option in wrong)
    if shortest_key > longest * KEY_LONGER and shortest_key - longest >= KEY_LONGER_BY:
        yield report(
            "key-length",
            Severity.WARNING,
            f"đáp án dài {shortest_key} ký tự, phương án sai dài nhất chỉ {longest}.",
            "Rút gọn đáp án hoặc viết phương án sai đầy đủ hơn.",
        )
    if all(_stops(o) for o in keys) and not any(_stops(o) for o in wrong):
        yield report(
            "key-stop",
            Severity.WARNING,
            "chỉ đáp án kết thúc bằng dấu chấm.",
            "Viết dấu câu cuối các phương án như nhau.",
        )
    absolute = [o for o in wrong if _ABSOLUTE.search(o.text)]
    if len(absolute) > 1 and not any(_ABSOLUTE.search(o.text) for o in keys):
        words = ", ".join(f"«{m[0]}»" for o in absolute if (m := _ABSOLUTE.search(o.text)))
        yield report(
            "absolute-words",
            Severity.WARNING,
            f"từ tuyệt đối chỉ có ở phương án sai: {words}.",
            "Bỏ từ tuyệt đối hoặc dùng cả ở đáp án.",
        )


def _options(item: Item, report: Report) -> Iterator[Finding]:
    seen: set[str] = set()
    for option in item.options:
        if _COMBINED.search(option.text):
            yield report(
                "combined-option",
                Severity.WARNING,
                f"phương án gộp các phương án khác: «{option.text}».",
                "Thay bằng một phương án riêng; thứ tự phương án được xáo khi ra đề.",
            )
        bare = _bare(option.text)
        if bare and bare in seen:
            yield report(
                "equal-options",
                Severity.ERROR,
                f"hai phương án chỉ khác dấu câu: «{option.text}».",
                "Viết lại một phương án.",
            )
        seen.add(bare)


def _bare(text: str) -> str:
    """A text without capitals and punctuation; the loader has seen to where tones stand."""
    return _SIGNS.sub(" ", text.casefold()).strip()


def _stops(option: Option) -> bool:
    return option.text.endswith(".")
