"""What actions on incoming documents do to the desk (Decree 30/2020 articles 21 to 24)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from tui_exam.vietnamese import clean

from .actions import Action
from .agency import Agency
from .documents.incoming import IncomingDocument, IncomingState, Routing
from .tabletop import Desk, UnknownTarget


def _with(desk: Desk, document: IncomingDocument) -> Desk:
    return replace(
        desk, incoming=tuple(document if d.id == document.id else d for d in desk.incoming)
    )


def _place(agency: Agency, key: str) -> str:
    """`key` when it is a unit or a person of the agency; UnknownTarget otherwise."""
    if any(unit.id == key for unit in agency.units) or any(p.id == key for p in agency.people):
        return key
    raise UnknownTarget("unit or person", key)


def as_date(text: str) -> date | None:
    """An ISO date as the log holds it; "" is no date. UnknownTarget for anything else."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise UnknownTarget("date", text) from None


def _routing(desk: Desk, action: Action) -> Routing:
    data = action.data
    lead, supporting, information = (
        tuple(_place(desk.agency, key) for key in data[name])
        for name in ("lead", "supporting", "for_information")
    )
    return Routing(
        note=clean(str(data["note"]), multiline=True),
        lead=lead,
        supporting=supporting,
        for_information=information,
        due=as_date(data["due"]),
    )


def _opened(desk: Desk, action: Action) -> Desk:
    return _with(desk, replace(desk.document(action.data["document"]), opened=True))


def _read(desk: Desk, action: Action) -> Desk:
    document = desk.document(action.data["document"])
    return _with(desk, replace(document, opened=True, read_whole=True))


def _note_saved(desk: Desk, action: Action) -> Desk:
    document = desk.document(action.data["document"])
    routing = _routing(desk, action)
    if document.state is IncomingState.ROUTED:  # what was sent stands until it is sent anew
        return _with(desk, replace(document, rerouting=routing))
    return _with(desk, replace(document, routing=routing))


def _routed(desk: Desk, action: Action) -> Desk:
    document = desk.document(action.data["document"])
    routing = _routing(desk, action)
    return _with(
        desk, replace(document, routing=routing, rerouting=None, state=IncomingState.ROUTED)
    )


def _returned(desk: Desk, action: Action) -> Desk:
    document = desk.document(action.data["document"])
    reason = clean(str(action.data["reason"]), multiline=True)
    return _with(desk, replace(document, return_reason=reason, state=IncomingState.RETURNED))


def _secured(desk: Desk, action: Action) -> Desk:
    document = desk.document(action.data["document"])
    return _with(desk, replace(document, state=IncomingState.SECURED))


def _closed(desk: Desk, action: Action) -> Desk:
    document = desk.document(action.data["document"])
    return _with(desk, replace(document, state=IncomingState.CLOSED))


MOVES: Final[Mapping[str, Callable[[Desk, Action], Desk]]] = MappingProxyType(
    {
        "document_opened": _opened,
        "document_read": _read,
        "note_draft_saved": _note_saved,
        "document_routed": _routed,
        "document_returned": _returned,
        "document_secured": _secured,
        "document_closed": _closed,
    }
)
"""Kind of action -> what it does to a desk."""
