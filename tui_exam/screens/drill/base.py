"""What every drill screen has: top line, key lines, help and menu of its commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.screen import Screen

from ...commands import BACK, HELP, MENU, Command, bindings
from ...ui import Ui
from ...widgets.bars import KeyBar, TopBar, TopValues
from ...widgets.picklist import Entry
from ...widgets.rows import Row, columns
from ..dialogs import Choose, PageDialog, key_rows, text_rows
from ..exam_screen import CLOSE_KEYS
from .keys import COMMON


class DrillBase(Screen[None]):
    """Base of the drill screens. Subclasses give `body`, `heading`, `COMMANDS_HERE`."""

    BINDINGS = bindings(COMMON)
    COMMANDS_HERE: ClassVar[Sequence[Command]] = ()
    HELP_TEXT: ClassVar[Sequence[str]] = ()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.trouble = ""

    @property
    def heading(self) -> str:
        """What the top line says this is."""
        return ""

    @property
    def beside(self) -> str:
        """What stands at the right of the top line."""
        return ""

    def body(self) -> ComposeResult:
        """The widgets between the bars."""
        yield from ()

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield from self.body()
        yield KeyBar()

    def draw_bars(self) -> None:
        """Top line and key lines."""
        tr = self.ui.tr
        self.query_one(TopBar).take(
            TopValues(title=self.heading, clock=self.beside, trouble=self.trouble)
        )
        here = [(c.key_face, tr(c.label)) for c in self.commands_here() if c.bar and self.can(c)]
        self.query_one(KeyBar).take(here, [(c.key_face, tr(c.label)) for c in (MENU, HELP, BACK)])

    def commands_here(self) -> Sequence[Command]:
        """The screen's own commands, with labels that fit the moment."""
        return self.COMMANDS_HERE

    def can(self, command: Command) -> bool:
        """Whether a command is possible now, by the screen's own `check_action`."""
        return self.check_action(command.action.split("(")[0], ()) is True

    def action_help(self) -> None:
        """Show the keys of this screen and how it is used."""
        tr = self.ui.tr
        commands = [c for c in (*self.commands_here(), *COMMON) if self.can(c)]
        about = text_rows(*(tr(part) for part in self.HELP_TEXT))
        keys = key_rows([(c.key_face, tr(c.label), tr(c.help)) for c in commands])

        def rows(width: int) -> list[Row]:
            return [*about(width), Row(), *keys(width)]

        self.app.push_screen(PageDialog(tr("Trợ giúp"), rows, keys=CLOSE_KEYS))

    def action_menu(self) -> None:
        """List every command; the chosen one is carried out."""
        tr = self.ui.tr
        commands = [c for c in (*self.commands_here(), HELP, BACK) if self.can(c)]

        def entry(command: Command) -> Entry:
            cells = [(tr(command.label), 22, ""), (command.key_face, 7, "key")]
            return Entry(
                command.action,
                lambda width: [Row(columns([*cells, (tr(command.help), width - 31, "muted")]))],
            )

        async def chosen(action: str | None) -> None:
            if action:
                await self.run_action(action)

        keys = (("Enter", tr("Thực hiện")), ("↑↓", tr("Di chuyển")), ("Esc", tr("Đóng")))
        self.app.push_screen(
            Choose(tr("Thực đơn"), [entry(c) for c in commands], keys=keys), chosen
        )

    def action_back(self) -> None:
        """Go back; what was answered is kept."""
        self.dismiss(None)
