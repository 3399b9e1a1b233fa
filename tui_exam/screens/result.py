"""The result: overview, practice, theory, and a way to take it along."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen

from ..exam.items import Item
from ..sitting.report import Line, as_text, overview, questions, tasks
from ..sitting.result import Result
from ..ui import Ui
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.rows import Row, paragraph
from .dialogs import Reading

VIEWS = ("Tổng quát", "Thực hành", "Lý thuyết")


class ResultScreen(Screen[None]):
    """Three views of one result, each a page to read."""

    BINDINGS = [
        Binding("1", "view(0)", VIEWS[0], show=False, id="result.overview"),
        Binding("2", "view(1)", VIEWS[1], show=False, id="result.tasks"),
        Binding("3", "view(2)", VIEWS[2], show=False, id="result.questions"),
        Binding("tab,right", "turn(1)", "Phần sau", show=False, id="result.next"),
        Binding("shift+tab,left", "turn(-1)", "Phần trước", show=False, id="result.back"),
        Binding("x", "export", "Xuất tệp", show=False, id="result.export"),
        Binding("escape,q", "close", "Đóng", show=False, id="result.close"),
    ]

    def __init__(
        self, ui: Ui, result: Result, items: Mapping[str, Item], *, heading: str, receipt: str,
        folder: Path,
    ) -> None:  # fmt: skip
        super().__init__()
        self.ui = ui
        self._result = result
        self._items = items
        self._heading = heading
        self._receipt = receipt
        self._folder = folder
        self._at = 0
        self._word = ""

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Reading(self._rows, id="reading")
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self.query_one(Reading).focus()
        self._draw()

    def on_page_scrolled(self) -> None:
        self._draw()

    def _draw(self) -> None:
        tr = self.ui.tr
        page = self.query_one(Reading)
        title = f"{tr('Kết quả')}: {tr(VIEWS[self._at])}"
        self.query_one(TopBar).take(
            TopValues(title=title, clock=page.position(), saved=self._receipt, trouble=self._word)
        )
        self.query_one(KeyBar).take(
            [
                *((str(n), tr(view)) for n, view in enumerate(VIEWS, 1)),
                ("↑↓ PgUp PgDn", tr("Đọc")),
                ("x", tr("Xuất tệp")),
                ("Esc", tr("Đóng")),
            ]
        )

    def _rows(self, width: int) -> Sequence[Row]:
        text = min(width - 1, 100)
        views: tuple[Callable[[], Iterable[Line]], ...] = (
            lambda: [(self._heading, "strong"), ("", ""), *overview(self._result)],
            lambda: tasks(self._result),
            lambda: questions(self._result, self._items),
        )
        rows: list[Row] = []
        for line, style in views[self._at]():
            indent = " " * (len(line) - len(line.lstrip()) + 1)
            rows += paragraph(line.lstrip(), text, style, first=indent, rest=indent + "  ")
        return rows

    def action_view(self, at: int) -> None:
        """Show another view from its beginning."""
        self._at = at
        page = self.query_one(Reading)
        page.fresh()
        page.redraw()
        page.refresh()
        self._draw()

    def action_turn(self, steps: int) -> None:
        """Show a neighbouring view."""
        self.action_view((self._at + steps) % len(VIEWS))

    def action_export(self) -> None:
        """Write the result as text and JSON."""
        stem = self._folder / f"ket-qua-{self._result.attempt}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            text = as_text(self._result, self._items, self._heading)
            stem.with_suffix(".txt").write_text(text, encoding="utf-8")
            plain = json.dumps(json.loads(self._result.to_json()), ensure_ascii=False, indent=2)
            stem.with_suffix(".json").write_text(plain + "\n", encoding="utf-8")
        except OSError as error:
            self._word = f"Không ghi được tệp vào {self._folder}: {error.strerror}."
        else:
            self._word = f"Đã ghi {stem.name}.txt và {stem.name}.json vào {self._folder}"
        self._draw()

    def action_close(self) -> None:
        """Leave the result; it can be seen again from the home screen."""
        self.dismiss(None)
