"""Files as they lie beside letters, documents and drafts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file of the candidate or of a letter. `note` says what the list shows beside it."""

    id: str
    name: str
    size: int = 0
    note: str = ""
    text: str = ""
