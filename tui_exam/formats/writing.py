"""Saving exports: which formats there are, and files that are never half written."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .aiken import write_aiken
from .gift_writer import write_gift
from .model import ImportedItem, Written
from .moodle_xml_writer import write_moodle
from .native import write_native
from .qti_writer import write_qti
from .table_writer import write_table

WRITERS: Mapping[str, Callable[[Sequence[ImportedItem]], Written]] = {
    "gift": write_gift,
    "aiken": write_aiken,
    "moodle-xml": write_moodle,
    "qti": write_qti,
    "xlsx": write_table,
    "yaml": write_native,
}
_SUFFIXES = {
    **{".gift": "gift", ".txt": "gift", ".aiken": "aiken", ".xml": "moodle-xml"},
    **{".zip": "qti", ".xlsx": "xlsx", ".yaml": "yaml", ".yml": "yaml"},
}


class Taken(Exception):
    """A file of that name is there already; it is not written over."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def format_of(path: Path) -> str | None:
    """The format that a file name asks for; None when it says nothing."""
    return _SUFFIXES.get(path.suffix.lower())


def save(path: Path, data: bytes) -> None:
    """Write a new file whole; Taken when there is one, OSError when it cannot be written.

    The file appears under its name only when everything is on the disk.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            raise Taken(path) from None
        except OSError:  # a file system without links
            if path.exists():
                raise Taken(path) from None
            os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
