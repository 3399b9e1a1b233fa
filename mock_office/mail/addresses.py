"""Mail addresses: reading what a person typed, and saying what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tui_exam.vietnamese import clean

from .letters import Address

LONGEST: Final = 254
"""Characters of the longest address mail can carry (RFC 5321 section 4.5.3.1)."""

MOST: Final = 200
"""Addresses one line may hold; more is a paste gone wrong."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one entry of an address list, told in Vietnamese."""

    typed: str
    message: str


def parse(text: str) -> tuple[tuple[Address, ...], tuple[Problem, ...]]:
    """Read a typed list, separated by comma, semicolon or new line.

    Returns the good addresses in order, each once, and what is wrong with the rest.
    """
    good: dict[str, Address] = {}
    wrong: list[Problem] = []
    for count, entry in enumerate(_entries(text)):
        if count >= MOST:
            wrong.append(Problem("…", f"Nhiều hơn {MOST} địa chỉ trong một dòng."))
            break
        address = as_typed(entry)
        message = problem(address.address)
        if message:
            wrong.append(Problem(entry, message))
        else:
            good.setdefault(address.address.lower(), address)
    return tuple(good.values()), tuple(wrong)


def as_typed(entry: str) -> Address:
    """One entry as an address, right or wrong: `Tên <hộp@miền>` or `hộp@miền`."""
    text = clean(str(entry)).strip()
    named = _NAMED.fullmatch(text)
    if named is None:
        return Address(text)
    return Address(named["address"].strip(), named["name"].strip().strip('"').strip())


def problem(address: str) -> str:
    """What is wrong with one bare address, as a sentence in Vietnamese; "" when nothing is.

    The form is that of RFC 5321 without quoted local parts, ASCII only.
    """
    if not address:
        return "Chưa nhập địa chỉ thư."
    if any(char.isspace() for char in address):
        return "Địa chỉ thư không được có dấu cách."
    if not address.isascii():
        return "Địa chỉ thư chỉ dùng chữ không dấu, chữ số và các dấu . - _"
    if len(address) > LONGEST:
        return f"Địa chỉ thư dài quá {LONGEST} ký tự."
    local, at, domain = address.rpartition("@")
    if not at:
        return "Thiếu dấu @ giữa tên hộp thư và tên miền."
    if "@" in local:
        return "Địa chỉ thư chỉ có một dấu @."
    if not local:
        return "Thiếu tên hộp thư trước dấu @."
    if not domain:
        return "Thiếu tên miền sau dấu @."
    if not _LOCAL.fullmatch(local) or len(local) > 64:
        return f"Tên hộp thư “{local}” không hợp lệ."
    if not _DOMAIN.fullmatch(domain):
        return f"Tên miền “{domain}” không hợp lệ."
    return ""


def same_box(one: str, other: str) -> bool:
    """Whether two addresses lead to the same box: case does not count."""
    return one.strip().lower() == other.strip().lower()


def _entries(text: str) -> Iterator[str]:
    """The entries of a list; separators inside quotes or angle brackets do not count."""
    entry, quoted, inside = "", False, False
    for char in clean(text, multiline=True):
        if char == '"':
            quoted = not quoted
        elif char in "<>" and not quoted:
            inside = char == "<"
        if char == "\n" or (char in ",;" and not quoted and not inside):
            if entry.strip():
                yield entry.strip()
            entry, quoted, inside = "", False, False
        else:
            entry += char
    if entry.strip():
        yield entry.strip()
