"""A practical task as its author wrote it, and one candidate's variant of it.

`load_task(path)` reads a file; `TaskDefinition.variant(seed, today)` draws the names,
numbers, dates and errors of one candidate and lays out the desk. The same seed and
day give the same task, always.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from ..marks import Family
from . import building, builtin, workdays
from .agencies import AgencyFile, read_agency
from .snapshot import pack, unpack
from .source import Source, read
from .table import root
from .task import Task
from .variant import Variant

__all__ = ["Task", "TaskDefinition", "define", "load_task"]

_FIELDS: Final = (
    "id", "version", "family", "level", "title", "points", "agency", "role", "me", "clerk",
    "opens", "valid_from", "valid_to", "reviewed", "parameters", "asked", "reference", "desk",
    "answer", "signer_token", "agency_token", "checks", "solution", "mistakes",
)  # fmt: skip
_DESK_FIELDS: Final = (
    "letters", "incoming", "drafts", "files", "tokens", "register_next", "copies_next", "shuffle",
)  # fmt: skip


@dataclass(frozen=True)
class TaskDefinition:
    """A task file that was read and found in order.

    Args:
        level: 1 easy, 2 middling, 3 hard.
        valid_from: First day the task's law was in force; `valid_to` the last one.
    """

    source: Source
    agency: AgencyFile
    rubric: Source
    id: str
    version: int
    family: Family
    level: int
    title: str
    points: float
    valid_from: date | None
    valid_to: date | None
    reviewed: date

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the texts this task is made of."""
        texts = (self.source.text, self.agency.source.text, self.rubric.text)
        return hashlib.sha256(b"\x00".join(texts)).hexdigest()

    def snapshot(self) -> bytes:
        """Everything the task is made of, to be kept with an attempt that was sat with it."""
        return self._packed

    @cached_property
    def _packed(self) -> bytes:
        return pack((self.source, self.agency.source, self.rubric))

    @classmethod
    def from_snapshot(cls, data: bytes) -> TaskDefinition:
        """The inverse of `snapshot`, whatever tasks are installed here.

        Raises TaskFileError when the bytes are no snapshot or the files in it are damaged.
        """
        source, agency_source, rubric = unpack(data)
        agency = read_agency(agency_source)

        def kept(key: str) -> AgencyFile:
            if key != agency.agency.id:
                raise KeyError(key)
            return agency

        return define(source, kept, rubric)

    def valid_on(self, day: date) -> bool:
        """Whether the task's law is in force when it is sat on that day: on its simulated day."""
        day = workdays.on_or_after(day)
        after_start = self.valid_from is None or day >= self.valid_from
        return after_start and (self.valid_to is None or day <= self.valid_to)

    def variant(self, seed: bytes, today: date) -> Task:
        """One candidate's task. TaskFileError when the file cannot be filled in.

        The simulated day is `today`, or the first working day after it.
        """
        return Variant(self, seed, workdays.on_or_after(today)).task()


def load_task(
    path: Path | Traversable,
    agencies: Callable[[str], AgencyFile] = builtin.agency,
    rubric: Source | None = None,
) -> TaskDefinition:
    """Read and check a task file. TaskFileError says file, line, field, reason, remedy.

    Args:
        agencies: Agency by id, KeyError for none; the program's own by default.
        rubric: Titles and bases of the checks; the program's own by default.
    """
    return define(read(path), agencies, rubric or builtin.rubric())


def define(source: Source, agencies: Callable[[str], AgencyFile], rubric: Source) -> TaskDefinition:
    """The task of a file already read; see `load_task`."""
    table = root(source)
    table.only(*_FIELDS)
    table.table("desk").only(*_DESK_FIELDS)
    table.table("answer").only("source", "to")
    points = table.number("points")
    whole = round(sum(row.number("points") for row in table.tables("checks")), 2)
    if whole != points:
        raise table.error("points", f"Tổng điểm các tiêu chí là {whole:g}, không phải {points:g}.")
    key = table.text("agency")
    try:
        agency = agencies(key)
    except KeyError:
        raise table.error("agency", f"Không có cơ quan “{key}”.") from None
    level = table.integer("level")
    if level not in {1, 2, 3}:
        raise table.error("level", "Mức độ phải là 1, 2 hoặc 3.")
    return TaskDefinition(
        source=source,
        agency=agency,
        rubric=rubric,
        id=table.text("id"),
        version=table.integer("version"),
        family=building.one_of(table, "family", {f.value: f for f in Family}, ""),
        level=level,
        title=table.text("title"),
        points=points,
        valid_from=table.day("valid_from") if table.has("valid_from") else None,
        valid_to=table.day("valid_to") if table.has("valid_to") else None,
        reviewed=table.day("reviewed"),
    )
