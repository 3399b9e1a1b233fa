"""Quick wrapping breaks a text where wrapping all of it would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument

from tui_exam.widgets.fields_wrapping import QuickWrapped

WORDS = st.lists(st.text("abcđ漢", min_size=1, max_size=9) | st.just("x" * 30), max_size=60)
INSERTS = st.sampled_from(["", "x", " ", "  ", "xy z", "ư", "x" * 25, "\n", "\t"])
EDITS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 6), INSERTS), max_size=6)


@given(WORDS.map(" ".join), EDITS, st.sampled_from([7, 16, 40]))
def test_after_any_edits_the_breaks_are_those_of_wrapping_anew(
    text: str, edits: list[tuple[int, int, str]], width: int
) -> None:
    document = Document(text)
    quick = QuickWrapped(document, width)
    quick.one_edit = True
    for place, length, insert in edits:
        start = min(place, len(document.get_line(0)))
        end = min(start + length, len(document.get_line(0)))
        result = document.replace_range((0, start), (0, end), insert)
        quick.wrap_range((0, start), (0, end), result.end_location)
        anew = WrappedDocument(document, width)
        assert quick._wrap_offsets == anew._wrap_offsets
        assert quick._offset_to_line_info == anew._offset_to_line_info
        assert quick._line_index_to_offsets == anew._line_index_to_offsets
        rows = range(document.line_count)
        assert [quick.get_sections(row) for row in rows] == anew.lines
