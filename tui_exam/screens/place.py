"""What every screen has that is no dialog: help with F1, the menu with F10, its own commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.screen import Screen

from ..commands import EVERYWHERE, MENU, SETTINGS, Command, bindings
from ..ui import Ui
from ..widgets.lines import Lines
from ..widgets.rows import Row
from .dialogs import CLOSE_KEYS, PageDialog, key_rows, text_rows
from .menu import MenuDialog, MenuLine

T = TypeVar("T")


class Place(Screen[T], Generic[T]):
    """Base of the screens. Subclasses declare their commands and draw in `relabel`."""

    BINDINGS = bindings(EVERYWHERE)
    COMMANDS_HERE: ClassVar[Sequence[Command]] = ()
    HELP_TEXT: ClassVar[Sequence[str]] = ()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui

    def on_screen_suspend(self) -> None:
        """Another screen covers this one."""
        for widget in self.query(Lines):
            widget.set_aside()

    def relabel(self) -> None:
        """Say everything again: the language has changed, or how one types."""

    def commands_here(self) -> Sequence[Command]:
        """The screen's own commands, with labels that fit the moment."""
        return self.COMMANDS_HERE

    def all_commands(self) -> list[Command]:
        """Every command possible here now, the screen's own first."""
        return [c for c in (*self.commands_here(), *EVERYWHERE) if self.can(c)]

    def can(self, command: Command) -> bool:
        """Whether a command is possible now, by the screen's own `check_action`."""
        name = command.action.split("(")[0]
        return self.check_action(name, ()) is True

    def key_pairs(self, commands: Sequence[Command]) -> list[tuple[str, str]]:
        """Commands as (key, label) for the foot of the screen."""
        return [(self.ui.face(c), self.ui.tr(c.bar_label)) for c in commands]

    def action_help(self) -> None:
        """Show the keys of this screen and how it is used."""
        tr = self.ui.tr
        both = (*self.all_commands(), *(c for c in SETTINGS if c.keys))
        pairs = [(self.ui.face(c), tr(c.label), tr(c.help)) for c in both]
        about = text_rows(*(tr(part) for part in self.HELP_TEXT))
        keys = key_rows(pairs)

        def rows(width: int) -> list[Row]:
            return [*about(width), Row(), *keys(width)]

        self.app.push_screen(PageDialog(tr("Trợ giúp"), rows, keys=CLOSE_KEYS))

    def action_menu(self) -> None:
        """List every command; the chosen one is carried out."""
        tr = self.ui.tr
        commands = [c for c in (*self.all_commands(), *SETTINGS) if c is not MENU]
        lines = [MenuLine(c.action, tr(c.label), self.ui.face(c), tr(c.help)) for c in commands]

        async def chosen(action: str | None) -> None:
            if action:
                await self.run_action(action)

        self.app.push_screen(MenuDialog(self.ui, lines), chosen)
