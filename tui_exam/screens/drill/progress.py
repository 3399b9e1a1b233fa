"""Progress as pages: overview, topics, days; and a way to take it along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from textual.app import ComposeResult

from ...commands import bindings
from ...drill.drilling import Drilling
from ...drill.export import as_anki, as_csv
from ...drill.plots import bars, gauge, span
from ...drill.progress import (
    due_per_day,
    known_by_topic,
    minutes_per_day,
    practice_by_family,
    streak,
)
from ...sitting.exam import FAMILY_NAMES
from ...sitting.report import Line, points
from ...ui import Ui
from ...widgets.rows import Row, paragraph, row
from ..dialogs import Reading
from .base import DrillBase
from .keys import PROGRESS

PAGES = ("Tổng quát", "Theo chủ đề", "Theo ngày")
DAYS = 10


class ProgressScreen(DrillBase):
    """Three pages; every value stands there as a number too."""

    BINDINGS = bindings(PROGRESS)
    COMMANDS_HERE = PROGRESS
    HELP_TEXT = (
        "# Tiến bộ",
        "Ở trang theo chủ đề: # là phần dự kiến còn nhớ vào ngày thi, + là phần đang nhớ nhưng "
        "đến ngày thi sẽ quên nếu không ôn lại, dấu chấm là phần chưa biết.",
        "Tệp CSV mở được bằng bảng tính. Tệp Anki nhập bằng lệnh File, Import của Anki.",
    )

    def __init__(self, ui: Ui, drilling: Drilling, folder: Path) -> None:
        super().__init__(ui)
        self.drilling = drilling
        self._folder = folder
        self._at = 0

    @property
    def heading(self) -> str:
        return f"Tiến bộ: {self.ui.tr(PAGES[self._at])} ({self._at + 1}/{len(PAGES)})"

    @property
    def beside(self) -> str:
        return self.query_one(Reading).position()

    def body(self) -> ComposeResult:
        yield Reading(self._rows, id="reading")

    def on_mount(self) -> None:
        self.query_one(Reading).focus()
        self.draw_bars()

    def on_page_scrolled(self) -> None:
        self.draw_bars()

    def _rows(self, width: int) -> Sequence[Row]:
        pages: tuple[Callable[[], Iterator[Line]], ...] = (self._overview, self._topics, self._days)
        rows: list[Row] = []
        for line, style in pages[self._at]():
            if style == "plot":
                rows.append(row(f" {line}"))
            else:
                rows += paragraph(line, min(width - 1, 100), style, first=" ", rest="   ")
        return rows

    def _overview(self) -> Iterator[Line]:
        drilling, learner = self.drilling, self.drilling.book.learner
        today = drilling.room.today()
        total = sum(day.seconds for day in learner.days.values()) / 60
        reviews = sum(day.reviews for day in learner.days.values())
        right = sum(day.right for day in learner.days.values())
        yield "", ""
        yield f"Số ngày ôn liên tiếp: {streak(learner, today)}", "strong"
        yield f"Đã trả lời {reviews} lần, đúng {right}; đã dành {total:.0f} phút.", ""
        yield f"Hôm nay đến hạn: {drilling.due} câu.", ""
        yield "", ""
        found = drilling.forecast()
        day = learner.exam_day
        when = f"ngày {day:%d/%m/%Y}" if day and day >= today else "30 ngày tới"
        yield f"Dự báo điểm lý thuyết cho {when}, nếu không ôn thêm", "title"
        yield span(found.low, found.points, found.high, found.most), "plot"
        yield (
            f"0 {' ' * 38} {points(found.most)}", "plot"
        )  # fmt: skip
        yield (
            f"Khoảng {found.low:.0f} đến {found.high:.0f} điểm: 8 trên 10 lần điểm sẽ nằm trong "
            f"khoảng này. Đã gặp {found.seen:.0%} số câu có thể thi; phần chưa gặp được ước lượng "
            "theo những câu trả lời lần đầu.", "",
        )  # fmt: skip
        yield "", ""
        yield "Nhiệm vụ thực hành đã tự luyện (không dùng gợi ý)", "title"
        done = practice_by_family(learner)
        for family, name in FAMILY_NAMES.items():
            if family in done:
                times, best, last = done[family]
                yield f"{name}: {times} lần, tốt nhất {best:.0%}, lần cuối {last:.0%}", ""
        if not done:
            yield "Chưa luyện nhiệm vụ nào.", "muted"

    def _topics(self) -> Iterator[Line]:
        drilling = self.drilling
        yield "", ""
        yield "# nhớ vào ngày thi   + đang nhớ   . chưa biết      đã gặp", "muted"
        for each in known_by_topic(drilling.book.learner, drilling.deck, drilling.now):
            bar = gauge(each.now, each.on_the_day)
            yield (
                f"{bar} {each.on_the_day:4.0%}  {each.seen:>3}/{each.cards:<3} {each.title}", "plot"
            )  # fmt: skip

    def _days(self) -> Iterator[Line]:
        drilling, learner = self.drilling, self.drilling.book.learner
        today = drilling.room.today()
        ahead = [today + timedelta(days=n) for n in range(DAYS)]
        back = [today - timedelta(days=n) for n in range(DAYS - 1, -1, -1)]
        yield "", ""
        yield "Số câu đến hạn theo ngày (hôm nay là cột đầu)", "title"
        due = due_per_day(learner, drilling.deck, today, DAYS)
        for line in bars(due, [f"{day:%d/%m}" for day in ahead]):
            yield line, "plot"
        yield "", ""
        yield "Số phút đã ôn theo ngày (hôm nay là cột cuối)", "title"
        spent = minutes_per_day(learner, today, DAYS)
        for line in bars(spent, [f"{day:%d/%m}" for day in back]):
            yield line, "plot"

    def action_turn(self, steps: int) -> None:
        """Show a neighbouring page."""
        self._at = (self._at + steps) % len(PAGES)
        page = self.query_one(Reading)
        page.fresh()
        page.redraw()
        page.refresh()
        self.draw_bars()

    def action_export_csv(self) -> None:
        """Write progress as CSV."""
        drilling = self.drilling
        text = as_csv(drilling.book.learner, drilling.deck, drilling.room.bank, drilling.now)
        self._write("tien-bo", "csv", text)

    def action_export_anki(self) -> None:
        """Write the deck for Anki."""
        self._write("the-anki", "txt", as_anki(self.drilling.room.bank, self.drilling.deck))

    def _write(self, name: str, ending: str, text: str) -> None:
        path = self._folder / f"{name}-{self.drilling.book.who.code}.{ending}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            self.trouble = f"Không ghi được tệp vào {self._folder}: {error.strerror}."
        else:
            self.trouble = f"Đã ghi {path}"
        self.draw_bars()
