"""Who sits: name, unit, candidate code."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen

from ..sitting.candidate import BadCandidate, Candidate, candidate
from ..ui import Ui
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.fields import LineField, Purpose
from ..widgets.label import Label

FIELDS: tuple[tuple[str, str, Purpose], ...] = (
    ("name", "Họ và tên", "text"),
    ("unit", "Đơn vị công tác", "text"),
    ("code", "Số báo danh (chữ không dấu, chữ số, gạch nối)", "code"),
)


class SignInScreen(Screen[None]):
    """Three fields; what is wrong is said above them and the cursor goes there."""

    CSS_PATH = "form.tcss"
    BINDINGS = [
        Binding("escape", "back", "Quay lại", show=False, id="sign_in.back"),
        Binding("f8", "go_on", "Tiếp tục", show=False, id="sign_in.go_on"),
    ]

    @dataclass
    class SignedIn(Message):
        """Somebody has said who he is."""

        who: Candidate

    def __init__(self, ui: Ui, *, trouble: str = "") -> None:
        super().__init__()
        self.ui = ui
        self._trouble = trouble

    def compose(self) -> ComposeResult:
        yield TopBar()
        with Vertical(classes="form"):
            for key, label, purpose in FIELDS:
                yield Label(self.ui.tr(label))
                yield LineField(typing=self.ui.typing, purpose=purpose, id=key, max_length=120)
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self._draw(self._trouble)
        self.query_one("#name", LineField).focus()

    def _draw(self, trouble: str = "") -> None:
        tr = self.ui.tr
        self.query_one(TopBar).take(
            TopValues(title=tr("Thí sinh dự thi"), clock=self.ui.badge(), trouble=trouble)
        )
        self.query_one(KeyBar).take(
            [
                ("Enter", tr("Ô kế tiếp")),
                ("Tab", tr("Chuyển ô")),
                ("F8", tr("Tiếp tục")),
                ("F9", tr("Bật/tắt gõ tiếng Việt")),
                ("Esc", tr("Quay lại")),
            ]
        )

    def say(self, trouble: str) -> None:
        """Show what is wrong."""
        self._draw(trouble)

    def on_input_method_toggled(self) -> None:
        self._draw()

    @on(LineField.Submitted)
    def _submitted(self, event: LineField.Submitted) -> None:
        event.stop()
        if event.input.id == FIELDS[-1][0]:
            self.action_go_on()
        else:
            self.focus_next()

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
