"""Two columns to be matched, drawn as one widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message

from .lines import Lines
from .rows import EMPTY, Row, paragraph, row, wrap

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


class Matching(Lines, can_focus=True):
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
        self._cursor = 0
        self._spans: list[tuple[int, int]] = []

    def take(self, view: MatchingView) -> None:
        """Show another state; the pointer stays while the question stays."""
        if view.number != self._view.number:
            self._cursor, self._top = 0, 0
        self._view = view
        self.redraw()

    def build(self, width: int) -> Sequence[Row]:
        view = self._view
        text = max(20, min(width - 2, 100))
        rows = [EMPTY, *paragraph(view.stem, text, "strong", first=" ", rest=" ")]
        if view.rule:
            rows += paragraph(view.rule, text, "muted", first=" ", rest=" ")
        rows.append(EMPTY)
        self._spans = []
        letters = {key: LETTERS[at].upper() for at, (key, _) in enumerate(view.rights)}
        for at, (_, words) in enumerate(view.lefts):
            start = len(rows)
            given = letters.get(view.chosen[at] if at < len(view.chosen) else "", "")
            rows += self._left(at, words, given, text)
            self._spans.append((start, len(rows) - 1))
        rows.append(EMPTY)
        for key, words in view.rights:
            used = key in view.chosen
            lead = f"     {letters[key]}. "
            lines = wrap(words, text - len(lead))
            rows.append(row((lead, "muted" if used else "key"), (lines[0], "")))
            rows += [row((" " * len(lead) + line, "")) for line in lines[1:]]
        if view.note:
            rows += [EMPTY, row((f" {view.note}", "warn"))]
        return rows

    def _left(self, at: int, words: str, given: str, width: int) -> list[Row]:
        pointer = ">" if at == self._cursor else " "
        lead = f"{pointer} [{given or ' '}] {at + 1}. "
        style = "picked" if given else ""
        lines = wrap(words, width - len(lead))
        first = row((lead, style or "key"), (lines[0], style))
        return [first, *(row((" " * len(lead), ""), (line, style)) for line in lines[1:])]

    def action_step(self, steps: int) -> None:
        """Move the pointer over the left side."""
        self._cursor = max(0, min(len(self._view.lefts) - 1, self._cursor + steps))
        self.redraw()
        if self._spans:
            self.reveal(*self._spans[self._cursor])

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

    def action_roll(self, rows: int) -> None:
        """Scroll a question that is longer than the screen."""
        self.scroll_rows(self.top + rows)

    def on_click(self, event: events.Click) -> None:
        at = event.y + self.top
        for index, (first, last) in enumerate(self._spans):
            if first <= at <= last:
                self._cursor = index
                self.redraw()
                return
