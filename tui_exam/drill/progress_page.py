"""Progress in words and plots of plain characters: overview, by topic, by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from ..sitting.exam import FAMILY_NAMES
from ..texts import Words
from .plan import HORIZON
from .plots import bars, gauge, scale, span
from .progress import (
    due_per_day,
    known_by_topic,
    minutes_per_day,
    practice_by_family,
    streak,
)
from .words import part_name, topic_name

if TYPE_CHECKING:
    from .drilling import Drilling

Line = tuple[str, str]  # text, name of a style; "plot" for what must not be broken

DAYS = 10


def overview(drilling: Drilling, tr: Words) -> Iterator[Line]:
    """Streak, answers, minutes, what is due, the forecast, tasks practised."""
    learner, today = drilling.book.learner, drilling.room.today()
    total = sum(day.seconds for day in learner.days.values()) / 60
    reviews = sum(day.reviews for day in learner.days.values())
    right = sum(day.right for day in learner.days.values())
    yield "", ""
    yield tr("Số ngày ôn liên tiếp: {n}", n=streak(learner, today)), "strong"
    yield tr(
        "Đã trả lời {reviews} lần, đúng {right}; đã dành {minutes} phút.",
        reviews=reviews, right=right, minutes=f"{total:.0f}",
    ), ""  # fmt: skip
    yield tr("Hôm nay đến hạn: {cards}.", cards=tr.count("{n} câu", drilling.due)), ""
    yield "", ""
    yield from _forecast(drilling, tr)
    yield "", ""
    yield tr("Nhiệm vụ thực hành đã tự luyện (không dùng gợi ý)"), "title"
    tried = practice_by_family(learner)
    for family in FAMILY_NAMES:
        if family in tried:
            times, best, last = tried[family]
            yield tr(
                "{family}: {times} lần, tốt nhất {best}, lần cuối {last}",
                family=part_name(family, tr), times=times, best=f"{best:.0%}", last=f"{last:.0%}",
            ), ""  # fmt: skip
    if not tried:
        yield tr("Chưa luyện nhiệm vụ nào."), "muted"


def _forecast(drilling: Drilling, tr: Words) -> Iterator[Line]:
    found, day = drilling.forecast(), drilling.book.learner.exam_day
    if day is not None and day >= drilling.room.today():
        said = f"{day:%d/%m/%Y}"
        yield tr("Dự báo điểm lý thuyết cho ngày {day}, nếu không ôn thêm", day=said), "title"
    else:
        words = "Dự báo điểm lý thuyết cho {n} ngày tới, nếu không ôn thêm"
        yield tr(words, n=HORIZON), "title"
    yield span(found.low, found.points, found.high, found.most), "plot"
    yield scale(tr.number(found.most)), "plot"
    words = (
        "Khoảng {low} đến {high} điểm: 8 trên 10 lần điểm sẽ nằm trong khoảng này. Đã gặp {seen} "
        "số câu có thể thi; phần chưa gặp được ước lượng theo những câu trả lời lần đầu."
    )
    seen = f"{found.seen:.0%}"
    yield tr(words, low=f"{found.low:.0f}", high=f"{found.high:.0f}", seen=seen), ""


def by_topic(drilling: Drilling, tr: Words) -> Iterator[Line]:
    """A gauge for each topic, with its numbers."""
    yield "", ""
    yield tr("# nhớ vào ngày thi   + đang nhớ   . chưa biết      đã gặp"), "muted"
    for each in known_by_topic(drilling.book.learner, drilling.deck, drilling.now):
        shown = f"{each.on_the_day:4.0%}  {each.seen:>3}/{each.cards:<3}"
        name = topic_name(drilling.deck, each.topic, tr)
        yield f"{gauge(each.now, each.on_the_day)} {shown} {name}", "plot"


def by_day(drilling: Drilling, tr: Words) -> Iterator[Line]:
    """Cards that fall due on the days to come, minutes spent on the days gone by."""
    learner, today = drilling.book.learner, drilling.room.today()
    ahead = [today + timedelta(days=n) for n in range(DAYS)]
    back = [today - timedelta(days=n) for n in range(DAYS - 1, -1, -1)]
    yield "", ""
    yield tr("Số câu đến hạn theo ngày (hôm nay là cột đầu)"), "title"
    due = due_per_day(learner, drilling.deck, today, DAYS)
    for line in bars(due, [f"{day:%d/%m}" for day in ahead]):
        yield line, "plot"
    yield "", ""
    yield tr("Số phút đã ôn theo ngày (hôm nay là cột cuối)"), "title"
    for line in bars(minutes_per_day(learner, today, DAYS), [f"{day:%d/%m}" for day in back]):
        yield line, "plot"
