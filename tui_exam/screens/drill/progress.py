"""Progress as pages: overview, topics, days; and a way to take it along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from textual.app import ComposeResult

from ...commands import bindings
from ...drill.drilling import Drilling
from ...drill.export import as_anki, as_csv
from ...drill.progress_page import Line, by_day, by_topic, overview
from ...texts import Words
from ...ui import Ui
from ...widgets.rows import Row, paragraph, row
from ..dialogs import Reading
from .base import DrillBase, SizedReading
from .keys import PROGRESS

PAGES: tuple[tuple[str, Callable[[Drilling, Words], Iterator[Line]]], ...] = (
    ("Tổng quát", overview),
    ("Theo chủ đề", by_topic),
    ("Theo ngày", by_day),
)


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
        tr = self.ui.tr
        page = tr(PAGES[self._at][0])
        return tr("Tiến bộ: {page} ({n}/{of})", page=page, n=self._at + 1, of=len(PAGES))

    @property
    def beside(self) -> str:
        return self.query_one(Reading).position()

    def body(self) -> ComposeResult:
        yield SizedReading(self._rows, id="reading")

    def on_mount(self) -> None:
        self.query_one(Reading).focus()
        self.draw_bars()

    def _rows(self, width: int) -> Sequence[Row]:
        rows: list[Row] = []
        for line, style in PAGES[self._at][1](self.drilling, self.ui.tr):
            if style == "plot":
                rows.append(row(f" {line}"))
            else:
                rows += paragraph(line, min(width - 1, 100), style, first=" ", rest="   ")
        return rows

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
        text = as_csv(
            drilling.book.learner, drilling.deck, drilling.room.bank, drilling.now, self.ui.tr
        )
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
            words = "Không ghi được tệp vào {folder}: {why}."
            self.trouble = self.ui.tr(
                words, folder=self.ui.folder(self._folder), why=error.strerror
            )
        else:
            self.trouble = self.ui.tr(
                "Đã ghi {name} vào {folder}", name=path.name, folder=self.ui.folder(self._folder)
            )
        self.draw_bars()
