"""What the keys of Telex and VNI mean, and how a key shapes the letters of a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tui_exam.vietnamese.syllable import (
    ACUTE,
    DOT,
    GRAVE,
    HOOK,
    TILDE,
    base,
    is_bare,
    is_possible,
    keeps_plain_u,
    parts,
)

Method = Literal["telex", "vni"]

CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
_BREVE = {"a": "ă"}
STROKE = {"d": "đ"}


@dataclass(frozen=True, slots=True)
class Rules:
    """An input method: what each key may do, apart from being a letter."""

    tones: dict[str, str]
    shapes: dict[str, dict[str, str]]
    lone_horn: str = ""

    def __post_init__(self) -> None:
        """Check that no key has two meanings."""
        if self.tones.keys() & self.shapes.keys():
            raise ValueError("a key cannot be a tone and a shape at once")


RULES: dict[Method, Rules] = {
    "telex": Rules(
        tones={"s": ACUTE, "f": GRAVE, "r": HOOK, "x": TILDE, "j": DOT, "z": ""},
        shapes={
            **{key: {key: shape} for key, shape in CIRCUMFLEX.items()},
            "w": _BREVE | _HORN,
            "d": STROKE,
        },
        lone_horn="w",
    ),
    "vni": Rules(
        tones={"1": ACUTE, "2": GRAVE, "3": HOOK, "4": TILDE, "5": DOT, "0": ""},
        shapes={"6": CIRCUMFLEX, "7": _HORN, "8": _BREVE, "9": STROKE},
    ),
}


def stroked(letters: str) -> str | None:
    """Make đ of the d a syllable begins with, or of the d just typed in an abbreviation."""
    low = letters.lower()
    if low[:1] == "d" and (low == "d" or is_possible(letters, "")) and not is_bare(letters[1:]):
        return in_case_of(letters[0], "đ") + letters[1:]
    if low[-1:] == "d" and is_bare(letters):
        return letters[:-1] + in_case_of(letters[-1], "đ")
    return None


def marked(letters: str, tone: str, shapes: dict[str, str]) -> str | None:
    """Shape the last letter that can take it, or both of uo; None if no letter can."""
    cut = parts(letters)
    start = len(cut.onset)
    if "u" in shapes and cut.vowels[:2] in ("uo", "uô", "ưo", "ưô"):
        both = in_case_of(letters[start : start + 2], "ươ")
        if len(cut.rime) == 2 and cut.vowels[0] == "u" and keeps_plain_u(letters):
            both = letters[start] + both[1]
        made = letters[:start] + both + letters[start + 2 :]
        if is_possible(made, tone):
            return made
    for at in range(len(letters) - 1, start - 1, -1):
        letter = letters[at].lower()
        shape = shapes.get(base(letter))
        if shape and shape != letter:
            made = letters[:at] + in_case_of(letters[at], shape) + letters[at + 1 :]
            if is_possible(made, tone):
                return made
    return None


def unmarked(letters: str, shapes: dict[str, str]) -> str | None:
    """Take the shapes of a key away again; None if the word has none of them."""
    if shapes is STROKE and is_bare(letters):
        # In an abbreviation only the letter just typed can be meant.
        return letters[:-1] + base(letters[-1]) if letters[-1:] in ("đ", "Đ") else None
    marks = set(shapes.values())
    if not marks & set(letters.lower()):
        return None
    return "".join(base(char) if char.lower() in marks else char for char in letters)


def in_case_of(pattern: str, letters: str) -> str:
    """Return the letters, each a capital where the pattern has one."""
    pairs = zip(pattern, letters, strict=True)
    return "".join(new.upper() if old.isupper() else new for old, new in pairs)
