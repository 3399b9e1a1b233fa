"""Short ways to read a text or a package in a test."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from tui_exam.exam.items import Option
from tui_exam.formats.bounds import BOUNDS, Bounds
from tui_exam.formats.imported import Imported, ImportedItem, read_data


def read(text: str | bytes, name: str = "de.gift", *, bounds: Bounds = BOUNDS) -> Imported:
    """What comes of a file with this content and name."""
    data = text if isinstance(text, bytes) else text.encode()
    return read_data(data, name, bounds=bounds)


def one(text: str | bytes, name: str = "de.gift") -> ImportedItem:
    """The one item of a file that has nothing wrong with it."""
    found = read(text, name)
    assert found.clean, found.problems
    (item,) = found.items
    return item


def codes(found: Imported) -> list[str]:
    """The codes of the problems, in their order."""
    return [problem.code for problem in found.problems]


def texts(item: ImportedItem) -> list[str]:
    """The texts of the options."""
    return [option.text for option in item.options]


def right(item: ImportedItem) -> list[str]:
    """The texts of the right options."""
    return [option.text for option in item.options if option.correct]


def options(*words: str, key: str = "a") -> tuple[Option, ...]:
    """Options with these texts; `key` has the letters of the right ones."""
    letters = "abcdefgh"
    return tuple(
        Option(letters[at], word, f"Vì {word}.", letters[at] in key)
        for at, word in enumerate(words)
    )


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()
