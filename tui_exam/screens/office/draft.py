"""Reading an outgoing draft: the page, its layout, marking errors, and the moves on offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult

from mock_office.documents.outgoing import OutgoingDraft
from mock_office.documents.text_page import layout_lines, page_rows
from mock_office.documents.workflow import Move, offered

from ...commands import DRAFT, Command, bindings
from ...sitting.sitting import NotSaved, TakenOver
from ...store.protocol import StoreError
from ...widgets.draft_page import Cell, DraftPage, PageRow
from ...widgets.label import Label
from ...widgets.lines import Page
from ...widgets.rows import Row, paragraph, row, wrap
from ..dialogs import PageDialog
from ..exam_screen import CLOSE_KEYS
from .clerk import IssueScreen, NumberScreen, annexes, choose_file, file_draft
from .hand_over import HandOverScreen
from .page_view import PageViewScreen
from .remedy import RemedyScreen
from .return_form import ReturnDraftScreen
from .sign import SignScreen
from .step import DeskStep
from .verdict_lines import VerdictLines, verdict_rows
from .words import CURE, DRAFT_STATE, draft_title

if TYPE_CHECKING:
    from mock_office.signing.verdict import Verdict

    from .desk_screen import DeskScreen

LOOKING = ("mark", "layout_view", "page_picture", "signature_details")
"""Actions on a draft that are no moves of the workflow."""


class DraftScreen(DeskStep):
    """One outgoing draft."""

    CSS_PATH = "draft.tcss"
    BINDINGS = bindings(DRAFT)
    HELP_TEXT = (
        "# Dự thảo văn bản đi",
        "Mũi tên lên, xuống đi từng dòng; phím Cách đánh dấu dòng có lỗi (dấu ! ngay trước), bấm "
        "lần nữa để bỏ. Phím x xem phông, cỡ, kiểu chữ và lề của từng dòng. Đọc đến cuối văn bản "
        "rồi mới ký hoặc trả lại.",
        "Phím w xem hình trang: khối chữ ký, hình dấu. Văn bản đã ký có ba dòng kết quả kiểm tra "
        "ở trên: toàn vẹn, tin cậy, đủ lớp và đúng thứ tự; phím d xem chi tiết từng chữ ký.",
    )

    def __init__(self, home: DeskScreen, draft: str) -> None:
        super().__init__(home)
        self._key = draft
        self._layout_view = False
        self._judged = ""  # digest of the PDF whose verdict is shown

    @property
    def draft(self) -> OutgoingDraft:
        """The draft as it is now."""
        return self.desk.draft(self._key)

    @property
    def heading(self) -> str:
        view = self.ui.tr("Trình bày") if self._layout_view else self.ui.tr("Văn bản")
        return f"{view}: {draft_title(self.draft)}"

    def body(self) -> ComposeResult:
        yield Label("", "muted", id="state")
        yield VerdictLines(id="verdict")
        yield DraftPage(id="page")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(DraftPage).focus()

    def refresh_view(self) -> None:
        super().refresh_view()
        draft = self.draft
        self.query_one("#state", Label).take(self._state_line())
        self.query_one(DraftPage).take(
            self._layout_rows if self._layout_view else self._page_rows, draft.marked_lines
        )
        if self._signed and self._judged != draft.pdf:
            self._judged = draft.pdf
            self._judge()

    @property
    def _signed(self) -> bool:
        return bool(self.draft.signed_with or self.draft.sealed_with)

    @work(group="verdict", exclusive=True)
    async def _judge(self) -> None:
        """Check the signatures in a worker thread and say what came out."""
        lines, tr = self.query_one(VerdictLines), self.ui.tr
        lines.take(None, word=tr("Đang kiểm tra chữ ký số..."))
        verdict = await self._verdict()
        word = "" if verdict else tr("Chưa kiểm tra được chữ ký số.")
        lines.take(verdict, word=word, lang=tr.language)
        self.refresh_view()

    async def _verdict(self, file: str = "") -> Verdict | None:
        try:
            await self.home.office.prepare(self.part)
            return await self.home.office.verdict(self.part, self._key, file)
        except (StoreError, OSError, NotSaved, TakenOver):
            return None

    def _state_line(self) -> str:
        draft = self.draft
        sealed = dict(draft.sealed_files)
        signed = self.ui.tr("(đã ký số)")
        files = ", ".join(
            f"{file.name} {signed}" if file.id in sealed else file.name
            for file in draft.attachments
        )
        tr = self.ui.tr
        parts = [f" {tr(DRAFT_STATE[draft.state])}"]
        if draft.number:
            parts.append(tr("Số {number}", number=f"{draft.number:02d}/{draft.symbol}"))
        if files:
            parts.append(tr("Tệp kèm theo: {name}", name=files))
        parts += [tr(CURE[remedy.cure]) for remedy in draft.remedies]
        return "   ".join(parts)

    def _page_rows(self, width: int) -> list[PageRow]:
        return [
            PageRow(each.text, tuple(Cell(s.start, s.end, s.line) for s in each.spans))
            for each in page_rows(self.draft, _page_width(width))
        ]

    def _layout_rows(self, width: int) -> list[PageRow]:
        out = []
        for text, line in layout_lines(self.draft, self.ui.tr):
            for part in wrap(text, _page_width(width), rest="    "):
                cells = () if line is None else (Cell(0, len(part), line),)
                out.append(PageRow(part, cells))
        return out

    # -- moves -------------------------------------------------------------------------

    def _moves(self) -> dict[str, Move]:
        return {move.kind: move for move in offered(self.desk, self.draft)}

    def commands_here(self) -> Sequence[Command]:
        moves = self._moves()
        view = "Văn bản" if self._layout_view else "Trình bày"
        own = [c for c in DRAFT if c.action in LOOKING and self.can(c)]
        own = [replace(c, label=view) if c.id == "draft.layout" else c for c in own]
        return own + [replace(c, label=moves[c.action].label) for c in DRAFT if c.action in moves]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "signature_details":
            return self._signed or bool(self.draft.sealed_files)
        if action == "page_picture":
            return bool(self.draft.pdf)
        if any(action == command.action for command in DRAFT if command.action not in LOOKING):
            return action in self._moves()
        return True

    @on(Page.ReadToEnd)
    async def _read(self) -> None:
        if not self.draft.read_whole and not self._layout_view:
            await self.record_here("draft_read", draft=self._key)

    @on(DraftPage.Marked)
    async def action_mark(self) -> None:
        """Mark the line at the pointer as wrong, or take the mark away."""
        line = self.query_one(DraftPage).line
        if line is not None:
            marked = line not in self.draft.marked_lines
            await self.record_here("line_marked", draft=self._key, line=line, on=marked)
            self.refresh_view()

    async def action_layout_view(self) -> None:
        """Change between the page and the layout of its lines."""
        self._layout_view = not self._layout_view
        if self._layout_view and not self.draft.layout_viewed:
            await self.record_here("layout_viewed", draft=self._key)
        self.query_one(DraftPage).fresh()
        self.refresh_view()

    def action_page_picture(self) -> None:
        """Show the page as a picture; asks which file where annexes go out as their own."""
        if annexes(self.draft):

            def chosen(file: str | None) -> None:
                self._draw_file(file)

            choose_file(self, self._key, chosen, question=self.ui.tr("Xem tệp nào?"))
        else:
            self._draw_file(self._key)

    @work(group="picture", exclusive=True)
    async def _draw_file(self, file: str | None) -> None:
        if not file:
            return
        office, title = self.home.office, draft_title(self.draft)
        try:
            if file == self._key:
                data = await office.pdf(self.part, file)
            else:
                data = await office.annex(self.part, self._key, file)
                title = self.desk.file(file).name
        except (StoreError, OSError):
            return
        self.app.push_screen(PageViewScreen(self.ui, title, data, self.home.office.background))

    @work(group="details", exclusive=True)
    async def action_signature_details(self) -> None:
        """Tell everything of every signature: the draft's own and its annexes'."""
        from mock_office.signing.details import details

        tr, draft = self.ui.tr, self.draft
        names = {file.id: file.name for file in draft.attachments}
        files = [("", draft_title(draft))] if self._signed else []
        files += [(key, names.get(key, key)) for key, _ in draft.sealed_files]
        found = [(title, await self._verdict(file)) for file, title in files]

        def rows(width: int) -> list[Row]:
            out: list[Row] = []
            for title, verdict in found:
                if verdict is None:
                    continue
                out += [Row(), row((f" {title}", "title"))]
                out += verdict_rows(verdict, width - 1, tr.language)
                for report in verdict.signatures:
                    out.append(Row())
                    for text in details(report, tr.language):
                        out += paragraph(text, width - 1, first="   ", rest="     ")
            return out

        self.app.push_screen(PageDialog(tr("Chi tiết chữ ký"), rows, keys=CLOSE_KEYS))

    def action_draft_signed(self) -> None:
        """Sign as the leader."""
        self._push(SignScreen(self.home, self._key, seal=False))

    def action_draft_sealed(self) -> None:
        """Sign for the agency."""
        self._push(SignScreen(self.home, self._key, seal=True))

    def action_attachment_sealed(self) -> None:
        """Sign an annex in a file of its own for the agency."""

        def chosen(file: str | None) -> None:
            if file:
                self._push(SignScreen(self.home, self._key, seal=True, file=file))

        question = self.ui.tr("Ký số phụ lục nào?")
        choose_file(self, self._key, chosen, question=question, main=False)

    def action_draft_returned(self) -> None:
        """Return it with remarks."""
        self._push(ReturnDraftScreen(self.home, self._key))

    def action_handed_over(self) -> None:
        """Hand it to the clerk."""
        self._push(HandOverScreen(self.home, self._key))

    def action_draft_numbered(self) -> None:
        """Give it its number and date."""
        self._push(NumberScreen(self.home, self._key))

    def action_draft_issued(self) -> None:
        """Send it out."""
        self._push(IssueScreen(self.home, self._key))

    def action_draft_filed(self) -> None:
        """Put it into a dossier."""
        file_draft(self, self._key)

    def action_issued_corrected(self) -> None:
        """Correct an issued document."""
        self._push(RemedyScreen(self.home, self._key, "issued_corrected"))

    def action_issued_replaced(self) -> None:
        """Amend or replace an issued document."""
        self._push(RemedyScreen(self.home, self._key, "issued_replaced"))

    def action_issued_recalled(self) -> None:
        """Recall an issued document."""
        self._push(RemedyScreen(self.home, self._key, "issued_recalled"))

    def _push(self, screen: DeskStep) -> None:
        self.app.push_screen(screen, lambda _: self.refresh_view())


def _page_width(columns: int) -> int:
    """How wide a page is drawn where there are so many columns; two are for its marks."""
    return min(max(40, columns - 3), 92)
