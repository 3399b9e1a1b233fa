"""The written syllable of Vietnamese: what can be one, and where its tone stands.

A syllable is an onset and a rime of letters, and a tone that is written over one vowel. The tables
list the rimes of the standard orthography, those of common loanwords (xoong, moóc, tuýp), and what
the names of the Central Highlands need beyond it (Đắk Lắk, Krông Búk, Chư Păh).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import product
from typing import Literal

Style = Literal["old", "new"]

GRAVE, HOOK, TILDE, ACUTE, DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_TONES = frozenset((GRAVE, HOOK, TILDE, ACUTE, DOT))
_WITHOUT_TONES = dict.fromkeys(map(ord, _TONES))

_VOWELS = frozenset("aăâeêioôơuưy")
_BASES = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}
_BASES |= {marked.upper(): base.upper() for marked, base in _BASES.items()}

# Each nucleus with what may follow it; "-" is nothing.
_RIMES = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c h k m n ng p t",
    "â": "c m n ng p t u y",
    "e": "- c m n ng o p t",
    "ê": "- ch m n nh p t u",
    "i": "- a ch m n nh p t u",
    "iê": "c m n ng p t u",
    "o": "- c i m n ng p t",
    "oa": "- c ch i m n ng nh o p t y",
    "oă": "c m n ng p t",
    "oe": "- m n o t",
    "oo": "c n ng",
    "ô": "- c i m n ng p t",
    "ơ": "- i m n p t",
    "u": "- a c i k m n ng p t",
    "uâ": "n ng t y",
    "uê": "- ch n nh u",
    "uô": "c i m n ng t",
    "uơ": "-",
    "uy": "- a ch n nh p t u",
    "uyê": "n t",
    "ư": "- a c i m n ng t u",
    "ươ": "c i m n ng p t u",
    "y": "-",
    "yê": "m n ng t u",
}
_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
# The highland names have onsets of two consonants, and few rimes after them.
_CLUSTERS = "bl br dr đr gl gr hl hr kl kr ml pl pr"
_CLUSTER_RIMES = "ai ang ao ăk ăng ăn ăp âp ei eo ê êi iêng ong ông ôn ôk ưng"
_STOPS = ("c", "ch", "k", "p", "t")


@dataclass(frozen=True, slots=True)
class Parts:
    """The letters of a word cut in two; letters keep their case, a tone is not among them."""

    onset: str
    rime: str

    @property
    def vowels(self) -> str:
        """The vowels the rime begins with, in small letters."""
        lowered = self.rime.lower()
        return lowered[: next((n for n, c in enumerate(lowered) if c not in _VOWELS), None)]

    @property
    def coda(self) -> str:
        """The consonants after the vowels, in small letters."""
        return self.rime.lower()[len(self.vowels) :]


def base(letter: str) -> str:
    """Return the letter without its shape (â, ă as a; đ as d), in the same case."""
    return _BASES.get(letter, letter)


def split_tone(text: str) -> tuple[str, str]:
    """Return a word as its letters in NFC and its tones, as combining marks, put aside."""
    if text.isascii():
        return text, ""
    parts = unicodedata.normalize("NFD", text)
    tones = "".join(c for c in parts if c in _TONES)
    letters = parts.translate(_WITHOUT_TONES) if tones else parts
    return unicodedata.normalize("NFC", letters), tones


def parts(letters: str) -> Parts:
    """Cut a word into onset and rime; the u of qu and the i of gia belong to the onset."""
    lowered = letters.lower()
    size = next((n for n, char in enumerate(lowered) if char in _VOWELS), len(letters))
    takes_vowel = lowered.startswith("qu") or (lowered[:2] == "gi" and lowered[2:3] in _VOWELS)
    if takes_vowel and lowered[2:3]:
        size = 2
    return Parts(letters[:size], letters[size:])


def is_bare(letters: str) -> bool:
    """Tell whether a word has no vowel: an abbreviation, or only an onset so far."""
    return not _VOWELS.intersection(letters.lower())


def is_possible(letters: str, tone: str) -> bool:
    """Tell whether letters and tone can still become a syllable by more letters and marks."""
    lowered = letters.lower()
    if lowered == "qu":
        return not tone
    return _fits(parts(lowered), tone, _BEGINNINGS, _BEGINNINGS_OF_CLUSTER)


def is_complete(letters: str, tone: str) -> bool:
    """Tell whether letters and tone are a syllable as they stand.

    A stop without tone passes: someone is about to look at the word again.
    """
    lowered = letters.lower()
    return lowered in _VOWELS or _fits(parts(lowered), tone, _WHOLE, _WHOLE_OF_CLUSTER)


def with_tone(letters: str, tone: str, style: Style) -> str:
    """Return the word in NFC with the tone where the style wants it: hòa (old), hoà (new)."""
    if not tone:
        return letters
    at = _tone_place(letters, style)
    return unicodedata.normalize("NFC", letters[: at + 1] + tone + letters[at + 1 :])


def keeps_plain_u(letters: str) -> bool:
    """Tell whether an open uơ keeps its u plain after this onset: thuở, huơ, khuơ; not mươ."""
    return parts(letters).onset.lower() in {"th", "h", "kh"}


def _tone_place(letters: str, style: Style) -> int:
    cut = parts(letters)
    vowels, first = cut.vowels, len(cut.onset)
    marked = [n for n, vowel in enumerate(vowels) if vowel in _BASES]
    if marked:
        return first + marked[-1]
    if cut.coda or vowels in {"uo", "ie", "ye", "ue", "uye"}:
        return first + len(vowels) - 1
    if len(vowels) == 2 and vowels in {"oa", "oe", "uy"}:
        return first + (style == "new")
    return first + (len(vowels) > 2)


def _fits(cut: Parts, tone: str, rimes: frozenset[str], cluster_rimes: frozenset[str]) -> bool:
    onset, rime = cut.onset, cut.rime
    stopped = cut.coda in _STOPS
    if len(tone) > 1 or (stopped and tone and tone not in (ACUTE, DOT)):
        return False
    if onset in _CLUSTER_ONSETS:
        return rime in cluster_rimes and (not tone or stopped)
    if onset not in _PLAIN_ONSETS:
        return False
    if onset == "qu":
        return "u" + rime in rimes or (rime in rimes and rime[:1] not in ("u", "ư"))
    if onset == "gi":
        return rime in rimes or "i" + rime in rimes
    if onset in ("c", "g") and rime[:1] in ("e", "ê", "y"):
        return False
    return rime in rimes and not (onset == "c" and rime[:1] == "i")


def _all_rimes() -> frozenset[str]:
    return frozenset(
        nucleus + coda.strip("-") for nucleus, codas in _RIMES.items() for coda in codas.split()
    )


def _beginnings(rimes: frozenset[str]) -> frozenset[str]:
    """Every beginning of the rimes, with any of their marks still missing."""
    begun = {rime[:size] for rime in rimes for size in range(1, len(rime) + 1)}
    return frozenset(
        "".join(letters)
        for each in begun
        for letters in product(*({char, base(char)} for char in each))
    )


_WHOLE = _all_rimes()
_BEGINNINGS = _beginnings(_WHOLE)
_WHOLE_OF_CLUSTER = frozenset(_CLUSTER_RIMES.split())
_BEGINNINGS_OF_CLUSTER = _beginnings(_WHOLE_OF_CLUSTER)
_PLAIN_ONSETS = frozenset(("", *_ONSETS.split()))
_CLUSTER_ONSETS = frozenset(_CLUSTERS.split())
