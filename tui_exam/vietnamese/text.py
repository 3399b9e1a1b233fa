"""Text of other people: made safe once at the edge, then compared, searched and sorted.

Vietnamese is written in Unicode in more than one way: one letter may come as one character or
as a base with loose marks, and a tone may stand on either vowel of some syllables (hòa, hoà).
Everything here is pure and uses the standard library only.
"""

from __future__ import annotations

import re
import unicodedata

# Control strings (OSC, DCS, SOS, PM, APC) run to their terminator or, unterminated, to the end
# of the line; then control sequences (CSI) and the short escapes (ECMA-48, 5.3 to 5.6).
_SEQUENCES = re.compile(
    "(?:\x1b[\\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c\r\n]*(?:\x07|\x1b\\\\|\x9c)?"
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"
    "|\x1b[ -/]*[0-~]"
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_KEPT = frozenset("\n\t")
_DROPPED = frozenset({"Cc", "Cf", "Cs"})  # controls, direction marks and joiners, lone surrogates
# The Icelandic and the African letter look like Đ, and old converters write them for it.
_LOOK_ALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
_LOOK_ALIKE = re.compile("[ÐðƉɖ]")  # searching is four times faster than translating

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # in the order of the dictionaries: ` ? ~ ' .
_TONE_RANK = {mark: str(rank) for rank, mark in enumerate(_TONES, 1)}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: chr(0x80 + rank) for rank, letter in enumerate(_ALPHABET)}
_WORDS = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_TOKENS = re.compile(r"\S+")
_D_STROKE = str.maketrans("đĐ", "dD")

SortKey = tuple[tuple[tuple[str, str], ...], str]


def clean(text: str, *, multiline: bool = False) -> str:
    """Return foreign text in NFC without anything that acts instead of being shown.

    Escape sequences go as wholes, then controls, direction marks and other invisible format
    characters, and lone surrogates. Line breaks and tabs stay when `multiline`, every kind of
    break as a newline; otherwise each becomes one space. Ð and Ɖ become Đ. Cleaning twice
    changes nothing.
    """
    if not text.isprintable():
        text = _BREAKS.sub("\n", _SEQUENCES.sub("", text))
        if not multiline:
            text = text.replace("\n", " ").replace("\t", " ")
        text = "".join(
            char for char in text if char in _KEPT or unicodedata.category(char) not in _DROPPED
        )
    if _LOOK_ALIKE.search(text):
        text = text.translate(_LOOK_ALIKES)
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text for searching: without any mark, đ as d, letters of one case."""
    parts = unicodedata.normalize("NFD", text.casefold().translate(_D_STROKE))
    return "".join(char for char in parts if unicodedata.category(char) != "Mn")


def tone_blind(text: str) -> str:
    """Return a key that is equal for spellings differing only in where the tone stands.

    Hòa and hoà, thủy and thuỷ, capitals and runs of spaces make no difference; every mark
    counts. The key is for comparing, not for showing.
    """
    plain = " ".join(clean(text).casefold().split())
    return _WORDS.sub(_tone_last, unicodedata.normalize("NFD", plain))


def same(a: str, b: str) -> bool:
    """Tell whether two texts are the same to a Vietnamese reader; see `tone_blind`."""
    return a == b or tone_blind(a) == tone_blind(b)


def has_diacritics_ratio(text: str) -> float:
    """Return the share, 0.0 to 1.0, of words carrying a Vietnamese mark; 0.0 without words.

    Only words of small letters (a capital may begin them) are counted: abbreviations, numbers
    and addresses carry no marks in good Vietnamese either. Ordinary prose lies near 0.75.
    """
    words = [word for word in re.split(r"[^\w@./:]+", clean(text)) if _is_prose(word)]
    marked = sum(fold(word) != word.casefold().rstrip(".:/") for word in words)
    return marked / len(words) if words else 0.0


def sort_key(text: str) -> SortKey:
    """Return a key that sorts as a Vietnamese dictionary does.

    Word by word: first the letters (a ă â b c d đ e ê ...), then the tones (ngang, huyền, hỏi,
    ngã, sắc, nặng), then small letters before capitals.
    """
    words = clean(text).split()
    capitals = "".join("01"[char.isupper()] for word in words for char in word)
    return tuple(_word_key(word) for word in words), capitals


def name_key(full_name: str) -> tuple[SortKey, SortKey, SortKey]:
    """Return a key that sorts people as Vietnamese lists do: given name, family, middle names."""
    words = clean(full_name).split()
    given, family, middle = words[-1:], words[:-1][:1], words[1:-1]
    return sort_key(" ".join(given)), sort_key(" ".join(family)), sort_key(" ".join(middle))


def find(needle: str, haystack: str) -> tuple[int, int] | None:
    """Return where the needle stands in an NFC haystack as (start, end), or None.

    Case, marks and the width of spaces are ignored; but a place where the marks agree too is
    taken before one where only the bare letters do. An empty needle is nowhere.
    """
    wanted = " ".join(clean(needle).split())
    bare = fold(wanted)
    if not bare:
        return None
    folded, places = _folded_with_places(haystack)
    first: tuple[int, int] | None = None
    at = folded.find(bare)
    while at >= 0:
        span = places[at], places[at + len(bare) - 1] + 1
        if same(haystack[slice(*span)], wanted):
            return span
        first = first or span
        at = folded.find(bare, at + 1)
    return first


def _tone_last(match: re.Match[str]) -> str:
    word = match[0]
    tones = [char for char in word if char in _TONE_RANK]
    # Two tones in one word: not a Vietnamese syllable, and nothing to be blind to.
    return word if len(tones) != 1 else word.replace(tones[0], "") + tones[0]


def _is_prose(word: str) -> bool:
    word = word.rstrip(".:/")
    return word.isalpha() and (word.islower() or (len(word) > 1 and word[1:].islower()))


def _word_key(word: str) -> tuple[str, str]:
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", word.casefold()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((part for part in parts if part in _TONE_RANK), "")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else char
        letters.append(_LETTER_RANK.get(letter, letter))
        tones.append(_TONE_RANK.get(tone, "0"))
    return "".join(letters), "".join(tones)


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """Fold a text letter by letter, with the place each folded letter came from."""
    letters: list[str] = []
    places: list[int] = []
    for token in _TOKENS.finditer(text):
        if letters:
            letters.append(" ")
            places.append(token.start() - 1)
        for place, char in enumerate(token[0], token.start()):
            folded = fold(char)
            letters.append(folded)
            places.extend([place] * len(folded))
    return "".join(letters), places
