"""Signing: choose a token, enter its PIN, sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult

from mock_office.model import TokenCard

from ...commands import Command
from ...sitting.office import Locked, SigningFailed
from ...sitting.sitting import NotSaved, TakenOver, TimeIsUp
from ...vntime import VIETNAM
from ...widgets.fields import LineField, VietnameseInPin
from ...widgets.label import Label
from ...widgets.picklist import Entry, PickList
from ...widgets.rows import Row, paragraph, row
from .step import DeskStep
from .words import draft_title

if TYPE_CHECKING:
    from .desk_screen import DeskScreen

SIGN = (
    Command("sign.choose", "enter", "choose", "Chọn, ký", "Chọn chứng thư, rồi nhập PIN và ký."),
    Command("sign.other", "tab", "focus_next_field", "Chuyển ô", "Giữa danh sách và ô PIN."),
)


class SignScreen(DeskStep):
    """Chooses the token and asks for the PIN; the signing runs in a worker thread."""

    CSS_PATH = "draft.tcss"
    COMMANDS_HERE = SIGN
    HELP_TEXT = (
        "# Ký số",
        "Xem kỹ chủ thể, cơ quan cấp và thời hạn của từng chứng thư rồi chọn bằng Enter. Mã PIN "
        "thử in trong đề bài (F7). Nhập sai ba lần liên tiếp thì thiết bị bị khóa.",
    )

    def __init__(self, home: DeskScreen, draft: str, *, seal: bool) -> None:
        super().__init__(home)
        self._key = draft
        self._seal = seal
        self._token = ""
        self._busy = False

    @property
    def heading(self) -> str:
        tr = self.ui.tr
        return tr("Ký số của cơ quan") if self._seal else tr("Ký số")

    def body(self) -> ComposeResult:
        tr = self.ui.tr
        yield Label(draft_title(self.desk.draft(self._key)))
        yield Label(tr("Chọn chứng thư chữ ký số:"), "title")
        yield PickList(self._entries(), id="cards")
        yield Label("", "strong", id="word")
        yield LineField(typing=self.ui.typing, purpose="pin", id="pin", max_length=16)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#pin", LineField).display = False
        self.query_one(PickList).focus()

    def _cards(self) -> tuple[TokenCard, ...]:
        return self.home.office.keys(self.part).cards()

    def _entries(self) -> list[Entry]:
        return [Entry(card.id, self._drawer(card)) for card in self._cards()]

    def _drawer(self, card: TokenCard) -> Callable[[int], Sequence[Row]]:
        left = self.desk.tries_left(card.id)
        state = f"còn {left} lần nhập PIN" if left else "ĐÃ KHÓA"
        picked = "(x)" if card.id == self._token else "( )"

        def draw(width: int) -> Sequence[Row]:
            dates = (
                f"Hiệu lực {card.valid_from.astimezone(VIETNAM):%d/%m/%Y} - "
                f"{card.valid_to.astimezone(VIETNAM):%d/%m/%Y}; {state}"
            )
            indent = "      "
            return [
                row((f"{picked} {card.label}", "strong")),
                *paragraph(f"Chủ thể: {card.subject}", width, first=indent, rest=indent),
                *paragraph(f"Cấp bởi: {card.issuer}", width, "muted", first=indent, rest=indent),
                *paragraph(dates, width, "muted", first=indent, rest=indent),
            ]

        return draw

    def _say(self, text: str, style: str = "warn") -> None:
        self.query_one("#word", Label).take(text, style)
        self.query_one("#word", Label).refresh(layout=True)

    @on(PickList.Chosen)
    def _chosen(self, event: PickList.Chosen) -> None:
        event.stop()
        self._token = event.entry
        self.query_one(PickList).take(self._entries())
        if self.desk.tries_left(self._token) <= 0:
            self._say("Thiết bị này đã bị khóa vì nhập sai PIN ba lần. Hãy chọn thiết bị khác.")
            return
        pin = self.query_one("#pin", LineField)
        pin.display = True
        self._say("Nhập mã PIN rồi bấm Enter để ký:", "strong")
        pin.focus()

    @on(VietnameseInPin)
    def _telex_in_pin(self) -> None:
        self._say("Bộ gõ tiếng Việt đang bật trên máy. Hãy tắt đi khi nhập PIN.")

    @on(LineField.Submitted)
    def _entered(self, event: LineField.Submitted) -> None:
        event.stop()
        pin, event.input.value = event.value, ""
        if pin and self._token and not self._busy:
            self._busy = True
            self._say("Đang ký...", "strong")
            self._sign(pin)

    @work(group="signing", exit_on_error=True)
    async def _sign(self, pin: str) -> None:
        office = self.home.office
        try:
            key = await office.unlock(self.part, self._token, pin)
            if key is None:
                self._wrong_pin()
                return
            sign = office.seal if self._seal else office.sign
            await sign(self.part, self._key, key)
        except Locked:
            self._say("Thiết bị này đã bị khóa. Hãy chọn thiết bị khác.")
            return
        except SigningFailed as error:
            self._say(str(error), "bad")
            return
        except (NotSaved, TakenOver, TimeIsUp):
            self.draw_bars()
            self._say("Chữ ký chưa được lưu. Xem dòng báo ở đầu màn hình.", "bad")
            return
        finally:
            self._busy = False
        self.dismiss(None)

    def _wrong_pin(self) -> None:
        left = self.desk.tries_left(self._token)
        self.query_one(PickList).take(self._entries())
        if left:
            self._say(f"Sai mã PIN. Còn {left} lần nhập; sai hết thì thiết bị bị khóa.", "bad")
        else:
            self._say("Sai mã PIN ba lần. Thiết bị đã bị khóa.", "bad")
            self.query_one("#pin", LineField).display = False
            self.query_one(PickList).focus()

    def action_choose(self) -> None:
        """Choose the certificate at the pointer."""
        self.query_one(PickList).action_choose()

    def action_focus_next_field(self) -> None:
        """Go between the list and the PIN."""
        self.focus_next()
