"""The menu: every command of a place, found by typing letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import Input

from ..ui import Ui
from ..vietnamese import fold
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.fields import LineField
from ..widgets.picklist import Entry, PickList
from ..widgets.rows import Row, columns, row, wrap


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One line of the menu: what it does, its name, its key, a sentence about it."""

    action: str
    label: str
    key: str
    help: str

    def fits(self, typed: str) -> bool:
        """Whether every word typed stands in the name, the key or the sentence; marks are free."""
        text = fold(f"{self.label} {self.key} {self.help}")
        return all(word in text for word in fold(typed).split())


class MenuDialog(ModalScreen[str]):
    """Dismissed with the action chosen, or with nothing."""

    CSS = "MenuDialog #filter { margin: 0 2; } MenuDialog #choices { height: 1fr; }"
    BINDINGS = [
        Binding("escape,f10", "none", "Đóng", show=False, id="menu.close"),
        Binding("up", "step(-1)", "Lên", show=False),
        Binding("down", "step(1)", "Xuống", show=False),
        Binding("pageup", "step(-8)", "Trang trước", show=False),
        Binding("pagedown", "step(8)", "Trang sau", show=False),
    ]

    def __init__(self, ui: Ui, lines: Sequence[MenuLine]) -> None:
        super().__init__()
        self._ui = ui
        self._lines = tuple(lines)

    def compose(self) -> ComposeResult:
        tr = self._ui.tr
        yield TopBar()
        yield LineField(
            typing=self._ui.typing,
            purpose="search",
            placeholder=tr("Gõ chữ để tìm lệnh"),
            max_length=60,
            id="filter",
        )
        yield PickList(self._entries(""), empty=tr("Không có lệnh nào như vậy."), id="choices")
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        tr = self._ui.tr
        self.query_one(TopBar).take(TopValues(title=tr("Thực đơn"), clock=self._ui.badge()))
        self.query_one(KeyBar).take(
            [("Enter", tr("Thực hiện")), ("↑↓", tr("Di chuyển")), ("Esc", tr("Đóng"))]
        )
        self.query_one(PickList).lit = True
        self.query_one(LineField).focus()

    def _entries(self, typed: str) -> list[Entry]:
        def drawer(line: MenuLine) -> Callable[[int], Sequence[Row]]:
            cells = [(line.label, 22, ""), (line.key, 9, "key")]

            def draw(width: int) -> list[Row]:
                first, *rest = wrap(line.help, width - 33)
                more = [row((" " * 33, ""), (each, "muted")) for each in rest]
                return [Row(columns([*cells, (first, width - 33, "muted")])), *more]

            return draw

        return [Entry(each.action, drawer(each)) for each in self._lines if each.fits(typed)]

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one(PickList).take(self._entries(event.value))

    @on(LineField.Submitted)
    def _entered(self, event: LineField.Submitted) -> None:
        event.stop()
        self.query_one(PickList).action_choose()

    @on(PickList.Chosen)
    def _chosen(self, event: PickList.Chosen) -> None:
        event.stop()
        self.dismiss(event.entry)

    def on_input_method_toggled(self) -> None:
        title = self._ui.tr("Thực đơn")
        self.query_one(TopBar).take(TopValues(title=title, clock=self._ui.badge()))

    def action_step(self, steps: int) -> None:
        """Move the pointer of the list while the letters go to the search."""
        self.query_one(PickList).action_step(steps)

    def action_none(self) -> None:
        """Close without doing anything."""
        self.dismiss("")
