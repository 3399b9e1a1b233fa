"""A field whose value is picked from a list: units, people, files, folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message

from .label import Say
from .lines import Lines
from .rows import Row, wrap


class Picker(Lines, can_focus=True):
    """Shows what is picked; Enter or Space asks for the list."""

    DEFAULT_CSS = "Picker { height: auto; min-height: 1; }"
    BINDINGS = [Binding("enter,space", "ask", "Chọn", show=False, id="picker.ask")]

    @dataclass
    class Asked(Message):
        """The candidate wants to choose."""

        picker: Picker

        @property
        def control(self) -> Picker:
            return self.picker

    def __init__(self, empty: str | Say, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._empty = empty
        self._shown: tuple[str, ...] = ()
        self.picked: tuple[str, ...] = ()

    def take(self, picked: Sequence[str], shown: Sequence[str]) -> None:
        """Hold other ids, and the names to show for them."""
        taller = len(self._shown) != len(tuple(shown))
        self.picked, self._shown = tuple(picked), tuple(shown)
        self.redraw()
        if taller:
            self.refresh(layout=True)

    def build(self, width: int) -> Sequence[Row]:
        empty = self._empty if isinstance(self._empty, str) else self._empty()
        text = "; ".join(self._shown) or f"({empty})"
        lead = "> " if self.has_focus else "  "
        rows = [
            Row(((line, "" if self._shown else "muted"),))
            for line in wrap(text, max(10, width), first=lead, rest="  ")
        ]
        return [each.filled("cursor") for each in rows] if self.has_focus else rows

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.redraw()

    def on_click(self, _: events.Click) -> None:
        self.action_ask()

    def action_ask(self) -> None:
        """Ask for the list."""
        self.post_message(self.Asked(self))
