"""Reading an outgoing draft: the page, its layout, marking errors, and the moves on offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from mock_office.documents.text_page import layout_lines, page_rows
from mock_office.documents.workflow import Move, offered
from mock_office.model import OutgoingDraft

from ...commands import DRAFT, Command, bindings
from ...widgets.draft_page import Cell, DraftPage, PageRow
from ...widgets.label import Label
from ...widgets.lines import Page
from ...widgets.rows import wrap
from .clerk import IssueScreen, NumberScreen, file_draft
from .hand_over import HandOverScreen
from .return_form import ReturnDraftScreen
from .sign import SignScreen
from .step import DeskStep
from .words import DRAFT_STATE, draft_title

if TYPE_CHECKING:
    from .desk_screen import DeskScreen


class DraftScreen(DeskStep):
    """One outgoing draft."""

    CSS_PATH = "draft.tcss"
    BINDINGS = bindings(DRAFT)
    HELP_TEXT = (
        "# Dự thảo văn bản đi",
        "Mũi tên lên, xuống đi từng dòng; phím Cách đánh dấu dòng có lỗi (dấu ! ở đầu dòng), bấm "
        "lần nữa để bỏ. Phím x xem phông, cỡ, kiểu chữ và lề của từng dòng. Đọc đến cuối văn bản "
        "rồi mới ký hoặc trả lại.",
    )

    def __init__(self, home: DeskScreen, draft: str) -> None:
        super().__init__(home)
        self._key = draft
        self._layout_view = False

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
        yield DraftPage(id="page")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(DraftPage).focus()
        self.call_after_refresh(self.refresh_view)

    def on_resize(self) -> None:
        if self.is_mounted:
            self.call_after_refresh(self.refresh_view)

    def refresh_view(self) -> None:
        super().refresh_view()
        draft = self.draft
        page = self.query_one(DraftPage)
        width = min(max(40, page.size.width - 3), 92)
        self.query_one("#state", Label).take(self._state_line())
        page.take(self._layout_rows(width) if self._layout_view else self._page_rows(width),
                  draft.marked_lines)  # fmt: skip

    def _state_line(self) -> str:
        draft = self.draft
        files = ", ".join(file.name for file in draft.attachments)
        parts = [f" {DRAFT_STATE[draft.state]}"]
        if draft.number:
            parts.append(f"Số {draft.number:02d}/{draft.symbol}")
        if files:
            parts.append(f"Tệp kèm theo: {files}")
        return "   ".join(parts)

    def _page_rows(self, width: int) -> list[PageRow]:
        return [
            PageRow(each.text, tuple(Cell(s.start, s.end, s.line) for s in each.spans))
            for each in page_rows(self.draft, width)
        ]

    def _layout_rows(self, width: int) -> list[PageRow]:
        out = []
        for text, line in layout_lines(self.draft):
            for part in wrap(text, width, rest="    "):
                cells = () if line is None else (Cell(0, len(part), line),)
                out.append(PageRow(part, cells))
        return out

    # -- moves -------------------------------------------------------------------------

    def _moves(self) -> dict[str, Move]:
        return {move.kind: move for move in offered(self.desk, self.draft)}

    def commands_here(self) -> Sequence[Command]:
        moves = self._moves()
        view = "Văn bản" if self._layout_view else "Trình bày"
        own = [replace(c, label=view) if c.id == "draft.layout" else c for c in DRAFT[:2]]
        return own + [replace(c, label=moves[c.action].label) for c in DRAFT if c.action in moves]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if any(action == command.action for command in DRAFT[2:]):
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

    def action_draft_signed(self) -> None:
        """Sign as the leader."""
        self._push(SignScreen(self.home, self._key, seal=False))

    def action_draft_sealed(self) -> None:
        """Sign for the agency."""
        self._push(SignScreen(self.home, self._key, seal=True))

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

    def _push(self, screen: DeskStep) -> None:
        self.app.push_screen(screen, lambda _: self.refresh_view())
