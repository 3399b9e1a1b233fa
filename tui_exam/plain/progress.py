"""Progress as sentences: every plot of the screens said with its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..drill.drilling import Drilling
from ..drill.outlook import news
from ..drill.progress import (
    due_per_day,
    known_by_topic,
    minutes_per_day,
    practice_by_family,
    streak,
)
from ..drill.words import part_name, topic_name
from ..sitting.exam import FAMILY_NAMES
from ..texts import Words

DAYS = 10


def beginning(drilling: Drilling, tr: Words) -> Iterator[str]:
    """What stands at the beginning: the day, the forecast, the streak, what is due."""
    for text, _ in news(drilling, tr):
        yield text
    yield tr("Hôm nay đến hạn {n} câu.", n=drilling.due)


def overview(drilling: Drilling, tr: Words) -> Iterator[str]:
    """Everything done so far, and what it is likely to bring."""
    learner, today = drilling.book.learner, drilling.room.today()
    days = learner.days.values()
    yield tr("Số ngày ôn liên tiếp: {n}.", n=streak(learner, today))
    yield tr("Đã trả lời {n} lần, đúng {right}; đã dành {minutes} phút.",
             n=sum(day.reviews for day in days), right=sum(day.right for day in days),
             minutes=round(sum(day.seconds for day in days) / 60))  # fmt: skip
    yield from beginning(drilling, tr)
    found = drilling.forecast()
    yield tr("Nếu không ôn thêm, điểm lý thuyết dự kiến là khoảng {n}.", n=f"{found.points:.0f}")
    yield tr("Phần chưa gặp được ước lượng theo những câu trả lời lần đầu.")
    done = practice_by_family(learner)
    for family in FAMILY_NAMES:
        if family in done:
            times, best, last = done[family]
            yield tr(
                "{name}: tự luyện {n} lần, tốt nhất {best}, lần cuối {last}.",
                name=part_name(family, tr), n=times, best=f"{best:.0%}", last=f"{last:.0%}",
            )  # fmt: skip
    if not done:
        yield tr("Chưa tự luyện nhiệm vụ thực hành nào.")


def topics(drilling: Drilling, tr: Words) -> Iterator[str]:
    """What is known of each topic now, and what will be on the day."""
    for each in known_by_topic(drilling.book.learner, drilling.deck, drilling.now):
        yield tr(
            "{title}: đã gặp {seen} trên {cards} câu, đang nhớ {now}, đến ngày thi còn nhớ {then}.",
            title=topic_name(drilling.deck, each.topic, tr), seen=each.seen, cards=each.cards,
            now=f"{each.now:.0%}", then=f"{each.on_the_day:.0%}",
        )  # fmt: skip


def days(drilling: Drilling, tr: Words) -> Iterator[str]:
    """What is due on the days to come, and the minutes spent on the days behind."""
    learner, today = drilling.book.learner, drilling.room.today()
    due = due_per_day(learner, drilling.deck, today, DAYS)
    yield tr("Số câu đến hạn trong {n} ngày, từ hôm nay: {sum}.", n=DAYS, sum=sum(due))
    for ahead, count in enumerate(due):
        if count:
            yield tr("Ngày {day}: {n} câu.", day=f"{today + timedelta(days=ahead):%d/%m}", n=count)
    spent = minutes_per_day(learner, today, DAYS)
    yield tr("Số phút đã ôn trong {n} ngày, đến hôm nay: {sum}.", n=DAYS, sum=round(sum(spent)))
    for back, minutes in enumerate(reversed(spent)):
        if minutes:
            day = f"{today - timedelta(days=back):%d/%m}"
            shown = "<1" if minutes < 1 else f"{minutes:.0f}"
            yield tr("Ngày {day}: {n} phút.", day=day, n=shown)
