"""What happened around an attempt, in words: the organiser's decisions and the clock."""

from __future__ import annotations

from collections.abc import Iterator

from ..exam.attempt import Attempt, Notice
from ..vntime import day_time


def remarks(attempt: Attempt) -> Iterator[str]:
    """One Vietnamese line for each decision and for each jump of the computer's clock."""
    for notice in attempt.notices:
        yield f"{_what(notice)}. Lý do: {notice.reason}. Người quyết định: {notice.by}."
    for jump in attempt.jumps:
        way = "tới" if jump.seconds > 0 else "lùi"
        yield (
            f"Giờ máy nhảy {way} {span(abs(jump.seconds))} trước sự kiện {jump.seq}; "
            "thời gian làm bài không bị ảnh hưởng."
        )


def _what(notice: Notice) -> str:
    at = f"lúc {day_time(notice.wall)} (sau {span(notice.elapsed)} làm bài)"
    if notice.kind == "time_added":
        return f"Thêm {span(notice.seconds)} {at}"
    if notice.kind == "paused":
        return f"Tạm dừng {at}"
    if notice.kind == "unpaused":
        return f"Cho làm tiếp {at}"
    return (
        f"Mở lại từ bài {notice.origin} lúc {day_time(notice.wall)}, "
        f"cho thêm {span(notice.seconds)}"
    )


def span(seconds: float) -> str:
    """`2 giờ 5 phút`, `40 giây`."""
    whole = round(seconds)
    days, rest = divmod(whole, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, left = divmod(rest, 60)
    parts = ((days, "ngày"), (hours, "giờ"), (minutes, "phút"), (left, "giây"))
    shown = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(shown[:2]) or "0 giây"
