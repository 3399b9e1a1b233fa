"""Where a learner begins: what is due, the forecast, and what can be drilled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from textual import on
from textual.app import ComposeResult

from ...commands import bindings
from ...drill.drilling import Drilling
from ...drill.outlook import news, planned
from ...drill.plan import Wishes
from ...store.protocol import StoreError
from ...ui import Ui
from ...widgets.picklist import Entry, PickList
from ...widgets.rows import EMPTY, Row, paragraph, row
from ..dialogs import Reading
from .base import DrillBase
from .keys import START

CHOICES = (
    ("now", "Ôn ngay", ""),
    ("wishes", "Chọn chủ đề, mức độ, dạng câu, thời gian", "Tự chọn nội dung của lượt ôn."),
    (
        "tasks",
        "Luyện một nhiệm vụ thực hành",
        "Làm từng nhiệm vụ của văn phòng mô phỏng, có gợi ý, chấm thử, làm mẫu.",
    ),
    (
        "progress",
        "Tiến bộ, dự báo, xuất tệp",
        "Số ngày liên tiếp, số câu đến hạn, mức nhớ theo chủ đề, CSV, Anki.",
    ),
    (
        "goal",
        "Ngày thi và số phút mỗi ngày",
        "Để chương trình biết cần nhớ nhiều nhất vào ngày nào.",
    ),
)
"""Entry, its name, and a word about it; what is due is told by itself."""

LOOK = 3.0
"""Seconds between two looks at what waits to be written and at other terminals."""

EXAMS = 3
"""Every so many looks it is asked whether an exam has been marked."""

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
        self._looks = 0
        self.note: Callable[[], str] = str
        """News of the moment, told again in whatever language is spoken then."""

    @property
    def heading(self) -> str:
        return self.ui.tr("Ôn luyện: {name}", name=self.drilling.book.who.name)

    def body(self) -> ComposeResult:
        yield Reading(self._news, id="news")
        yield PickList(self._entries(), id="choices")

    def on_mount(self) -> None:
        self.query_one("#news", Reading).can_focus = False
        self.query_one(PickList).focus()
        self.refresh_view()
        self.set_interval(LOOK, self.look)

    def on_screen_resume(self) -> None:
        if self.is_mounted:
            self.refresh_view()

    def relabel(self) -> None:
        self.refresh_view()

    async def look(self) -> None:
        """Every few seconds: write what waits; an exam marked meanwhile makes cards fall due."""
        drilling = self.drilling
        sitting = drilling.book.sitting
        if drilling.answer_waits or sitting.taken_by is not None:
            return  # whoever shows the card looks after an answer
        if sitting.waiting:
            if await drilling.book.retry():
                self.say(str)
        elif self.is_current:
            self._looks += 1
            await sitting.check_holder()
            due = self._looks % EXAMS == 0 and await drilling.take_in()
            if due or sitting.taken_by is not None:
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

    def offer_now(self) -> None:
        """Put the pointer on what is due."""
        self.query_one(PickList).take(self._entries(), current=CHOICES[0][0])

    def say(self, note: Callable[[], str]) -> None:
        """Show a line of news."""
        self.note = note
        self.refresh_view()

    # -- drawing -----------------------------------------------------------------

    def _news(self, width: int) -> Sequence[Row]:
        text = min(width - 2, 98)
        rows = [EMPTY]
        for line, style in (*news(self.drilling, self.ui.tr), (self.note(), "warn")):
            if line:
                rows += paragraph(line, text, style, first=" ", rest=" ")
        return [*rows, EMPTY]

    def _entries(self) -> list[Entry]:
        tr = self.ui.tr

        def drawer(number: int, key: str, name: str, about: str) -> Callable[[int], Sequence[Row]]:
            said = self._now_words() if key == "now" else tr(about)

            def draw(width: int) -> Sequence[Row]:
                return [
                    row((f"{number}. {tr(name)}", "strong")),
                    *paragraph(said, width, "", first="   ", rest="   "),
                ]

            return draw

        return [
            Entry(key, drawer(at, key, name, about))
            for at, (key, name, about) in enumerate(CHOICES, 1)
        ]

    def _now_words(self) -> str:
        minutes = self.drilling.book.learner.minutes
        plan = self.drilling.plan(Wishes(minutes=minutes))
        return planned(plan, minutes, self.drilling.due, self.ui.tr)

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
