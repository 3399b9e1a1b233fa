"""Where a learner stands, in sentences: the goal, the forecast, what is due, the last session."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ..texts import Words
from ..vntime import clock_time
from .forecast import Forecast
from .learner import Learner
from .plan import HORIZON, Plan
from .progress import streak
from .session import Session

if TYPE_CHECKING:
    from .drilling import Drilling

Line = tuple[str, str]  # text, name of a style


def news(drilling: Drilling, tr: Words) -> Iterator[Line]:
    """What a learner is told when he opens his drills."""
    learner, today = drilling.book.learner, drilling.room.today()
    taken = drilling.book.sitting.taken_by
    if taken is not None:
        words = (
            "Đang ôn tại {seat} từ {at}; ở đây chỉ còn để xem. Muốn ôn tiếp ở đây thì bấm Esc rồi "
            "vào lại mục Ôn luyện."
        )
        yield tr(words, seat=taken.seat, at=clock_time(taken.since)), "bad"
    yield goal(learner, today, tr), "strong"
    yield outlook(drilling.forecast(), tr), ""
    days = streak(learner, today)
    if days > 1:
        yield tr("Đã ôn {n} ngày liên tiếp.", n=days), "good"
    if drilling.clock_behind:
        words = (
            "Đồng hồ máy đang chậm hơn lần ôn trước. Lịch sử vẫn còn nguyên; hãy xem lại "
            "ngày giờ của máy để lịch ôn được đúng."
        )
        yield tr(words), "warn"


def goal(learner: Learner, today: date, tr: Words) -> str:
    """The day of the exam and how far away it is."""
    day = learner.exam_day
    if day is None:
        return tr("Chưa đặt ngày thi; lịch ôn đang tính cho {n} ngày tới.", n=HORIZON)
    left, said = (day - today).days, f"{day:%d/%m/%Y}"
    if left < 0:
        return tr("Ngày thi {day} đã qua; hãy đặt ngày mới.", day=said)
    if not left:
        return tr("Ngày thi {day}: hôm nay.", day=said)
    return tr.count("Ngày thi {day}: còn {n} ngày.", left, day=said)


def outlook(found: Forecast, tr: Words) -> str:
    """The forecast in one sentence."""
    words = (
        "Dự báo lý thuyết: khoảng {low} đến {high} trên {most} điểm (8 trên 10 lần), đã gặp "
        "{seen} số câu có thể thi."
    )
    return tr(
        words, low=f"{found.low:.0f}", high=f"{found.high:.0f}", most=tr.number(found.most),
        seen=f"{found.seen:.0%}",
    )  # fmt: skip


def planned(plan: Plan, minutes: int, due: int, tr: Words) -> str:
    """What would be seen now."""
    fresh = sum(pick.fresh for pick in plan.picks)
    return tr(
        "{cards} ({fresh} mới) trong khoảng {minutes} phút; {due} đến hạn.",
        cards=tr.count("{n} câu", len(plan.picks)), fresh=fresh, minutes=minutes,
        due=tr.count("{n} câu", due),
    )  # fmt: skip


def done(session: Session, tr: Words) -> str:
    """What came of a session; nothing when nothing was answered."""
    if not session.answered:
        return ""
    said = tr(
        "Lượt vừa rồi: {right} câu đúng ngay, {wrong} câu sai, {minutes} phút.",
        right=session.right, wrong=session.wrong, minutes=f"{session.spent / 60:.0f}",
    )  # fmt: skip
    left = len(session.waiting)
    if left:
        said += " " + tr.count("Còn {n} câu sai chưa làm lại.", left)
    return said
