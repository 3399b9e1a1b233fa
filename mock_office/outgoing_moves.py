"""What actions on outgoing drafts do to the desk (Decree 30/2020 articles 10 to 19).

A draft's state only goes forward: sealing before numbering leaves it sealed, and
the number given afterwards does not take it back. Returning it takes it out of
the line; signing puts it back in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from tui_exam.vietnamese import clean

from .actions import Action
from .documents.outgoing import DraftState, OutgoingDraft
from .incoming_moves import as_date
from .tabletop import TRIES, Desk, UnknownTarget, issue_choices

_ORDER: Final = tuple(DraftState)


def _with(desk: Desk, draft: OutgoingDraft, **changes: Any) -> Desk:
    changed = replace(draft, **changes)
    return replace(desk, drafts=tuple(changed if d.id == draft.id else d for d in desk.drafts))


def _later(draft: OutgoingDraft, state: DraftState) -> DraftState:
    return max(draft.state, state, key=_ORDER.index)


def draft_typeset(desk: Desk, action: Action) -> Desk:
    """Record the PDF of a draft; `issued` is the one before any signature."""
    draft = desk.draft(action.data["draft"])
    artifact = str(action.data["artifact"])
    if action.data["issued"]:
        return _with(desk, draft, issued_pdf=artifact, pdf=draft.pdf or artifact)
    return _with(desk, draft, pdf=artifact)


def _opened(desk: Desk, action: Action) -> Desk:
    return _with(desk, desk.draft(action.data["draft"]), opened=True)


def _read(desk: Desk, action: Action) -> Desk:
    return _with(desk, desk.draft(action.data["draft"]), opened=True, read_whole=True)


def _layout_viewed(desk: Desk, action: Action) -> Desk:
    return _with(desk, desk.draft(action.data["draft"]), layout_viewed=True)


def _line_marked(desk: Desk, action: Action) -> Desk:
    draft = desk.draft(action.data["draft"])
    line = action.data["line"]
    if not 0 <= line < len(draft.lines):
        raise UnknownTarget("line", line)
    marked = set(draft.marked_lines)
    (marked.add if action.data["on"] else marked.discard)(line)
    return _with(desk, draft, marked_lines=tuple(sorted(marked)))


def _remarks_saved(desk: Desk, action: Action) -> Desk:
    remarks = clean(str(action.data["remarks"]), multiline=True)
    return _with(desk, desk.draft(action.data["draft"]), remarks=remarks)


def _returned(desk: Desk, action: Action) -> Desk:
    remarks = clean(str(action.data["remarks"]), multiline=True)
    draft = desk.draft(action.data["draft"])
    return _with(desk, draft, remarks=remarks, state=DraftState.RETURNED)


def _pin_tried(desk: Desk, action: Action) -> Desk:
    token = desk.token(action.data["token"])
    before = desk.tries_left(token.id)
    after_right = TRIES if before else 0  # a locked token stays locked
    left = after_right if action.data["ok"] else max(0, before - 1)
    return replace(desk, tries={**desk.tries, token.id: left})


def _unlocked(desk: Desk, action: Action) -> Desk:
    """A locked token gets its tries back; only the organiser records this.

    He works from outside, so a token that is not here changes nothing.
    """
    if action.data["token"] not in {token.id for token in desk.tokens}:
        return desk
    return replace(desk, tries={**desk.tries, action.data["token"]: TRIES})


def _signed(desk: Desk, action: Action) -> Desk:
    draft = desk.draft(action.data["draft"])
    return _with(
        desk,
        draft,
        signed_with=desk.token(action.data["certificate"]).id,
        signed_at=action.at,
        pdf=str(action.data["artifact"]),
        state=_later(draft, DraftState.SIGNED),
    )


def _handed_over(desk: Desk, action: Action) -> Desk:
    draft = desk.draft(action.data["draft"])
    to = str(action.data["to"])
    if not any(person.id == to for person in desk.agency.people):
        raise UnknownTarget("person", to)
    return _with(
        desk,
        draft,
        handed_to=to,
        handover_note=clean(str(action.data["note"]), multiline=True),
        handover_files=tuple(desk.file(key).id for key in action.data["files"]),
        state=_later(draft, DraftState.HANDED_OVER),
    )


def _numbered(desk: Desk, action: Action) -> Desk:
    draft = desk.draft(action.data["draft"])
    number = action.data["number"]
    if number < 1:
        raise UnknownTarget("number", number)
    issue_date = as_date(action.data["date"])
    desk = replace(desk, register_next=max(desk.register_next, number + 1))
    state = _later(draft, DraftState.NUMBERED)
    return _with(desk, draft, number=number, issue_date=issue_date, state=state)


def _sealed(desk: Desk, action: Action) -> Desk:
    draft = desk.draft(action.data["draft"])
    return _with(
        desk,
        draft,
        sealed_with=desk.token(action.data["certificate"]).id,
        pdf=str(action.data["artifact"]),
        state=_later(draft, DraftState.SEALED),
    )


def _attachment_sealed(desk: Desk, action: Action) -> Desk:
    """An annex in a file of its own carries the agency's signature from now on."""
    draft = desk.draft(action.data["draft"])
    desk.token(action.data["certificate"])
    file = desk.file(action.data["file"]).id
    sealed = {**dict(draft.sealed_files), file: str(action.data["artifact"])}
    return _with(desk, draft, sealed_files=tuple(sealed.items()))


def _issued(desk: Desk, action: Action) -> Desk:
    """Sent to these places; what went out already stays where it went."""
    draft = desk.draft(action.data["draft"])
    known = issue_choices(desk)
    places = tuple(action.data["recipients"])
    for place in places:
        if place not in known:
            raise UnknownTarget("recipient", place)
    reached = tuple(dict.fromkeys((*draft.issued_to, *places)))
    return _with(desk, draft, issued_to=reached, state=_later(draft, DraftState.ISSUED))


def _filed(desk: Desk, action: Action) -> Desk:
    draft = desk.draft(action.data["draft"])
    dossier = desk.dossier(action.data["dossier"]).id
    return _with(desk, draft, dossier=dossier, state=_later(draft, DraftState.FILED))


MOVES: Final[Mapping[str, Callable[[Desk, Action], Desk]]] = MappingProxyType(
    {
        "draft_typeset": draft_typeset,
        "draft_opened": _opened,
        "draft_read": _read,
        "layout_viewed": _layout_viewed,
        "line_marked": _line_marked,
        "remarks_saved": _remarks_saved,
        "draft_returned": _returned,
        "pin_tried": _pin_tried,
        "token_unlocked": _unlocked,
        "draft_signed": _signed,
        "handed_over": _handed_over,
        "draft_numbered": _numbered,
        "draft_sealed": _sealed,
        "attachment_sealed": _attachment_sealed,
        "draft_issued": _issued,
        "draft_filed": _filed,
    }
)
"""Kind of action -> what it does to a desk."""
