"""Vietnamese text and typing: cleaning, comparing, sorting, and the Telex and VNI methods."""

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

__all__ = [
    "clean",
    "find",
    "fold",
    "has_diacritics_ratio",
    "name_key",
    "same",
    "sort_key",
    "tone_blind",
]
