"""The keys that fingers press for a Vietnamese text, in the orders in which people mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from tui_exam.vietnamese import Method
from tui_exam.vietnamese.syllable import base, is_bare, parts, split_tone

SHAPES: Mapping[Method, Mapping[str, str]] = {
    "telex": {"â": "a", "ê": "e", "ô": "o", "ă": "w", "ơ": "w", "ư": "w", "đ": "d"},
    "vni": {"â": "6", "ê": "6", "ô": "6", "ă": "8", "ơ": "7", "ư": "7", "đ": "9"},
}
TONES: Mapping[Method, Mapping[str, str]] = {
    "telex": dict(zip("\u0301\u0300\u0309\u0303\u0323", "sfrxj", strict=True)),
    "vni": dict(zip("\u0301\u0300\u0309\u0303\u0323", "12345", strict=True)),
}
WORD = re.compile(r"[^\W\d_]+")


def keys_for(text: str, method: Method, order: str) -> str:
    """The keys of a text; what carries no mark is typed as it stands.

    Args:
        order: One of ORDERS.
    """

    def spell(found: re.Match[str]) -> str:
        word = found[0]
        # In an abbreviation nobody goes back to a letter: its mark follows at once.
        return (_at_once if is_bare(word) else ORDERS[order])(word, method)

    return WORD.sub(spell, unicodedata.normalize("NFC", text))


def _pieces(word: str, method: Method) -> tuple[list[tuple[str, str]], str]:
    """Each letter with the key of its shape, and the key of the tone."""
    letters, tone = split_tone(word)
    shapes = SHAPES[method]
    shaped = [(base(letter), shapes.get(letter.lower(), "")) for letter in letters]
    return shaped, TONES[method].get(tone, "")


def _at_once(word: str, method: Method) -> str:
    """Every shape behind its letter, the tone behind the vowels."""
    shaped, tone = _pieces(word, method)
    cut = parts(split_tone(word)[0])
    end = len(cut.onset) + len(cut.vowels)
    keys = [letter + key for letter, key in shaped]
    return "".join(keys[:end]) + tone + "".join(keys[end:])


def _tone_last(word: str, method: Method) -> str:
    """Every shape behind its letter, the tone at the end of the word."""
    shaped, tone = _pieces(word, method)
    return "".join(letter + key for letter, key in shaped) + tone


def _marks_last(word: str, method: Method) -> str:
    """All letters, then the shapes (one key for ươ), then the tone."""
    shaped, tone = _pieces(word, method)
    shapes = dict.fromkeys(key for _, key in shaped if key)
    return "".join(letter for letter, _ in shaped) + "".join(shapes) + tone


def _tone_first(word: str, method: Method) -> str:
    """All letters, then the tone, then the shapes."""
    shaped, tone = _pieces(word, method)
    shapes = dict.fromkeys(key for _, key in shaped if key)
    return "".join(letter for letter, _ in shaped) + tone + "".join(shapes)


def _horn_once(word: str, method: Method) -> str:
    """As at once, but ươ by one key behind both letters, and the tone at the end."""
    shaped, tone = _pieces(word, method)
    keys = [letter + key for letter, key in shaped]
    letters = split_tone(word)[0].lower()
    at = letters.find("ươ")
    if at >= 0:
        keys[at] = shaped[at][0]
    return "".join(keys) + tone


def _after_vowel(word: str, method: Method) -> str:
    """The tone right behind the first vowel that can carry it, shapes where the vowels end."""
    shaped, tone = _pieces(word, method)
    cut = parts(split_tone(word)[0])
    start, end = len(cut.onset), len(cut.onset) + len(cut.vowels)
    onset = "".join(letter + key for letter, key in shaped[:start])
    vowels = "".join(letter for letter, _ in shaped[start:end])
    shapes = "".join(dict.fromkeys(key for _, key in shaped[start:end] if key))
    rest = "".join(letter for letter, _ in shaped[end:])
    return onset + vowels + tone + shapes + rest


ORDERS: Mapping[str, Callable[[str, Method], str]] = {
    "at once": _at_once,
    "tone last": _tone_last,
    "marks last": _marks_last,
    "tone before the marks": _tone_first,
    "one horn for two": _horn_once,
    "tone before the shape": _after_vowel,
}
