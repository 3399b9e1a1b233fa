"""A bank as candidates see it: the real question widget, without clock or record."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding

from .bank_tools.commands import bank_at
from .exam.items import LEVEL_NAMES, Item, Kind
from .exam.marking import RULE_NAMES
from .screens.dialogs import PageDialog, text_rows
from .seat import ui_for
from .texts import language_of
from .theme import THEMES
from .ui import Ui
from .widgets.answer_area import AnswerArea, AnswerView
from .widgets.bars import KeyBar, TopBar, TopValues
from .widgets.question import QuestionPane
from .yaml_lines import FileFaults

KEYS = (
    ("n p", "Câu sau, trước"),
    ("1-6", "Chọn"),
    ("v", "Đáp án, giải thích"),
    ("q", "Thoát"),
)


class PreviewApp(App[None]):
    """One question after the other; choosing works, nothing is kept."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("n,right", "move(1)", "Câu sau", show=False),
        Binding("p,left", "move(-1)", "Câu trước", show=False),
        Binding("v", "explain", "Đáp án", show=False),
        Binding("q,escape", "quit", "Thoát", show=False),
    ]

    def __init__(self, ui: Ui, items: Sequence[Item], titles: dict[str, str], at: int = 0) -> None:
        super().__init__(ansi_color=ui.look.ansi_color)
        self.ui = ui
        self._items = tuple(items)
        self._titles = titles
        self._at = at
        self._picked: tuple[str, ...] = ()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = ui.look.theme

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield AnswerArea(Kind, self.ui.typing)
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self.query_one(KeyBar).take([(key, self.ui.tr(label)) for key, label in KEYS])
        self._draw()

    @property
    def item(self) -> Item:
        """The question shown."""
        return self._items[self._at]

    def _draw(self) -> None:
        item = self.item
        self.query_one(TopBar).take(
            TopValues(
                title=f"{self._at + 1}/{len(self._items)}  {item.id}  "
                f"{self._titles.get(item.topic, item.topic)}, {LEVEL_NAMES[item.level].lower()}",
                saved="" if item.is_law_on(date.today()) else "HẾT HIỆU LỰC",
            )
        )
        rule = f"Cách chấm: {RULE_NAMES[item.part_marks]}."
        self.query_one(AnswerArea).take(
            AnswerView(
                number=self._at + 1,
                item=item,
                order=tuple(option.key for option in item.options),
                answer=self._picked,
                stem=item.stem,
                rule=rule if item.takes_several else "",
            )
        )

    @on(QuestionPane.Picked)
    def _chosen(self, event: QuestionPane.Picked) -> None:
        one = (event.key,)
        if event.key in self._picked:
            self._picked = tuple(key for key in self._picked if key != event.key)
        else:
            self._picked = self._picked + one if self.item.takes_several else one
        self._draw()

    @on(AnswerArea.Given)
    def _given(self, event: AnswerArea.Given) -> None:
        self._picked = event.answer
        self._draw()

    def action_move(self, steps: int) -> None:
        """Go to a neighbouring question."""
        self._at = (self._at + steps) % len(self._items)
        self._picked = ()
        self._draw()

    def action_explain(self) -> None:
        """Show key, explanations, basis and dates."""
        from .bank_tools.report import item_lines

        self.push_screen(
            PageDialog(
                self.item.id,
                text_rows(*item_lines(self.item, self._titles)),
                keys=(("Esc", self.ui.tr("Đóng")),),
            )
        )


def run_preview(path: Path, item: str) -> int:
    """Show the questions of a file or folder; 1 when they cannot be read."""
    try:
        bank = bank_at(path)
    except FileFaults as error:
        print(error)
        return 1
    ids = [each.id for each in bank.items]
    if item and item not in ids:
        print(f"Không có câu hỏi «{item}».")
        return 1
    environment = dict(os.environ)
    ui = ui_for(environment, language_of(environment))
    PreviewApp(ui, bank.items, dict(bank.titles), ids.index(item) if item else 0).run()
    return 0
