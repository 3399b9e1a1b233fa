"""The coach after a mock exam: time against points, three topics, two habits, one key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message

from ...commands import bindings
from ...drill.coach import Advice, advise
from ...drill.coach_page import Line, coach_lines
from ...drill.uncertainty import measured
from ...sitting.candidate import Candidate
from ...sitting.exam import FAMILY_NAMES, Exam
from ...sitting.result import Result
from ...ui import Ui
from ...widgets.rows import Row, paragraph, row
from ..dialogs import Reading
from .base import DrillBase, SizedReading
from .keys import COACH


class CoachScreen(DrillBase):
    """One page; Enter starts the drill it recommends."""

    BINDINGS = bindings(COACH)
    COMMANDS_HERE = COACH
    HELP_TEXT = (
        "# Sau bài thi thử",
        "Điểm của một bài là một lần đo: với đề khác cùng loại, điểm sẽ chênh đi vài điểm. Số ghi "
        "sau dấu ± là sai số chuẩn: cứ ba lần thi thì khoảng hai lần điểm nằm trong khoảng ghi "
        "bên cạnh. Hai bài chênh nhau ít hơn thế chưa nói lên tiến bộ.",
        "Enter bắt đầu lượt ôn về đúng các chủ đề ghi ở đây; điểm đã mất trở thành câu đến hạn.",
    )

    @dataclass
    class Drill(Message):
        """The learner wants to drill these topics now."""

        who: Candidate
        topics: frozenset[str]

    def __init__(self, ui: Ui, exam: Exam, result: Result) -> None:
        super().__init__(ui)
        self._who = exam.who
        self._measured = measured(result)
        self.advice: Advice = advise(result, exam.items, FAMILY_NAMES, exam.blueprint.minutes)

    @property
    def heading(self) -> str:
        return self.ui.tr("Nhận xét sau bài thi: nên ôn gì trước")

    def body(self) -> ComposeResult:
        yield SizedReading(self._rows, id="reading")

    def on_mount(self) -> None:
        self.query_one(Reading).focus()
        self.draw_bars()

    def on_screen_resume(self) -> None:
        if self.is_mounted:
            self.draw_bars()

    def _rows(self, width: int) -> Sequence[Row]:
        rows: list[Row] = []
        for line, style in self._lines():
            if style == "plot":
                rows.append(row(f" {line}"))
            else:
                rows += paragraph(line, min(width - 1, 100), style, first=" ", rest="   ")
        return rows

    def _lines(self) -> Iterator[Line]:
        tr = self.ui.tr
        yield from coach_lines(self.advice, self._measured, tr)
        if self.advice.topics:
            yield tr("Điểm đã mất thành câu đến hạn trong mục Ôn luyện."), ""
            yield tr("Bấm Enter để ôn ngay các chủ đề này."), "strong"
        else:
            yield tr("Không mất điểm nào. Bấm Enter để ôn những gì đến hạn."), "good"

    def action_drill(self) -> None:
        """Start the drill."""
        self.post_message(self.Drill(self._who, self.advice.drill))
