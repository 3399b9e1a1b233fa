"""Collecting what a reader finds, within bounds, and judging each question as it is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..vietnamese.text import clean, same
from .bounds import BOUNDS, Bounds
from .checks import faults_of, skeleton, worries_of
from .codes import CODES
from .model import LETTERS, Imported, ImportedItem, Problem

_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
LABEL = 60  # characters of a stem that are enough to find it


class Full(Exception):
    """The file has more questions than one import takes; reading stops."""


class Refused(Exception):
    """The file cannot be read at all; carries the problem's code and its values."""

    def __init__(self, code: str, *, line: int = 0, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.values = values


class Unfit(Exception):
    """One question cannot be taken; carries the problem's code and its values."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def label_of(text: str) -> str:
    """The first words of a text, for pointing at a question."""
    words = " ".join(clean(text).split())
    return words if len(words) <= LABEL else words[: LABEL - 1].rstrip() + "…"


@dataclass(slots=True)
class Gathering:
    """Items and problems of one file as a reader finds them, in their order."""

    file: str
    bounds: Bounds = BOUNDS
    part: str = ""
    _items: list[ImportedItem] = field(default_factory=list)
    _problems: list[Problem] = field(default_factory=list)
    _skipped: int = 0
    _unlisted: int = 0
    _seen: dict[bytes, list[tuple[str, int]]] = field(default_factory=dict)

    def note(self, code: str, line: int, item: str = "", **values: object) -> None:
        """Report a problem; the question it belongs to may still be taken."""
        if len(self._problems) >= self.bounds.problems:
            self._unlisted += 1
            return
        message, remedy = CODES[code]
        shown = {name: label_of(str(value)) for name, value in values.items()}
        self._problems.append(
            Problem(
                line,
                label_of(item),
                code,
                message.format(**shown),
                remedy.format(**shown),
                self.part,
            )
        )

    def skip(self, code: str, line: int, item: str = "", **values: object) -> None:
        """Report a question that is not taken."""
        self._count()
        self._skipped += 1
        self.note(code, line, item, **values)

    def keep(self, item: ImportedItem) -> None:
        """Take a question, unless the bank could not hold it; then report why."""
        name = item.title or item.stem or item.id
        for code, values in faults_of(item):
            self.skip(code, item.line, name, **values)
            return
        self._count()
        for code, values in worries_of(item):
            self.note(code, item.line, name, **values)
        whole = "\n".join((item.stem, *sorted(option.text for option in item.options)))
        alike = self._seen.setdefault(skeleton(whole), [])
        for other, line in alike:
            if same(whole, other):
                self.note("twin_question", item.line, name, other=line)
                break
        else:
            alike.append((whole, item.line))
        self._items.append(item)

    @property
    def troubled(self) -> bool:
        """Whether a problem was found so far."""
        return bool(self._problems)

    def done(self) -> Imported:
        """What was found."""
        if not self._items and not self._problems:
            self.note("empty_file", 0)
        return Imported(
            self.file, tuple(self._items), tuple(self._problems), self._skipped, self._unlisted
        )

    def refuse(self, error: Refused) -> None:
        """Report that the file, or this part of it, cannot be read."""
        self.note(error.code, error.line, "", **error.values)

    def _count(self) -> None:
        if len(self._items) + self._skipped >= self.bounds.items:
            raise Full


def one_line(text: str) -> str:
    """Foreign text as one clean line: an option, a reason, a name."""
    return " ".join(clean(text).split())


def lines(text: str) -> str:
    """Foreign text clean, its line breaks kept, without empty lines in a row: a stem."""
    return squeezed(clean_file(text))


def clean_file(text: str) -> str:
    """A whole text clean, line by line: most lines of a long file need no second look."""
    return "\n".join(clean(line, multiline=True) for line in _BREAKS.split(text))


def squeezed(text: str) -> str:
    """Clean text without spaces and empty lines in a row."""
    kept = [" ".join(line.split()) for line in text.split("\n")]
    out: list[str] = []
    for line in kept:
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip()


def unique(words: Sequence[str]) -> tuple[str, ...]:
    """The words without empties and repetitions, in their order."""
    return tuple(dict.fromkeys(word for word in words if word))


def letter(at: int) -> str:
    """The key of the option at that place; past the last letter a number, to be refused later."""
    return LETTERS[at] if at < len(LETTERS) else str(at + 1)
