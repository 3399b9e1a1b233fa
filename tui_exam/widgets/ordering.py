"""Steps to be put into order, drawn as one widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual import events
from textual.binding import Binding
from textual.message import Message

from .lines import Lines
from .rows import EMPTY, Row, paragraph, row, wrap


@dataclass(frozen=True, slots=True)
class OrderingView:
    """Everything needed to draw one question about an order.

    Args:
        number: Tells one question from the next: the pointer goes back to the top.
        steps: (key, text) in the order that the candidate has made so far.
        locked: Nothing may be moved any more.
    """

    number: int = 0
    stem: str = ""
    rule: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    note: str = ""
    locked: bool = False


class Ordering(Lines, can_focus=True):
    """Lifts a step and carries it up or down; reports the new order, records nothing."""

    BINDINGS = [
        Binding("up", "step(-1)", "Lên", show=False, id="ordering.up"),
        Binding("down", "step(1)", "Xuống", show=False, id="ordering.down"),
        Binding("space,enter", "lift", "Nhấc, đặt", show=False, id="ordering.lift"),
        Binding("pageup", "roll(-6)", "Cuộn lên", show=False, id="ordering.pageup"),
        Binding("pagedown", "roll(6)", "Cuộn xuống", show=False, id="ordering.pagedown"),
        *(Binding(str(place), f"put({place})", show=False) for place in range(1, 9)),
    ]

    @dataclass
    class Ordered(Message):
        """The steps of the question with that number stand in another order now."""

        keys: tuple[str, ...]
        number: int

    def __init__(self, *, id: str = "ordering") -> None:  # noqa: A002
        super().__init__(id=id)
        self._view = OrderingView()
        self._cursor = 0
        self._lifted = False
        self._spans: list[tuple[int, int]] = []

    def take(self, view: OrderingView) -> None:
        """Show another state; pointer and lifted step stay while the question stays."""
        if view.number != self._view.number:
            self._cursor, self._top, self._lifted = 0, 0, False
        self._view = view
        self._lifted = self._lifted and not view.locked
        self.redraw()
        if self._spans:
            self.reveal(*self._spans[min(self._cursor, len(self._spans) - 1)])

    @property
    def lifted(self) -> bool:
        """Whether a step is being carried."""
        return self._lifted

    def build(self, width: int) -> Sequence[Row]:
        view = self._view
        text = max(20, min(width - 2, 100))
        rows = [EMPTY, *paragraph(view.stem, text, "strong", first=" ", rest=" ")]
        if view.rule:
            rows += paragraph(view.rule, text, "muted", first=" ", rest=" ")
        rows.append(EMPTY)
        self._spans = []
        for at, (_, words) in enumerate(view.steps):
            start = len(rows)
            rows += self._step(at, words, text)
            self._spans.append((start, len(rows) - 1))
        if view.note:
            rows += [EMPTY, row((f" {view.note}", "warn"))]
        return rows

    def _step(self, at: int, words: str, width: int) -> list[Row]:
        here = at == self._cursor
        carried = here and self._lifted
        lead = f"{'>' if here else ' '} {'[^v]' if carried else '    '} {at + 1}. "
        style = "picked" if carried else ""
        lines = wrap(words, width - len(lead))
        first = row((lead, style or "key"), (lines[0], style))
        return [first, *(row((" " * len(lead), ""), (line, style)) for line in lines[1:])]

    def action_step(self, steps: int) -> None:
        """Move the pointer, or the step that is lifted."""
        to = max(0, min(len(self._view.steps) - 1, self._cursor + steps))
        if to == self._cursor:
            return
        if self._lifted:
            self._carry(to)
            return
        self._cursor = to
        self.redraw()
        self.reveal(*self._spans[to])

    def action_lift(self) -> None:
        """Lift the step at the pointer, or put it down."""
        if self._view.steps and not self._view.locked:
            self._lifted = not self._lifted
            self.redraw()

    def action_put(self, place: int) -> None:
        """Put the step at the pointer in that place."""
        if place <= len(self._view.steps) and not self._view.locked:
            self._carry(place - 1)

    def _carry(self, to: int) -> None:
        steps = list(self._view.steps)
        steps.insert(to, steps.pop(self._cursor))
        self._cursor = to
        # Held for a key that follows at once; drawn only when it is taken back, saved.
        self._view = replace(self._view, steps=tuple(steps))
        self.post_message(self.Ordered(tuple(key for key, _ in steps), self._view.number))

    def action_roll(self, rows: int) -> None:
        """Scroll a question that is longer than the screen."""
        self.scroll_rows(self.top + rows)

    def on_click(self, event: events.Click) -> None:
        at = event.y + self.top
        for index, (first, last) in enumerate(self._spans):
            if first <= at <= last:
                self._cursor = index
                self.action_lift()
                return
