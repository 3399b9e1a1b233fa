"""Past attempts: a list, and each one's result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from ..commands import HELP, MENU, RESULTS, bindings
from ..store.protocol import AttemptSummary
from ..texts import Words
from ..ui import Ui
from ..vntime import day_time
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.picklist import Entry, PickList
from ..widgets.rows import Row, columns, row
from .place import Place

BANDS = ("Chưa đạt", "Đạt", "Khá", "Tốt")
"""The bands of the shipped blueprint, here for the catalogue; others are shown as they are."""


class ResultsScreen(Place[None]):
    """The attempts kept on this machine, newest first."""

    BINDINGS = bindings(RESULTS)
    COMMANDS_HERE = RESULTS

    @dataclass
    class Opened(Message):
        """One attempt was chosen."""

        attempt: str

    def __init__(self, ui: Ui, summaries: Sequence[AttemptSummary]) -> None:
        super().__init__(ui)
        self._summaries = tuple(summaries)

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield PickList(
            [Entry(each.attempt, _drawer(each, self.ui.tr)) for each in self._summaries],
            empty=self.ui.tr("Chưa có lần thi nào được lưu trên máy này."),
            id="list",
        )
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self.relabel()
        self.query_one(PickList).focus()

    def relabel(self) -> None:
        tr = self.ui.tr
        self.query_one(TopBar).take(TopValues(title=tr("Kết quả đã thi")))
        self.query_one(KeyBar).take(
            [
                ("Enter", tr("Xem")),
                ("↑↓", tr("Di chuyển")),
                *self.key_pairs((*RESULTS, HELP, MENU)),
            ]
        )

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


def _drawer(summary: AttemptSummary, tr: Words) -> Callable[[int], Sequence[Row]]:
    def draw(width: int) -> Sequence[Row]:
        score = tr("chưa nộp")
        if summary.total is not None:
            score = tr("{n} điểm", n=tr.number(summary.total))
        when, band = day_time(summary.started, tr), tr(summary.band)
        first = columns([(when, 22, ""), (score, 12, "strong"), (band, 10, "")])
        return [
            Row(first),
            row(
                (
                    f"   {summary.name or tr('(đã xóa)')}, {summary.unit} [{summary.candidate}]",
                    "muted",
                )
            ),
        ]

    return draw
