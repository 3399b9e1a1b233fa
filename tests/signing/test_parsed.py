"""What is kept from one check to the next decides nothing about trust."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

from mock_office.signing import parsed
from mock_office.signing.pki import build
from mock_office.signing.validate import validate
from mock_office.signing.verdict import Outcome
from tests.signing.conftest import SPECS, Office
from tests.signing.samples import AGENCY, NOW


def test_another_root_of_the_same_name_is_not_taken_for_the_one_seen_before(
    office: Office,
) -> None:
    other = build(SPECS, now=NOW, agency=AGENCY.name)
    for _ in range(2):
        assert office.judge(office.two).ok
        foreign = replace(office.expect(), root=other.trust.root)
        assert validate(office.two, foreign).verdict is Outcome.UNTRUSTED
        swapped = replace(foreign, other_certs=other.trust.other_certs, crls=other.trust.crls)
        assert validate(office.two, swapped).verdict is Outcome.UNTRUSTED


def test_a_certificate_revoked_later_is_revoked_at_the_next_check(office: Office) -> None:
    revoked = office.sign(office.draft, token=office.open("revoked"))
    expected = office.expect(leader=office.pki.fingerprint("revoked"), layers=("leader",))
    other = build(SPECS, now=NOW, agency=AGENCY.name)
    assert "CERT_REVOKED" in validate(revoked, expected).codes
    no_lists = replace(expected, crls=())
    assert "NO_REVOCATION_DATA" in validate(revoked, no_lists).codes
    foreign_lists = replace(expected, crls=other.trust.crls)
    assert not validate(revoked, foreign_lists).ok
    assert "CERT_REVOKED" in validate(revoked, expected).codes


def test_the_same_file_is_judged_anew_at_another_moment(office: Office) -> None:
    expected = office.expect()
    years_on = replace(expected, at=NOW + timedelta(days=5 * 365))
    assert validate(office.two, expected).ok
    assert "CERT_EXPIRED" in validate(office.two, years_on).codes
    assert validate(office.two, expected).ok


def test_a_certificate_that_only_another_file_brought_along_helps_nobody(office: Office) -> None:
    alone = office.expect(layers=("leader",))
    assert office.judge(office.one, layers=("leader",)).ok
    untold = replace(alone, other_certs=())
    before = validate(office.one, untold)
    assert office.judge(office.two).ok  # its evidence holds every authority's certificate
    assert validate(office.one, untold) == before


def test_equal_bytes_are_parsed_once_by_a_thread_and_never_shared_between_threads(
    office: Office,
) -> None:
    der = office.pki.trust.root
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(parsed.certificate(der))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert parsed.certificate(der) is parsed.certificate(der[:4] + der[4:])
    assert len({id(each) for each in (*found, parsed.certificate(der))}) == 3


def test_only_so_much_is_kept() -> None:
    for number in range(parsed.MOST * 2):
        parsed.certificate(b"\x30\x04\x02\x02" + number.to_bytes(2))
    assert len(parsed._KEPT.values) <= parsed.MOST
