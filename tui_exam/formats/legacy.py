"""The encodings of Vietnamese before Unicode: recognising them, reading them.

TCVN3 (TCVN 5712:1993, third set, the .VnTime fonts) has one byte for each letter with its tone.
VNI (the VNI- fonts) writes a letter and after it a second character for shape and tone. Old
files have these as bytes; text copied out of an old Word or Excel file has the very same
characters inside good UTF-8, where only the words betray them. Which encoding it is, is decided
by whether the words become Vietnamese syllables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

from ..vietnamese.syllable import ACUTE, DOT, GRAVE, HOOK, TILDE, is_complete, split_tone

NAMES = {
    "utf-16": "UTF-16",
    "tcvn3": "TCVN3 (ABC, phông .VnTime)",
    "vni": "VNI (phông VNI-Times)",
    "windows-1258": "Windows-1258 (tiếng Việt)",
    "windows-1252": "Windows-1252 (Tây Âu)",
}
ENCODINGS = ("utf-8", *NAMES)
FONTS = ("tcvn3", "vni")  # also found inside Unicode text

# From 0xA1 on; where TCVN3 has no letter the table has the one of the first set.
_TCVN3_LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíị"
    "òỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ"
)
_TCVN3 = {0xA1 + at: letter for at, letter in enumerate(_TCVN3_LETTERS)}

_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_VNI_TONES = {"ù": ACUTE, "ø": GRAVE, "û": HOOK, "õ": TILDE, "ï": DOT}
_VNI_MARKS = _VNI_TONES | {
    **{"â": _CIRCUMFLEX, "á": _CIRCUMFLEX + ACUTE, "à": _CIRCUMFLEX + GRAVE},
    **{"å": _CIRCUMFLEX + HOOK, "ã": _CIRCUMFLEX + TILDE, "ä": _CIRCUMFLEX + DOT},
    **{"ê": _BREVE, "é": _BREVE + ACUTE, "è": _BREVE + GRAVE},
    **{"ú": _BREVE + HOOK, "ü": _BREVE + TILDE, "ë": _BREVE + DOT},
}
_VNI_SINGLE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
_VNI_LETTER = re.compile(
    "([aA])([âáàåãäêéèúüëùøûõïÂÁÀÅÃÄÊÉÈÚÜËÙØÛÕÏ])|([eEoO])([âáàåãäùøûõïÂÁÀÅÃÄÙØÛÕÏ])"
    "|([uUyYôÔöÖ])([ùøûõïÙØÛÕÏ])|([ñôöíìæóòîÑÔÖÍÌÆÓÒÎ])"
)

_WORD = re.compile(r"[^\W\d_]+(?:[\u00a1-\u00ff\u0300-\u036f][^\W\d_]*)*|[\u00a1-\u00ff\w]+")
_MODERN = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168-\u01b0\u1ea0-\u1ef9]")
_ENOUGH = 0.7  # share of words with marks that must be syllables
_GOOD = 0.5  # share of them that, as they stand, shows good Vietnamese or another language
_WORDS = 400  # telling words that are enough to judge by


def from_tcvn3(text: str) -> str:
    """Text whose characters are TCVN3 bytes, as Unicode in NFC."""
    return unicodedata.normalize("NFC", text.translate(_TCVN3))


def from_vni(text: str) -> str:
    """Text whose characters are VNI bytes, as Unicode in NFC."""
    return unicodedata.normalize("NFC", _VNI_LETTER.sub(_vni_letter, text))


def _vni_letter(match: re.Match[str]) -> str:
    found = [group for group in match.groups() if group]
    base = found[0]
    letter = _VNI_SINGLE.get(base.lower(), base.lower())
    mark = _VNI_MARKS[found[1].lower()] if len(found) > 1 else ""
    composed = unicodedata.normalize("NFC", letter + mark)
    return composed.upper() if base.isupper() else composed


def decode(data: bytes, encoding: str) -> str:
    """The text of bytes in one of ENCODINGS; ValueError when they are not in it."""
    if encoding == "tcvn3":
        return from_tcvn3(data.decode("latin-1"))
    if encoding == "vni":
        return from_vni(data.decode("latin-1"))
    if encoding == "utf-8":
        return data.decode("utf-8-sig")
    if encoding not in NAMES:
        raise ValueError(encoding)
    return unicodedata.normalize("NFC", data.decode(encoding))


def convert(text: str, encoding: str | None) -> str:
    """Unicode text that still has the characters of an old font; other encodings change nothing.

    A line with a letter that no old font had is good Vietnamese already and stays: workbooks mix
    words typed in an old font with words picked from a list.
    """
    change = {"tcvn3": from_tcvn3, "vni": from_vni}.get(encoding or "")
    if change is None or text.isascii():
        return text
    lines = text.split("\n")
    return "\n".join(line if _MODERN.search(line) else change(line) for line in lines)


def detect(data: bytes) -> str:
    """The encoding that bytes which are not UTF-8 seem to be in; empty when nothing fits."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if b"\0" in data[:4000]:
        return ""
    sample = _marked_lines(data)
    scores: dict[str, float] = {}
    for encoding in ("windows-1258", "tcvn3", "vni"):
        try:
            scores[encoding] = _score(decode(sample, encoding))
        except UnicodeDecodeError:
            continue
    best = max(scores, key=lambda encoding: scores[encoding], default="")
    if best and scores[best] >= _ENOUGH:
        return best
    try:
        western = sample.decode("windows-1252")
    except UnicodeDecodeError:
        return ""
    odd = sum(not (char.isalpha() or char in "’‘“”–—…«»° ") for char in western if ord(char) > 127)
    return "windows-1252" if odd <= len(western) / 20 else ""


def detect_font(text: str) -> str:
    """`tcvn3` or `vni` when Unicode text has their characters inside; otherwise empty."""
    # Words with a letter that no old font had are good Vietnamese; the others must speak.
    found = (word for word in _words(text) if not word.isascii() and not _MODERN.search(word))
    words = list(dict.fromkeys(islice(found, _WORDS)))
    if len(words) < 3 or _score_of(words) >= _GOOD:
        return ""
    scores = {name: _score_of([convert(word, name) for word in words]) for name in FONTS}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= _ENOUGH else ""


def sample(text: str, encoding: str | None = None, *, length: int = 100) -> str:
    """A line that shows whether a conversion is right: the first one with a mark in it."""
    for line in text.splitlines():
        if not line.isascii():
            return convert(" ".join(line.split()), encoding)[:length]
    return ""


def _marked_lines(data: bytes) -> bytes:
    """Whole lines with bytes above ASCII, enough of them to judge by."""
    found: list[bytes] = []
    size = 0
    for line in data.splitlines():
        if not line.isascii():
            found.append(line[:2000])
            size += len(found[-1])
            if size > 20_000:
                break
    return b"\n".join(found)


def _score(text: str) -> float:
    return _score_of([word for word in _words(text) if not word.isascii()])


def _score_of(words: list[str]) -> float:
    right = sum(_is_syllable(word) for word in words)
    return right / len(words) if words else 0.0


def _is_syllable(word: str) -> bool:
    # A capital is at the beginning, or all are: «ChuyÓn» is a word of no language.
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return False
    letters, tone = split_tone(word.lower())
    return is_complete(letters, tone)


def _words(text: str) -> Iterable[str]:
    for at, match in enumerate(_WORD.finditer(text)):
        if at >= _WORDS * 10:
            return
        yield match[0]
