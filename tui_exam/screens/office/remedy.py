"""What is done about a mistake in an issued document: by which document, told to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from mock_office.desk import issue_choices
from mock_office.remedy_moves import KINDS_OF_DOCUMENT

from ...widgets.fields import TextField
from ...widgets.label import Label
from ...widgets.picker import Picker
from ..dialogs import Tick
from .form import FormScreen
from .words import draft_title, names

if TYPE_CHECKING:
    from .desk_screen import DeskScreen

TITLES = {
    "issued_corrected": "Đính chính văn bản đã phát hành",
    "issued_replaced": "Sửa đổi, thay thế văn bản đã phát hành",
    "issued_recalled": "Thu hồi văn bản đã phát hành",
}


class RemedyScreen(FormScreen):
    """Corrects, replaces or recalls a document that went out.

    Args:
        action: Which of the three, as the log calls it.
    """

    QUESTION = "Thực hiện như sau?"

    def __init__(self, home: DeskScreen, draft: str, action: str) -> None:
        super().__init__(home)
        self._key = draft
        self._action = self.LEADS_TO = action

    @property
    def heading(self) -> str:
        return f"{self.ui.tr(TITLES[self._action])}  {self.ui.badge()}"

    def fields(self) -> ComposeResult:
        tr = self.ui.tr
        yield Label(draft_title(self.desk.draft(self._key)))
        yield Label(tr("Bằng loại văn bản"))
        yield Picker(tr("chưa chọn; Enter để chọn"), id="document_kind")
        yield Label(tr("Nội dung (số, ký hiệu văn bản, chỗ sai, nội dung đúng)"))
        yield TextField(typing=self.ui.typing, id="text", max_length=2000)
        yield Label(tr("Gửi tới"))
        yield Picker(tr("chưa chọn; Enter để chọn"), id="recipients")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#document_kind").focus()

    def choices(self, picker: str) -> Sequence[Tick]:
        if picker == "document_kind":
            return [Tick(kind, kind) for kind in KINDS_OF_DOCUMENT]
        keys = issue_choices(self.desk)
        shown = names(self.desk.agency, tuple(keys))
        return [Tick(key, name) for key, name in zip(keys, shown, strict=True)]

    def single(self, picker: str) -> bool:
        return picker == "document_kind"

    def _picked(self, picker: str) -> tuple[str, ...]:
        return tuple(self.query_one(f"#{picker}", Picker).picked)

    @property
    def _text(self) -> str:
        return self.query_one("#text", TextField).text

    def problem(self) -> str:
        if not self._picked("document_kind"):
            return self.ui.tr("Chưa chọn loại văn bản.")
        if not self._picked("recipients"):
            return self.ui.tr("Chưa chọn nơi nhận.")
        return ""

    def summary(self) -> Sequence[str]:
        tr = self.ui.tr
        return (
            draft_title(self.desk.draft(self._key)),
            tr("Bằng: {kind}", kind=self._picked("document_kind")[0]),
            tr("Nội dung: {text}", text=self._text or tr("(không có)")),
            *(f"- {name}" for name in names(self.desk.agency, self._picked("recipients"))),
        )

    async def carry_out(self) -> bool:
        return await self.record_here(
            self._action,
            draft=self._key,
            document_kind=self._picked("document_kind")[0],
            text=self._text,
            recipients=list(self._picked("recipients")),
        )
