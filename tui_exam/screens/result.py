"""The result: overview, practice, theory, and a way to take it along."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from textual.app import ComposeResult

from ..commands import HELP, MENU, RESULT, bindings
from ..exam.items import Item
from ..sitting.report import Line, as_text, overview, questions, tasks
from ..sitting.result import Result
from ..ui import Ui
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.rows import Row, paragraph
from .dialogs import Reading
from .place import Place

VIEWS = ("Tổng quát", "Thực hành", "Lý thuyết")


class ResultScreen(Place[None]):
    """Three views of one result, each a page to read."""

    BINDINGS = bindings(RESULT)
    COMMANDS_HERE = RESULT

    def __init__(
        self, ui: Ui, result: Result, items: Mapping[str, Item], *, heading: str, receipt: str,
        folder: Path,
    ) -> None:  # fmt: skip
        super().__init__(ui)
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

    def relabel(self) -> None:
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
                *self.key_pairs(RESULT[:3]),
                ("↑↓ PgUp PgDn", tr("Đọc")),
                *self.key_pairs([c for c in RESULT[3:] if c.bar]),
                *self.key_pairs((HELP, MENU)),
            ]
        )

    def _rows(self, width: int) -> Sequence[Row]:
        text = min(width - 1, 100)
        views: tuple[Callable[[], Iterable[Line]], ...] = (
            lambda: [(self._heading, "strong"), ("", ""), *overview(self._result, self.ui.tr)],
            lambda: tasks(self._result, self.ui.tr),
            lambda: questions(self._result, self._items, self.ui.tr),
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
            heading = f"{self._heading}\n{self._receipt}".rstrip()
            text = as_text(self._result, self._items, heading, self.ui.tr)
            stem.with_suffix(".txt").write_text(text, encoding="utf-8")
            plain = json.dumps(json.loads(self._result.to_json()), ensure_ascii=False, indent=2)
            stem.with_suffix(".json").write_text(plain + "\n", encoding="utf-8")
        except OSError as error:
            self._word = self.ui.tr(
                "Không ghi được tệp vào {folder}: {why}.",
                folder=self.ui.folder(self._folder),
                why=error.strerror,
            )
        else:
            self._word = self.ui.tr(
                "Đã ghi {name}.txt và {name}.json vào {folder}",
                name=stem.name,
                folder=self.ui.folder(self._folder),
            )
        self._draw()

    def action_close(self) -> None:
        """Leave the result; it can be seen again from the home screen."""
        self.dismiss(None)
