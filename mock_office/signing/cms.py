"""Signature containers (RFC 5652) and time stamps (RFC 3161), put together by hand.

A signature of the exam always has the same form: one signer, P-256 and SHA-256, the
attributes PAdES asks for (ETSI EN 319 142-1, B-B and B-T). Writing exactly that in DER
takes a tenth of the time of a general library, which a room full of candidates feels.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

SEQUENCE, SET, OCTETS, INTEGER, OID, TIME = 0x30, 0x31, 0x04, 0x02, 0x06, 0x18
DATA = "1.2.840.113549.1.7.1"
SIGNED_DATA = "1.2.840.113549.1.7.2"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
TST_INFO = "1.2.840.113549.1.9.16.1.4"
TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
SHA256 = "2.16.840.1.101.3.4.2.1"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
POLICY = "1.3.6.1.4.1.32473.1"  # of the time stamps; an arc for examples, RFC 5612


def sign(
    digest: bytes,
    *,
    certificate: bytes,
    key: ec.EllipticCurvePrivateKey,
    chain: Iterable[bytes] = (),
    content_type: str = DATA,
    content: bytes | None = None,
    stamp: Stamper | None = None,
) -> bytes:
    """A signed-data container over a SHA-256 digest.

    Args:
        certificate: The signer's, DER; `chain` holds the authorities' beside it.
        content: What was digested, when it goes inside (a time stamp); None leaves it
            outside, as in a PDF file.
        stamp: Adds a time stamp over the signature value.
    """
    loaded = x509.load_der_x509_certificate(certificate)
    reference = tlv(SEQUENCE, tlv(SEQUENCE, tlv(OCTETS, sha256(certificate).digest())))
    attributes = (
        _attribute(CONTENT_TYPE, oid(content_type)),
        _attribute(MESSAGE_DIGEST, tlv(OCTETS, digest)),
        _attribute(SIGNING_CERTIFICATE, tlv(SEQUENCE, reference)),
    )
    signed = b"".join(sorted(attributes))
    value = key.sign(tlv(SET, signed), ec.ECDSA(hashes.SHA256()))
    unsigned = b""
    if stamp is not None:
        unsigned = tlv(0xA1, _attribute(TIME_STAMP, stamp.token(sha256(value).digest())))
    signer = tlv(
        SEQUENCE,
        integer(1),
        tlv(SEQUENCE, loaded.issuer.public_bytes(), integer(loaded.serial_number)),
        _algorithm(SHA256),
        tlv(0xA0, signed),
        _algorithm(ECDSA_SHA256),
        tlv(OCTETS, value),
        unsigned,
    )
    inside = b"" if content is None else tlv(0xA0, tlv(OCTETS, content))
    signed_data = tlv(
        SEQUENCE,
        integer(1 if content_type == DATA else 3),
        tlv(SET, _algorithm(SHA256)),
        tlv(SEQUENCE, oid(content_type), inside),
        tlv(0xA0, *sorted({certificate, *chain})),
        tlv(SET, signer),
    )
    return tlv(SEQUENCE, oid(SIGNED_DATA), tlv(0xA0, signed_data))


class Stamper:
    """A local time-stamping authority (RFC 3161) that says the time it is given."""

    def __init__(self, certificate: bytes, key: ec.EllipticCurvePrivateKey, when: datetime):
        self._certificate = certificate
        self._key = key
        self._when = when

    def token(self, imprint: bytes) -> bytes:
        """A time-stamp token over a SHA-256 imprint."""
        serial = int.from_bytes(sha256(imprint).digest()[:8]) >> 1
        info = tlv(
            SEQUENCE,
            integer(1),
            oid(POLICY),
            tlv(SEQUENCE, _algorithm(SHA256), tlv(OCTETS, imprint)),
            integer(serial),
            tlv(TIME, self._when.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode("ascii")),
        )
        return sign(
            sha256(info).digest(),
            certificate=self._certificate,
            key=self._key,
            content_type=TST_INFO,
            content=info,
        )


def tlv(tag: int, *parts: bytes) -> bytes:
    """One DER element: tag, definite length, content."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + content


def integer(number: int) -> bytes:
    """A DER INTEGER that is not negative."""
    return tlv(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


@cache
def oid(dotted: str) -> bytes:
    """A DER OBJECT IDENTIFIER."""
    first, second, *rest = map(int, dotted.split("."))
    content = bytearray([40 * first + second])
    for arc in rest:
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(arc & 0x7F | 0x80)
        content += bytes(reversed(groups))
    return tlv(OID, bytes(content))


def _algorithm(dotted: str) -> bytes:
    return tlv(SEQUENCE, oid(dotted))


def _attribute(dotted: str, value: bytes) -> bytes:
    return tlv(SEQUENCE, oid(dotted), tlv(SET, value))
