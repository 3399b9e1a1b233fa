"""The key an installation signs its result slips with, and the root others trust it by.

Logs are sealed with Ed25519 (`store.keys`); PDF readers know P-256 better, so slips have a
key of their own, made once and kept beside the other. The authority's key is thrown away
as soon as the certificate is made: nobody, this installation included, can make another.
"""

from __future__ import annotations

import base64
import contextlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from mock_office.signing.authority import DER, Authority, name
from mock_office.signing.pki import BrokenPki, OpenToken, Pki, Trust

from ..store.disk import Disk, store_error
from ..store.keys import FOLDER, fingerprint, installation_key, public_pem
from ..store.protocol import StoreError

PRIVATE_NAME = "slips.json"
ROOT_NAME = "slips-root.pem"
DAYS = (-1, 15 * 365)  # validity of the certificates, days from the first slip
BROKEN = "Khóa ký phiếu kết quả bị hỏng. Hãy khôi phục tệp từ bản sao lưu."


@dataclass(frozen=True, slots=True)
class Installation:
    """What slips are signed with; `root` is the file to hand to whoever checks them."""

    title: str
    pki: Pki
    token: OpenToken
    root: Path


def installation(root: Path, disk: Disk, now: datetime) -> Installation:
    """The installation's slip key, made at first use. StoreError when it cannot be read."""
    path, exported = root / FOLDER / PRIVATE_NAME, root / FOLDER / ROOT_NAME
    title = f"Bản cài đặt {fingerprint(public_pem(installation_key(root, disk)))[:12]}"
    try:
        if not path.exists():
            _put_once(path, _make(title, now), disk)
        pki, token = _read(path.read_bytes())
        if not exported.exists():
            certificate = x509.load_der_x509_certificate(pki.trust.root)
            pem = certificate.public_bytes(serialization.Encoding.PEM)
            disk.put_file(exported, pem, mode=0o644)
    except OSError as error:
        raise store_error(error) from error
    return Installation(title, pki, token, exported)


def _make(title: str, now: datetime) -> bytes:
    root = Authority.root(title, now)
    key, tsa_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    certificate = root.issue(name(title), key, now, DAYS)
    stamping = root.issue(name(f"Dấu thời gian, {title}"), tsa_key, now, DAYS, stamping=True)
    pki = Pki(
        trust=Trust(root=root.certificate.public_bytes(DER), crls=(root.crl((), now),)),
        tsa_certificate=stamping.public_bytes(DER),
        tsa_key=tsa_key,
        tokens=(),
    )
    private = key.private_bytes(
        DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    kept = {
        "format": 1,
        "pki": base64.b64encode(pki.to_bytes()).decode("ascii"),
        "certificate": base64.b64encode(certificate.public_bytes(DER)).decode("ascii"),
        "key": base64.b64encode(private).decode("ascii"),
    }
    return json.dumps(kept, sort_keys=True).encode()


def _read(data: bytes) -> tuple[Pki, OpenToken]:
    try:
        kept = json.loads(data)
        pki = Pki.from_bytes(base64.b64decode(kept["pki"], validate=True))
        key = serialization.load_der_private_key(base64.b64decode(kept["key"]), None)
        certificate = base64.b64decode(kept["certificate"], validate=True)
    except (BrokenPki, ValueError, KeyError, TypeError) as error:
        raise StoreError(BROKEN) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise StoreError(BROKEN)
    return pki, OpenToken("slips", certificate, (), key)


def _put_once(path: Path, data: bytes, disk: Disk) -> None:
    """Make a private file; when another program was quicker, its file stands."""
    disk.make_folder(path.parent)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    disk.put_file(beside, data)
    try:
        disk.place(beside, path)
    except FileExistsError:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
    disk.sync_folder(path.parent)
