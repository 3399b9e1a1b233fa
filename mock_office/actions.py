"""The closed list of things a candidate can do in the office, with what each records.

The exam's log holds these as events; a desk is folded from them and nothing else.
Every action's data is a flat JSON object. Ids are those of the desk's own values.
No action ever holds a PIN.

How a signature was made may stand beside the prescribed keys of `draft_signed`,
`draft_sealed`, `attachment_sealed` and `copy_sealed`: `position`, `picture`, `timestamp`, `level`
(values in `mock_office.signing.ways`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

KINDS: Final[dict[str, tuple[str, ...]]] = {
    # mail -----------------------------------------------------------------
    "mail_opened": ("letter",),
    "mail_draft_saved": (
        "letter",
        "mode",
        "source",
        "to",
        "cc",
        "bcc",
        "subject",
        "body",
        "attachments",
    ),
    "mail_draft_discarded": ("letter",),
    "mail_sent": (
        "letter",
        "mode",
        "source",
        "to",
        "cc",
        "bcc",
        "subject",
        "body",
        "attachments",
    ),
    "mail_reported": ("letter",),
    "mail_deleted": ("letter",),
    "mail_link_opened": ("letter", "target"),
    "mail_attachment_opened": ("letter", "file"),
    # incoming documents ---------------------------------------------------
    "document_opened": ("document",),
    "document_read": ("document",),  # scrolled to its end
    "note_draft_saved": ("document", "note", "lead", "supporting", "for_information", "due"),
    "document_routed": ("document", "note", "lead", "supporting", "for_information", "due"),
    "document_returned": ("document", "reason"),
    "document_secured": ("document",),  # classified: reported, left alone
    "document_closed": ("document",),
    # copies of them (Decree 30/2020 articles 25 to 27) ---------------------
    "copy_made": ("document", "copy", "copy_form", "number", "date", "parts"),
    "copy_sealed": ("document", "copy", "certificate", "artifact"),
    "copy_issued": ("document", "copy", "recipients"),
    # outgoing drafts ------------------------------------------------------
    "draft_typeset": ("draft", "issued", "artifact"),  # issued: before any signature
    "draft_opened": ("draft",),
    "draft_read": ("draft",),  # scrolled to its end
    "layout_viewed": ("draft",),
    "line_marked": ("draft", "line", "on"),
    "remarks_saved": ("draft", "remarks"),
    "draft_returned": ("draft", "remarks"),
    "pin_tried": ("token", "ok"),
    "draft_signed": ("draft", "certificate", "artifact"),
    "handed_over": ("draft", "to", "note", "files"),
    # the clerk ------------------------------------------------------------
    "role_taken": ("role",),
    "draft_numbered": ("draft", "number", "date"),
    "draft_sealed": ("draft", "certificate", "artifact"),
    "attachment_sealed": ("draft", "file", "certificate", "artifact"),
    "draft_issued": ("draft", "recipients"),
    "draft_filed": ("draft", "dossier"),
    # a mistake found after issuing (Decree 30/2020 article 18) -------------
    "issued_corrected": ("draft", "document_kind", "text", "recipients"),
    "issued_replaced": ("draft", "document_kind", "text", "recipients"),
    "issued_recalled": ("draft", "document_kind", "text", "recipients"),
    # the organiser's own, on a candidate's request -----------------------
    "token_unlocked": ("token", "by", "reason"),
    # a task as a whole ----------------------------------------------------
    "task_reset": (),
}
"""Kind of action -> the keys its data holds. `due` and `date` are ISO dates or "";
`to`, `cc`, `bcc` are lists of addresses as typed; `attachments`, `files`, `lead`,
`supporting`, `for_information`, `recipients` are lists of ids;
`parts` are the paragraphs of an extract, as strings counted from "1"; `copy` is `ban_sao_1`
for the first copy of a document, and so on; `artifact` is the
SHA-256 (hex) of a stored PDF; `document_kind` is what a remedy is made by."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the candidate did: what the log holds of it.

    `kind` is one of `KINDS`, `data` JSON-able, `at` the clock of
    the desk (the simulated day, not the computer's).
    """

    kind: str
    task: str
    at: datetime
    data: Mapping[str, Any]
