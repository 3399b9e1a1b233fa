"""The layers of signature that a task says were there before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mock_office.documents.outgoing import OutgoingDraft
from mock_office.signing.form import date_text, number_text
from mock_office.signing.pki import Pki
from mock_office.signing.sign import number_and_seal, sign_as_leader


def sign_beforehand(
    pdf: bytes, draft: OutgoingDraft, pki: Pki, pins: Mapping[str, str], *, opened_at: datetime
) -> bytes:
    """The file of a draft with the signature, and the number and seal, it is to come with.

    Args:
        pins: Token id -> PIN.
        opened_at: The simulated moment the desk is opened at; for a draft that does not say when.
    """
    when = draft.signed_at or opened_at
    signed = sign_as_leader(
        pdf, pki, pki.unlock(draft.signed_with, pins[draft.signed_with]), when=when
    )
    if not draft.sealed_with or draft.number is None or draft.issue_date is None:
        return signed
    return number_and_seal(
        signed,
        pki,
        pki.unlock(draft.sealed_with, pins[draft.sealed_with]),
        number_text=number_text(draft.number),
        date_text=date_text(draft.issue_date),
        when=when,
    )
