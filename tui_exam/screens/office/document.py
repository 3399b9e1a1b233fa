"""Reading an incoming document, and the ways to deal with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from mock_office.documents.workflow import Move, offered
from mock_office.model import IncomingDocument, IncomingState

from ...commands import DOCUMENT, Command, bindings
from ...widgets.lines import Page
from ...widgets.rows import EMPTY, Row, paragraph
from ..dialogs import Ask, Reading, text_rows
from .note import NoteScreen
from .return_form import ReturnDocumentScreen
from .step import DeskStep
from .words import day, names, register_lines

if TYPE_CHECKING:
    from .desk_screen import DeskScreen


class DocumentScreen(DeskStep):
    """One incoming document with its register fields."""

    BINDINGS = bindings(DOCUMENT)
    HELP_TEXT = (
        "# Văn bản đến",
        "Đọc hết văn bản rồi mới cho ý kiến. Các phím ở dòng cuối là những việc phần mềm cho "
        "phép; việc nào đúng thì theo quy chế trích trong đề bài (F7).",
    )

    def __init__(self, home: DeskScreen, document: str) -> None:
        super().__init__(home)
        self._key = document

    @property
    def document(self) -> IncomingDocument:
        """The document as it is now."""
        return self.desk.document(self._key)

    @property
    def heading(self) -> str:
        return self.ui.tr("Văn bản đến {symbol}", symbol=self.document.symbol)

    def body(self) -> ComposeResult:
        yield Reading(self._rows, id="reading")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Reading).focus()

    def refresh_view(self) -> None:
        super().refresh_view()
        if self.is_mounted:
            self.query_one(Reading).redraw()

    @on(Page.ReadToEnd)
    async def _read(self) -> None:
        if not self.document.read_whole:
            await self.record_here("document_read", document=self._key)

    def _rows(self, width: int) -> Sequence[Row]:
        document = self.document
        text = min(width - 2, 96)
        rows: list[Row] = []
        for line in register_lines(document):
            rows += paragraph(line, text, "muted", first=" ", rest="    ")
        if document.state is IncomingState.ROUTED:
            rows += [EMPTY, *self._routing_rows(text)]
        rows.append(EMPTY)
        for each in document.body:
            rows += [*paragraph(each, text, "", first=" ", rest=" "), EMPTY]
        for file in document.attachments:
            name = self.ui.tr("Tệp kèm theo: {name}", name=f"{file.name} {file.note}")
            rows += paragraph(name, text, "muted", first=" ")
        return rows

    def _routing_rows(self, width: int) -> list[Row]:
        routing, agency = self.document.routing, self.desk.agency
        tr = self.ui.tr

        def named(keys: tuple[str, ...]) -> str:
            return "; ".join(names(agency, keys)) or tr("(không có)")

        lines = (
            f"{tr('Bút phê')}: {routing.note}",
            f"{tr('Chủ trì')}: {named(routing.lead)}",
            f"{tr('Phối hợp')}: {named(routing.supporting)}",
            f"{tr('Xem để biết')}: {named(routing.for_information)}",
            f"{tr('Hạn xử lý')}: {day(routing.due)}",
        )
        return [r for line in lines for r in paragraph(line, width, "good", first=" ", rest="    ")]

    # -- moves -------------------------------------------------------------------------

    def _moves(self) -> dict[str, Move]:
        return {move.kind: move for move in offered(self.desk, self.document)}

    def commands_here(self) -> Sequence[Command]:
        moves = self._moves()
        return [replace(c, label=moves[c.action].label) for c in DOCUMENT if c.action in moves]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action.startswith("document_"):
            return action in self._moves()
        return True

    def action_document_routed(self) -> None:
        """Write the directive note and route the document."""
        self.app.push_screen(NoteScreen(self.home, self._key), self._back_home)

    def action_document_returned(self) -> None:
        """Return the document with a reason."""
        self.app.push_screen(ReturnDocumentScreen(self.home, self._key), self._back_home)

    def action_document_secured(self) -> None:
        """Stop and report a classified document."""
        self._sure("document_secured", "Dừng xử lý và báo đây là văn bản mật?")

    def action_document_closed(self) -> None:
        """Close the document."""
        self._sure("document_closed", "Kết thúc xử lý văn bản này?")

    def _sure(self, kind: str, question: str) -> None:
        async def answered(yes: bool | None) -> None:
            if yes and await self.record_here(kind, document=self._key):
                self.dismiss(None)
            elif yes:
                self.close_when_saved()

        tr = self.ui.tr
        self.app.push_screen(
            Ask(tr(question), text_rows(self.document.excerpt), yes=tr("Có"), no=tr("Không")),
            answered,
        )

    def _back_home(self, _: None) -> None:
        self.refresh_view()
