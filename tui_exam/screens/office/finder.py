"""A list that narrows down with every letter typed: addresses, letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from ...texts import msg
from ...ui import Ui
from ...widgets.bars import KeyBar, TopBar, TopValues
from ...widgets.fields import LineField
from ...widgets.picklist import Entry, PickList

KEYS = (
    ("Enter", msg("Chọn")),
    ("↑↓", msg("Di chuyển")),
    ("A-Z", msg("Gõ để tìm")),
    ("Esc", msg("Quay lại")),
)


class Finder(ModalScreen[str]):
    """Type to search, arrows to move, Enter to choose; Esc chooses nothing ("").

    Args:
        title: What is looked for, in the language of the session.
        find: What was typed -> the entries that fit, the best first.
    """

    BINDINGS = [
        Binding("escape", "none", "Quay lại", show=False, id="choose.none"),
        Binding("up", "step(-1)", "Lên", show=False, id="list.up"),
        Binding("down", "step(1)", "Xuống", show=False, id="list.down"),
        Binding("pageup", "step(-8)", "Trang trước", show=False, id="list.pageup"),
        Binding("pagedown", "step(8)", "Trang sau", show=False, id="list.pagedown"),
    ]

    def __init__(self, ui: Ui, title: str, find: Callable[[str], Sequence[Entry]]) -> None:
        super().__init__()
        self._ui = ui
        self._title = title
        self._find = find
        # Held, not looked up: what is typed may arrive while the screen is put together.
        self._list = PickList(find(""), empty=ui.tr("Không tìm thấy."), id="choices")
        self._list.lit = True

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield LineField(
            typing=self._ui.typing, purpose="search", placeholder=self._ui.tr("Gõ để tìm"),
            id="search", max_length=60,
        )  # fmt: skip
        yield self._list
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        tr = self._ui.tr
        self.query_one(TopBar).take(TopValues(title=self._title))
        self.query_one(KeyBar).take([(tr(key), tr(label)) for key, label in KEYS])
        self.query_one(LineField).focus()

    @on(LineField.Changed)
    def _narrow(self, event: LineField.Changed) -> None:
        event.stop()
        found = self._find(event.value)
        self._list.take(found, current=found[0].id if found else "")

    @on(LineField.Submitted)
    def _submitted(self, event: LineField.Submitted) -> None:
        event.stop()
        if self._list.current:
            self.dismiss(self._list.current)

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        event.stop()
        self.dismiss(event.entry)

    def action_step(self, steps: int) -> None:
        """Move in the list while the letters go to the field."""
        self._list.action_step(steps)

    def action_none(self) -> None:
        """Close without a choice."""
        self.dismiss("")
