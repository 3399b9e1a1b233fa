"""What the program draws with, all on one screen, to try a look on: `python -m ... THEME`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.scrollbar import ScrollBar

import tui_exam
from tui_exam.theme import THEMES, WholeCells, look_for
from tui_exam.widgets.bars import KeyBar, TopBar, TopValues
from tui_exam.widgets.fields import LineField, TextField
from tui_exam.widgets.label import Label
from tui_exam.widgets.picker import Picker
from tui_exam.widgets.picklist import Entry, PickList
from tui_exam.widgets.rows import STYLES, row


class Gallery(App[None]):
    """Shows every style of a line, and the widgets with colours of their own."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = str(Path(tui_exam.__file__).with_name("app.tcss"))
    CSS = "PickList { height: 5; } TextField { height: 4; }"

    def compose(self) -> ComposeResult:
        """Lay out the words, then the widgets."""
        yield TopBar()
        for style in STYLES:
            yield Label(f"Số ký hiệu: {style}", style)
        yield LineField("đã nhập", id="full")
        yield LineField(placeholder="Chưa nhập")
        yield TextField(text="\n".join(f"Dòng {n}" for n in range(60)), id="body")
        yield Picker("chưa chọn", id="picker")
        entries = (f"Phương án {n}" for n in range(1, 9))
        yield PickList([Entry(each, lambda _, each=each: [row((each, ""))]) for each in entries])  # type: ignore[misc]
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        """Fill the bars."""
        self.query_one(TopBar).take(TopValues("Thử giao diện", "Còn 5 phút", "", "CHƯA LƯU ĐƯỢC"))
        self.query_one(KeyBar).take([("F1", "Trợ giúp"), ("F10", "Thực đơn")])
        self.query_one("#full").focus()


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
