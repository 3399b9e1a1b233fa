"""One agency with its keys, one draft, and that draft signed in both layers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from mock_office.signing import form
from mock_office.signing.pki import OpenToken, Pki, build
from mock_office.signing.sign import number_and_seal, sign_as_leader
from mock_office.signing.typeset import typeset
from mock_office.signing.validate import validate
from mock_office.signing.verdict import Expectation, Verdict
from mock_office.tokens import TokenState
from tests.signing.samples import AGENCY, NOW, draft, spec

LATER = NOW + timedelta(minutes=20)
SPECS = (
    spec("leader"),
    spec("agency"),
    spec("twin"),  # another key under the very same names
    *(spec(str(state), state) for state in TokenState if state is not TokenState.VALID),
)


@dataclass(frozen=True)
class Office:
    """What the tests sign with and check against."""

    pki: Pki
    draft: bytes
    leader: OpenToken
    agency: OpenToken
    one: bytes  # signed by the leader
    two: bytes  # numbered and sealed as well

    def expect(self, **changes: Any) -> Expectation:
        """Both layers, by the right people, on this draft."""
        values: dict[str, Any] = {
            "leader": self.pki.fingerprint("leader"),
            "agency": self.pki.fingerprint("agency"),
            "draft": self.draft,
            "require_timestamp": True,
            **changes,
        }
        return Expectation.of(self.pki.trust, LATER + timedelta(hours=1), **values)

    def judge(self, data: bytes, **changes: Any) -> Verdict:
        """The verdict on a file."""
        return validate(data, self.expect(**changes))

    def open(self, name: str) -> OpenToken:
        """A token, unlocked."""
        return self.pki.unlock(name, "246810" if name == "agency" else "135790")

    def seal(self, data: bytes, **changes: Any) -> bytes:
        """Numbered and sealed the right way, but for the changes."""
        values: dict[str, Any] = {
            "number_text": form.number_text(7),
            "date_text": form.date_text(NOW.date()),
            "when": LATER,
            **changes,
        }
        token = values.pop("token", self.agency)
        return number_and_seal(data, self.pki, token, **values)

    def sign(self, data: bytes, **changes: Any) -> bytes:
        """Signed by the leader the right way, but for the changes."""
        values: dict[str, Any] = {"when": NOW, **changes}
        token = values.pop("token", self.leader)
        return sign_as_leader(data, self.pki, token, **values)


@pytest.fixture(scope="session")
def office() -> Office:
    """Keys, draft and signed files, made once."""
    pki = build(SPECS, now=NOW, agency=AGENCY.name)
    issued = typeset(draft(), AGENCY, when=NOW).data
    leader, agency = pki.unlock("leader", "135790"), pki.unlock("agency", "246810")
    bare = Office(pki, issued, leader, agency, b"", b"")
    one = bare.sign(issued)
    return Office(pki, issued, leader, agency, one, bare.seal(one))
