"""Undo in steps of a word."""

from __future__ import annotations

from textual.document._edit import Edit
from textual.document._history import EditHistory


class WordHistory(EditHistory):
    """Joins the edits of one word into one step, however many replacements composing took."""

    joins = False
    """Whether the next edit goes on with the step before."""

    def record(self, edit: Edit) -> None:
        """Record an edit that has been done, as a step of its own or as part of the last one."""
        result = edit._edit_result
        if result is None or (not edit.text and not result.replaced_text):
            return
        if self.joins and self._undo_stack and not self._force_end_batch:
            self._undo_stack[-1].append(edit)
        else:
            self._undo_stack.append([edit])
        self._force_end_batch = False
        self._redo_stack.clear()
