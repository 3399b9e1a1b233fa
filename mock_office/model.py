"""Everything on an official's desk under one name, for what was written before it was split.

The values are frozen and have no behaviour. Each lives where its field is: `agency`, `files`,
`mail.letters`, `documents.incoming`, `documents.outgoing`, `tokens`, `marks`, `actions`.
"""

from __future__ import annotations

from .actions import Action
from .agency import Agency, Person, Role, Unit
from .documents.incoming import IncomingDocument, IncomingState, Routing, Secrecy, Urgency
from .documents.outgoing import (
    Cure,
    DraftLine,
    DraftState,
    Layout,
    Margins,
    OutgoingDraft,
    Pictures,
    Remedy,
)
from .files import FileRef
from .mail.letters import Address, Folder, Letter, Link
from .marks import CheckMark, Family, Section, TaskMark, TaskSheet
from .tokens import TokenCard, TokenSpec, TokenState

__all__ = [
    "Action",
    "Address",
    "Agency",
    "CheckMark",
    "Cure",
    "DraftLine",
    "DraftState",
    "Family",
    "FileRef",
    "Folder",
    "IncomingDocument",
    "IncomingState",
    "Layout",
    "Letter",
    "Link",
    "Margins",
    "OutgoingDraft",
    "Person",
    "Pictures",
    "Remedy",
    "Role",
    "Routing",
    "Secrecy",
    "Section",
    "TaskMark",
    "TaskSheet",
    "TokenCard",
    "TokenSpec",
    "TokenState",
    "Unit",
    "Urgency",
]
