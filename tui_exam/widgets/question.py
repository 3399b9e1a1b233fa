"""One question with its options, drawn as one widget; and the map of all questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from textual.binding import Binding
from textual.message import Message

from .choices import Choices
from .lines import Lines
from .rows import EMPTY, Row, row

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


class QuestionPane(Choices):
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

    def take(self, view: QuestionView) -> None:
        """Show another state; the cursor stays while the question stays."""
        if view.number != self._view.number:
            self.to_the_top()
        self._view = view
        self.redraw()

    def build(self, width: int) -> Sequence[Row]:
        view = self._view
        text = self.text_width(width)
        rows = self.head(view.stem, view.rule, text)
        options = (self._option(at, option, text) for at, option in enumerate(view.options))
        rows += self.lines_at(len(rows), options)
        return [*rows, *self.tail(view.note)]

    def _option(self, at: int, option: OptionView, width: int) -> list[Row]:
        mark = (
            ("[x]" if option.picked else "[ ]")
            if self._view.several
            else ("(x)" if option.picked else "( )")
        )
        return self.line(at, mark, option.text, "picked" if option.picked else "", width)

    def action_step(self, steps: int) -> None:
        """Move the pointer over the options."""
        last = len(self._view.options) - 1
        before, self._cursor = self._cursor, max(0, min(last, self._cursor + steps))
        self.redraw()
        if self._cursor != before:
            self.post_message(self.Moved())
        self.show_pointer()

    def action_pick(self, at: int) -> None:
        """Tick the option with that number, taking the pointer there."""
        if at < len(self._view.options) and not self._view.locked:
            self._cursor = at  # drawn together with the tick, once that is saved
            self.post_message(self.Picked(self._view.options[at].key, self._view.number))

    def action_choose(self) -> None:
        """Tick the option at the pointer."""
        self.action_pick(self._cursor)

    def clicked(self, at: int) -> None:
        """Tick that option."""
        self.action_pick(at)


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
