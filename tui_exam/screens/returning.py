"""What is asked of a candidate who has an exam under way: go on with it, take it over."""

from __future__ import annotations

from ..store.protocol import AttemptSummary, Lease
from ..texts import Words
from ..vntime import clock_time, day_time
from .dialogs import Ask, text_rows


def ask_to_continue(found: AttemptSummary, tr: Words) -> Ask:
    """Whether the exam under that code is his, and he goes on with it."""
    body = text_rows(
        tr(
            "Số báo danh {code} có một bài thi chưa nộp, bắt đầu lúc {at}.",
            code=found.candidate,
            at=day_time(found.started, tr),
        ),
        tr("Thí sinh: {name}. Đơn vị: {unit}.", name=found.name, unit=found.unit),
        tr("Bài thi được mở lại, tiếp tục ở chỗ cũ; thời gian tính từ lúc ông/bà vào.")
        if found.extra.get("reopened")
        else tr("Bài thi tiếp tục ở chỗ đang làm; thời gian vẫn tính từ lúc bắt đầu."),
        tr("Nếu đây không phải bài của ông/bà, hãy bấm Esc và xem lại số báo danh."),
    )
    return Ask(tr("Tiếp tục bài thi đang làm?"), body, yes=tr("Có, làm tiếp"), no=tr("Không"))


def ask_to_take_over(holder: Lease, tr: Words) -> Ask:
    """Whether the exam is taken over from the seat where it is open."""
    body = text_rows(
        tr(
            "Bài thi này đang mở tại {seat} từ {at}.",
            seat=holder.seat,
            at=clock_time(holder.since),
        ),
        tr("Nếu tiếp tục tại đây, màn hình kia chỉ còn để xem."),
    )
    return Ask(
        tr("Bài thi đang mở ở nơi khác"), body, yes=tr("Có, làm tiếp tại đây"), no=tr("Không")
    )
