"""Who the candidate is: kept apart from the log, so that it can be forgotten.

The log of an attempt names only the SHA-256 of a card; the salt on the card keeps the
digest from being guessed by trying names. Without the card the chain still verifies
(the right to erasure of Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15).
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass

from .chain import canonical

_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a candidate."""

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


def _clean(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    return "".join(c for c in normal if unicodedata.category(c)[0] != "C").strip()
