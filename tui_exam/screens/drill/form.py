"""Forms of drilling: what to drill, and the goal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from ...commands import bindings
from ...drill.deck import PRACTICE, Deck
from ...drill.plan import Wishes
from ...drill.words import KIND_NAMES, topic_name
from ...exam.items import LEVEL_NAMES, Level
from ...texts import msg
from ...ui import Ui
from ...widgets.fields import FormField, LineField
from ...widgets.label import Label
from ...widgets.picker import Picker
from ..dialogs import TICK_KEYS, Tick, TickMany
from ..office.dates import parse_day
from .base import DrillBase
from .keys import FORM


class DrillForm(DrillBase):
    """Base of the forms: fields, pickers, F8."""

    CSS_PATH = "../form.tcss"
    BINDINGS = bindings(FORM)
    COMMANDS_HERE = FORM
    HELP_TEXT = (
        "# Điền biểu mẫu",
        "Tab sang ô kế tiếp. Ở ô chọn, Enter mở danh sách, phím Cách đánh dấu, Enter khi xong. "
        "F8 giữ những gì đã chọn; Esc quay lại, không đổi gì.",
    )

    def fields(self) -> ComposeResult:
        """The labelled fields."""
        yield from ()

    def body(self) -> ComposeResult:
        with Vertical(classes="form"):
            yield from self.fields()

    def on_mount(self) -> None:
        self.draw_bars()
        self.query("LineField, Picker").first().focus()

    def choices(self, picker: str) -> Sequence[Tick]:
        """What can be picked in that picker."""
        return ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "pick" or bool(self.query(Picker))

    @on(Picker.Asked)
    def _ask(self, event: Picker.Asked) -> None:
        event.stop()
        field = event.picker
        ticks = self.choices(field.id or "")
        names = {tick.id: tick.text for tick in ticks}

        def picked(chosen: tuple[str, ...] | None) -> None:
            if chosen is not None:
                field.take(chosen, [names[key] for key in chosen])

        ask = TickMany(self.ui.tr("Chọn"), ticks, field.picked, keys=TICK_KEYS)
        self.app.push_screen(ask, picked)

    def action_focus_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_pick(self) -> None:
        """Open the list of the field one is in."""
        if isinstance(self.focused, Picker):
            self.focused.action_ask()

    def number(self, field: str, least: int, most: int) -> int | None:
        """The number in a field, or the usual one; None when it is not in these limits."""
        line = self.query_one(f"#{field}", LineField)
        text = line.value.strip() or str(line.placeholder)
        good = text.isdecimal() and text.isascii() and len(text) < 6
        return int(text) if good and least <= int(text) <= most else None

    def complain(self, field: str, trouble: str, **values: object) -> None:
        """Say what is wrong, in the learner's language, and go there."""
        self.trouble = self.ui.tr(trouble, **values)
        self.draw_bars()
        self.query_one(f"#{field}").focus()

    def action_done(self) -> None:
        """Keep what was chosen."""


def _number_field(name: str, usual: int) -> FormField:
    """A field for a number; left empty it stands for the usual one."""
    return FormField(placeholder=str(usual), purpose="code", id=name, max_length=3)


class WishesScreen(DrillForm):
    """What to drill: minutes or number, topics, levels, kinds."""

    def __init__(self, ui: Ui, deck: Deck, minutes: int) -> None:
        super().__init__(ui)
        self._deck = deck
        self._minutes = minutes
        self.wishes: Wishes | None = None

    @property
    def heading(self) -> str:
        return self.ui.tr("Chọn nội dung lượt ôn")

    def fields(self) -> ComposeResult:
        tr, everything = self.ui.tr, partial(self.ui.tr, "tất cả; Enter để chọn")
        yield Label(partial(tr, "Số phút (0: không giới hạn)"))
        yield _number_field("minutes", self._minutes)
        yield Label(partial(tr, "Số câu (0: theo số phút)"))
        yield _number_field("number", 0)
        yield Label(partial(tr, "Các chủ đề"))
        yield Picker(everything, id="topics")
        yield Label(partial(tr, "Mức độ"))
        yield Picker(everything, id="levels")
        yield Label(partial(tr, "Dạng câu"))
        yield Picker(everything, id="kinds")

    def choices(self, picker: str) -> Sequence[Tick]:
        tr, faces = self.ui.tr, self._deck.faces.values()
        match picker:
            case "topics":
                topics = sorted(
                    {face.topic for face in faces}, key=lambda t: (t.startswith(PRACTICE), t)
                )
                return [Tick(topic, topic_name(self._deck, topic, tr)) for topic in topics]
            case "levels":
                return [Tick(level.value, tr(LEVEL_NAMES[level])) for level in Level]
            case _:
                kinds = {face.kind for face in faces}
                return [Tick(kind, tr(KIND_NAMES[kind])) for kind in KIND_NAMES if kind in kinds]

    def _picked(self, field: str) -> frozenset[str]:
        return frozenset(self.query_one(f"#{field}", Picker).picked)

    def action_done(self) -> None:
        """Begin a drill of what was chosen."""
        minutes, number = self.number("minutes", 0, 240), self.number("number", 0, 500)
        if minutes is None:
            self.complain("minutes", msg("Số phút phải là số từ 0 đến 240."))
        elif number is None:
            self.complain("number", msg("Số câu phải là số từ 0 đến 500."))
        elif not minutes and not number:
            self.complain("minutes", msg("Hãy đặt số phút hoặc số câu."))
        else:
            self.wishes = Wishes(
                minutes=minutes,
                number=number,
                topics=self._picked("topics"),
                levels=frozenset(Level(level) for level in self._picked("levels")),
                kinds=self._picked("kinds"),
            )
            self.dismiss(None)


class GoalScreen(DrillForm):
    """The day of the exam and the minutes a day."""

    def __init__(self, ui: Ui, day: date | None, minutes: int, today: date) -> None:
        super().__init__(ui)
        self._day, self._minutes, self._today = day, minutes, today
        self.goal: tuple[date | None, int] | None = None

    @property
    def heading(self) -> str:
        return self.ui.tr("Ngày thi và số phút mỗi ngày")

    def fields(self) -> ComposeResult:
        tr = self.ui.tr
        yield Label(partial(tr, "Ngày thi (ngày/tháng/năm; để trống nếu chưa biết)"))
        day = f"{self._day:%d/%m/%Y}" if self._day else ""
        yield FormField(day, purpose="code", id="day", max_length=10)
        yield Label(partial(tr, "Số phút muốn ôn mỗi ngày"))
        yield _number_field("minutes", self._minutes)

    def action_done(self) -> None:
        """Keep the goal."""
        typed = self.query_one("#day", LineField).value.strip()
        day = parse_day(typed, self._today) if typed else None
        minutes = self.number("minutes", 1, 240)
        if typed and day is None:
            words = msg("Không đọc được ngày «{typed}». Hãy ghi theo dạng 26/11/2026.")
            self.complain("day", words, typed=typed)
        elif day is not None and day < self._today:
            self.complain("day", msg("Ngày thi phải từ hôm nay trở đi."))
        elif minutes is None:
            self.complain("minutes", msg("Số phút phải là số từ 1 đến 240."))
        else:
            self.goal = (day, minutes)
            self.dismiss(None)
