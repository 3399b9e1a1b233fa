"""Two columns to be matched, drawn as one widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from .choices import Choices
from .rows import EMPTY, Row, row, wrap

LETTERS = "abcdefgh"


@dataclass(frozen=True, slots=True)
class MatchingView:
    """Everything needed to draw one question about pairs.

    Args:
        number: Tells one question from the next: the pointer goes back to the top.
        lefts: (key, text) of the left column.
        rights: (key, text) of the right column, in the order shown.
        chosen: For each left, the key of the right that was given to it, or "".
    """

    number: int = 0
    stem: str = ""
    rule: str = ""
    lefts: tuple[tuple[str, str], ...] = ()
    rights: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()
    note: str = ""
    locked: bool = False


class Matching(Choices):
    """Gives letters to lines; reports each pair, records nothing."""

    BINDINGS = [
        Binding("up", "step(-1)", "Lên", show=False, id="matching.up"),
        Binding("down", "step(1)", "Xuống", show=False, id="matching.down"),
        Binding("left", "turn(-1)", "Vế trước", show=False, id="matching.left"),
        Binding("right,space", "turn(1)", "Vế sau", show=False, id="matching.right"),
        Binding("backspace,delete", "clear", "Bỏ", show=False, id="matching.clear"),
        Binding("pageup", "roll(-6)", "Cuộn lên", show=False, id="matching.pageup"),
        Binding("pagedown", "roll(6)", "Cuộn xuống", show=False, id="matching.pagedown"),
        *(
            Binding(f"{letter},{at + 1}", f"give({at})", show=False)
            for at, letter in enumerate(LETTERS)
        ),
    ]

    @dataclass
    class Matched(Message):
        """A right side was given to a left one; "" takes it away.

        Args:
            number: Of the question it was meant for.
        """

        left: str
        right: str
        number: int

    def __init__(self, *, id: str = "matching") -> None:  # noqa: A002
        super().__init__(id=id)
        self._view = MatchingView()

    def take(self, view: MatchingView) -> None:
        """Show another state; the pointer stays while the question stays."""
        if view.number != self._view.number:
            self.to_the_top()
        self._view = view
        self.redraw()

    def build(self, width: int) -> Sequence[Row]:
        view = self._view
        text = self.text_width(width)
        letters = {key: LETTERS[at].upper() for at, (key, _) in enumerate(view.rights)}
        rows = self.head(view.stem, view.rule, text)
        rows += self.lines_at(
            len(rows), (self._left(at, letters, text) for at in range(len(view.lefts)))
        )
        rows.append(EMPTY)
        for key, words in view.rights:
            used = key in view.chosen
            lead = f"     {letters[key]}. "
            lines = wrap(words, text - len(lead))
            rows.append(row((lead, "muted" if used else "key"), (lines[0], "")))
            rows += [row((" " * len(lead) + line, "")) for line in lines[1:]]
        return [*rows, *self.tail(view.note)]

    def _left(self, at: int, letters: Mapping[str, str], width: int) -> list[Row]:
        view = self._view
        given = letters.get(view.chosen[at] if at < len(view.chosen) else "", "")
        style = "picked" if given else ""
        return self.line(at, f"[{given or ' '}]", view.lefts[at][1], style, width)

    def action_step(self, steps: int) -> None:
        """Move the pointer over the left side."""
        self._cursor = max(0, min(len(self._view.lefts) - 1, self._cursor + steps))
        self.redraw()
        self.show_pointer()

    def action_give(self, at: int) -> None:
        """Give that letter to the line at the pointer and go to the next line."""
        view = self._view
        if at < len(view.rights) and view.lefts and not view.locked:
            left = view.lefts[self._cursor][0]
            self.action_step(1)
            self.post_message(self.Matched(left, view.rights[at][0], view.number))

    def action_turn(self, steps: int) -> None:
        """Give the line at the pointer the next or the previous letter."""
        view = self._view
        if not view.lefts or not view.rights or view.locked:
            return
        keys = [key for key, _ in view.rights]
        now = view.chosen[self._cursor] if self._cursor < len(view.chosen) else ""
        at = (keys.index(now) + steps) % len(keys) if now in keys else (0 if steps > 0 else -1)
        self.post_message(self.Matched(view.lefts[self._cursor][0], keys[at], view.number))

    def action_clear(self) -> None:
        """Take the letter away from the line at the pointer."""
        view = self._view
        if view.lefts and not view.locked:
            self.post_message(self.Matched(view.lefts[self._cursor][0], "", view.number))
