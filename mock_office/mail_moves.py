"""What actions on mail do to the desk. Foreign text is cleaned here, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from tui_exam.vietnamese import clean

from .actions import Action
from .files import FileRef
from .mail.addresses import as_typed
from .mail.letters import Address, Folder, Letter
from .tabletop import Desk, UnknownTarget


def _with(desk: Desk, letter: Letter) -> Desk:
    """The desk with `letter` in the place of the one with its id, or added to it."""
    if any(other.id == letter.id for other in desk.letters):
        letters = tuple(letter if o.id == letter.id else o for o in desk.letters)
    else:
        letters = (*desk.letters, letter)
    return replace(desk, letters=letters)


def _opened(desk: Desk, action: Action) -> Desk:
    return _with(desk, replace(desk.letter(action.data["letter"]), read=True))


def _written(desk: Desk, action: Action, folder: Folder) -> Letter:
    """The letter as the candidate wrote it: new, or the draft of that id continued."""
    data = action.data
    key = str(data["letter"])
    before = next((letter for letter in desk.letters if letter.id == key), None)
    if not key or (before is not None and before.folder is not Folder.DRAFTS):
        raise UnknownTarget("draft letter", key)
    source = str(data["source"])
    if source:
        desk.letter(source)
    me = desk.actor
    return Letter(
        id=key,
        folder=folder,
        sender=Address(me.address, me.name),
        to=tuple(as_typed(item) for item in data["to"]),
        cc=tuple(as_typed(item) for item in data["cc"]),
        bcc=tuple(as_typed(item) for item in data["bcc"]),
        subject=clean(str(data["subject"])),
        body=clean(str(data["body"]), multiline=True),
        date=action.at,
        attachments=tuple(_attached(desk, before, item) for item in data["attachments"]),
        read=True,
        mode=str(data["mode"]),
        source=source,
    )


def _attached(desk: Desk, before: Letter | None, key: str) -> FileRef:
    """The file of that id, also when only the draft itself still holds it."""
    for file in before.attachments if before else ():
        if file.id == key:
            return file
    return desk.file(key)


def _draft_saved(desk: Desk, action: Action) -> Desk:
    return _with(desk, _written(desk, action, Folder.DRAFTS))


def _sent(desk: Desk, action: Action) -> Desk:
    return _with(desk, _written(desk, action, Folder.SENT))


def _draft_discarded(desk: Desk, action: Action) -> Desk:
    gone = desk.letter(action.data["letter"])
    if gone.folder is not Folder.DRAFTS:
        raise UnknownTarget("draft letter", gone.id)
    return replace(desk, letters=tuple(letter for letter in desk.letters if letter != gone))


def _reported(desk: Desk, action: Action) -> Desk:
    return _with(desk, replace(desk.letter(action.data["letter"]), folder=Folder.REPORTED))


def _deleted(desk: Desk, action: Action) -> Desk:
    return _with(desk, replace(desk.letter(action.data["letter"]), folder=Folder.TRASH))


def _link_opened(desk: Desk, action: Action) -> Desk:
    letter = desk.letter(action.data["letter"])
    if not any(link.target == action.data["target"] for link in letter.links):
        raise UnknownTarget("link", action.data["target"])
    return desk


def _attachment_opened(desk: Desk, action: Action) -> Desk:
    letter = desk.letter(action.data["letter"])
    if not any(file.id == action.data["file"] for file in letter.attachments):
        raise UnknownTarget("file", action.data["file"])
    return desk


MOVES: Final[Mapping[str, Callable[[Desk, Action], Desk]]] = MappingProxyType(
    {
        "mail_opened": _opened,
        "mail_draft_saved": _draft_saved,
        "mail_draft_discarded": _draft_discarded,
        "mail_sent": _sent,
        "mail_reported": _reported,
        "mail_deleted": _deleted,
        "mail_link_opened": _link_opened,
        "mail_attachment_opened": _attachment_opened,
    }
)
"""Kind of action -> what it does to a desk."""
