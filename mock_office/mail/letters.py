"""E-mails as values: received, sent, or still being written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..files import FileRef


@dataclass(frozen=True, slots=True)
class Address:
    """One mail address with the name shown before it."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a letter: what it shows and where it really leads."""

    text: str
    target: str


class Folder(StrEnum):
    """Where a letter lies."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    REPORTED = "reported"
    TRASH = "trash"


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail, received, sent or still a draft. Addresses are as typed in drafts."""

    id: str
    folder: Folder
    sender: Address
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    reply_to: Address | None = None
    subject: str = ""
    body: str = ""
    date: datetime | None = None
    attachments: tuple[FileRef, ...] = ()
    links: tuple[Link, ...] = ()
    read: bool = False
    mode: str = "new"  # new, reply, reply_all, forward
    source: str = ""  # the letter answered or forwarded
