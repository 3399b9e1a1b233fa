"""A small program with one field, to type into: `python -m tests.widgets.room KIND [PURPOSE]`.

It says in its first lines what the field holds and which reports came, so that a test reading
only the screen of a real terminal can tell.
"""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.scrollbar import ScrollBar
from textual.widgets import Static

from tui_exam.theme import THEMES, WholeCells
from tui_exam.widgets.fields import (
    ForeignInputMethod,
    Full,
    InputMethodToggled,
    LineField,
    Paused,
    Purpose,
    TextField,
    Typing,
    VietnameseInPin,
    badge,
)

REPORTS = (ForeignInputMethod, Full, InputMethodToggled, Paused, VietnameseInPin)


class Room(App[None]):
    """One line and one text that share their typing state, and what they reported."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "#said { height: 1; } TextField { height: 10; }"

    BINDINGS = [Binding("f5", "draw_again", "Vẽ lại", show=False)]

    def __init__(
        self,
        typing: Typing | None = None,
        purpose: Purpose = "text",
        *,
        kind: str = "line",
        text: str = "",
        line_length: int = 500,
        text_length: int = 20_000,
    ) -> None:
        super().__init__(ansi_color=True)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "exam-16"
        self.typing = typing or Typing()
        self.kind = kind
        self.line = LineField(
            text if kind == "line" else "",
            typing=self.typing,
            purpose=purpose,
            max_length=line_length,
            id="line",
        )
        self.body = TextField(
            text if kind == "text" else "",
            typing=self.typing,
            purpose=purpose,
            max_length=text_length,
            id="body",
        )
        self.reports: list[Message] = []

    def compose(self) -> ComposeResult:
        """Lay out what is said, the line and the text."""
        yield Static(Content(badge(self.typing)), id="said")
        yield self.line
        yield self.body

    def on_mount(self) -> None:
        """Begin in the field asked for."""
        (self.line if self.kind == "line" else self.body).focus()

    def action_draw_again(self) -> None:
        """Draw all of the fields anew, as a repaint of single lines should have left them."""
        self.line.refresh()
        self.body.refresh()

    @property
    def value(self) -> str:
        """What the field in question holds."""
        return self.line.value if self.kind == "line" else self.body.text

    def _said(self, message: Message) -> None:
        self.reports.append(message)
        words = " ".join(type(report).__name__ for report in self.reports[-3:])
        self.query_one("#said", Static).update(Content(f"{badge(self.typing)} {words}"))

    on_paused = on_full = on_input_method_toggled = _said
    on_foreign_input_method = on_vietnamese_in_pin = _said


def main() -> None:
    """Run the room in this terminal."""
    ScrollBar.renderer = WholeCells
    kind, purpose = sys.argv[1:]
    Room(Typing(), purpose, kind=kind).run()  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
