"""After an interruption: the screens that were open when it happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mock_office.model import DraftState, Folder, IncomingState
from mock_office.tabletop import UnknownTarget

from ...exam.attempt import Deed
from .step import DeskStep

if TYPE_CHECKING:
    from .desk_screen import DeskScreen


def last_open(home: DeskScreen, deeds: Sequence[Deed]) -> list[DeskStep]:
    """The screens to open on the desk, the lower one first; none when work was finished."""
    for deed in reversed(deeds):
        if deed.kind in ("draft_typeset", "document_read", "draft_read", "layout_viewed"):
            continue
        try:
            return _screens(home, deed)
        except UnknownTarget:
            return []
    return []


def _screens(home: DeskScreen, deed: Deed) -> list[DeskStep]:
    from .compose import ComposeScreen
    from .document import DocumentScreen
    from .draft import DraftScreen
    from .letter import LetterScreen
    from .note import NoteScreen
    from .return_form import ReturnDraftScreen

    desk, data = home.desk, deed.data
    match deed.kind:
        case "mail_opened":
            return [LetterScreen(home, data["letter"])]
        case "mail_draft_saved":
            letter = desk.letter(data["letter"])
            return [ComposeScreen(home, letter)] if letter.folder is Folder.DRAFTS else []
        case "document_opened":
            return [DocumentScreen(home, data["document"])]
        case "note_draft_saved":
            if desk.document(data["document"]).state is not IncomingState.WAITING:
                return []
            return [DocumentScreen(home, data["document"]), NoteScreen(home, data["document"])]
        case "draft_opened" | "line_marked" | "pin_tried":
            draft = data.get("draft", "")
            return [DraftScreen(home, draft)] if draft else []
        case "remarks_saved":
            if desk.draft(data["draft"]).state is not DraftState.WAITING:
                return []
            return [DraftScreen(home, data["draft"]), ReturnDraftScreen(home, data["draft"])]
    return []
