"""Wrapping that costs the same for a key at the end of a long paragraph as in a short one."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from textual._wrap import compute_wrap_offsets
from textual.document._document import Location
from textual.document._wrapped_document import WrappedDocument

# Visible lines wrapped anew after an edit before giving up and wrapping the whole paragraph.
_LINES_AHEAD = 6


class QuickWrapped(WrappedDocument):
    """Wraps an edit within one paragraph from the edit to where the old breaks fit again."""

    one_edit = False
    """Whether the next call of `wrap_range` stands for exactly one edit; set by the field."""

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Find the breaks anew after an edit; see the library for the arguments."""
        row = start[0]
        if self.one_edit and row == old_end[0] == new_end[0] < len(self._wrap_offsets):
            breaks = self._rewrapped(row, start[1], old_end[1], new_end[1] - old_end[1])
            if breaks is not None and len(breaks) == len(self._wrap_offsets[row]):
                self._wrap_offsets[row] = breaks
                return
        super().wrap_range(start, old_end, new_end)

    def get_sections(self, line_index: int) -> list[str]:
        """Return the visible lines of a paragraph."""
        line = self.document.get_line(line_index)
        places = [0, *self._wrap_offsets[line_index], len(line)]
        return [line[start:end] for start, end in pairwise(places)]

    def _rewrapped(self, row: int, start: int, end: int, shift: int) -> list[int] | None:
        """Return the breaks of a paragraph after an edit, or None where that is not quick."""
        line, old, width = self.document.get_line(row), self._wrap_offsets[row], self._width
        if not width or "\t" in line:
            return None
        # A shorter word may move up one line, and a word longer than a line begins further up.
        first = max(0, bisect_right(old, start) - 1)
        while first and not line[old[first - 1] - 1].isspace():
            first -= 1
        begin = old[first - 1] if first else 0
        limit = line.find(" ", max(begin, end + shift) + _LINES_AHEAD * width)
        limit = len(line) if limit < 0 else len(line) - len(line[limit:].lstrip())
        found = [begin + at for at in compute_wrap_offsets(line[begin:limit], width, 4)]
        after = bisect_right(old, end)
        fits = {at + shift: after + n for n, at in enumerate(old[after:])}
        for number, at in enumerate(found):
            if at in fits:
                return old[:first] + found[:number] + [b + shift for b in old[fits[at] :]]
        return old[:first] + found if limit == len(line) else None
