"""A test public-key infrastructure for one attempt: authorities, tokens, revocations.

It stands for the official-duty signature service of the state (Decree 68/2024/NĐ-CP)
and proves nothing outside the exam: every subject says THI THỬ. Keys are P-256 with
SHA-256, which the standards annex of Circular 15/2025/TT-BKHCN admits for signing
software. The authorities' own keys are thrown away as soon as the tokens are made;
only the time-stamping key is kept, because signing goes on after a restart.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from mock_office.signing.authority import DER, LONGEST, MARK, Authority, name
from mock_office.tokens import TokenCard, TokenSpec, TokenState

VIETNAM = timezone(timedelta(hours=7))
PIN_ROUNDS = 4096  # of the key derivation; guessing is stopped by the counter of tries
PURPOSES = {"personal": "cá nhân", "agency": "cơ quan"}

# Validity of a token's certificate, in days from the day the PKI is made.
VALIDITY = {
    TokenState.EXPIRED: (-3 * 365, -20),
    TokenState.NOT_YET_VALID: (5, 5 * 365),
}
USUAL_VALIDITY = (-365, 4 * 365)


class WrongPin(Exception):
    """The PIN does not open the token. Who counts the tries is the caller."""


class BrokenPki(ValueError):
    """The stored bytes are not a test PKI of this program."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What a verifier needs to know: certificates and revocation lists, each DER."""

    root: bytes
    other_certs: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A token in the drawer: certificate in the open, key behind the PIN (PKCS#12)."""

    id: str
    purpose: str
    label: str
    certificate: bytes
    pkcs12: bytes


@dataclass(frozen=True, slots=True)
class OpenToken:
    """A token unlocked by its PIN; it lives only as long as one signing."""

    id: str
    certificate: bytes
    chain: tuple[bytes, ...]
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        return _open, (self.id, self.certificate, self.chain, _private(self.key))


@dataclass(frozen=True, slots=True)
class Pki:
    """The whole test PKI of an attempt. `to_bytes` goes to the store as an artifact."""

    trust: Trust
    tsa_certificate: bytes
    tsa_key: ec.EllipticCurvePrivateKey = field(repr=False)
    tokens: tuple[Token, ...]

    def token(self, token_id: str) -> Token:
        """The token with that id; KeyError when there is none."""
        for token in self.tokens:
            if token.id == token_id:
                return token
        raise KeyError(token_id)

    def fingerprint(self, token_id: str) -> str:
        """SHA-256 (hex) of the token's certificate: how a signer is told apart."""
        return sha256(self.token(token_id).certificate).hexdigest()

    def cards(self) -> tuple[TokenCard, ...]:
        """The tokens as they lie before the candidate; `certificate` is the fingerprint."""
        return tuple(_card(token) for token in self.tokens)

    def unlock(self, token_id: str, pin: str) -> OpenToken:
        """Open a token. Raises WrongPin, and KeyError when there is no such token."""
        token = self.token(token_id)
        if not pin.isprintable() or len(pin) > LONGEST:  # a NUL would take the library down
            raise WrongPin(token_id)
        try:
            bundle = pkcs12.load_pkcs12(token.pkcs12, pin.encode())
        except ValueError as error:
            raise WrongPin(token_id) from error
        if not isinstance(bundle.key, ec.EllipticCurvePrivateKey):
            raise BrokenPki(f"token {token_id} holds no P-256 key")
        chain = tuple(extra.certificate.public_bytes(DER) for extra in bundle.additional_certs)
        return OpenToken(token.id, token.certificate, chain, bundle.key)

    def to_bytes(self) -> bytes:
        """All of it for the store. It holds no PIN; the time-stamping key is in clear."""
        content = {
            "format": 1,
            "root": _text(self.trust.root),
            "other_certs": [_text(data) for data in self.trust.other_certs],
            "crls": [_text(data) for data in self.trust.crls],
            "tsa_certificate": _text(self.tsa_certificate),
            "tsa_key": _text(_private(self.tsa_key)),
            "tokens": [
                {
                    "id": token.id,
                    "purpose": token.purpose,
                    "label": token.label,
                    "certificate": _text(token.certificate),
                    "pkcs12": _text(token.pkcs12),
                }
                for token in self.tokens
            ],
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()

    def __reduce__(self) -> tuple[object, ...]:
        return Pki.from_bytes, (self.to_bytes(),)

    @classmethod
    def from_bytes(cls, data: bytes) -> Pki:
        """The PKI as it was stored. Raises BrokenPki."""
        try:
            content = json.loads(data)
            if content["format"] != 1:
                raise BrokenPki(f"unknown format {content['format']!r}")
            key = _key(_bytes(content["tsa_key"]))
            return cls(
                trust=Trust(
                    root=_bytes(content["root"]),
                    other_certs=tuple(map(_bytes, content["other_certs"])),
                    crls=tuple(map(_bytes, content["crls"])),
                ),
                tsa_certificate=_bytes(content["tsa_certificate"]),
                tsa_key=key,
                tokens=tuple(
                    Token(
                        id=token["id"],
                        purpose=token["purpose"],
                        label=token["label"],
                        certificate=_bytes(token["certificate"]),
                        pkcs12=_bytes(token["pkcs12"]),
                    )
                    for token in content["tokens"]
                ),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BrokenPki(str(error)) from error


def build(specs: Sequence[TokenSpec], *, now: datetime, agency: str) -> Pki:
    """Make authorities, one certificate a spec in its state, and the revocation lists.

    Args:
        now: The day of the desk, aware; validity periods are laid around it.
        agency: Name of the agency; a token of an old unit that does not say its own old
            name gets one made from it.

    Raises:
        ValueError: When a spec has no PIN, or two specs have the same id.
    """
    if len({spec.id for spec in specs}) != len(specs):
        raise ValueError("two tokens have the same id")
    root = Authority.root("CA gốc chuyên dùng công vụ", now)
    issuing = root.sub("CA chuyên dùng công vụ", now)
    public_root = Authority.root("CA gốc công cộng", now)
    public = public_root.sub("CA công cộng", now)

    tsa_key = ec.generate_private_key(ec.SECP256R1())
    tsa_name = name("Máy chủ cấp dấu thời gian")
    tsa = issuing.issue(tsa_name, tsa_key, now, USUAL_VALIDITY, stamping=True)

    tokens = []
    revoked = []
    for spec in specs:
        if not spec.pin or not spec.pin.isprintable() or len(spec.pin) > LONGEST:
            raise ValueError(f"token {spec.id} has no PIN, or one that cannot be typed")
        authority = public if spec.state is TokenState.PUBLIC_CA else issuing
        key = ec.generate_private_key(ec.SECP256R1())
        subject = name(spec.common_name, _organisation(spec, agency), spec.title)
        certificate = authority.issue(subject, key, now, VALIDITY.get(spec.state, USUAL_VALIDITY))
        if spec.state is TokenState.REVOKED:
            revoked.append(certificate.serial_number)
        tokens.append(_token(spec, key, certificate, authority.certificate))
    return Pki(
        trust=Trust(
            root=root.certificate.public_bytes(DER),
            other_certs=(issuing.certificate.public_bytes(DER),),
            crls=(root.crl((), now), issuing.crl(revoked, now)),
        ),
        tsa_certificate=tsa.public_bytes(DER),
        tsa_key=tsa_key,
        tokens=tuple(tokens),
    )


def _organisation(spec: TokenSpec, agency: str) -> str:
    if spec.state is TokenState.OLD_UNIT and spec.organisation in ("", agency):
        return f"{agency[:32]} (đơn vị cũ, trước sắp xếp)"
    return spec.organisation


def _token(
    spec: TokenSpec,
    key: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
) -> Token:
    lock = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(PIN_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(spec.pin.encode())
    )
    data = pkcs12.serialize_key_and_certificates(spec.id.encode(), key, certificate, [issuer], lock)
    label = " - ".join(filter(None, (spec.common_name, spec.title)))
    return Token(spec.id, spec.purpose, label, certificate.public_bytes(DER), data)


def _card(token: Token) -> TokenCard:
    certificate = x509.load_der_x509_certificate(token.certificate)
    return TokenCard(
        id=token.id,
        certificate=sha256(token.certificate).hexdigest(),
        label=token.label,
        subject=_shown(certificate.subject),
        issuer=_shown(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        valid_from=certificate.not_valid_before_utc.astimezone(VIETNAM),
        valid_to=certificate.not_valid_after_utc.astimezone(VIETNAM),
        purpose=PURPOSES.get(token.purpose, token.purpose),
    )


def _shown(name: x509.Name) -> str:
    """A name the way a person reads it, the most telling part first."""
    order = (NameOID.COMMON_NAME, NameOID.TITLE, NameOID.ORGANIZATION_NAME)
    parts = [part.value for oid in order for part in name.get_attributes_for_oid(oid)]
    return ", ".join([*map(str, parts), MARK])


def _open(token: str, certificate: bytes, chain: tuple[bytes, ...], key: bytes) -> OpenToken:
    return OpenToken(token, certificate, chain, _key(key))


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _key(data: bytes) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_der_private_key(data, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise BrokenPki("the key is not on P-256")
    return key


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
