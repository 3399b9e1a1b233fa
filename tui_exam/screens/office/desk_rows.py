"""How letters, documents and drafts are told in the lists of a desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mock_office.documents.incoming import IncomingDocument
from mock_office.documents.outgoing import OutgoingDraft
from mock_office.mail.letters import Folder, Letter

from ...texts import Translate
from ...widgets.rows import Row, clip, columns, row, wrap
from .words import DRAFT_STATE, INCOMING_STATE, SECRECY, URGENCY, day, draft_title

Draw = Callable[[int], Sequence[Row]]


def letter_rows(letter: Letter, tr: Translate) -> Draw:
    """One line: new or not, when, who, subject and how many files."""

    def draw(width: int) -> Sequence[Row]:
        style = "" if letter.read else "strong"
        who = letter.sender.name or letter.sender.address
        if letter.folder in (Folder.SENT, Folder.DRAFTS):
            who = ", ".join(str(each) for each in letter.to) or tr("(chưa có người nhận)")
        when = f"{letter.date:%d/%m %H:%M}" if letter.date else ""
        count = len(letter.attachments)
        files = " [" + tr("{n} tệp", n=count) + "]" if count else ""
        first = columns(
            [("" if letter.read else tr("MỚI"), 3, "warn"), (when, 11, ""), (who, 22, style)]
        )
        room = max(10, width - 39)
        subject = letter.subject or tr("(không có chủ đề)")
        return [Row((*first, (" ", ""), (clip(subject + files, room), style)))]

    return draw


def incoming_rows(document: IncomingDocument, tr: Translate) -> Draw:
    """Register number and author, excerpt, state and the author's deadline."""

    def draw(width: int) -> Sequence[Row]:
        marks = [m for m in (SECRECY[document.secrecy], URGENCY[document.urgency]) if m]
        head = (
            tr("Số đến {n}", n=document.arrival_number) + f"  {document.symbol}  {document.author}"
            f"  {' '.join(f'[{mark}]' for mark in marks)}"
        )
        state = tr(INCOMING_STATE[document.state])
        style = "" if document.opened else "strong"
        return [
            row((clip(head, width), style)),
            *(
                row((line, style))
                for line in wrap(document.excerpt, width, first="   ", rest="   ")
            ),
            row((f"   {state}   " + tr("Hạn: {day}", day=day(document.deadline)), "muted")),
        ]

    return draw


def draft_rows(draft: OutgoingDraft, tr: Translate, *, marked: bool) -> Draw:
    """Kind, number and excerpt, state and urgency; a cross where it is marked."""

    def draw(width: int) -> Sequence[Row]:
        style = "" if draft.opened else "strong"
        title = f"[x] {draft_title(draft)}" if marked else draft_title(draft)
        return [
            *(row((line, style)) for line in wrap(title, width, rest="   ")),
            row(
                (f"   {tr(DRAFT_STATE[draft.state])}   {URGENCY[draft.urgency]}".rstrip(), "muted")
            ),
        ]

    return draw
