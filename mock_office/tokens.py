"""Tokens with keys and certificates: what a task asks for, and what a candidate sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TokenState(StrEnum):
    """What is right or wrong with the certificate on a token."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_YET_VALID = "not_yet_valid"
    OLD_UNIT = "old_unit"  # still names the unit as before the reorganisation
    PUBLIC_CA = "public_ca"  # a public certificate instead of the official-duty one


@dataclass(frozen=True, slots=True)
class TokenSpec:
    """What a task asks the test PKI to make: whose token, for what, in which state."""

    id: str
    holder: str  # person id, or the agency's id for the agency's token
    common_name: str  # "Nguyễn Thị Hoa" or the agency's name
    organisation: str
    title: str = ""
    purpose: str = "personal"  # or "agency"
    state: TokenState = TokenState.VALID
    pin: str = ""


@dataclass(frozen=True, slots=True)
class TokenCard:
    """A token as it lies before the candidate: which certificate, tries left."""

    id: str
    certificate: str
    label: str
    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    purpose: str  # "cá nhân" or "cơ quan"
    tries_left: int = 3
