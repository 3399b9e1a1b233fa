"""Who the candidate is: kept apart from the log, so that it can be forgotten.

The log of an attempt names only the SHA-256 of a card; the salt on the card keeps the
digest from being guessed by trying names. Without the card the chain still verifies
(the right to erasure of Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15).
"""

from __future__ import annotations

import contextlib
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from .artifacts import FOLDER
from .chain import canonical
from .disk import Disk, store_error
from .keys import fingerprint, installation_key, is_signed, public_pem, signed

_SALT_BYTES = 16
_FORGOTTEN = ".forgotten"


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a candidate; blank once forgotten."""

    code: str
    name: str
    unit: str


def make_card(code: str, name: str, unit: str, salt: bytes) -> bytes:
    """The bytes to store as an artifact. ValueError when the salt is short of 16 bytes."""
    if len(salt) < _SALT_BYTES:
        raise ValueError("the salt is too short to hide a name behind")
    said = {"code": _clean(code), "name": _clean(name), "unit": _clean(unit)}
    return canonical({"salt": salt.hex(), **said})


def read_card(data: bytes) -> Card:
    """The card of an artifact. ValueError when it is none."""
    try:
        said = json.loads(data)
        return Card(*(_clean(said[name]) for name in ("code", "name", "unit")))
    except (KeyError, TypeError, RecursionError):
        raise ValueError("not a candidate's card") from None


def forget(root: Path, folder: Path, digest: str, now: float, disk: Disk) -> None:
    """Delete a card for good, leaving a signed note that this was done on purpose.

    Args:
        root: The data folder, whose key signs the note.
        folder: The attempt's folder.
        digest: Names the card.
        now: Wall time of the deletion.

    Raises StoreError. Doing it again finishes what a crash cut short.
    """
    key = installation_key(root, disk)
    note = signed(key, {"attempt": folder.name, "sha256": digest, "forgotten": now})
    place = folder / FOLDER
    try:
        disk.make_folder(place)
        disk.put_file(_note(folder, digest), canonical({**note, "pem": public_pem(key).decode()}))
        with contextlib.suppress(FileNotFoundError):
            (place / digest).unlink()
        disk.sync_folder(place)
    except OSError as error:
        raise store_error(error) from error


def is_forgotten(folder: Path, digest: str) -> bool:
    """Whether a note says that this card was deleted."""
    return _note(folder, digest).exists()


def was_forgotten(folder: Path, digest: str, known_keys: frozenset[str]) -> bool:
    """Whether a note says so that one of these keys has signed."""
    try:
        note = json.loads(_note(folder, digest).read_bytes())
        pem = str(note.pop("pem")).encode()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    return (
        fingerprint(pem) in known_keys
        and note.get("attempt") == folder.name
        and note.get("sha256") == digest
        and is_signed(pem, note)
    )


def _note(folder: Path, digest: str) -> Path:
    return folder / FOLDER / f"{digest}{_FORGOTTEN}"


def _clean(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    return "".join(c for c in normal if unicodedata.category(c)[0] != "C").strip()
