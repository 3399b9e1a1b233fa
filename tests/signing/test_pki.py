"""The test keys: states, PINs, marks, and keeping them through a restart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_office.signing.pki import BrokenPki, Pki, WrongPin, build
from mock_office.tokens import TokenState
from tests.signing.conftest import Office
from tests.signing.samples import AGENCY, NOW, spec


def test_every_certificate_says_that_it_is_for_practice(office: Office) -> None:
    trust = office.pki.trust
    tokens = [token.certificate for token in office.pki.tokens]
    for der in (trust.root, *trust.other_certs, office.pki.tsa_certificate, *tokens):
        subject = x509.load_der_x509_certificate(der).subject
        assert any("THI THỬ" in str(part.value) for part in subject)


def test_cards_show_whose_it_is_and_until_when(office: Office) -> None:
    card = office.pki.cards()[0]
    assert card.id == "leader"
    assert card.certificate == office.pki.fingerprint("leader")
    assert card.subject.startswith("Nguyễn Thị Hoa, Chủ tịch, Ủy ban nhân dân phường")
    assert card.purpose == "cá nhân"
    assert card.valid_from < NOW < card.valid_to
    assert card.valid_to.utcoffset() == timedelta(hours=7)
    assert office.pki.cards()[1].purpose == "cơ quan"


@pytest.mark.parametrize("state", TokenState)
def test_a_token_is_dated_by_its_state(state: TokenState) -> None:
    card = build([spec("t", state)], now=NOW, agency=AGENCY.name).cards()[0]
    assert (card.valid_to < NOW) is (state is TokenState.EXPIRED)
    assert (card.valid_from > NOW) is (state is TokenState.NOT_YET_VALID)
    assert ("công cộng" in card.issuer) is (state is TokenState.PUBLIC_CA)
    assert ("đơn vị cũ" in card.subject) is (state is TokenState.OLD_UNIT)


def test_an_old_unit_that_is_named_keeps_its_name() -> None:
    old = spec("t", TokenState.OLD_UNIT, organisation="Phòng Kinh tế huyện Sông Hậu")
    assert "huyện Sông Hậu" in build([old], now=NOW, agency=AGENCY.name).cards()[0].subject


def test_only_the_right_pin_opens_a_token(office: Office) -> None:
    assert office.pki.unlock("leader", "135790").certificate
    for wrong in ("", "135791", "246810", "135790 ", "１３５７９０", "\x00", "9" * 5000):
        with pytest.raises(WrongPin):
            office.pki.unlock("leader", wrong)
    with pytest.raises(KeyError):
        office.pki.unlock("nobody", "135790")


def test_no_key_is_shown_when_a_token_is_printed(office: Office) -> None:
    assert "key" not in repr(office.leader)
    assert "tsa_key" not in repr(office.pki)


def test_what_is_stored_comes_back_and_holds_no_pin(office: Office) -> None:
    stored = office.pki.to_bytes()
    assert b"135790" not in stored
    again = Pki.from_bytes(stored)
    assert again.to_bytes() == stored
    assert again.cards() == office.pki.cards()
    assert again.unlock("leader", "135790").certificate == office.leader.certificate


def test_names_too_long_for_a_certificate_are_cut() -> None:
    long = spec("t", common_name="Ủy ban nhân dân " * 20, title="Phó " * 50)
    card = build([long], now=NOW, agency=AGENCY.name).cards()[0]
    assert card.subject.startswith("Ủy ban nhân dân Ủy ban nhân dân")
    assert len(card.subject) < 200


def test_a_token_needs_a_pin_and_an_id_of_its_own() -> None:
    with pytest.raises(ValueError, match="no PIN"):
        build([spec("t", pin="")], now=NOW, agency=AGENCY.name)
    with pytest.raises(ValueError, match="same id"):
        build([spec("t"), spec("t")], now=NOW, agency=AGENCY.name)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.floats(0, 0.999))
def test_a_stored_pki_that_is_cut_off_is_refused(office: Office, part: float) -> None:
    stored = office.pki.to_bytes()
    with pytest.raises(BrokenPki):
        Pki.from_bytes(stored[: int(len(stored) * part)])


@given(st.one_of(st.binary(max_size=60), st.sampled_from([b"[]", b"null", b'{"format":1}', b"1"])))
def test_foreign_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(BrokenPki):
        Pki.from_bytes(data)
