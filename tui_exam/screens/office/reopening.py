"""After an interruption: the screens that were open when it happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mock_office.documents.incoming import IncomingState
from mock_office.documents.outgoing import DraftState
from mock_office.documents.workflow import offered
from mock_office.mail.letters import Folder
from mock_office.tabletop import UnknownTarget

from ...exam.attempt import Deed, HalfFilled
from .step import DeskStep

if TYPE_CHECKING:
    from .desk_screen import DeskScreen


def last_open(home: DeskScreen, deeds: Sequence[Deed]) -> list[DeskStep]:
    """The screens to open on the desk, the lower one first; none when work was finished."""
    attempt = home.exam.sitting.attempt
    half = attempt.half_filled(home.exam.tasks[home.part].id)
    if half is not None and half.seq > max((deed.seq for deed in deeds), default=0):
        try:
            return _form(home, half)
        except UnknownTarget:
            return []
    for deed in reversed(deeds):
        if deed.kind in ("draft_typeset", "document_read", "draft_read", "layout_viewed"):
            continue
        try:
            return _screens(home, deed)
        except UnknownTarget:
            return []
    return []


def _form(home: DeskScreen, half: HalfFilled) -> list[DeskStep]:
    """A form that was left half filled, on the paper it is about, while it may be carried out."""
    from .clerk import IssueScreen, NumberScreen
    from .copies import CopyScreen
    from .document import DocumentScreen
    from .draft import DraftScreen
    from .hand_over import HandOverScreen
    from .remedy import RemedyScreen
    from .return_form import ReturnDocumentScreen

    about = half.about
    if half.form in ("document_returned", "copy_made", "copy_issued"):
        below: DeskStep = DocumentScreen(home, about)
        may = {move.kind for move in offered(home.desk, home.desk.document(about))}
    else:
        below = DraftScreen(home, about)
        may = {move.kind for move in offered(home.desk, home.desk.draft(about))}
    if half.form not in may:
        return [below]
    match half.form:
        case "draft_numbered":
            return [below, NumberScreen(home, about)]
        case "draft_issued":
            return [below, IssueScreen(home, about)]
        case "handed_over":
            return [below, HandOverScreen(home, about)]
        case "issued_corrected" | "issued_replaced" | "issued_recalled":
            return [below, RemedyScreen(home, about, half.form)]
        case "document_returned":
            return [below, ReturnDocumentScreen(home, about)]
        case "copy_made":
            return [below, CopyScreen(home, about)]
    return [below]


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
