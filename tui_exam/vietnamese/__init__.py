"""Vietnamese text and typing: cleaning, comparing, sorting, and the Telex and VNI methods."""

from tui_exam.vietnamese.composition import (
    BACKSPACE,
    backspace,
    compose,
    finish,
    press,
    typed_before,
)
from tui_exam.vietnamese.shaping import Method
from tui_exam.vietnamese.syllable import Style
from tui_exam.vietnamese.text import (
    clean,
    find,
    fold,
    has_diacritics_ratio,
    name_key,
    same,
    sort_key,
    tone_blind,
)
from tui_exam.vietnamese.typed import Typed

__all__ = [
    "BACKSPACE",
    "Method",
    "Style",
    "Typed",
    "backspace",
    "clean",
    "compose",
    "find",
    "finish",
    "fold",
    "has_diacritics_ratio",
    "name_key",
    "press",
    "same",
    "sort_key",
    "tone_blind",
    "typed_before",
]
