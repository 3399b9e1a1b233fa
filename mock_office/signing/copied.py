"""Copies of incoming documents as PDF files (Decree 30/2020/NĐ-CP, annex I part II).

A paper document becomes an electronic copy by digitising it and putting the agency's
signature top right of its first page, without a picture: form of copy, agency, time. An
extract is set anew with the whole form of the document and the paragraphs it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from mock_office.agency import Agency
from mock_office.copies import COPY_NAMES, Copy, CopyForm
from mock_office.documents.composition import ADDRESSED, LAYOUTS, LETTER
from mock_office.documents.headings import COUNTRY, MOTTO, long_date, upper
from mock_office.documents.incoming import IncomingDocument
from mock_office.documents.outgoing import DraftLine, OutgoingDraft
from mock_office.signing.sign import signing_time
from mock_office.signing.typeset import typeset_unsigned

ON_PAPER: Final = "(đã ký, đóng dấu)"
"""Stands where the original on paper has the handwritten signature and the seal."""


def copy_lines(copy: Copy, agency: Agency, when: datetime) -> list[str]:
    """What the agency's signature on a copy says: form of copy, agency, time of signing."""
    return [COPY_NAMES[copy.form], agency.name, signing_time(when)]


def typeset_copy(
    document: IncomingDocument, copy: Copy, agency: Agency, *, when: datetime
) -> bytes:
    """The copy before it is signed: the whole document, or the chosen paragraphs of it.

    Args:
        agency: Whose copy it is.
        when: Goes into the file as its time of making; nothing else depends on it.
    """
    body: Sequence[str] = document.body
    if copy.form is CopyForm.EXTRACT and copy.parts:
        body = [document.body[part - 1] for part in copy.parts]
    page = OutgoingDraft(
        id=document.id,
        kind=document.kind,
        symbol=document.symbol,
        excerpt=document.excerpt,
        drafter="",
        drafting_unit="",
        signer="",
        lines=tuple(_lines(document, body)),
        urgency=document.urgency,
    )
    return typeset_unsigned(page, agency, when=when)


def _lines(document: IncomingDocument, body: Sequence[str]) -> Iterator[DraftLine]:
    """The parts of the page as the register knows them; nothing is left to be filled in."""
    name, _, title = document.signer.partition(",")
    letter = document.kind == LETTER
    yield _line("agency", upper(document.author), "left")
    yield DraftLine("said", f"Số: {document.symbol}", "left", LAYOUTS["symbol"])
    if letter:
        excerpt = document.excerpt.removeprefix("V/v ")
        yield _line("excerpt", f"V/v {excerpt}", "left", "letter_excerpt")
    yield _line("motto", COUNTRY, "right", "country")
    yield _line("motto", MOTTO, "right")
    yield DraftLine("said", long_date(document.document_date), "right", LAYOUTS["place_date"])
    if not letter:
        yield _line("kind", upper(document.kind))
        yield _line("excerpt", document.excerpt)
    if document.addressee and document.kind in ADDRESSED:
        yield _line("addressee", f"Kính gửi: {document.addressee}")
    for text in body:
        yield _line("body", text)
    if title.strip():
        yield _line("authority", upper(title.strip()), "right")
    yield DraftLine("authority", ON_PAPER, "right", LAYOUTS["place_date"])
    yield _line("name", name.strip(), "right")


def _line(part: str, text: str, column: str = "full", layout: str = "") -> DraftLine:
    return DraftLine(part, text, column, LAYOUTS[layout or part])
