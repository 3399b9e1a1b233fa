"""The coach after a mock exam: time against points, three topics, two habits, one key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message

from ...commands import bindings
from ...drill.coach import Advice, Gain, advise
from ...drill.uncertainty import Measured, measured
from ...sitting.candidate import Candidate
from ...sitting.exam import FAMILY_NAMES, Exam
from ...sitting.report import Line, bar, points
from ...sitting.result import Result
from ...ui import Ui
from ...widgets.rows import Row, paragraph, row
from ..dialogs import Reading
from .base import DrillBase
from .keys import COACH


class CoachScreen(DrillBase):
    """One page; Enter starts the drill it recommends."""

    BINDINGS = bindings(COACH)
    COMMANDS_HERE = COACH
    HELP_TEXT = (
        "# Sau bài thi thử",
        "Điểm của một bài là một lần đo: với những câu khác cùng loại, điểm sẽ chênh đi vài điểm. "
        "Khoảng ghi cạnh điểm là một sai số chuẩn mỗi bên.",
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
        return "Nhận xét sau bài thi: nên ôn gì trước"

    def body(self) -> ComposeResult:
        yield Reading(self._rows, id="reading")

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
        theory, practice, total = self._measured
        yield f"Điểm: {points(total.points)} {margin(total)}", "title"
        yield f"Lý thuyết {points(theory.points)} {margin(theory)}", ""
        yield f"Thực hành {points(practice.points)} {margin(practice)}", ""
        yield "", ""
        yield "Thời gian đã dùng và điểm thu được", "title"
        longest = max((part.minutes for part in self.advice.parts), default=0.0)
        for part in self.advice.parts:
            share = f"{points(round(part.points, 2))}/{points(part.most)}"
            yield (
                f"{bar(part.minutes, longest)} {part.minutes:3.0f} phút  {share:>8} điểm  "
                f"{FAMILY_NAMES.get(part.part, part.part)}", "plot",
            )  # fmt: skip
        if self.advice.idle >= 3 and any(gain.lost for gain in self.advice.topics):
            yield f"Còn thừa {self.advice.idle:.0f} phút khi nộp bài: nên dùng để soát lại.", "warn"
        yield "", ""
        yield from self._gains("Ba chủ đề đáng ôn nhất", self.advice.topics)
        yield from self._gains("Hai thói quen đáng sửa nhất", self.advice.habits)
        if self.advice.topics:
            yield "Bấm Enter để ôn ngay các chủ đề này.", "strong"
        else:
            yield "Không mất điểm nào. Bấm Enter để ôn những gì đến hạn.", "good"

    def _gains(self, title: str, gains: Sequence[Gain]) -> Iterator[Line]:
        if not gains:
            return
        yield title, "title"
        for number, gain in enumerate(gains, 1):
            yield (
                f"{number}. {gain.title}: mất {points(gain.lost)} trên {points(gain.most)} điểm",
                "",
            )
        yield "", ""

    def action_drill(self) -> None:
        """Start the drill."""
        self.post_message(self.Drill(self._who, self.advice.drill))


def margin(measure: Measured) -> str:
    """How sure a mark is: "± 6 (khoảng 56 đến 68 trên 100)"."""
    return (
        f"± {max(1, round(measure.error))} (khoảng {measure.low:.0f} đến {measure.high:.0f} "
        f"trên {points(measure.most)})"
    )
