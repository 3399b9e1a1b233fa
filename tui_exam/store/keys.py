"""The installation's Ed25519 key (RFC 8032), which signs the head of closed attempts."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .chain import canonical
from .disk import Disk, store_error
from .protocol import Head, StoreError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER = "keys"
PRIVATE_NAME = "installation.pem"
PUBLIC_NAME = "public_key.pem"
TRUSTED = "trusted"


def installation_key(root: Path, disk: Disk) -> Ed25519PrivateKey:
    """The key of this data folder, made at first use. StoreError when it cannot be read."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = root / FOLDER / PRIVATE_NAME
    try:
        if not path.exists():
            made = Ed25519PrivateKey.generate().private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            _put_once(path, made, disk)
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise store_error(error) from error
    except ValueError as error:
        raise StoreError("Khóa ký của hệ thống bị hỏng, không niêm phong được bài.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise StoreError("Khóa ký của hệ thống không phải khóa Ed25519.")
    trust(root, public_pem(key), disk)
    return key


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """The public half, as kept beside each sealed attempt."""
    from cryptography.hazmat.primitives import serialization

    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def fingerprint(pem: bytes) -> str:
    """The name of a public key: SHA-256 (hex) of its PEM."""
    return hashlib.sha256(pem.strip()).hexdigest()


def trust(root: Path, pem: bytes, disk: Disk) -> None:
    """Count a public key among this installation's own from now on. StoreError."""
    path = root / FOLDER / TRUSTED / f"{fingerprint(pem)}.pem"
    if path.exists():
        return
    try:
        disk.make_folder(path.parent)
        disk.put_file(path, pem, mode=0o644)
    except OSError as error:
        raise store_error(error) from error


def trusted(root: Path) -> frozenset[str]:
    """Fingerprints of the public keys this installation has signed with or was told to trust."""
    files = (root / FOLDER / TRUSTED).glob("*.pem")
    return frozenset(fingerprint(path.read_bytes()) for path in files)


def signed(key: Ed25519PrivateKey, said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said, with the key's name and signature over its canonical JSON."""
    named = {**said, "key": fingerprint(public_pem(key))}
    return {**named, "signature": key.sign(canonical(named)).hex()}


def is_signed(pem: bytes, document: Mapping[str, Any]) -> bool:
    """Whether a document carries a valid signature of this public key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    said = {name: value for name, value in document.items() if name != "signature"}
    try:
        key = serialization.load_pem_public_key(pem)
        if not isinstance(key, Ed25519PublicKey) or said.get("key") != fingerprint(pem):
            return False
        key.verify(bytes.fromhex(document["signature"]), canonical(said))
    except (ValueError, KeyError, TypeError, InvalidSignature):
        return False
    return True


def seal_of(key: Ed25519PrivateKey, head: Head, wall: float) -> dict[str, Any]:
    """The signed statement that an attempt ends here."""
    return signed(
        key, {"attempt": head.attempt, "events": head.seq, "head": head.hash, "wall": wall}
    )


def _put_once(path: Path, data: bytes, disk: Disk) -> None:
    """Make a private file; when another program was quicker, its file stands."""
    disk.make_folder(path.parent)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    disk.put_file(beside, data)
    try:
        disk.place(beside, path)
    except FileExistsError:
        beside.unlink()
    disk.sync_folder(path.parent)
