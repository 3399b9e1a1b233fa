"""The one drawing widget: keeps its lines and repaints only those that changed.

Everything on an exam screen except text entry is a `Lines` or a subclass. Over a
slow line this decides everything: a key costs the changed rows and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.color import Color
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from .rows import EMPTY, STYLES, Row


class Lines(Widget):
    """Draws rows. Subclasses build their rows in `build` from their own values."""

    COMPONENT_CLASSES = {f"lines--{name}" for name in STYLES}
    DEFAULT_CSS = """
    Lines { height: 1fr; width: 1fr; }
    """
    TELLS_MORE = False
    """Whether an arrow at the edge says that there are rows out of sight."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._rows: tuple[Row, ...] = ()
        self._top = 0
        self._strips: dict[tuple[Row, int], Strip] = {}
        self._inks: dict[str, Style] = {}
        self._behind: Color | None = None
        self._plain: tuple[Size, Region | None] | None = None

    @property
    def airy(self) -> bool:
        """Whether blank lines are wanted between the lines: a class of the app, as colours are."""
        return self.app.has_class("-airy")

    # -- values in ---------------------------------------------------------------

    def build(self, width: int) -> Sequence[Row]:
        """The rows for that width. Subclasses say what they are."""
        return self._rows

    def redraw(self) -> None:
        """Build the rows again and repaint those that differ."""
        if self.size.width > 0:
            self.show(self.build(self.size.width))

    def show(self, rows: Sequence[Row]) -> None:
        """Take new rows; only the changed, visible ones are painted."""
        old, new = self._rows, tuple(rows)
        self._rows = new
        top = self._clamped(self._top)
        if top != self._top:
            self._top = top
            self.refresh()
            return
        width, height = self.size
        changed = [y for y in range(height) if self._seen(old, y) != self._seen(new, y)]
        if changed:
            self._repaint(*_runs(changed, width))

    def _repaint(self, *regions: Region) -> None:
        """As `refresh`; the screen is told at once, and not by way of both their queues."""
        if not self.is_mounted or not self.is_attached or not self.display:
            self.refresh(*regions)
            return
        self._layout_cache.clear()
        self._set_dirty(*regions)
        self.clear_cached_dimensions()
        screen = self.screen
        if screen in screen._compositor:
            screen._dirty_widgets.add(self)
            screen.check_idle()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is drawn now, all of it."""
        return self._rows

    @property
    def text(self) -> str:
        """What is drawn now as plain text."""
        return "\n".join(each.text.rstrip() for each in self._rows)

    # -- scrolling -----------------------------------------------------------------

    @property
    def top(self) -> int:
        """Index of the first visible row."""
        return self._top

    def _clamped(self, top: int) -> int:
        return max(0, min(top, len(self._rows) - self.size.height))

    def scroll_rows(self, top: int) -> None:
        """Make that row the first visible one, as far as there are rows."""
        top = self._clamped(top)
        if top != self._top:
            self._top = top
            self.refresh()
            self.scrolled()

    def reveal(self, first: int, last: int) -> None:
        """Scroll as little as possible so that these rows can be seen."""
        height = self.size.height
        if first < self._top:
            self.scroll_rows(first)
        elif last >= self._top + height:
            self.scroll_rows(min(first, last - height + 1))

    def scrolled(self) -> None:
        """Called after the first visible row has changed."""

    @property
    def at_end(self) -> bool:
        """Whether the last row can be seen."""
        return self._top + self.size.height >= len(self._rows)

    # -- drawing -------------------------------------------------------------------

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.build(width))

    def on_resize(self, _: events.Resize) -> None:
        self._forget_drawn()
        self._rows = tuple(self.build(self.size.width))
        self._top = self._clamped(self._top)
        self.refresh()
        self.scrolled()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._forget_drawn()

    def set_aside(self) -> None:
        """Nobody sees this for a while: what was drawn is not kept."""
        self._strips.clear()

    def _forget_drawn(self) -> None:
        self._strips.clear()
        self._inks.clear()
        self._behind = self._plain = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw part of this widget: the rows, and blanks where it is padded.

        The stock way looks at every style of the widget and of all around it for each frame,
        and keeps every line a second time.
        """
        self._dirty_regions.clear()
        inner = self._content()
        if inner is None:
            return super().render_lines(crop)
        if inner.contains_region(crop):
            strips = [self.render_line(y - inner.y) for y in crop.line_range]
            left, width = inner.x, inner.width
        else:
            strips = [self._padded(y, inner) for y in crop.line_range]
            left, width = 0, self.outer_size.width
        if crop.width == width:
            return strips
        return [strip.crop(crop.x - left, crop.right - left) for strip in strips]

    def _padded(self, y: int, inner: Region) -> Strip:
        """A line of the whole widget, counted from its own top."""
        width = self.outer_size.width
        if not inner.y <= y < inner.bottom:
            return self._blank(width)
        line = self.render_line(y - inner.y)
        return Strip.join([self._blank(inner.x), line, self._blank(width - inner.right)])

    def _blank(self, width: int) -> Strip:
        return self.finished(Strip([Segment(" " * width, self._ink(""))] if width else [], width))

    def _content(self) -> Region | None:
        """Where the rows are in the widget's own cells; None when not only blanks surround them."""
        size = self.outer_size
        if self._plain is None or self._plain[0] != size:
            styles = self.styles
            touched = (
                bool(styles.tint.a)
                or self.opacity != 1.0
                or styles.has_rule("hatch")
                or styles.gutter != styles.padding
                or any(kind for kind, _ in styles.outline)
            )
            self._plain = (size, None if touched else size.region.shrink(styles.padding))
        return self._plain[1]

    def _seen(self, rows: Sequence[Row], y: int) -> Row:
        """The row in that line of the widget, as it is shown there."""
        each = _at(rows, self._top + y)
        width, height = self.size
        if not self.TELLS_MORE or height < 2:
            return each
        if y == 0 and self._top:
            return each.ending(UP, width)
        below = rows[self._top + height :] if y == height - 1 else ()
        return each.ending(DOWN, width) if any(row.pieces for row in below) else each

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        each = self._seen(self._rows, y)
        strip = self._strips.get((each, width))
        if strip is None:
            if len(self._strips) > KEPT:
                self._strips.clear()
            segments = [Segment(text, self._ink(style)) for text, style in each.pieces]
            strip = Strip(segments).adjust_cell_length(width, self._ink(each.fill))
            strip = self._strips[(each, width)] = self.finished(strip)
        return strip

    def finished(self, strip: Strip) -> Strip:
        """The strip in the colours the terminal can show."""
        filters = self.app.get_line_filters()
        if not filters:
            return strip
        if self._behind is None:
            self._behind = self.background_colors[1]
        segments = list(strip)
        for each in filters:
            segments = each.apply(segments, self._behind)
        return Strip(segments, strip.cell_length)

    def _ink(self, name: str) -> Style:
        ink = self._inks.get(name)
        if ink is None:
            if name:
                try:
                    styles = self.get_component_styles(f"lines--{name}")
                except KeyError:
                    return self._ink("")  # drawn once more while it is put up or taken down
                ink = self._ink("") + styles.partial_rich_style
            else:
                ink = self.rich_style
            self._inks[name] = ink
        return ink


UP, DOWN = "↑", "↓"
KEPT = 48
"""Drawn rows that are kept, so that what comes again soon need not be drawn again."""


def _runs(lines: Sequence[int], width: int) -> list[Region]:
    """Neighbouring lines as one region each."""
    runs: list[list[int]] = []
    for y in lines:
        if runs and y == runs[-1][1]:
            runs[-1][1] = y + 1
        else:
            runs.append([y, y + 1])
    return [Region(0, start, width, end - start) for start, end in runs]


def _at(rows: Sequence[Row], index: int) -> Row:
    return rows[index] if 0 <= index < len(rows) else EMPTY


class Page(Lines, can_focus=True):
    """Text to be read: scrolls by line and page, and tells when its end was seen."""

    BINDINGS = [
        Binding("up", "roll(-1)", "Lên", show=False, id="page.up"),
        Binding("down", "roll(1)", "Xuống", show=False, id="page.down"),
        Binding("pageup", "page(-1)", "Trang trước", show=False, id="page.pageup"),
        Binding("pagedown,space", "page(1)", "Trang sau", show=False, id="page.pagedown"),
        Binding("home", "edge(0)", "Đầu", show=False, id="page.home"),
        Binding("end", "edge(1)", "Cuối", show=False, id="page.end"),
    ]

    @dataclass
    class ReadToEnd(Message):
        """The last row has been on the screen."""

        page: Page

        @property
        def control(self) -> Page:
            return self.page

    @dataclass
    class Scrolled(Message):
        """Another part of the text is visible now."""

        page: Page

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._told = False

    def action_roll(self, rows: int) -> None:
        """Move the text by rows."""
        self.scroll_rows(self.top + rows)

    def action_page(self, pages: int) -> None:
        """Move the text by pages, keeping one row in view."""
        self.scroll_rows(self.top + pages * max(1, self.size.height - 1))

    def action_edge(self, end: int) -> None:
        """Go to the beginning or to the end."""
        self.scroll_rows(len(self.rows) if end else 0)

    def fresh(self) -> None:
        """Another text is shown from now on: back to its beginning."""
        self._told = False
        self._top = 0

    def show(self, rows: Sequence[Row]) -> None:
        super().show(rows)
        self.scrolled()

    def scrolled(self) -> None:
        if not self.is_attached or not self.rows or self.size.height == 0:
            return
        if self.at_end and not self._told:
            self._told = True
            self.post_message(self.ReadToEnd(self))
        self.post_message(self.Scrolled(self))

    def position(self) -> str:
        """Where one is in the text: "1-20/64" (lines), or nothing when all is visible."""
        if self.size.height >= len(self.rows):
            return ""
        last = min(len(self.rows), self.top + self.size.height)
        return f"{self.top + 1}-{last}/{len(self.rows)}"

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_roll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_roll(-3)
