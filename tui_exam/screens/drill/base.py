"""What every drill screen has: top line, key lines, help, menu, and the way back."""

from __future__ import annotations

from textual.app import ComposeResult

from ...commands import BACK, EVERYWHERE, Command
from ...ui import Ui
from ...widgets.bars import KeyBar, TopBar, TopValues
from ..place import Place


class DrillBase(Place[None]):
    """Base of the drill screens. Subclasses give `body`, `heading`, `COMMANDS_HERE`."""

    BINDINGS = [BACK.binding()]

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
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

    def relabel(self) -> None:
        """Say everything again."""
        self.draw_bars()

    def draw_bars(self) -> None:
        """Top line and key lines."""
        self.query_one(TopBar).take(
            TopValues(title=self.heading, clock=self.beside, trouble=self.trouble)
        )
        here = [c for c in self.commands_here() if c.bar and self.can(c)]
        self.query_one(KeyBar).take(self.key_pairs(here), self.key_pairs([*EVERYWHERE, BACK]))

    def all_commands(self) -> list[Command]:
        return [*super().all_commands(), BACK]

    def action_back(self) -> None:
        """Go back; what was answered is kept."""
        self.dismiss(None)
