"""Certificate authorities of the test keys: what they issue and what they revoke.

Profiles follow RFC 5280. Without contentCommitment among its key usages a certificate is
refused for documents, and without the critical purpose timeStamping for time stamps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

MARK = "THI THỬ"
DAY = timedelta(days=1)
LONGEST = 64  # of a name part (X.520 upper bounds) and of a PIN
DER = serialization.Encoding.DER


def name(common_name: str, organisation: str = "", title: str = "") -> x509.Name:
    """A subject that says what it is for: the mark is part of every one."""
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, MARK),
        (NameOID.TITLE, title),
        (NameOID.COMMON_NAME, common_name),
    ]
    return x509.Name([x509.NameAttribute(oid, _cut(text)) for oid, text in parts if text])


def _cut(text: str) -> str:
    """A name part that fits: the library counts its bytes, not its characters."""
    data = text.encode()
    if len(data) <= LONGEST:
        return text
    short = data[:LONGEST].decode(errors="ignore")
    return short.rsplit(" ", 1)[0] or short


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate authority while the PKI is being made."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def root(cls, common_name: str, now: datetime) -> Authority:
        """An authority that vouches for itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = name(f"{common_name} {MARK}")
        builder = _builder(subject, subject, key, key, now, (-6 * 365, 20 * 365))
        return cls(_as_authority(builder, None).sign(key, hashes.SHA256()), key)

    def sub(self, common_name: str, now: datetime) -> Authority:
        """An authority this one vouches for."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = name(f"{common_name} {MARK}")
        issuer = self.certificate.subject
        builder = _builder(subject, issuer, key, self.key, now, (-5 * 365, 15 * 365))
        return Authority(_as_authority(builder, 0).sign(self.key, hashes.SHA256()), key)

    def issue(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        now: datetime,
        days: tuple[int, int],
        *,
        stamping: bool = False,
    ) -> x509.Certificate:
        """A certificate for signing documents or, when `stamping`, time stamps."""
        builder = _builder(subject, self.certificate.subject, key, self.key, now, days)
        builder = builder.add_extension(x509.BasicConstraints(False, None), critical=True)
        builder = builder.add_extension(_usage(commitment=not stamping), critical=True)
        if stamping:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        return builder.sign(self.key, hashes.SHA256())

    def crl(self, revoked: Sequence[int], now: datetime) -> bytes:
        """A list that stays fresh for years: the files of an attempt are checked again."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(now - DAY)
            .next_update(now + 10 * 365 * DAY)
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
        )
        for serial in revoked:
            entry = (
                x509.RevokedCertificateBuilder()
                .serial_number(serial)
                .revocation_date(now - 10 * DAY)
                .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
                .build()
            )
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(DER)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    now: datetime,
    days: tuple[int, int],
) -> x509.CertificateBuilder:
    start, end = ((now + n * DAY).astimezone(UTC) for n in days)
    public, issuer_public = key.public_key(), issuer_key.public_key()
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(issuer_id, critical=False)
    )


def _as_authority(builder: x509.CertificateBuilder, depth: int | None) -> x509.CertificateBuilder:
    constraints = x509.BasicConstraints(ca=True, path_length=depth)
    usage = _usage(authority=True)
    return builder.add_extension(constraints, critical=True).add_extension(usage, critical=True)


def _usage(*, authority: bool = False, commitment: bool = False) -> x509.KeyUsage:
    """Key usage; documents need contentCommitment (nonRepudiation) or are refused."""
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
