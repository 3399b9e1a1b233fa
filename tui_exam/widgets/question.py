"""One question with its options, drawn as one widget; and the map of all questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from textual import events
from textual.binding import Binding
from textual.message import Message

from .lines import Lines
from .rows import EMPTY, Row, paragraph, row, wrap

LETTERS = "abcdef"


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option as shown: its key in the bank, its text, ticked or not."""

    key: str
    text: str
    picked: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Everything needed to draw one question."""

    number: int = 0
    of: int = 0
    stem: str = ""
    several: bool = False
    rule: str = ""  # how it is marked, shown when several may be chosen
    options: tuple[OptionView, ...] = ()
    flagged: bool = False
    note: str = ""  # a word to the candidate, e.g. too many ticks
    locked: bool = False


class QuestionPane(Lines, can_focus=True):
    """Draws a question and reports which option was picked; it never records one."""

    BINDINGS = [
        Binding("up", "step(-1)", "Lên", show=False, id="question.up"),
        Binding("down", "step(1)", "Xuống", show=False, id="question.down"),
        Binding("space,enter", "choose", "Chọn", show=False, id="question.choose"),
        Binding("pageup", "roll(-6)", "Cuộn lên", show=False, id="question.pageup"),
        Binding("pagedown", "roll(6)", "Cuộn xuống", show=False, id="question.pagedown"),
        *(
            Binding(f"{at + 1},{letter}", f"pick({at})", show=False)
            for at, letter in enumerate(LETTERS)
        ),
    ]

    @dataclass
    class Picked(Message):
        """The candidate ticked or unticked an option of the question with that number."""

        key: str
        number: int

    class Moved(Message):
        """The pointer stands at another option."""

    def __init__(self) -> None:
        super().__init__(id="question")
        self._view = QuestionView()
        self._cursor = 0
        self._spans: list[tuple[int, int]] = []

    def take(self, view: QuestionView) -> None:
        """Show another state; the cursor stays while the question stays."""
        if view.number != self._view.number:
            self._cursor = 0
            self._top = 0
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
        for at, option in enumerate(view.options):
            start = len(rows)
            if at and self.airy:
                rows.append(EMPTY)
                start += 1
            rows += self._option(at, option, text)
            self._spans.append((start, len(rows) - 1))
        if view.note:
            rows += [EMPTY, row((f" {view.note}", "warn"))]
        return rows

    def _option(self, at: int, option: OptionView, width: int) -> list[Row]:
        mark = (
            ("[x]" if option.picked else "[ ]")
            if self._view.several
            else ("(x)" if option.picked else "( )")
        )
        pointer = ">" if at == self._cursor else " "
        lead = f"{pointer} {mark} {at + 1}. "
        style = "picked" if option.picked else ""
        lines = wrap(option.text, width - len(lead))
        first = row((lead, style or "key"), (lines[0], style))
        return [first, *(row((" " * len(lead), ""), (line, style)) for line in lines[1:])]

    def action_step(self, steps: int) -> None:
        """Move the pointer over the options."""
        last = len(self._view.options) - 1
        before, self._cursor = self._cursor, max(0, min(last, self._cursor + steps))
        self.redraw()
        if self._cursor != before:
            self.post_message(self.Moved())
        if self._spans:
            self.reveal(*self._spans[self._cursor])

    def action_roll(self, rows: int) -> None:
        """Scroll a question that is longer than the screen."""
        self.scroll_rows(self.top + rows)

    def action_pick(self, at: int) -> None:
        """Tick the option with that number, taking the pointer there."""
        if at < len(self._view.options) and not self._view.locked:
            self._cursor = at  # drawn together with the tick, once that is saved
            self.post_message(self.Picked(self._view.options[at].key, self._view.number))

    def action_choose(self) -> None:
        """Tick the option at the pointer."""
        self.action_pick(self._cursor)

    def on_click(self, event: events.Click) -> None:
        at = event.y + self.top
        for index, (first, last) in enumerate(self._spans):
            if first <= at <= last:
                self.action_pick(index)
                return


@dataclass(frozen=True, slots=True)
class MapView:
    """The state of each question: "x" answered, "." empty, "!" flagged, "#" both."""

    marks: str = ""
    current: int = 0
    title: str = ""
    legend: tuple[str, ...] = field(default_factory=tuple)


class QuestionMap(Lines):
    """All questions at a glance: answered, empty, flagged, and where one is."""

    def __init__(self) -> None:
        super().__init__(id="map")
        self._view = MapView()

    def take(self, view: MapView) -> None:
        """Show another state."""
        self._view = view
        self.redraw()

    def build(self, width: int) -> Sequence[Row]:
        view = self._view
        if width < 60:
            per = max(1, width // 5)
            rows = [row((view.title, "title")), EMPTY, *self._grid(per)]
            return [*rows, EMPTY, *(row((each, "muted")) for each in view.legend)]
        return self._grid(max(1, width // 5))

    def _grid(self, per: int) -> list[Row]:
        marks = self._view.marks
        rows = []
        for start in range(0, len(marks), per):
            pieces = []
            for at in range(start, min(start + per, len(marks))):
                here = at == self._view.current
                cell = f"[{at + 1}{marks[at]}]" if here else f" {at + 1}{marks[at]} "
                style = (
                    "strong"
                    if here
                    else "warn"
                    if marks[at] in "!#"
                    else ("muted" if marks[at] == "." else "")
                )
                pieces.append((f"{cell:>5}", style))
            rows.append(Row(tuple(pieces)))
        return rows
