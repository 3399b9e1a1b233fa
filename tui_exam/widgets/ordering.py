"""Steps to be put into order, drawn as one widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual.binding import Binding
from textual.message import Message

from .choices import Choices
from .rows import Row


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


class Ordering(Choices):
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
        self._lifted = False

    def take(self, view: OrderingView) -> None:
        """Show another state; pointer and lifted step stay while the question stays."""
        if view.number != self._view.number:
            self._lifted = False
            self.to_the_top()
        self._view = view
        self._lifted = self._lifted and not view.locked
        self.redraw()
        self.show_pointer()

    @property
    def lifted(self) -> bool:
        """Whether a step is being carried."""
        return self._lifted

    def build(self, width: int) -> Sequence[Row]:
        view = self._view
        text = self.text_width(width)
        rows = self.head(view.stem, view.rule, text)
        rows += self.lines_at(len(rows), (self._step(at, text) for at in range(len(view.steps))))
        return [*rows, *self.tail(view.note)]

    def _step(self, at: int, width: int) -> list[Row]:
        carried = at == self._cursor and self._lifted
        mark, style = ("[^v]", "picked") if carried else ("    ", "")
        return self.line(at, mark, self._view.steps[at][1], style, width)

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
        self.show_pointer()

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

    def clicked(self, at: int) -> None:
        """Lift that step, or put it down."""
        self._cursor = at
        self.action_lift()
