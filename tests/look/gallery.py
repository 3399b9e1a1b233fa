"""A screen of stock widgets as the program uses them, to try a look on: `python -m ... LOOK`."""

from __future__ import annotations

import os
import sys

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.scrollbar import ScrollBar
from textual.widgets import Button, DataTable, Footer, Input, OptionList, Static

from tui_exam.theme import MENDS, THEMES, WholeCells, look_for


class Gallery(App[None]):
    """Shows every token that screens use for words, and the widgets with colours of their own."""

    ENABLE_COMMAND_PALETTE = False
    CSS = (
        MENDS
        + """
    .primary { color: $primary; } .secondary { color: $secondary; }
    .warning { color: $warning; } .error { color: $error; } .success { color: $success; }
    .accent { color: $accent; } .muted { color: $text-muted; } .off { color: $text-disabled; }
    .cursor { color: $block-cursor-foreground; background: $block-cursor-background; }
    .blurred {
        color: $block-cursor-blurred-foreground; background: $block-cursor-blurred-background;
    }
    .panel { color: $text; background: $panel; } .surface { color: $text; background: $surface; }
    .framed { border: solid $border-blurred; height: 3; }
    Static { width: auto; margin-right: 1; } Horizontal { height: auto; }
    OptionList, DataTable { height: auto; } VerticalScroll { height: 1fr; }
    """
    )
    BINDINGS = [Binding("f10", "quit", "Nộp bài"), Binding("f1", "app.bell", "Trợ giúp")]

    def compose(self) -> ComposeResult:
        """Lay out the words, then the widgets."""
        with Horizontal():
            for name in ("primary", "secondary", "warning", "error", "success", "accent"):
                yield Static(Content(name), classes=name)
        with Horizontal():
            for name in ("muted", "off", "cursor", "blurred", "panel", "surface"):
                yield Static(Content(name), classes=name)
        yield Static(Content("Có khung"), classes="framed")
        yield Input("đã nhập", compact=True)
        yield Input(placeholder="Chưa nhập", compact=True)
        with Horizontal():
            yield Button("Ký số", compact=True)
            yield Button("Trình", variant="primary", compact=True)
            yield Button("Trả lại", variant="error", compact=True)
            yield Button("Không dùng được", disabled=True, compact=True)
        yield OptionList("Phương án A", "Phương án B", compact=True)
        yield DataTable[Text](cursor_type="row")
        with VerticalScroll():
            yield Static(Content("\n".join(f"Dòng {n}" for n in range(60))))
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        table: DataTable[Text] = self.query_one(DataTable)
        table.add_columns("Số ký hiệu", "Trích yếu")
        table.add_row(Text("15/QĐ-UBND"), Text("Về việc chuyển đổi số"))
        table.add_row(Text("16/KH-UBND"), Text("Kế hoạch"))


def main() -> None:
    """Run the gallery in the look of this terminal, or in the theme named."""
    environ = os.environ
    look = look_for(environ.get("TERM", ""), environ.get("COLORTERM", ""), "NO_COLOR" in environ)
    ScrollBar.renderer = WholeCells
    app = Gallery(ansi_color=look.ansi_color)
    for each in THEMES:
        app.register_theme(each)
    app.theme = sys.argv[1] if len(sys.argv) > 1 else look.theme
    app.run()


if __name__ == "__main__":
    main()
