"""The candidate's desk as a frozen value, and how things on it are found.

How a desk changes is told by `mock_office.desk`, which also exports these names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final, Protocol, TypeVar

from tui_exam.vietnamese import fold

from .agency import Agency, Person, Role
from .documents.incoming import IncomingDocument
from .documents.outgoing import OutgoingDraft
from .files import FileRef
from .mail.letters import Letter
from .tokens import TokenSpec

TRIES: Final = 3
"""Wrong PINs in a row after which a token locks itself."""


class UnknownTarget(LookupError):
    """An action names something that does not lie on this desk.

    Args:
        what: The sort of thing (`letter`, `draft`, `person`, …).
        key: The name that was not found.
    """

    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"no {what} {key!r} on this desk")
        self.what = what
        self.key = key


@dataclass(frozen=True, slots=True)
class Dossier:
    """A work file (hồ sơ công việc, Decree 30/2020 article 29) documents are kept in."""

    id: str
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A paper that comes in while the task is being done, and the clock it comes at."""

    at: datetime
    paper: Letter | IncomingDocument

    @property
    def of(self) -> str:
        """What checks call the paper: `letter:…` or `document:…`."""
        sort = "letter" if isinstance(self.paper, Letter) else "document"
        return f"{sort}:{self.paper.id}"


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything one task puts before the candidate, as it stands after some actions.

    Args:
        me: Person the candidate acts as in the task's own role.
        clerk: Person the candidate acts as after taking the clerk's role.
        opened_at: Clock of the simulated day when the task starts (Vietnam time).
        tries: PIN tries left by token id; a token that is missing has all of them.
        recipients: Ids of the units and outside bodies documents can be issued to.
        later: What has not come in yet, in the order it will.
        register_next: The next free number in the register of outgoing documents.
        copies_next: The next free number in the register of copies.
        start: The desk before the first action; None while nothing was done.
    """

    task: str
    role: Role
    me: str
    agency: Agency
    today: date
    opened_at: datetime
    clerk: str = ""
    letters: tuple[Letter, ...] = ()
    incoming: tuple[IncomingDocument, ...] = ()
    drafts: tuple[OutgoingDraft, ...] = ()
    files: tuple[FileRef, ...] = ()
    tokens: tuple[TokenSpec, ...] = ()
    tries: Mapping[str, int] = field(default_factory=dict)
    recipients: tuple[str, ...] = ()
    register_next: int = 1
    copies_next: int = 1
    dossiers: tuple[Dossier, ...] = ()
    later: tuple[Arrival, ...] = ()
    start: Desk | None = field(default=None, repr=False, compare=False)

    @property
    def origin(self) -> Desk:
        """The desk as the task laid it out."""
        return self.start or self

    def at(self, now: datetime) -> Desk:
        """This desk at that clock, with what has come in by then; itself when nothing has."""
        due = [arrival.paper for arrival in self.later if arrival.at <= now]
        if not due:
            return self
        return replace(
            self,
            letters=(*self.letters, *(p for p in due if isinstance(p, Letter))),
            incoming=(*self.incoming, *(p for p in due if isinstance(p, IncomingDocument))),
            later=tuple(arrival for arrival in self.later if arrival.at > now),
            start=self.origin,
        )

    @property
    def actor(self) -> Person:
        """The person the candidate acts as at the moment."""
        return self.agency.person(self.clerk if self.role is Role.CLERK and self.clerk else self.me)

    def letter(self, key: str) -> Letter:
        """The letter with that id; UnknownTarget when there is none."""
        return _pick("letter", self.letters, key)

    def document(self, key: str) -> IncomingDocument:
        """The incoming document with that id; UnknownTarget when there is none."""
        return _pick("document", self.incoming, key)

    def draft(self, key: str) -> OutgoingDraft:
        """The outgoing draft with that id; UnknownTarget when there is none."""
        return _pick("draft", self.drafts, key)

    def token(self, key: str) -> TokenSpec:
        """The token with that id; UnknownTarget when there is none."""
        return _pick("token", self.tokens, key)

    def dossier(self, key: str) -> Dossier:
        """The dossier with that id; UnknownTarget when there is none."""
        return _pick("dossier", self.dossiers, key)

    def tries_left(self, token: str) -> int:
        """How many wrong PINs the token still takes; 0 is locked."""
        return self.tries.get(token, TRIES)

    def all_files(self) -> tuple[FileRef, ...]:
        """Every file that can be attached: own files, and those of letters and documents."""
        carriers: tuple[Letter | IncomingDocument | OutgoingDraft, ...] = (
            *self.letters,
            *self.incoming,
            *self.drafts,
        )
        found = {file.id: file for carrier in carriers for file in carrier.attachments}
        found |= {file.id: file for file in self.files}
        return tuple(found.values())

    def file(self, key: str) -> FileRef:
        """The file with that id, wherever it lies; UnknownTarget when there is none.

        A draft's own PDF goes by the id of the draft.
        """
        for draft in self.drafts:
            if draft.id == key:
                return main_file(draft)
        return _pick("file", self.all_files(), key)


def main_file(draft: OutgoingDraft) -> FileRef:
    """The draft's own PDF as a file of the handover; its id is the draft's.

    It is named by what the document is: an author's id may tell which draft is the right one.
    """
    signed = "đã ký số cá nhân" if draft.signed_with else "chưa ký số"
    words = re.sub(r"[^a-z0-9]+", "_", fold(f"{draft.kind} {draft.excerpt}")).strip("_")
    return FileRef(id=draft.id, name=f"{words[:60]}.pdf", note=f"tệp chính, {signed}")


def handover_choices(desk: Desk, draft: OutgoingDraft) -> tuple[FileRef, ...]:
    """What can be handed to the clerk with a draft: its PDF, its annexes, own files."""
    return (main_file(draft), *draft.attachments, *desk.files)


def issue_choices(desk: Desk) -> tuple[str, ...]:
    """Ids of the places a document can be issued to, in the order of the directory."""
    return desk.recipients or tuple(unit.id for unit in desk.agency.units)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Named)


def _pick(what: str, things: tuple[_T, ...], key: str) -> _T:
    for thing in things:
        if thing.id == key:
            return thing
    raise UnknownTarget(what, key)
