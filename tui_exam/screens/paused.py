"""While the organiser has stopped the exam: the paper is covered and no time runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.screen import ModalScreen

from ..ui import Ui
from ..vntime import clock_time, left_words
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.rows import EMPTY, Row, paragraph, row
from .dialogs import Reading

if TYPE_CHECKING:
    from ..sitting.exam import Exam


class PausedScreen(ModalScreen[None]):
    """Takes every key and does nothing with it; the exam takes it away again."""

    def __init__(self, ui: Ui, exam: Exam) -> None:
        super().__init__()
        self.ui = ui
        self.exam = exam
        # Held, not looked up: a tick may come while the screen is being taken down.
        self.top_bar = TopBar()

    def compose(self) -> ComposeResult:
        yield self.top_bar
        yield Reading(self._rows, id="reading")
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self.query_one(Reading).focus()
        self.tick()

    def tick(self) -> None:
        """Show the time left and whether all is saved."""
        sitting, tr = self.exam.sitting, self.ui.tr
        saved = clock_time(sitting.saved_at) if sitting.saved_at and not sitting.waiting else ""
        self.top_bar.take(
            TopValues(
                title=tr("Tạm dừng"),
                clock=left_words(sitting.left(), tr),
                saved=f"{tr('Đã lưu')} {saved}" if saved else "",
                trouble=tr(sitting.trouble),
            )
        )

    def _rows(self, width: int) -> Sequence[Row]:
        tr, notices = self.ui.tr, self.exam.sitting.attempt.notices
        last = next((each for each in reversed(notices) if each.kind == "paused"), None)
        words = [tr("Đồng hồ đã dừng; mọi việc đã làm, cả chữ đang gõ dở, được giữ nguyên.")]
        if last is not None:
            words.append(f"{tr('Lý do')}: {last.reason}. {tr('Người quyết định')}: {last.by}.")
        words.append(tr("Bài thi tự mở lại khi người tổ chức cho tiếp tục. Xin ngồi tại chỗ."))
        return [
            EMPTY,
            row((" " + tr("Người tổ chức đã cho tạm dừng bài thi này."), "title")),
            EMPTY,
            *(line for each in words for line in paragraph(each, width, "", first=" ", rest=" ")),
        ]
