"""Reading an incoming document, and the ways to deal with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult

from mock_office.copies import Copy
from mock_office.documents.incoming import IncomingDocument, IncomingState
from mock_office.documents.workflow import Move, offered

from ...commands import DOCUMENT, Command, bindings
from ...sitting.sitting import NotSaved, TakenOver, TimeIsUp
from ...store.protocol import StoreError
from ...widgets.lines import Page
from ...widgets.rows import EMPTY, Row, paragraph
from ..dialogs import Ask, Reading, text_rows
from .copies import CopyScreen, SendCopyScreen, choose_copy
from .note import NoteScreen
from .page_view import PageViewScreen
from .return_form import ReturnDocumentScreen
from .sign import SignScreen
from .step import DeskStep
from .verdict_lines import verdict_rows
from .words import copy_title, day, names, register_lines

if TYPE_CHECKING:
    from mock_office.signing.verdict import Verdict

    from .desk_screen import DeskScreen


class DocumentScreen(DeskStep):
    """One incoming document with its register fields."""

    BINDINGS = bindings(DOCUMENT)
    HELP_TEXT = (
        "# Văn bản đến",
        "Đọc hết văn bản rồi mới cho ý kiến. Các phím ở dòng cuối là những việc phần mềm cho "
        "phép; việc nào đúng thì theo quy chế trích trong đề bài (F7).",
        "Trong vai văn thư: phím a sao văn bản sang định dạng điện tử, i ký số của cơ quan lên bản "
        "sao, p gửi bản sao, w xem hình trang bản sao.",
    )

    def __init__(self, home: DeskScreen, document: str) -> None:
        super().__init__(home)
        self._key = document
        self._verdicts: dict[str, Verdict] = {}  # of copies, by digest

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
        if any(copy.pdf for copy in self.document.copies):
            self._check_copies()

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
        for line in register_lines(document, self.ui.tr):
            rows += paragraph(line, text, "muted", first=" ", rest="    ")
        if document.state is IncomingState.ROUTED:
            rows += [EMPTY, *self._routing_rows(text)]
        if document.copies:
            rows += [EMPTY, *self._copy_rows(text)]
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

    def _copy_rows(self, width: int) -> list[Row]:
        """Every copy made, whether it is signed and sent, and what checking says of it."""
        tr, out = self.ui.tr, []
        for copy in self.document.copies:
            title = copy_title(self.desk.agency, self.document, copy)
            state = tr("đã ký số") if copy.sealed_with else tr("chưa ký số")
            line = tr("Bản sao: {title} ({state})", title=title, state=state)
            out += paragraph(line, width, "good", first=" ", rest="    ")
            if copy.pdf in self._verdicts:
                out += verdict_rows(self._verdicts[copy.pdf], width, tr.language)
            if copy.issued_to:
                sent = "; ".join(names(self.desk.agency, copy.issued_to))
                out += paragraph(tr("Đã gửi: {to}", to=sent), width, first=" ", rest="    ")
        return out

    # -- moves -------------------------------------------------------------------------

    def _moves(self) -> dict[str, Move]:
        return {move.kind: move for move in offered(self.desk, self.document)}

    def commands_here(self) -> Sequence[Command]:
        moves = self._moves()
        own = [replace(c, label=moves[c.action].label) for c in DOCUMENT if c.action in moves]
        return own + [c for c in DOCUMENT if c.action == "copy_picture" and self.can(c)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "copy_picture":
            return bool(self.document.copies)
        if action.startswith(("document_", "copy_")):
            return action in self._moves()
        return True

    def action_copy_made(self) -> None:
        """Make a copy of the document."""
        self.app.push_screen(CopyScreen(self.home, self._key), self._back_home)

    def action_copy_sealed(self) -> None:
        """Put the agency's signature on a copy."""

        def back(_: None) -> None:
            self._check_copies()

        def chosen(copy: Copy) -> None:
            screen = SignScreen(self.home, self._key, seal=True, copy=copy.id)
            self.app.push_screen(screen, back)

        open_copies = tuple(copy for copy in self.document.copies if not copy.sealed_with)
        choose_copy(self, replace(self.document, copies=open_copies), chosen)

    def action_copy_issued(self) -> None:
        """Send a copy."""

        def chosen(copy: Copy) -> None:
            self.app.push_screen(SendCopyScreen(self.home, self._key, copy), self._back_home)

        choose_copy(self, self.document, chosen)

    def action_copy_picture(self) -> None:
        """Show a copy as a picture."""

        def chosen(copy: Copy) -> None:
            self._draw_copy(copy)

        choose_copy(self, self.document, chosen)

    @work(group="picture", exclusive=True)
    async def _draw_copy(self, copy: Copy) -> None:
        try:
            data = await self.home.office.copies.pdf(self.part, self._key, copy.id)
        except (StoreError, OSError):
            return
        title = copy_title(self.desk.agency, self.document, copy)
        self.app.push_screen(PageViewScreen(self.ui, title, data, self.home.office.background))

    @work(group="verdict", exclusive=True)
    async def _check_copies(self) -> None:
        """Check the signed copies in worker threads and show what came out."""
        copies, office = self.document.copies, self.home.office
        try:
            await office.prepare(self.part)
            for copy in copies:
                if copy.pdf and copy.pdf not in self._verdicts:
                    verdict = await office.copies.verdict(self.part, self._key, copy.id)
                    self._verdicts[copy.pdf] = verdict
        except (StoreError, OSError, NotSaved, TakenOver, TimeIsUp):
            return
        finally:
            self.refresh_view()

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
