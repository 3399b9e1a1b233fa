"""What a candidate can do right and wrong, and what the verdict calls it."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from mock_office.signing import form, structure
from mock_office.signing.pki import Trust, build
from mock_office.signing.sign import (
    CannotSign,
    Picture,
    seal_attachment,
    seal_copy,
    seal_only,
    sign_as_leader,
    signing_time,
)
from mock_office.signing.typeset import typeset, typeset_attachment
from mock_office.signing.validate import validate
from mock_office.signing.verdict import Expectation, Outcome
from mock_office.tokens import TokenState
from tests.signing.conftest import LATER, SPECS, Office
from tests.signing.samples import AGENCY, NOW, draft

LEADER_ONLY = ("leader",)


def test_both_layers_in_order_on_the_issued_draft_are_valid(office: Office) -> None:
    verdict = office.judge(office.two)
    assert verdict.ok
    assert verdict.codes == ()
    leader, agency = verdict.signatures
    assert (leader.field, agency.field) == (form.LEADER, form.AGENCY)
    assert leader.signer == "Nguyễn Thị Hoa"
    assert leader.time == NOW
    assert agency.time == LATER
    for layer in verdict.signatures:
        assert layer.intact
        assert layer.trusted
        assert layer.covers_whole_revision
        assert not layer.modified_after
        assert layer.timestamp_ok


def test_the_leaders_layer_alone_is_enough_where_only_it_is_asked_for(office: Office) -> None:
    assert office.judge(office.one, layers=LEADER_ONLY).ok
    verdict = office.judge(office.one)
    assert verdict.verdict is Outcome.INCOMPLETE
    assert verdict.codes == ("NO_AGENCY",)


def test_a_draft_as_issued_is_unsigned(office: Office) -> None:
    assert office.judge(office.draft).verdict is Outcome.UNSIGNED
    assert office.judge(office.draft).codes == ("UNSIGNED",)


def test_a_seal_before_or_without_the_leader_is_incomplete(office: Office) -> None:
    sealed = office.seal(office.draft)
    assert office.judge(sealed).verdict is Outcome.INCOMPLETE
    assert office.judge(sealed).codes == ("NO_LEADER",)
    late = office.judge(office.sign(sealed, when=LATER))
    assert late.verdict is Outcome.INCOMPLETE
    assert "WRONG_ORDER" in late.codes
    unlocked = office.judge(office.sign(office.seal(office.draft, lock=False), when=LATER))
    assert unlocked.verdict is Outcome.INCOMPLETE
    assert "WRONG_ORDER" in unlocked.codes


def test_sealing_without_number_and_date_is_told(office: Office) -> None:
    sealed = seal_only(office.one, office.pki, office.agency, when=LATER)
    assert office.judge(sealed).codes == ("NOT_NUMBERED",)
    assert office.judge(office.seal(office.one, date_text=" ")).codes == ("NOT_NUMBERED",)


def test_signatures_in_each_others_fields_are_told(office: Office) -> None:
    first = office.sign(office.draft, field=form.AGENCY, picture=Picture.SIGNATURE)
    both = office.seal(first, field=form.LEADER)
    assert "WRONG_FIELD" in office.judge(first).codes
    verdict = office.judge(both)
    assert verdict.verdict is Outcome.INCOMPLETE
    assert "WRONG_FIELD" in verdict.codes


def test_both_layers_by_one_certificate_are_told(office: Office) -> None:
    verdict = office.judge(office.seal(office.one, token=office.leader))
    assert verdict.verdict is Outcome.INCOMPLETE
    assert {"SAME_SIGNER", "WRONG_FIELD"} <= set(verdict.codes)


def test_the_agencys_certificate_in_the_leaders_field_is_told(office: Office) -> None:
    verdict = office.judge(office.sign(office.draft, token=office.agency), layers=LEADER_ONLY)
    assert verdict.codes == ("WRONG_FIELD",)


def test_another_key_under_the_same_name_is_not_the_same_person(office: Office) -> None:
    verdict = office.judge(office.sign(office.draft, token=office.open("twin")), layers=LEADER_ONLY)
    assert verdict.verdict is Outcome.INCOMPLETE
    assert verdict.codes == ("WRONG_LEADER",)
    assert verdict.signatures[0].trusted


BAD_STATES = {
    TokenState.EXPIRED: "CERT_EXPIRED",
    TokenState.REVOKED: "CERT_REVOKED",
    TokenState.NOT_YET_VALID: "CERT_NOT_YET_VALID",
    TokenState.PUBLIC_CA: "CERT_UNKNOWN_CA",
}


@pytest.mark.parametrize("state", BAD_STATES)
def test_a_certificate_that_is_not_good_is_untrusted_and_says_why(
    office: Office, state: TokenState
) -> None:
    signed = office.sign(office.draft, token=office.open(str(state)))
    verdict = office.judge(signed, layers=LEADER_ONLY, leader=office.pki.fingerprint(str(state)))
    assert verdict.verdict is Outcome.UNTRUSTED
    assert verdict.codes == (BAD_STATES[state],)
    assert verdict.signatures[0].intact
    assert not verdict.signatures[0].trusted


def test_an_old_units_certificate_is_trusted_but_not_the_one_asked_for(office: Office) -> None:
    signed = office.sign(office.draft, token=office.open("old_unit"))
    assert office.judge(signed, layers=LEADER_ONLY).codes == ("WRONG_LEADER",)


def test_a_missing_time_stamp_counts_only_where_it_is_required(office: Office) -> None:
    signed = office.sign(office.draft, timestamp=False)
    verdict = office.judge(signed, layers=LEADER_ONLY)
    assert verdict.codes == ("NO_TIMESTAMP",)
    assert verdict.signatures[0].timestamp_ok is None
    assert verdict.signatures[0].time == NOW
    assert office.judge(signed, layers=LEADER_ONLY, require_timestamp=False).ok


def test_a_picture_in_the_wrong_place_is_a_mistake_and_not_a_forgery(office: Office) -> None:
    signed = office.sign(office.draft, box=(80, 100, 220, 170))
    assert office.judge(signed, layers=LEADER_ONLY).codes == ("PICTURE_MOVED",)
    sealed = office.seal(office.one, box=(400, 100, 500, 200))
    verdict = office.judge(sealed)
    assert verdict.verdict is Outcome.INCOMPLETE
    assert verdict.codes == ("PICTURE_MOVED",)


@pytest.mark.parametrize("picture", [*Picture, True, False])
def test_the_picture_is_no_part_of_the_signatures_worth(office: Office, picture: Picture) -> None:
    assert office.judge(office.sign(office.draft, picture=picture), layers=LEADER_ONLY).ok


def test_another_draft_signed_instead_is_told(office: Office) -> None:
    other = typeset(draft(excerpt="Văn bản khác"), AGENCY, when=NOW).data
    verdict = office.judge(office.sign(other), layers=LEADER_ONLY)
    assert verdict.verdict is Outcome.INVALID
    assert verdict.codes == ("NOT_ISSUED_DRAFT",)
    assert office.judge(office.sign(other), layers=LEADER_ONLY, draft=None).ok


def test_without_revocation_lists_the_ones_inside_the_file_are_used(office: Office) -> None:
    bare = Trust(office.pki.trust.root)
    expected = Expectation.of(bare, LATER)
    assert validate(office.two, expected).ok
    alone = validate(office.one, expected)
    assert "NO_REVOCATION_DATA" in alone.codes
    assert alone.verdict is Outcome.UNTRUSTED


def test_a_stranger_with_the_same_names_is_not_trusted(office: Office) -> None:
    rogue = build(SPECS, now=NOW, agency=AGENCY.name)
    signed = sign_as_leader(office.draft, rogue, rogue.unlock("leader", "135790"), when=NOW)
    verdict = office.judge(signed, layers=LEADER_ONLY, leader=None)
    assert verdict.verdict is Outcome.UNTRUSTED
    assert not verdict.signatures[0].trusted


def test_a_file_signed_after_a_restart_is_as_good(office: Office) -> None:
    again = type(office.pki).from_bytes(office.pki.to_bytes())
    signed = sign_as_leader(office.draft, again, again.unlock("leader", "135790"), when=NOW)
    assert office.judge(signed, layers=LEADER_ONLY).ok


def test_a_field_cannot_be_signed_twice_nor_one_that_is_not_there(office: Office) -> None:
    with pytest.raises(CannotSign):
        office.sign(office.one)
    with pytest.raises(CannotSign):
        office.sign(office.draft, field="KhongCo")
    for garbage in (b"", b"%PDF-1.7\n", b"\x00" * 50, office.draft[:4000]):
        with pytest.raises(CannotSign):
            office.sign(garbage)


def test_a_time_without_a_zone_is_refused(office: Office) -> None:
    with pytest.raises(ValueError, match="zone"):
        office.sign(office.draft, when=NOW.replace(tzinfo=None))


def test_an_annex_is_sealed_with_text_and_no_picture(office: Office) -> None:
    annex = typeset_attachment("Danh mục", ["Một."], when=NOW)
    sealed = seal_attachment(
        annex, office.pki, office.agency, number_and_symbol="07/KH-UBND", when=LATER
    )
    assert office.judge(sealed, layers=("agency",), draft=annex).ok
    assert signing_time(LATER) == "2026-11-23T08:50:00+07:00"


def test_a_copy_is_sealed_with_text_and_no_picture(office: Office) -> None:
    scan = typeset_attachment("Bản sao", ["Một."], when=NOW)
    sealed = seal_copy(
        scan, office.pki, office.agency, copy_form="Sao y", agency=AGENCY.name, when=LATER
    )
    assert office.judge(sealed, layers=("agency",), draft=scan).ok


def test_a_long_document_and_long_names_are_signed_the_same_way(office: Office) -> None:
    long = typeset(draft(40), AGENCY, when=NOW).data
    verdict = office.judge(office.seal(office.sign(long)), draft=long)
    assert verdict.ok


def test_a_seal_without_lock_or_evidence_is_still_both_layers(office: Office) -> None:
    assert office.judge(office.seal(office.one, lock=False, long_term=False)).ok


def test_a_verdict_can_be_written_as_json(office: Office) -> None:
    content = json.loads(office.judge(office.two).to_json())
    assert content["verdict"] == "valid"
    assert content["codes"] == []
    assert content["signatures"][0]["time"].startswith("2026-11-23T")


async def test_it_works_where_an_event_loop_is_running(office: Office) -> None:
    assert office.judge(office.two).ok
    verdicts = await asyncio.gather(
        *(asyncio.to_thread(office.judge, data) for data in (office.one, office.two))
    )
    assert [verdict.ok for verdict in verdicts] == [False, True]


def test_a_good_file_needs_a_small_part_of_the_reads_allowed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(structure.Metered.__init__, "__defaults__", (structure.MAX_READS // 15,))
    assert structure.open_pdf(office.two).stream.left < structure.MAX_READS // 15
    assert office.judge(office.two).ok


def test_certificates_are_judged_at_the_moment_given(office: Office) -> None:
    trust = office.pki.trust
    much_later = Expectation.of(trust, NOW + timedelta(days=5 * 365))
    assert "CERT_EXPIRED" in validate(office.two, much_later).codes
    long_before = Expectation.of(trust, NOW - timedelta(days=2 * 365))
    assert "CERT_NOT_YET_VALID" in validate(office.two, long_before).codes
