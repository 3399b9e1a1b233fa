"""A field of several lines."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import ClassVar

from rich.text import Text
from textual import events
from textual._text_area_theme import TextAreaTheme
from textual.binding import BindingType
from textual.content import Content
from textual.document._document import EditResult, Location, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.geometry import Region
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widgets import TextArea

from tui_exam.vietnamese import clean
from tui_exam.widgets.fields_composing import LOOKS_BACK, Composing
from tui_exam.widgets.fields_history import WordHistory
from tui_exam.widgets.fields_line import TOGGLE, cells_of
from tui_exam.widgets.fields_typing import Full, Purpose, Typing
from tui_exam.widgets.fields_wrapping import QuickWrapped


def changed_sections(
    old: list[tuple[int, int]], new: list[tuple[int, int]], start: int, end: int
) -> tuple[int, int]:
    """Return the first and last visible line of a paragraph that an edit changed.

    Args:
        old: where each visible line began and ended before the edit.
        new: the same after it.
        start: where in the paragraph the edit began.
        end: where it ended, in the old paragraph.
    """
    first = 0
    while (
        first < min(len(old), len(new)) - 1 and old[first] == new[first] and new[first][1] <= start
    ):
        first += 1
    shift = new[-1][1] - old[-1][1]
    last = len(new) - 1
    while last > first and old[last - len(new)][0] >= end:
        moved = (old[last - len(new)][0] + shift, old[last - len(new)][1] + shift)
        if moved != new[last]:
            break
        last -= 1
    return first, last


class TextField(Composing, TextArea):
    """Text of several lines: cleaned at every entrance, composed in place, bounded.

    Args:
        text: the text to begin with.
        typing: the typing state of the session; without one the field has its own.
        purpose: what the field is for; only "text" and "search" compose.
        placeholder: what to show while the field is empty.
        max_length: the most characters it takes, line breaks counted.
        read_only: show the text without letting it be changed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [TOGGLE]
    DEFAULT_CSS = """
    TextField {
        border: none; border-left: solid $border-blurred; padding: 0 0 0 1;
        &:focus { border: none; border-left: double $border; }
        & .text-area--placeholder { color: $text-muted; }
        &:ansi {
            .text-area--cursor {
                color: $input-cursor-foreground; background: $input-cursor-background;
                text-style: none;
            }
            & .text-area--selection {
                color: $input-selection-foreground; background: $input-selection-background;
                text-style: none;
            }
        }
        &:nocolor .text-area--cursor, &:nocolor .text-area--selection { text-style: reverse; }
    }
    """

    # The lines that changed are repainted, not the widget.
    selection: Reactive[Selection] = reactive(
        Selection(), init=False, always_update=True, repaint=False
    )

    def __init__(
        self,
        text: str = "",
        *,
        typing: Typing | None = None,
        purpose: Purpose = "text",
        placeholder: str = "",
        max_length: int = 20_000,
        read_only: bool = False,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - the library's own word
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        self._begin(typing, purpose)
        self.max_length = max_length
        self._row = 0
        self._styled: TextAreaTheme | None = None
        super().__init__(
            clean(text, multiline=True)[:max_length],
            read_only=read_only,
            placeholder=Content(clean(placeholder, multiline=True)),
            highlight_cursor_line=False,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )
        self.history = WordHistory(
            max_checkpoints=200, checkpoint_timer=0.0, checkpoint_max_characters=0
        )
        for key in ("f6", "f7"):  # the library selects with them; here they are the exam's
            self._bindings.key_to_bindings.pop(key, None)
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._said = self.text

    def load_text(self, text: str) -> None:
        """Show a text that is saved already: it will not be reported as changed."""
        super().load_text(clean(text, multiline=True)[: self.max_length])
        self._said = self.text
        self.refresh()

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self.wrapped_document = QuickWrapped(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()

    # -- changing ----------------------------------------------------------------------------

    def edit(self, edit: Edit) -> EditResult:
        """Do an edit of cleaned text, and repaint the lines it changed."""
        if not edit.text.isascii() or not edit.text.isprintable():
            edit.text = clean(edit.text, multiline=True)
        row = min(edit.top[0], self.document.line_count - 1)
        old = self._sections(row)
        height, lines = self.wrapped_document.height, self.document.line_count
        wrapped = self.wrapped_document
        if isinstance(wrapped, QuickWrapped):
            wrapped.one_edit = True
        result = super().edit(edit)
        if isinstance(wrapped, QuickWrapped):
            wrapped.one_edit = False
        same_shape = self.wrapped_document.height == height and self.document.line_count == lines
        new = self._sections(row)
        first, last = changed_sections(old, new, edit.top[1], edit.bottom[1])
        top = self.wrapped_document._line_index_to_offsets[row][0]
        one_row = edit.top[0] == edit.bottom[0] and same_shape
        self.refresh_lines(top + first, last - first + 1 if one_row else self.size.height + height)
        return result

    def _sections(self, row: int) -> list[tuple[int, int]]:
        """How a line is wrapped: where each of its visible lines begins and ends."""
        breaks = self.wrapped_document.get_offsets(row)
        return list(pairwise([0, *breaks, len(self.document.get_line(row))]))

    def _on_text_area_changed(self) -> None:
        self._touched()

    async def _on_paste(self, event: events.Paste) -> None:
        """Take pasted text as it is; nothing in it is composed. What is too long is cut off."""
        event.stop()
        event.prevent_default()
        if self.read_only:
            return
        text = clean(event.text, multiline=True)
        room = self.max_length - self._length() + len(self.selected_text)
        if len(text) > room:
            self.post_message(Full(self))
            text = text[: max(0, room)]
        self._history().checkpoint()
        self._history().joins = False
        if text:
            start, end = sorted(self.selection)
            self._put(start, end, text)
        self._history().checkpoint()

    def action_paste(self) -> None:
        """Paste from the clipboard of the program, as if the terminal had."""
        self.post_message(events.Paste(self.app.clipboard))

    # -- for composing -----------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not self.read_only and self.screen.focused is self:
            event.stop()
            event.prevent_default()
            self._type("\n")
        else:
            await super()._on_key(event)

    def _type(self, char: str) -> None:
        """Take one typed character; a word with the space after it is one step of undo."""
        before = self._before_cursor()[-1:]
        self._history().joins = not self._selects() and (bool(before.strip()) or char == " ")
        if char == "\n":
            self._history().joins = bool(before.strip())
        super()._type(char)

    def _before_cursor(self) -> str:
        row, column = min(self.selection)
        return self.document.get_line(row)[max(0, column - LOOKS_BACK) : column]

    def _swap(self, drop: int, text: str) -> bool:
        start, end = sorted(self.selection)
        gone = len(self.get_text_range(start, end)) if start != end else drop
        if start == end:
            start = (start[0], start[1] - drop)
        if len(text) > gone and self._length() + len(text) - gone > self.max_length:
            self.post_message(Full(self))
            return False
        self._put(start, end, text)
        self._history().joins = True
        return True

    def _put(self, start: Location, end: Location, text: str) -> None:
        """Replace a range and leave the cursor after the new text."""
        row, column = start
        if column and unicodedata.combining(text[:1] or " "):
            column -= 1
            text = unicodedata.normalize("NFC", self.document.get_line(row)[column] + text)
        self.replace(text, (row, column), end, maintain_selection_offset=False)

    def _selects(self) -> bool:
        return not self.selection.is_empty

    def _whole(self) -> str:
        return self.text

    def _erase(self) -> None:
        self._history().joins = not self._selects()
        super(Composing, self).action_delete_left()

    def _is_locked(self) -> bool:
        return self.read_only

    def _length(self) -> int:
        return sum(map(len, self.document.lines)) + self.document.line_count - 1

    def _history(self) -> WordHistory:
        assert isinstance(self.history, WordHistory)
        return self.history

    # -- drawing: only the lines that changed --------------------------------------------------

    def notify_style_update(self) -> None:
        """Look the colours up again before the next drawing."""
        self._styled = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines; the colours are looked up once, and not on every key."""
        if self._styled is not self._theme:
            self._theme.apply_css(self)
            self._styled = self._theme
        return super(TextArea, self).render_lines(crop)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> None:
        """Look for no partner of a bracket: it would search the whole text on every move."""

    def watch_selection(self, before: Selection, after: Selection) -> None:
        """Repaint the line the cursor left and the one it came to, or all of a selection."""
        if not self.is_mounted:
            return
        if not before.is_empty or not after.is_empty:
            self.refresh()
        left, self._row = self._row, self._cursor_offset[1]
        for row in {left, self._row}:
            self.refresh_lines(row)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the wrapped text; those with tabs as the library does."""
        place = y + self.scroll_offset.y
        wrapped = self.wrapped_document
        rows = wrapped._offset_to_line_info
        empty = self.document.line_count == 1 and not self.document.get_line(0)
        if (empty and self.placeholder) or place >= len(rows):
            return super().render_line(y)
        row, section = rows[place]
        line = self.document.get_line(row)
        breaks = wrapped.get_offsets(row)
        start = breaks[section - 1] if section else 0
        last = section == len(breaks)
        end = len(line) if last else breaks[section]
        if "\t" in line or not self.soft_wrap:
            return self._render_line(y)
        text = Text(line[start:end] + (" " if last else ""), end="", no_wrap=True)
        self._mark_selection(text, row, start, end, last)
        width = self.scrollable_content_region.width
        strip = Strip(text.render(self.app.console), cells_of(text.plain))
        return strip.adjust_cell_length(width, self.rich_style).apply_style(self.rich_style)

    def _mark_selection(self, text: Text, row: int, start: int, end: int, last: bool) -> None:
        theme = self._theme
        top, bottom = sorted(self.selection)
        if theme.selection_style and top != bottom and top[0] <= row <= bottom[0]:
            left = top[1] if row == top[0] else 0
            right = bottom[1] if row == bottom[0] else end + 1
            text.stylize(theme.selection_style, max(0, left - start), max(0, right - start))
        cursor_row, column = self.selection.end
        here = cursor_row == row and start <= column and (column < end or last)
        if here and self._draw_cursor and theme.cursor_style:
            text.stylize(theme.cursor_style, column - start, column - start + 1)
