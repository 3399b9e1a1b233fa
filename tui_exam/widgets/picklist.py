"""A list to choose from: letters, documents, certificates, units, files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message

from .lines import Lines
from .rows import EMPTY, Row

Draw = Callable[[int], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: an id and its rows for a given width."""

    id: str
    draw: Draw


class PickList(Lines, can_focus=True):
    """Entries with a cursor. Moving and choosing post messages; nothing is decided here."""

    TELLS_MORE = True

    BINDINGS = [
        Binding("up", "step(-1)", "Lên", show=False, id="list.up"),
        Binding("down", "step(1)", "Xuống", show=False, id="list.down"),
        Binding("pageup", "step(-8)", "Trang trước", show=False, id="list.pageup"),
        Binding("pagedown", "step(8)", "Trang sau", show=False, id="list.pagedown"),
        Binding("home", "edge(0)", "Đầu", show=False, id="list.home"),
        Binding("end", "edge(1)", "Cuối", show=False, id="list.end"),
        Binding("enter", "choose", "Mở", show=False, id="list.choose"),
        Binding("space", "mark", "Đánh dấu", show=False, id="list.mark"),
        *(Binding(str(n), f"number({n})", show=False) for n in range(1, 10)),
    ]

    @dataclass
    class _About(Message):
        picklist: PickList
        entry: str

        @property
        def control(self) -> PickList:
            return self.picklist

    @dataclass
    class Moved(_About):
        """The cursor stands on another entry."""

    @dataclass
    class Chosen(_About):
        """Enter, or the entry's number, was pressed on it."""

    @dataclass
    class Marked(_About):
        """Space was pressed on it."""

    def __init__(
        self,
        entries: Sequence[Entry] = (),
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._entries = tuple(entries)
        self._empty = empty
        self._cursor = 0
        self._spans: list[tuple[int, int]] = []
        self.lit = False
        """Whether the cursor is drawn although the keys go to another widget."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries shown."""
        return self._entries

    @property
    def current(self) -> str:
        """Id of the entry under the cursor; empty when there is none."""
        return self._entries[self._cursor].id if self._entries else ""

    def take(self, entries: Sequence[Entry], current: str | None = None) -> None:
        """Show other entries; the cursor stays on the same id where it can."""
        wanted = current if current is not None else self.current
        self._entries = tuple(entries)
        ids = [entry.id for entry in entries]
        self._cursor = ids.index(wanted) if wanted in ids else min(self._cursor, len(ids) - 1)
        self._cursor = max(0, self._cursor)
        self.redraw()

    def build(self, width: int) -> list[Row]:
        rows: list[Row] = []
        self._spans = []
        if not self._entries and self._empty:
            return [Row(((f"  {self._empty}", "muted"),))]
        for at, entry in enumerate(self._entries):
            here = at == self._cursor
            drawn = list(entry.draw(width - 2))
            self._spans.append((len(rows), len(rows) + len(drawn) - 1))
            for number, each in enumerate(drawn):
                lead = "> " if here and number == 0 else "  "
                marked = Row(((lead, ""), *each.pieces), each.fill)
                rows.append(marked.filled("cursor") if here and self._shows_cursor else marked)
            if self.airy:
                rows.append(EMPTY)
        return rows

    @property
    def _shows_cursor(self) -> bool:
        return self.has_focus or self.lit

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.redraw()

    def go(self, index: int) -> None:
        """Put the cursor on that entry, as far as there is one."""
        if not self._entries:
            return
        index = max(0, min(len(self._entries) - 1, index))
        if index != self._cursor:
            self._cursor = index
            self.redraw()
            self.post_message(self.Moved(self, self.current))
        if self._spans:
            self.reveal(*self._spans[self._cursor])

    def action_step(self, steps: int) -> None:
        """Move the cursor by entries."""
        self.go(self._cursor + steps)

    def action_edge(self, end: int) -> None:
        """Go to the first or the last entry."""
        self.go(len(self._entries) - 1 if end else 0)

    def action_choose(self) -> None:
        """Choose the entry under the cursor."""
        if self._entries:
            self.post_message(self.Chosen(self, self.current))

    def action_mark(self) -> None:
        """Mark or unmark the entry under the cursor."""
        if self._entries:
            self.post_message(self.Marked(self, self.current))

    def action_number(self, number: int) -> None:
        """Choose an entry by its number."""
        if number <= len(self._entries):
            self.go(number - 1)
            self.action_choose()

    def on_click(self, event: events.Click) -> None:
        row = event.y + self.top
        for at, (first, last) in enumerate(self._spans):
            if first <= row <= last:
                again = at == self._cursor
                self.go(at)
                if again:
                    self.action_choose()
                return
