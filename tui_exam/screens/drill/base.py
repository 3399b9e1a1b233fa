"""What every drill screen has: top line, key lines, help, menu, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult

from ...commands import BACK, EVERYWHERE, Command
from ...ui import Ui
from ...widgets.bars import KeyBar, TopBar, TopValues
from ..dialogs import READ_ON, Reading
from ..place import Place


class SizedReading(Reading):
    """A page that tells, when it is laid out, how much of it can be seen."""

    def on_resize(self, _: events.Resize) -> None:
        self.call_later(self.post_message, self.Scrolled(self))


class DrillBase(Place[None]):
    """Base of the drill screens. Subclasses give `body`, `heading`, `COMMANDS_HERE`."""

    BINDINGS = [BACK.binding()]

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.trouble = ""
        # Held, not looked up: a tick may come while the screen is being taken down.
        self.top_bar = TopBar()
        self.key_bar = KeyBar()

    @property
    def heading(self) -> str:
        """What the top line says this is."""
        return ""

    @property
    def beside(self) -> str:
        """What stands at the right of the top line."""
        return ""

    def more_keys(self) -> Sequence[tuple[str, str]]:
        """Keys of the screen that are no commands, with their labels in Vietnamese."""
        pages = [page for page in self.query(Reading) if page.display and page.can_focus]
        return (READ_ON,) if any(page.position() for page in pages) else ()

    def on_page_scrolled(self) -> None:
        self.draw_bars()

    def body(self) -> ComposeResult:
        """The widgets between the bars."""
        yield from ()

    def compose(self) -> ComposeResult:
        yield self.top_bar
        yield from self.body()
        yield self.key_bar

    def relabel(self) -> None:
        """Say everything again."""
        self.draw_bars()

    def draw_bars(self) -> None:
        """Top line and key lines."""
        self.top_bar.take(TopValues(title=self.heading, clock=self.beside, trouble=self.trouble))
        here = [c for c in self.commands_here() if c.bar and self.can(c)]
        more = [(key, self.ui.tr(label)) for key, label in self.more_keys()]
        self.key_bar.take([*self.key_pairs(here), *more], self.key_pairs([*EVERYWHERE, BACK]))

    def all_commands(self) -> list[Command]:
        return [*super().all_commands(), BACK]

    def action_back(self) -> None:
        """Go back; what was answered is kept."""
        self.dismiss(None)
