"""Who sits: name, unit, candidate code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from ..commands import HELP, MENU, SIGN_IN, TYPING, bindings
from ..sitting.candidate import BadCandidate, Candidate, candidate
from ..ui import Ui
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.fields import FormField, LineField, Purpose
from ..widgets.label import Label
from .place import Place

FIELDS: tuple[tuple[str, str, Purpose], ...] = (
    ("name", "Họ và tên", "text"),
    ("unit", "Đơn vị công tác", "text"),
    ("code", "Số báo danh (chữ không dấu, chữ số, gạch nối)", "code"),
)


class SignInScreen(Place[None]):
    """Three fields; what is wrong is said above them and the cursor goes there."""

    CSS_PATH = "form.tcss"
    BINDINGS = bindings(SIGN_IN)
    COMMANDS_HERE = SIGN_IN
    HEADING = "Thí sinh dự thi"
    HELP_TEXT = (
        "# Thí sinh dự thi",
        "Gõ họ tên, đơn vị, số báo danh; Enter hoặc Tab sang ô kế tiếp. Số báo danh gồm chữ "
        "không dấu, chữ số, gạch nối. Gõ đúng số báo danh cũ thì bài đang làm dở được mở lại.",
    )

    @dataclass
    class SignedIn(Message):
        """Somebody has said who he is."""

        who: Candidate

    def __init__(self, ui: Ui, *, trouble: str = "") -> None:
        super().__init__(ui)
        self._trouble = trouble

    def compose(self) -> ComposeResult:
        yield TopBar()
        with Vertical(classes="form"):
            for key, label, purpose in FIELDS:
                yield Label(partial(self.ui.tr, label))
                field = LineField if key == FIELDS[-1][0] else FormField
                yield field(typing=self.ui.typing, purpose=purpose, id=key, max_length=120)
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self._draw(self._trouble)
        self.query_one("#name", LineField).focus()

    def _draw(self, trouble: str = "") -> None:
        tr, self._trouble = self.ui.tr, trouble
        self.query_one(TopBar).take(
            TopValues(title=tr(self.HEADING), clock=self.ui.badge(), trouble=tr(trouble))
        )
        self.query_one(KeyBar).take(
            [
                ("Enter", tr("Ô kế tiếp")),
                ("Tab", tr("Chuyển ô")),
                *self.key_pairs(SIGN_IN[:1]),
                *self.key_pairs((TYPING,)),
                *self.key_pairs((SIGN_IN[1], HELP, MENU)),
            ]
        )

    def say(self, trouble: str) -> None:
        """Show what is wrong."""
        self._draw(trouble)

    def relabel(self) -> None:
        self._draw(self._trouble)

    def on_input_method_toggled(self) -> None:
        self.relabel()

    @on(LineField.Submitted)
    def _submitted(self, event: LineField.Submitted) -> None:
        event.stop()
        self.action_go_on()

    def action_go_on(self) -> None:
        """Check the three fields and go on."""
        values = {key: self.query_one(f"#{key}", LineField).value for key, _, _ in FIELDS}
        try:
            who = candidate(values["code"], values["name"], values["unit"])
        except BadCandidate as error:
            self._draw(str(error))
            self.query_one(f"#{error.field}", LineField).focus()
            return
        self._draw()
        self.post_message(self.SignedIn(who))

    def action_back(self) -> None:
        """Back to the home screen."""
        self.dismiss(None)
