"""Where a learner begins: what is due, the forecast, and what can be drilled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from textual import on
from textual.app import ComposeResult

from ...commands import bindings
from ...drill.drilling import Drilling
from ...drill.plan import HORIZON, Wishes
from ...drill.progress import streak
from ...sitting.report import points
from ...store.protocol import StoreError
from ...ui import Ui
from ...widgets.picklist import Entry, PickList
from ...widgets.rows import EMPTY, Row, paragraph, row
from ..dialogs import Reading
from .base import DrillBase
from .keys import START

CHOICES = (
    ("now", "Ôn ngay"),
    ("wishes", "Chọn chủ đề, mức độ, dạng câu, thời gian"),
    ("tasks", "Luyện một nhiệm vụ thực hành"),
    ("progress", "Tiến bộ, dự báo, xuất tệp"),
    ("goal", "Ngày thi và số phút mỗi ngày"),
)


Chosen = Callable[["StartScreen", str], None]
"""Told which entry was chosen on which screen."""


class StartScreen(DrillBase):
    """The home of drilling. Enter begins what is due."""

    CSS = "StartScreen #news { height: auto; } StartScreen #choices { height: 1fr; }"
    BINDINGS = bindings(START)
    COMMANDS_HERE = START
    HELP_TEXT = (
        "# Ôn luyện",
        "Mỗi ngày chỉ cần mở màn hình này và bấm Enter: chương trình chọn những câu mà ôn hôm nay "
        "thì đến ngày thi nhớ được nhiều nhất trong số phút đã đặt.",
        "Điểm mất khi thi thử trở thành câu đến hạn: câu lý thuyết, hoặc một tình huống ngắn của "
        "văn phòng mô phỏng.",
        "Dự báo tính theo những gì đang nhớ, cho đúng ngày thi, kèm khoảng mà 8 trên 10 lần điểm "
        "sẽ rơi vào; ôn thêm thì khoảng này cao lên và hẹp lại.",
    )

    def __init__(self, ui: Ui, drilling: Drilling, chosen: Chosen) -> None:
        super().__init__(ui)
        self.drilling = drilling
        self._chosen = chosen
        self.note = ""

    @property
    def heading(self) -> str:
        return f"Ôn luyện: {self.drilling.book.who.name}"

    def body(self) -> ComposeResult:
        yield Reading(self._news, id="news")
        yield PickList(self._entries(), id="choices")

    def on_mount(self) -> None:
        self.query_one("#news", Reading).can_focus = False
        self.query_one(PickList).focus()
        self.refresh_view()

    def on_screen_resume(self) -> None:
        if self.is_mounted:
            self.refresh_view()

    async def on_unmount(self) -> None:
        """Whichever way the screen goes, the log is given back for other terminals."""
        with suppress(StoreError, OSError):
            await self.drilling.book.leave()

    def refresh_view(self) -> None:
        """Draw everything again from what is known."""
        news = self.query_one("#news", Reading)
        news.take(self._news)
        news.refresh(layout=True)
        self.query_one(PickList).take(self._entries())
        self.draw_bars()

    def say(self, note: str) -> None:
        """Show a line of news."""
        self.note = note
        self.refresh_view()

    # -- drawing -----------------------------------------------------------------

    def _news(self, width: int) -> Sequence[Row]:
        drilling, learner = self.drilling, self.drilling.book.learner
        text = min(width - 2, 98)
        lines = [(self._goal(), "strong"), (self._outlook(), "")]
        days = streak(learner, drilling.room.today())
        if days > 1:
            lines.append((f"Đã ôn {days} ngày liên tiếp.", "good"))
        if drilling.clock_behind:
            lines.append(
                ("Đồng hồ máy đang chậm hơn lần ôn trước. Lịch sử vẫn còn nguyên; hãy xem lại "
                 "ngày giờ của máy để lịch ôn được đúng.", "warn")
            )  # fmt: skip
        if self.note:
            lines.append((self.note, "warn"))
        rows = [EMPTY]
        for line, style in lines:
            rows += paragraph(line, text, style, first=" ", rest=" ")
        return [*rows, EMPTY]

    def _goal(self) -> str:
        learner, today = self.drilling.book.learner, self.drilling.room.today()
        day = learner.exam_day
        if day is None:
            return f"Chưa đặt ngày thi; lịch ôn đang tính cho {HORIZON} ngày tới."
        left = (day - today).days
        if left < 0:
            return f"Ngày thi {day:%d/%m/%Y} đã qua; hãy đặt ngày mới."
        return f"Ngày thi {day:%d/%m/%Y}: " + ("hôm nay." if not left else f"còn {left} ngày.")

    def _outlook(self) -> str:
        found = self.drilling.forecast()
        return (
            f"Dự báo lý thuyết: khoảng {found.low:.0f} đến {found.high:.0f} trên "
            f"{points(found.most)} điểm (8 trên 10 lần), đã gặp {found.seen:.0%} số câu có thể thi."
        )

    def _entries(self) -> list[Entry]:
        about = {
            "now": self._now_words(),
            "wishes": "Tự chọn nội dung của lượt ôn.",
            "tasks": "Làm từng nhiệm vụ của văn phòng mô phỏng, có gợi ý, chấm thử, làm mẫu.",
            "progress": "Số ngày liên tiếp, số câu đến hạn, mức nhớ theo chủ đề, CSV, Anki.",
            "goal": "Để chương trình biết cần nhớ nhiều nhất vào ngày nào.",
        }

        def drawer(number: int, key: str, name: str) -> Callable[[int], Sequence[Row]]:
            def draw(width: int) -> Sequence[Row]:
                return [
                    row((f"{number}. {self.ui.tr(name)}", "strong")),
                    *paragraph(about[key], width, "", first="   ", rest="   "),
                ]

            return draw

        return [Entry(key, drawer(at, key, name)) for at, (key, name) in enumerate(CHOICES, 1)]

    def _now_words(self) -> str:
        minutes = self.drilling.book.learner.minutes
        plan = self.drilling.plan(Wishes(minutes=minutes))
        fresh = sum(pick.fresh for pick in plan.picks)
        return (
            f"{len(plan.picks)} câu ({fresh} câu mới) trong khoảng {minutes} phút; "
            f"{self.drilling.due} câu đến hạn."
        )

    # -- what a person does --------------------------------------------------------

    @on(PickList.Chosen)
    def _picked(self, event: PickList.Chosen) -> None:
        event.stop()
        self._chosen(self, event.entry)

    def action_go_on(self) -> None:
        """Choose the entry at the pointer."""
        self.query_one(PickList).action_choose()

    def action_now(self) -> None:
        """Begin what is due."""
        self._chosen(self, "now")
