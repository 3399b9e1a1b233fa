"""A field of one line."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from tui_exam.vietnamese import clean
from tui_exam.widgets.fields_composing import LOOKS_BACK, Composing
from tui_exam.widgets.fields_typing import (
    Full,
    Purpose,
    Typing,
    VietnameseInPin,
    is_vietnamese,
)

TOGGLE = Binding("f9,ctrl+@,ctrl+space", "toggle_typing", "VI/EN", show=False, id="typing.toggle")
"""Ctrl+Space arrives as NUL, which the library calls ctrl+@, or by name from newer terminals."""

# Letters that fill one cell: with only these, a character index is a cell offset.
_NARROW = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA1, 0x300), *range(0x1E00, 0x1F00)]))


def cells_of(text: str) -> int:
    """Return the width of a text in cells; quick for text without wide characters."""
    return len(text) if _NARROW.issuperset(text) else cell_len(text)


class LineField(Composing, Input):
    """One line of text: cleaned at every entrance, composed in place, bounded.

    Args:
        value: the text to begin with.
        typing: the typing state of the session; without one the field has its own.
        purpose: what the field is for; "pin" masks, and only "text" and "search" compose.
        placeholder: what to show while the field is empty.
        max_length: the most characters it takes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [TOGGLE]
    DEFAULT_CSS = """
    LineField {
        border: none; height: 1; padding: 0; color: $foreground; background: $panel;
        &:focus { border: none; background-tint: initial; }
        &.-invalid, &.-invalid:focus { border: none; }
        & > .input--placeholder { color: $text-muted; text-style: none; }
        &:ansi {
            color: $foreground; background: $panel;
            & > .input--cursor {
                color: $input-cursor-foreground; background: $input-cursor-background;
            }
            & > .input--placeholder { color: $text-muted; text-style: none; }
            &.-invalid, &.-invalid:focus { border: none; }
        }
        &:nocolor > .input--cursor, &:nocolor > .input--selection { text-style: reverse; }
    }
    """

    def __init__(
        self,
        value: str = "",
        *,
        typing: Typing | None = None,
        purpose: Purpose = "text",
        placeholder: str = "",
        max_length: int = 500,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - the library's own word
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        self._begin(typing, purpose)
        super().__init__(
            placeholder=clean(placeholder),
            password=purpose == "pin",
            max_length=max_length,
            select_on_focus=False,
            compact=True,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )
        self.cursor_blink = False
        self.load(value)

    def load(self, value: str) -> None:
        """Show a text that is saved already: it will not be reported as changed."""
        if self.is_running:
            self.value = value
            self.cursor_position = len(self.value)
        else:
            # A watcher would look for the program, which a field being made has not got yet.
            value = self.validate_value(value)
            self.set_reactive(LineField.value, value)
            self.set_reactive(LineField.selection, Selection.cursor(len(value)))
        self._initial_value = False
        self._said = self.value

    def _on_mount(self, event: events.Mount) -> None:
        self.set_reactive(LineField.virtual_size, Size(self.content_width, 1))

    def validate_value(self, value: str) -> str:
        """Let nothing in that acts, is not NFC, or is too long."""
        return clean(value)[: self.max_length or None]

    def watch_value(self) -> None:
        """Look for the pause after this change."""
        self._touched()

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace part of the value; of what is too long, the end is not taken."""
        start, end = sorted((max(0, start), min(len(self.value), end)))
        if self.purpose == "pin" and any(map(is_vietnamese, text)):
            self.post_message(VietnameseInPin(self))
            return
        head = clean(self.value[:start] + text)
        room = (self.max_length or len(head)) - (len(self.value) - end)
        if len(head) > room:
            self.post_message(Full(self))
            if len(text) == 1 or room <= start:
                return
        head = head[:room] if self.max_length else head
        self.value = head + self.value[end:]
        self.cursor_position = len(head)

    async def action_submit(self) -> None:
        """End the word, then submit."""
        self._finish_word()
        await super().action_submit()

    @property
    def selected_text(self) -> str:
        """The selected part of the value; nothing of a PIN can be copied out."""
        return "" if self.password else super().selected_text

    def action_cut(self) -> None:
        """Delete the selection, keeping it in the clipboard unless it is a PIN."""
        if self.password:
            self.delete_selection()
        else:
            super().action_cut()

    def _on_paste(self, event: events.Paste) -> None:
        """Take pasted text as it is, its lines joined by spaces; nothing in it is composed."""
        event.stop()
        event.prevent_default()
        self.replace(clean(event.text.strip("\r\n")), *self.selection)

    def _watch_value(self, value: str) -> None:
        # Taken note of beforehand: a field keeps its place whatever is in it, and the library
        # would arrange the whole screen anew for each letter.
        self.set_reactive(LineField.virtual_size, Size(self.content_width, 1))
        super()._watch_value(value)

    # -- for composing -----------------------------------------------------------------------

    def _before_cursor(self) -> str:
        end = min(self.selection)
        return self.value[max(0, end - LOOKS_BACK) : end]

    def _swap(self, drop: int, text: str) -> bool:
        start, end = sorted(self.selection)
        start = start if start != end else start - drop
        value = f"{self.value[:start]}{text}{self.value[end:]}"
        if self.max_length and len(value) > self.max_length:
            self.post_message(Full(self))
            return False
        self.value = value
        self.cursor_position = start + len(text)
        return True

    def _selects(self) -> bool:
        return not self.selection.is_empty

    def _whole(self) -> str:
        return self.value

    def _erase(self) -> None:
        super(Composing, self).action_delete_left()

    # -- drawing: only what is in sight --------------------------------------------------------

    def _position_to_cell(self, position: int) -> int:
        return position if self.password else cells_of(self.value[:position])

    @property
    def content_width(self) -> int:
        """The width of the value with the cursor after it, in cells."""
        return (len(self.value) if self.password else cells_of(self.value or self.placeholder)) + 1

    def render_line(self, y: int) -> Strip:
        """Draw the part of the value that is in sight; wide characters as the library does."""
        width = self.scrollable_content_region.width
        if y or not (self.password or _NARROW.issuperset(self.value)):
            return super().render_line(y)
        left = self.scroll_offset.x if self.value else 0
        value = "•" * len(self.value) if self.password else self.value
        shown = value[left : left + width] or self.placeholder[: width if not value else 0]
        # A line without colours of its own is seen to be a field by its underscores.
        fill = "_" if self.app.native_ansi_color else " "
        line = Text(shown + fill * (width - cells_of(shown)), end="", no_wrap=True)
        if not self.value:
            line.stylize(self.get_component_rich_style("input--placeholder"), 0, len(shown))
        if self.has_focus:
            start, end = sorted(self.selection)
            if start < end:
                style = self.get_component_rich_style("input--selection")
                line.stylize(style, max(0, start - left), max(0, end - left))
            cursor = self.selection.end - left
            line.stylize(self.get_component_rich_style("input--cursor"), cursor, cursor + 1)
        strip = Strip([Segment(text, style) for text, style, _ in line.render(self.app.console)])
        return strip.adjust_cell_length(width).apply_style(self.rich_style)


class FormField(LineField):
    """A line of a form: Enter goes to the next field of the form.

    It does so at once and not by a message, so that of keys arriving together, as over a slow
    line, those after Enter land in the next field.
    """

    async def action_submit(self) -> None:
        """End the word and go on."""
        self._finish_word()
        self.screen.focus_next()
