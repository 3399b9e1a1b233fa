"""What making, signing and sending a copy does to the desk (Decree 30/2020 articles 25 to 27)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from .actions import Action
from .copies import Copy, CopyForm
from .documents.incoming import IncomingDocument
from .incoming_moves import as_date
from .tabletop import Desk, UnknownTarget, issue_choices


def copy_of(document: IncomingDocument, key: str) -> Copy:
    """The copy with that id of a document; UnknownTarget when there is none."""
    for copy in document.copies:
        if copy.id == key:
            return copy
    raise UnknownTarget("copy", key)


def next_copy_id(document: IncomingDocument) -> str:
    """What the next copy of a document is called in the log."""
    return f"ban_sao_{len(document.copies) + 1}"


def _with(desk: Desk, document: IncomingDocument) -> Desk:
    return replace(
        desk, incoming=tuple(document if d.id == document.id else d for d in desk.incoming)
    )


def _changed(desk: Desk, action: Action, **changes: Any) -> Desk:
    document = desk.document(action.data["document"])
    old = copy_of(document, action.data["copy"])
    new = replace(old, **changes)
    return _with(
        desk, replace(document, copies=tuple(new if c is old else c for c in document.copies))
    )


def _part(document: IncomingDocument, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise UnknownTarget("paragraph", text)
    if not 1 <= int(text) <= len(document.body):
        raise UnknownTarget("paragraph", text)
    return int(text)


def _made(desk: Desk, action: Action) -> Desk:
    data = action.data
    document = desk.document(data["document"])
    if data["copy"] != next_copy_id(document):
        raise UnknownTarget("copy", data["copy"])
    try:
        form = CopyForm(data["copy_form"])
    except ValueError:
        raise UnknownTarget("form of copy", data["copy_form"]) from None
    when = as_date(data["date"])
    if data["number"] < 1:
        raise UnknownTarget("number", data["number"])
    if when is None:
        raise UnknownTarget("date", data["date"])
    parts = tuple(sorted({_part(document, text) for text in data["parts"]}))
    copy = Copy(data["copy"], form, data["number"], when, parts)
    desk = replace(desk, copies_next=max(desk.copies_next, copy.number + 1))
    return _with(desk, replace(document, copies=(*document.copies, copy)))


def _sealed(desk: Desk, action: Action) -> Desk:
    token = desk.token(action.data["certificate"]).id
    return _changed(desk, action, sealed_with=token, pdf=str(action.data["artifact"]))


def _issued(desk: Desk, action: Action) -> Desk:
    places = tuple(action.data["recipients"])
    for place in places:
        if place not in issue_choices(desk):
            raise UnknownTarget("recipient", place)
    return _changed(desk, action, issued_to=places)


MOVES: Final[Mapping[str, Callable[[Desk, Action], Desk]]] = MappingProxyType(
    {"copy_made": _made, "copy_sealed": _sealed, "copy_issued": _issued}
)
"""Kind of action -> what it does to a desk."""
