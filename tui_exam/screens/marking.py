"""Between the end of the exam and its result: saved, closed, being marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from ..sitting.exam import Exam
from ..ui import Ui
from ..widgets.bars import KeyBar
from ..widgets.rows import EMPTY, Row, row
from .dialogs import Reading
from .exam_screen import ExamScreen


class MarkingScreen(ExamScreen):
    """Says that input is over, what was kept, and that marking is going on."""

    def __init__(self, ui: Ui, exam: Exam, reason: str) -> None:
        super().__init__(ui, exam)
        self._reason = reason

    @property
    def heading(self) -> str:
        return self.ui.tr("Hết giờ") if self._reason == "time" else self.ui.tr("Đã nộp bài")

    def body(self) -> ComposeResult:
        yield Reading(self._rows, id="reading")

    def _rows(self, width: int) -> Sequence[Row]:
        tr = self.ui.tr
        kept = tr("Mọi việc đã làm, cả chữ đang gõ dở, được giữ nguyên như lúc này.")
        return [
            EMPTY,
            row((" " + tr("Bài thi đã khép lại."), "title")),
            row((" " + kept, "")),
            EMPTY,
            row((" " + tr("Đang chấm bài, xin chờ trong giây lát..."), "strong")),
        ]

    def draw_bars(self) -> None:
        super().draw_bars()
        self.query_one(KeyBar).take([])

    def all_commands(self) -> list[object]:  # type: ignore[override]
        return []

    def action_menu(self) -> None:
        """There is nothing to choose here."""

    def action_hand_in(self) -> None:
        """It is handed in already."""

    def action_go(self, part: str) -> None:
        """There is nowhere to go."""
