"""Returning a document or a draft, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from ...widgets.fields import TextField
from ...widgets.label import Label
from .form import FormScreen

if TYPE_CHECKING:
    from .desk_screen import DeskScreen


class ReturnDocumentScreen(FormScreen):
    """Returns an incoming document to the sender."""

    LEADS_TO = "document_returned"
    TITLE_TEXT = "Trả lại văn bản"
    QUESTION = "Trả lại văn bản này?"

    def __init__(self, home: DeskScreen, document: str) -> None:
        super().__init__(home)
        self._key = document

    def fields(self) -> ComposeResult:
        yield Label(partial(self.ui.tr, "Lý do trả lại"))
        yield TextField(typing=self.ui.typing, text=self._text(), id="reason", max_length=2000)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#reason").focus()

    def _text(self) -> str:
        return self.desk.document(self._key).return_reason

    @property
    def reason(self) -> str:
        """What was typed."""
        return self.query_one("#reason", TextField).text

    def summary(self) -> Sequence[str]:
        document = self.desk.document(self._key)
        reason = self.reason or self.ui.tr("(chưa ghi)")
        return (
            f"{document.symbol}: {document.excerpt}",
            self.ui.tr("Lý do: {reason}", reason=reason),
        )

    async def carry_out(self) -> bool:
        return await self.record_here("document_returned", document=self._key, reason=self.reason)


class ReturnDraftScreen(ReturnDocumentScreen):
    """Returns an outgoing draft to its drafter with remarks; half-typed remarks are kept."""

    LEADS_TO = ""  # the remarks are kept with the draft
    TITLE_TEXT = "Trả lại dự thảo để sửa"
    QUESTION = "Trả lại dự thảo này?"

    def _text(self) -> str:
        return self.desk.draft(self._key).remarks

    async def keep(self) -> None:
        if self.reason != self.desk.draft(self._key).remarks and not self._carried_out:
            await self.record_here("remarks_saved", draft=self._key, remarks=self.reason)

    def summary(self) -> Sequence[str]:
        draft = self.desk.draft(self._key)
        marked = [draft.lines[line].text.rstrip(" ;") for line in draft.marked_lines]
        tr = self.ui.tr
        return (
            tr("Dự thảo: {title}", title=draft.excerpt),
            tr("Các dòng đã đánh dấu lỗi: {lines}", lines="; ".join(marked) or tr("(không có)")),
            tr("Ý kiến: {remarks}", remarks=self.reason or tr("(chưa ghi)")),
        )

    async def carry_out(self) -> bool:
        return await self.record_here("draft_returned", draft=self._key, remarks=self.reason)
