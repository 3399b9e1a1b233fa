"""One signature under the library's eyes: digest, certificate chain, later changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from mock_office.signing import later, parsed, structure
from mock_office.signing.verdict import Expectation, SignatureReport

UNKNOWN_NAME = "(không đọc được)"


@dataclass(slots=True)
class Examined:
    """What came out for one signature; the rules of the exam add to `problems`."""

    found: structure.Found
    revision: int = -1
    signer: str = UNKNOWN_NAME
    fingerprint: str = ""
    intact: bool = False
    trusted: bool = False
    covers_whole_revision: bool = False
    modified_after: bool = False
    changed_fields: frozenset[str] = frozenset()
    claimed: datetime | None = None
    stamped: datetime | None = None
    timestamp_ok: bool | None = None
    evidence: bool = False
    issuer: str = ""
    serial: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def stamps_document(self) -> bool:
        """Whether this is no signature but a time stamp over the whole file (EN 319 142-1)."""
        return bool(self.found.signature.get("/Type", "/Sig") == "/DocTimeStamp")

    @property
    def level(self) -> str:
        """The PAdES level reached; nothing for what could not be read."""
        if not self.fingerprint or self.stamps_document:
            return ""
        if not self.timestamp_ok:
            return "B-B"
        return "B-LT" if self.evidence else "B-T"

    def report(self) -> SignatureReport:
        """The part of it that is told."""
        return SignatureReport(
            field=self.found.field,
            signer=self.signer,
            fingerprint=self.fingerprint,
            intact=self.intact,
            trusted=self.trusted,
            covers_whole_revision=self.covers_whole_revision,
            modified_after=self.modified_after,
            time=self.stamped or self.claimed,
            timestamp_ok=self.timestamp_ok,
            problems=tuple(dict.fromkeys(self.problems)),
            level=self.level,
            issuer=self.issuer,
            serial=self.serial,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


async def examine(reader: Any, found: structure.Found, anchors: Anchors) -> Examined:
    """Judge one signature by itself. Never raises: what the library cannot read is a problem."""
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    result = Examined(found, problems=list(found.problems))
    if found.problems:
        return result
    try:
        signature = EmbeddedPdfSignature(reader, found.dictionary, found.field)
        result.revision = signature.signed_revision
        _identify(signature.signer_cert, anchors, result)
    except Exception:  # the library raises at least ten types on odd containers
        result.problems.append("CMS_BROKEN")
        return result
    try:
        await _judge(reader, signature, anchors, result)
    except structure.Unreadable:
        raise
    except Exception:
        result.intact = result.trusted = False
        result.problems.append("CMS_BROKEN")
    return result


def _identify(certificate: Any, anchors: Anchors, result: Examined) -> None:
    """Whose certificate it is, and what it says of itself."""
    result.signer = _name(certificate.subject)
    result.fingerprint = sha256(certificate.dump()).hexdigest()
    result.evidence = result.fingerprint in anchors.kept
    result.issuer = _name(certificate.issuer)
    result.serial = f"{certificate.serial_number:X}"
    result.valid_from = certificate.not_valid_before
    result.valid_to = certificate.not_valid_after


async def _judge(reader: Any, signature: Any, anchors: Anchors, result: Examined) -> None:
    from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    status: Any
    if result.stamps_document:
        status = await async_validate_pdf_timestamp(
            signature, validation_context=anchors.context, diff_policy=later.policy()
        )
        result.claimed = status.timestamp
    else:
        status = await async_validate_pdf_signature(
            signature,
            signer_validation_context=anchors.context,
            ts_validation_context=anchors.context,
            diff_policy=later.policy(),
        )
        result.claimed = status.signer_reported_dt
    result.covers_whole_revision = status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    result.intact = bool(status.intact and status.valid and result.covers_whole_revision)
    if not status.intact:
        result.problems.append("BYTES_CHANGED")
    elif not status.valid:
        result.problems.append("SIGNATURE_WRONG")
    if not result.covers_whole_revision:
        result.problems.append("NOT_WHOLE_REVISION")
    else:
        _judge_changes(reader, signature, status, result)
    result.trusted = bool(result.intact and status.trusted)
    if not status.trusted and status.intact and status.valid:
        result.problems.append(_trust_problem(signature.signer_cert, status, anchors))
    stamp = None if result.stamps_document else status.timestamp_validity
    if stamp is not None:
        result.timestamp_ok = bool(stamp.valid and stamp.intact and stamp.trusted)
        if result.timestamp_ok:
            result.stamped = stamp.timestamp
        else:
            result.problems.append("TIMESTAMP_BAD")


def _judge_changes(reader: Any, signature: Any, status: Any, result: Examined) -> None:
    """Say whether something after the signature is more than filling in and signing."""
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel

    revision = signature.signed_revision
    changes = status.diff_result
    allowed = (
        isinstance(changes, DiffResult)
        and status.docmdp_ok is not False
        and changes.modification_level <= ModificationLevel.FORM_FILLING
    )
    if not allowed:
        # Once more without the locks, to tell a late signature from an edit.
        changes = later.policy().review_file(reader, revision)
    if not isinstance(changes, DiffResult):
        result.modified_after = True
        result.problems.append("CHANGED_AFTER")
        return
    result.changed_fields = later.changed_fields(reader, revision, changes.changed_form_fields)
    if allowed:
        return
    if result.changed_fields and result.changed_fields <= later.signed_after(reader, revision):
        result.problems.append("SIGNED_AFTER_LOCK")
    else:
        result.modified_after = True
        result.problems.append("LOCK_BROKEN")


class Anchors:
    """The trust of one check, parsed once: names are slow to compare the first time."""

    def __init__(self, reader: Any, expected: Expectation) -> None:
        lists = expected.crls or _kept(reader, "/CRLs")
        kept = _kept(reader, "/Certs")
        self.kept = frozenset(sha256(item).hexdigest() for item in kept)
        others = (*expected.other_certs, *kept)  # to build paths with
        self._roots = [parsed.certificate(expected.root)]
        self._others = [parsed.certificate(item) for item in dict.fromkeys(others)]
        self._lists = [parsed.revocation_list(item) for item in lists]
        self.moment = expected.at

    @property
    def has_lists(self) -> bool:
        """Whether there is any revocation list at all."""
        return bool(self._lists)

    @cached_property
    def context(self) -> Any:
        """Trust in one root and nothing of this computer; nothing is ever fetched.

        One for all signatures of a file: it remembers names and lists it has read, and
        never takes more than the root for granted.
        """
        from pyhanko_certvalidator import ValidationContext

        return ValidationContext(
            trust_roots=self._roots,
            other_certs=self._others,
            crls=self._lists,
            moment=self.moment,
            allow_fetching=False,
            revocation_mode="require",
        )


def _kept(reader: Any, key: str) -> tuple[bytes, ...]:
    """Certificates or revocation lists kept in the file itself (its DSS)."""
    try:
        return tuple(item.get_object().data for item in reader.root["/DSS"][key])[:16]
    except (KeyError, TypeError, AttributeError):
        return ()


def _trust_problem(certificate: Any, status: Any, anchors: Anchors) -> str:
    """Why a certificate is not trusted, the plainest reason first."""
    if status.revoked:
        return "CERT_REVOKED"
    reason = getattr(status.trust_problem_indic, "name", "")
    if reason == "NO_CERTIFICATE_CHAIN_FOUND" or certificate.self_issued:
        return "CERT_UNKNOWN_CA"
    if reason.startswith("CRYPTO_CONSTRAINTS"):
        return "WEAK_ALGORITHM"
    if anchors.moment > certificate.not_valid_after:
        return "CERT_EXPIRED"
    if anchors.moment < certificate.not_valid_before:
        return "CERT_NOT_YET_VALID"
    if reason == "CHAIN_CONSTRAINTS_FAILURE":
        return "CERT_NOT_FOR_SIGNING"
    if not anchors.has_lists or reason in ("TRY_LATER", "REVOCATION_OUT_OF_BOUNDS_NO_POE"):
        return "NO_REVOCATION_DATA"
    return "CERT_UNTRUSTED"


def _name(subject: Any) -> str:
    """The common name, cleaned for showing: certificates are foreign text."""
    from mock_office.signing.messages import shown

    name = subject.native.get("common_name", "")
    return shown(name if isinstance(name, str) else " ".join(map(str, name))) or UNKNOWN_NAME
