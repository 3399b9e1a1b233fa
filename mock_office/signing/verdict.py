"""What is asked of a signed file, and what is answered.

Circular 15/2025/TT-BKHCN wants verifying software to say who signed, when, and whether
the file is whole. The answer here keeps three questions apart that people tend to mix:
are the bytes intact, can the certificates be trusted, is everything there in order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mock_office.signing import form

if TYPE_CHECKING:
    from mock_office.signing.pki import Trust  # brings a library that a result does without

LAYERS = ("leader", "agency")


class Outcome(StrEnum):
    """The one word about a file, from best to worst, and two for no signature at all."""

    VALID = "valid"
    INCOMPLETE = "incomplete"  # what is there is good; a layer, order or person is wrong
    UNTRUSTED = "untrusted"  # intact, but a certificate is not ours, expired, revoked
    INVALID = "invalid"  # bytes were changed, or the file's structure lies
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a file has to be.

    Args:
        root: The one trusted root, DER; no other is ever used.
        other_certs: Intermediate and time-stamping certificates, DER.
        crls: Revocation lists, DER. When empty, those inside the file are used.
        at: The moment the certificates are judged at.
        leader: SHA-256 (hex) of the leader's certificate; None takes any trusted one.
        agency: The same for the agency's certificate.
        layers: The layers that must be there: ("leader",), ("agency",) or both.
        draft: The draft as it was issued for signing; None leaves that unchecked.
        require_timestamp: Every required layer must carry a time stamp.
        any_form: The layers wanted are those the file has fields for; a file without such
            fields, made by somebody else, is judged by its signatures alone.
    """

    root: bytes
    at: datetime
    other_certs: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    leader: str | None = None
    agency: str | None = None
    leader_field: str = form.LEADER
    agency_field: str = form.AGENCY
    layers: tuple[str, ...] = LAYERS
    draft: bytes | None = None
    require_timestamp: bool = False
    any_form: bool = False

    @classmethod
    def of(cls, trust: Trust, at: datetime, **others: Any) -> Expectation:
        """An expectation of signatures under that trust; `others` are the other fields."""
        return cls(root=trust.root, other_certs=trust.other_certs, crls=trust.crls, at=at, **others)


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What was found of one signature, in the order of signing.

    `time` is the stamped time where there is a good time stamp, else the claimed one.
    `timestamp_ok` is None when there is no time stamp. `level` is the PAdES level reached:
    B-B, B-T with a good time stamp, B-LT when the signer's evidence is in the file as well.
    """

    field: str
    signer: str
    fingerprint: str
    intact: bool
    trusted: bool
    covers_whole_revision: bool
    modified_after: bool
    time: datetime | None
    timestamp_ok: bool | None
    problems: tuple[str, ...] = ()
    level: str = ""
    issuer: str = ""
    serial: str = ""  # of the certificate, hex
    valid_from: datetime | None = None
    valid_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: one word, the signatures, and the codes of everything that is wrong.

    Codes are worst first; `messages` has a sentence for each.
    """

    verdict: Outcome
    signatures: tuple[SignatureReport, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing at all is wrong."""
        return self.verdict is Outcome.VALID

    def to_dict(self) -> dict[str, Any]:
        """JSON-able, times in ISO 8601."""
        content = asdict(self)
        for signature in content["signatures"]:
            for key in ("time", "valid_from", "valid_to"):
                if signature[key] is not None:
                    signature[key] = signature[key].isoformat()
        return content

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Verdict:
        """The inverse of `to_dict`. KeyError, TypeError or ValueError for something else."""
        reports = []
        for signature in content["signatures"]:
            times = {
                key: datetime.fromisoformat(signature[key])
                for key in ("time", "valid_from", "valid_to")
                if signature.get(key) is not None
            }
            problems = tuple(signature["problems"])
            reports.append(SignatureReport(**{**signature, **times, "problems": problems}))
        return cls(Outcome(content["verdict"]), tuple(reports), tuple(content["codes"]))

    def to_json(self) -> str:
        """The whole verdict as one JSON object."""
        return json.dumps(self.to_dict(), ensure_ascii=False)
