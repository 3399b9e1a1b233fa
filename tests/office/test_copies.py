"""Copies of incoming documents: what the desk takes, what is offered, what voids a task."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pypdfium2
import pytest

from mock_office.actions import Action
from mock_office.agency import Agency, Role
from mock_office.copies import Copy, CopyForm, copy_symbol
from mock_office.desk import Desk, UnknownTarget, apply, fold
from mock_office.documents.incoming import IncomingDocument, IncomingState, Secrecy
from mock_office.documents.workflow import offered
from mock_office.signing import pki
from mock_office.signing.copied import copy_lines, typeset_copy
from mock_office.signing.sign import sign_in_way
from mock_office.signing.validate import validate
from mock_office.signing.verdict import Expectation
from mock_office.signing.ways import RIGHT, Layer
from mock_office.tasks import library
from mock_office.tasks.marking import mark
from mock_office.tasks.rehearsal import RuleHand, points
from tests.office.conftest import TODAY as DAY

DOCUMENT = "quyet_dinh"


@pytest.fixture
def desk() -> Desk:
    return library.load("issuing_copy").variant(b"copies", DAY).desk


def made(desk: Desk, **changes: Any) -> Action:
    data = {
        "document": DOCUMENT, "copy": "ban_sao_1", "copy_form": "sao_y", "number": 7,
        "date": desk.today.isoformat(), "parts": [],
    }  # fmt: skip
    return act(desk, "copy_made", **{**data, **changes})


def act(desk: Desk, kind: str, **data: Any) -> Action:
    return Action(kind, desk.task, desk.opened_at + timedelta(minutes=1), data)


def kinds(desk: Desk) -> list[str]:
    return [move.kind for move in offered(desk, desk.document(DOCUMENT))]


def test_symbols_of_copies_follow_annex_three() -> None:
    body, office = "Ủy ban nhân dân phường Hương Tràm", "Sở Khoa học và Công nghệ thành phố X"
    assert copy_symbol(CopyForm.FULL, 7, body) == "07/SY-UBND"
    assert copy_symbol(CopyForm.OF_COPY, 12, body) == "12/SL-UBND"
    assert copy_symbol(CopyForm.EXTRACT, 123, office) == "123/TrS-SKHCN"


def test_a_copy_goes_from_the_register_to_its_receivers(desk: Desk) -> None:
    desk = fold(
        desk,
        [
            made(desk, number=140),
            act(desk, "copy_sealed", document=DOCUMENT, copy="ban_sao_1", certificate="co_quan",
                artifact="a" * 64),
            act(desk, "copy_issued", document=DOCUMENT, copy="ban_sao_1", recipients=["vx"]),
        ],
    )  # fmt: skip
    (copy,) = desk.document(DOCUMENT).copies
    assert (copy.form, copy.number, copy.date) == (CopyForm.FULL, 140, desk.today)
    assert (copy.sealed_with, copy.pdf, copy.issued_to) == ("co_quan", "a" * 64, ("vx",))
    assert desk.copies_next == 141
    assert desk.register_next == desk.origin.register_next
    assert desk.document(DOCUMENT).state is IncomingState.WAITING


def test_forms_share_one_row_of_numbers_and_each_copy_is_kept(desk: Desk) -> None:
    desk = apply(desk, made(desk, number=140))
    desk = apply(desk, made(desk, copy="ban_sao_2", copy_form="trich_sao", number=141,
                            parts=["2", "1", "2"]))  # fmt: skip
    assert [copy.number for copy in desk.document(DOCUMENT).copies] == [140, 141]
    assert desk.document(DOCUMENT).copies[1].parts == (1, 2)
    assert desk.copies_next == 142


@pytest.mark.parametrize(
    "changes",
    [
        {"copy_form": "sao_chep"}, {"number": 0}, {"date": ""}, {"date": "hôm nay"},
        {"parts": ["0"]}, {"parts": ["4"]}, {"parts": ["²"]}, {"parts": ["1" * 5000]},
        {"copy": "ban_sao_2"}, {"document": "khong_co"},
    ],
)  # fmt: skip
def test_a_copy_of_what_does_not_exist_is_refused(desk: Desk, changes: dict[str, Any]) -> None:
    with pytest.raises(UnknownTarget):
        apply(desk, made(desk, **changes))


def test_copying_is_the_clerks_and_needs_the_agencys_token(desk: Desk) -> None:
    assert desk.role is Role.CLERK
    assert kinds(desk) == ["document_returned", "copy_made"]
    later = apply(desk, made(desk))
    assert kinds(later) == ["document_returned", "copy_made", "copy_sealed", "copy_issued"]
    assert "copy_made" not in kinds(replace(desk, role=Role.LEADER))
    personal = tuple(token for token in desk.tokens if token.purpose != "agency")
    assert "copy_made" not in kinds(replace(desk, tokens=personal))


def test_copying_a_classified_document_is_offered_and_voids_the_task(desk: Desk) -> None:
    task = library.load("issuing_copy").variant(b"copies", DAY)
    secret = replace(desk.document(DOCUMENT), secrecy=Secrecy.SECRET)
    others = tuple(d for d in desk.incoming if d.id != DOCUMENT)
    start = replace(desk, incoming=(*others, secret))
    assert [m.tempting for m in offered(start, secret) if m.kind == "copy_made"] == [True]
    log = [made(start)]
    assert "văn bản mật" in mark(task, fold(start, log), log, {}).voided


def test_a_leader_who_signs_a_copy_for_the_agency_himself_voids_the_task() -> None:
    task = library.load("issuing_copy").variant(b"copies", DAY)
    as_leader = replace(task, desk=replace(task.desk, role=Role.LEADER))
    assert "không qua văn thư" in points(as_leader, task.solution, RuleHand()).voided
    assert points(task, task.solution, RuleHand()).points == task.points


def page_text(data: bytes) -> str:
    """What is written on the first page, without the signature."""
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()


def signed_copy(
    document: IncomingDocument, agency: Agency, desk: Desk, form: CopyForm, *parts: int
) -> tuple[bytes, bytes, pki.Pki]:
    """The copy as made and as signed, and the keys."""
    copy, when = Copy("ban_sao_1", form, 7, desk.today, parts), desk.opened_at
    keys = pki.build(desk.tokens, now=when, agency=agency.name)
    token = next(token for token in desk.tokens if token.purpose == "agency")
    plain = typeset_copy(document, copy, agency, when=when)
    signed = sign_in_way(
        plain, keys, keys.unlock(token.id, token.pin), Layer.COPY, RIGHT[Layer.COPY], when=when,
        lines=copy_lines(copy, agency, when),
    )  # fmt: skip
    return plain, signed, keys


def test_the_signature_on_a_copy_says_form_agency_and_time_and_is_judged_good(desk: Desk) -> None:
    document, agency = desk.document(DOCUMENT), desk.agency
    plain, signed, keys = signed_copy(document, agency, desk, CopyForm.FULL)
    expected = Expectation.of(
        keys.trust, desk.opened_at + timedelta(hours=1), layers=("agency",),
        agency=keys.fingerprint("co_quan"), draft=plain,
    )  # fmt: skip
    assert validate(signed, expected).ok
    assert not validate(signed, replace(expected, agency=keys.fingerprint("rieng"))).ok
    assert not validate(plain, expected).ok
    text = page_text(signed)
    assert document.symbol in text
    for paragraph in document.body:
        assert paragraph[:40] in text


def test_the_lines_on_a_copy_are_form_agency_and_time_of_vietnam(desk: Desk) -> None:
    copy = Copy("ban_sao_1", CopyForm.EXTRACT, 7, desk.today, (1,))
    when = desk.opened_at.astimezone(UTC)
    assert copy_lines(copy, desk.agency, when) == [
        "Trích sao",
        desk.agency.name,
        f"{desk.today.isoformat()}T{desk.opened_at:%H:%M:%S}+07:00",
    ]


def test_an_extract_holds_the_chosen_paragraphs_under_the_whole_head(desk: Desk) -> None:
    document = desk.document(DOCUMENT)
    _, signed, _ = signed_copy(document, desk.agency, desk, CopyForm.EXTRACT, 2)
    text = page_text(signed)
    assert document.body[1][:40] in text
    assert document.body[0][:30] not in text
    assert document.symbol in text
    assert document.signer.partition(",")[0] in text
