"""Past attempts: a list, and each one's result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen

from ..sitting.report import points
from ..store.protocol import AttemptSummary
from ..ui import Ui
from ..vntime import day_time
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.picklist import Entry, PickList
from ..widgets.rows import Row, columns, row


class ResultsScreen(Screen[None]):
    """The attempts kept on this machine, newest first."""

    BINDINGS = [Binding("escape,q", "close", "Quay lại", show=False, id="results.close")]

    @dataclass
    class Opened(Message):
        """One attempt was chosen."""

        attempt: str

    def __init__(self, ui: Ui, summaries: Sequence[AttemptSummary]) -> None:
        super().__init__()
        self.ui = ui
        self._summaries = tuple(summaries)

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield PickList(
            [Entry(each.attempt, _drawer(each)) for each in self._summaries],
            empty=self.ui.tr("Chưa có lần thi nào được lưu trên máy này."),
            id="list",
        )
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        tr = self.ui.tr
        self.query_one(TopBar).take(TopValues(title=tr("Kết quả đã thi")))
        self.query_one(KeyBar).take(
            [("Enter", tr("Xem")), ("↑↓", tr("Di chuyển")), ("Esc", tr("Quay lại"))]
        )
        self.query_one(PickList).focus()

    @on(PickList.Chosen)
    def _chosen(self, event: PickList.Chosen) -> None:
        event.stop()
        self.post_message(self.Opened(event.entry))

    def say(self, trouble: str) -> None:
        """Show why something could not be opened."""
        self.query_one(TopBar).take(TopValues(title=self.ui.tr("Kết quả đã thi"), trouble=trouble))

    def action_close(self) -> None:
        """Back to the home screen."""
        self.dismiss(None)


def _drawer(summary: AttemptSummary) -> Callable[[int], Sequence[Row]]:
    def draw(width: int) -> Sequence[Row]:
        score = f"{points(summary.total)} điểm" if summary.total is not None else "chưa nộp"
        first = columns(
            [(day_time(summary.started), 22, ""), (score, 12, "strong"), (summary.band, 10, "")]
        )
        return [
            Row(first),
            row(
                (f"   {summary.name or '(đã xóa)'}, {summary.unit} [{summary.candidate}]", "muted")
            ),
        ]

    return draw
