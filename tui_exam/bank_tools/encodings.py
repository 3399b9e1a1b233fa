"""Recognising Vietnamese that was written for an old code table."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
# Signs of the old tables that stand inside words only there: TCVN3 puts its letters on them.
_TCVN3 = "¶µ¸¹¨®©ª¬\xad·¾¼½º"
_TWICE = re.compile("Ã.|áº.|á».|Ä[\u0090\u0091‘’]|Æ[°¡]|Æ\xa0")
_LATIN = "\xa0-\u024f"
_MANY = 2  # one strange letter may be a foreign name


@cache
def _alphabet() -> frozenset[str]:
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
    marked = (unicodedata.normalize("NFC", letter + tone) for letter in letters for tone in _TONES)
    small = {letter for letter in marked if len(letter) == 1}
    return frozenset(small | {letter.upper() for letter in small})


def legacy_of(text: str) -> str:
    """Name of the old code table that a Unicode text seems to come from, or "".

    Such a text is Latin letters and signs that no Vietnamese word holds, put right among
    its letters: "Qu¶n lý", "Quaûn lyù", "Quáº£n lÃ½".
    """
    if len(_TWICE.findall(text)) >= _MANY:
        return "UTF-8 bị chuyển mã hai lần"
    strange = [
        match[0]
        for match in re.finditer(f"(?<=[A-Za-z])[{_LATIN}]|[{_LATIN}](?=[A-Za-z])", text)
        if match[0] not in _alphabet() and (match[0].isalpha() or match[0] in _TCVN3)
    ]
    if len(strange) < _MANY:
        return ""
    return "TCVN3 (ABC)" if any(sign in _TCVN3 for sign in strange) else "VNI"


def legacy_of_bytes(raw: bytes) -> str:
    """Name of the old code table of a file that is not UTF-8, or ""."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _windows_1258(raw) or legacy_of(raw.decode("latin-1"))
    return ""


def _windows_1258(raw: bytes) -> str:
    try:
        text = unicodedata.normalize("NFC", raw.decode("cp1258"))
    except UnicodeDecodeError:
        return ""
    foreign = {char for char in text if ord(char) > 0x7F}
    known = foreign & _alphabet()
    return "Windows-1258" if known and foreign - known <= frozenset("“”‘’–—…") else ""
