"""Which lines of a paragraph an edit changed: those left out must look as before."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from textual._wrap import compute_wrap_offsets

from tui_exam.widgets.fields_text import changed_sections

WORDS = st.lists(st.text("abcđ", min_size=1, max_size=9), max_size=30).map(" ".join)


def sections(text: str) -> list[tuple[int, int]]:
    return list(pairwise([0, *compute_wrap_offsets(text, 16, 4), len(text)]))


@given(WORDS, st.integers(0, 400), st.integers(0, 6), st.sampled_from(["", "x", " ", "xy z", "ư"]))
def test_every_line_that_looks_different_is_repainted(
    text: str, place: int, length: int, insert: str
) -> None:
    start = min(place, len(text))
    end = min(start + length, len(text))
    edited = text[:start] + insert + text[end:]
    old, new = sections(text), sections(edited)
    first, last = changed_sections(old, new, start, end)
    assert 0 <= first <= last < len(new)
    if len(old) == len(new):
        for at in {*range(len(new))} - {*range(first, last + 1)}:
            assert text[slice(*old[at])] == edited[slice(*new[at])]


def test_a_letter_at_the_end_of_a_long_paragraph_repaints_one_line() -> None:
    text = "một hai ba bốn " * 40
    old, new = sections(text), sections(text + "x")
    first, last = changed_sections(old, new, len(text), len(text))
    assert last - first <= 1
