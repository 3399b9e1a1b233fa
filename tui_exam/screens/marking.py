"""Between the end of the exam and its result: saved, closed, being marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message

from ..sitting.exam import Exam
from ..texts import msg
from ..ui import Ui
from ..widgets.rows import EMPTY, Row, paragraph
from .dialogs import Reading
from .exam_screen import ExamScreen


class MarkingScreen(ExamScreen):
    """Says that input is over, what was kept, and how far closing and marking have come.

    Attributes:
        failed: What went wrong in marking for good; then one may leave.
    """

    BINDINGS = [Binding("escape", "give_up", "Về màn hình chính", show=False, id="marking.close")]

    class GaveUp(Message):
        """Marking failed for good, or goes on elsewhere, and the candidate has read so."""

    def __init__(self, ui: Ui, exam: Exam, reason: str) -> None:
        super().__init__(ui, exam)
        self._reason = reason
        self.failed = ""

    @property
    def heading(self) -> str:
        return self.ui.tr("Hết giờ") if self._reason == "time" else self.ui.tr("Đã nộp bài")

    def body(self) -> ComposeResult:
        yield Reading(self._rows, id="reading")

    def refresh_view(self) -> None:
        super().refresh_view()
        self.query_one(Reading).take(self._rows)

    def tick(self) -> None:
        self.refresh_view()

    def _rows(self, width: int) -> Sequence[Row]:
        tr = self.ui.tr
        title, now = self._stage()
        kept = tr("Mọi việc đã làm, cả chữ đang gõ dở, được giữ nguyên như lúc này.")
        parts = ((tr(title), "title"), (kept, ""), (tr(now), "strong"), (self.failed, "muted"))
        rows = [EMPTY]
        for text, style in parts:
            if text:
                rows += [*paragraph(text, min(width - 1, 96), style, first=" ", rest=" "), EMPTY]
        return rows

    def _stage(self) -> tuple[str, str]:
        """What has been reached and what is going on: nothing is said before it is so."""
        if self.failed:
            return (
                msg("Bài thi đã khép lại và được lưu."),
                msg("Chưa chấm được bài. Xin báo người tổ chức; bài sẽ được chấm sau. Bấm Esc."),
            )
        if self.exam.sitting.taken_by is not None:
            return msg("Không nhận thêm bài làm."), msg(
                "Bài thi được xử lý tiếp ở máy khác. Bấm Esc."
            )
        if not self.exam.sitting.attempt.closed:
            return (
                msg("Không nhận thêm bài làm."),
                msg("Đang ghi việc nộp bài xuống ổ đĩa. Xin chờ, đừng tắt máy..."),
            )
        return msg("Bài thi đã khép lại."), msg("Đang chấm bài, xin chờ trong giây lát...")

    def draw_bars(self) -> None:
        super().draw_bars()
        close = [("Esc", self.ui.tr("Về màn hình chính"))]
        self.key_bar.take(close if self._may_leave else [])

    @property
    def _may_leave(self) -> bool:
        return bool(self.failed) or self.exam.sitting.taken_by is not None

    def all_commands(self) -> list[object]:  # type: ignore[override]
        return []

    def action_give_up(self) -> None:
        """Leave, once there is nothing more to wait for here."""
        if self._may_leave:
            self.post_message(self.GaveUp())

    def action_menu(self) -> None:
        """There is nothing to choose here."""

    def action_hand_in(self) -> None:
        """It is handed in already."""

    def action_go(self, part: str) -> None:
        """There is nowhere to go."""
