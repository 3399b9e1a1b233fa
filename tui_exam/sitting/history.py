"""What happened around an attempt, in words: the organiser's decisions and the clock."""

from __future__ import annotations

from collections.abc import Iterator

from ..exam.attempt import Attempt, Notice
from ..texts import Translate, as_written
from ..vntime import day_time


def remarks(attempt: Attempt, tr: Translate = as_written) -> Iterator[str]:
    """One line for each decision and for each jump of the computer's clock."""
    for notice in attempt.notices:
        yield tr(
            "{what}. Lý do: {reason}. Người quyết định: {by}.",
            what=_what(notice, tr), reason=notice.reason, by=notice.by,
        )  # fmt: skip
    for jump in attempt.jumps:
        way = tr("nhảy tới") if jump.seconds > 0 else tr("nhảy lùi")
        words = "Giờ máy {way} {span} trước sự kiện {seq}; thời gian làm bài không bị ảnh hưởng."
        yield tr(words, way=way, span=span(abs(jump.seconds), tr), seq=jump.seq)


def _what(notice: Notice, tr: Translate) -> str:
    at = tr("{time} (sau {span} làm bài)", time=day_time(notice.wall, tr),
            span=span(notice.elapsed, tr))  # fmt: skip
    more = span(notice.seconds, tr)
    match notice.kind:
        case "time_added":
            return tr("Thêm {span} lúc {at}", span=more, at=at)
        case "paused":
            return tr("Tạm dừng lúc {at}", at=at)
        case "unpaused":
            return tr("Cho làm tiếp lúc {at}", at=at)
        case _:
            return tr("Mở lại từ bài {origin} lúc {time}, cho thêm {span}", origin=notice.origin,
                      time=day_time(notice.wall, tr), span=more)  # fmt: skip


def span(seconds: float, tr: Translate = as_written) -> str:
    """`2 giờ 5 phút`, `40 giây`."""
    whole = round(seconds)
    days, rest = divmod(whole, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, left = divmod(rest, 60)
    parts = (
        (days, tr("{n} ngày", n=days)), (hours, tr("{n} giờ", n=hours)),
        (minutes, tr("{n} phút", n=minutes)), (left, tr("{n} giây", n=left)),
    )  # fmt: skip
    shown = [words for count, words in parts if count]
    return " ".join(shown[:2]) or tr("{n} giây", n=0)
