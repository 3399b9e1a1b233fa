"""What an import gives back: items as far as the file knew them, and what was wrong with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ..exam.items import Basis, Item, Kind, Level, Option, PartMarks

LETTERS = "abcdefgh"


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """One question as its file had it; what the file could not say is empty or None.

    Attributes:
        line: Where it begins, from 1; in a spreadsheet the row.
        part: The file inside a package, or the sheet; empty otherwise.
        id: The file's own mark for it, cleaned but not made into a bank id.
        title: A short name for lists; not shown to candidates.
        topic: The file's category, as it stood there.
        general: What the file says after any answer; the native bank has no place for it
            beside the reasons of the options.
    """

    kind: Kind
    stem: str
    options: tuple[Option, ...] = ()
    line: int = 0
    part: str = ""
    id: str = ""
    title: str = ""
    topic: str = ""
    revision: int = 1
    level: Level | None = None
    part_marks: PartMarks | None = None
    accept: tuple[str, ...] = ()
    accept_why: str = ""
    unit: str = ""
    general: str = ""
    basis: tuple[Basis, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    reviewed: date | None = None
    next_review: date | None = None
    source: str = ""
    tags: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the right options; for an ordering item all, in order."""
        ordered = self.kind is Kind.ORDERING
        return tuple(option.key for option in self.options if ordered or option.correct)

    @property
    def missing(self) -> tuple[str, ...]:
        """The native fields somebody still has to fill in, by their names in a bank file."""
        several = self.kind is Kind.MULTIPLE
        short = self.kind is Kind.SHORT
        wanted = {
            "level": self.level,
            "part_marks": not several or self.part_marks,
            "why": short or all(option.why for option in self.options),
            "answer_why": not short or self.accept_why,
            "basis": self.basis,
            "valid_from": self.valid_from,
            "reviewed": self.reviewed,
            "next_review": self.next_review,
        }
        return tuple(name for name, value in wanted.items() if not value)

    def to_json(self) -> dict[str, Any]:
        """Plain values for the machine-readable answer of an import."""
        plain = asdict(self)
        for name in ("valid_from", "valid_to", "reviewed", "next_review"):
            plain[name] = plain[name].isoformat() if plain[name] else None
        return plain | {"missing": list(self.missing)}


def from_item(item: Item) -> ImportedItem:
    """A bank item in the form the writers take."""
    return ImportedItem(
        kind=item.kind,
        stem=item.stem,
        options=item.options,
        id=item.id,
        topic=item.topic,
        revision=item.revision,
        level=item.level,
        part_marks=item.part_marks if item.kind is Kind.MULTIPLE else None,
        accept=item.accept,
        accept_why=item.accept_why,
        unit=item.unit,
        basis=item.basis,
        valid_from=_known(item.valid_from),
        valid_to=item.valid_to,
        reviewed=_known(item.reviewed),
        next_review=_known(item.next_review),
        source=item.source,
        tags=item.tags,
    )


def _known(day: date) -> date | None:
    return None if day in (date.min, date.max) else day


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file: where, what, and what to do about it (in Vietnamese).

    Attributes:
        line: From 1; 0 when it is about the whole file.
        item: How a person finds the question: its title or the first words of its stem.
        code: The name of the problem for programs; listed in `codes.py`.
        part: The file inside a package, or the sheet.
    """

    line: int
    item: str
    code: str
    message: str
    remedy: str
    part: str = ""

    def __str__(self) -> str:
        place = f"{self.part}, " if self.part else ""
        place += f"dòng {self.line}" if self.line else "cả tệp"
        what = f" (câu «{self.item}»)" if self.item else ""
        return f"{place}{what}: {self.message} {self.remedy}".rstrip()

    def to_json(self) -> dict[str, Any]:
        """Plain values for the machine-readable answer of an import."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome of reading one file.

    Attributes:
        skipped: Questions that were found and not taken; each has a problem.
        unlisted: Problems beyond the number that is listed.
    """

    file: str
    items: tuple[ImportedItem, ...]
    problems: tuple[Problem, ...]
    skipped: int
    unlisted: int = 0

    @property
    def clean(self) -> bool:
        """Whether everything in the file was taken and nothing about it needs a look."""
        return not self.problems

    def to_json(self) -> dict[str, Any]:
        """The answer of `import --json`."""
        return {
            "file": self.file,
            "imported": len(self.items),
            "skipped": self.skipped,
            "problems": [problem.to_json() for problem in self.problems],
            "unlisted": self.unlisted,
            "items": [item.to_json() for item in self.items],
        }


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of an item that a written file could not hold (text in Vietnamese)."""

    item: str
    field: str
    what: str

    def __str__(self) -> str:
        return f"{self.item}: {self.what}"


@dataclass(frozen=True, slots=True)
class Written:
    """A file to be saved, and what was lost on the way into it."""

    data: bytes
    losses: tuple[Loss, ...]
