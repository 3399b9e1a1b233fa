"""A practical task as its author wrote it, and one candidate's variant of it.

`load_task(path)` reads a file; `TaskDefinition.variant(seed, today)` draws the names,
numbers, dates and errors of one candidate and lays out the desk. The same seed and
day give the same task, always.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from ..model import Family, Person, Role, Section, TaskSheet
from ..tabletop import Desk
from . import building, builtin, parameters, workdays
from .agencies import AgencyFile, fill, names
from .criteria import Criterion, read_criteria
from .drawing import Draw
from .rehearsed import Mistake, Step, expand, read_mistakes, read_solution
from .scope import Scope
from .source import Source, read
from .table import Table, root

_FIELDS: Final = (
    "id", "version", "family", "level", "title", "points", "agency", "role", "me", "clerk",
    "opens", "valid_from", "valid_to", "reviewed", "parameters", "asked", "reference", "desk",
    "answer", "signer_token", "agency_token", "checks", "solution", "mistakes",
)  # fmt: skip
_DESK_FIELDS: Final = (
    "letters", "incoming", "drafts", "files", "tokens", "register_next", "shuffle",
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One candidate's variant of a task.

    Args:
        digest: SHA-256 (hex) of the task's and agency's files: which text was used.
        desk: The desk as the task lays it out.
        day: The simulated day, always a working day.
        pins: Token id -> PIN; the sheet prints them.
        answer: Marks of the letter asked for: `source`, `to`.
        signer_token: The one token that may sign for the candidate; "" without signing.
        agency_token: The agency's own token; "" without sealing.
        solution: A model solution, as (kind, data) steps; `artifact` is "" in them,
            since the PDFs are made when somebody does the steps.
        mistakes: Single mistakes, with the points each must cost.
    """

    id: str
    version: int
    digest: str
    family: Family
    points: float
    sheet: TaskSheet
    desk: Desk
    day: date
    pins: Mapping[str, str]
    checks: tuple[Criterion, ...]
    solution: tuple[Step, ...]
    mistakes: tuple[Mistake, ...]
    answer: Mapping[str, str] = field(default_factory=dict)
    signer_token: str = ""
    agency_token: str = ""


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

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the texts this task is made of."""
        texts = (self.source.text, self.agency.source.text, self.rubric.text)
        return hashlib.sha256(b"\x00".join(texts)).hexdigest()

    def valid_on(self, day: date) -> bool:
        """Whether the task's law is in force on that day."""
        after_start = self.valid_from is None or day >= self.valid_from
        return after_start and (self.valid_to is None or day <= self.valid_to)

    def variant(self, seed: bytes, today: date) -> Task:
        """One candidate's task. TaskFileError when the file cannot be filled in.

        The simulated day is `today`, or the first working day after it.
        """
        return _Variant(self, seed, workdays.on_or_after(today)).task()


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


class _Variant:
    """The drawing of one variant: parameters first, then everything that uses them."""

    def __init__(self, definition: TaskDefinition, seed: bytes, day: date) -> None:
        self._definition = definition
        self._table = root(definition.source)
        self._agency = definition.agency.agency
        self._day = day
        self._draw = Draw(hashlib.sha256(seed + definition.id.encode()).digest())
        self._me: Person = self._agency.person(building.person_id(self._table, "me", self._agency))
        self._pins = {
            "personal": self._draw.digits(8, "pin:personal"),
            "agency": self._draw.digits(8, "pin:agency"),
        }
        scope = Scope(
            {
                **names(self._agency),
                "me": self._me,
                "today": day,
                "year": day.year,
                "pin": self._pins,
            }
        )
        self._scope = parameters.draw_all(self._table.table("parameters"), self._draw, scope)

    def task(self) -> Task:
        definition, desk = self._definition, self._desk()
        filled = {
            key: self._filled(key)
            for key in ("checks", "solution", "mistakes", "answer")
            if self._table.has(key)
        }
        table = Table(definition.source, (), {**self._table.data, **filled})
        solution = read_solution(table)
        answer = table.table("answer")
        return Task(
            id=definition.id,
            version=definition.version,
            digest=definition.digest,
            family=definition.family,
            points=definition.points,
            sheet=self._sheet(),
            desk=desk,
            day=self._day,
            pins=MappingProxyType({t.id: t.pin for t in desk.tokens}),
            checks=read_criteria(table, root(definition.rubric)),
            solution=expand(solution, desk),
            mistakes=tuple(
                replace(mistake, steps=expand(mistake.steps, desk))
                for mistake in read_mistakes(table, solution)
            ),
            answer=MappingProxyType({key: answer.text(key) for key in answer.data}),
            signer_token=table.text("signer_token", ""),
            agency_token=table.text("agency_token", ""),
        )

    def _filled(self, key: str) -> Any:
        """The field with its names replaced, row by row so that errors name their line."""
        value = self._table.data[key]
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return [fill(row, self._scope) for row in self._table.tables(key)]
        return fill(Table(self._table.source, (), {key: value}), self._scope)[key]

    def _sheet(self) -> TaskSheet:
        sections: list[Section] = []
        for row in self._table.tables("reference"):
            row.only("extract", "title", "lines")
            if row.has("extract"):
                section = self._definition.agency.extract(row.text("extract"), self._scope)
                if section is None:
                    raise row.error("extract", "Cơ quan không có trích đoạn này.")
                sections.append(section)
            else:
                filled = Table(row.source, row.path, fill(row, self._scope))
                sections.append(Section(filled.text("title"), filled.texts("lines")))
        head = Table(
            self._table.source,
            (),
            {key: self._filled(key) for key in ("title", "role", "asked")},
        )
        title = (
            f"{self._me.title} {self._agency.short}"
            if self._me.unit == "ld"
            else (f"{self._me.title}, {self._agency.unit(self._me.unit).name}")
        )
        return TaskSheet(
            title=head.text("title"),
            role=f"{self._me.name}, {title}",
            asked=head.texts("asked"),
            reference=tuple(sections),
        )

    def _desk(self) -> Desk:
        agency, day, me = self._agency, self._day, self._me
        table = self._table.table("desk")
        shuffle = table.texts("shuffle")

        def rows(key: str) -> list[Table]:
            found = [
                Table(row.source, row.path, fill(row, self._scope)) for row in table.tables(key)
            ]
            return self._draw.shuffled(found, f"shuffle:{key}") if key in shuffle else found

        other = Table(table.source, table.path, fill(_scalars(table), self._scope))
        opens = time.fromisoformat(self._table.text("opens", "08:00"))
        return Desk(
            task=self._definition.id,
            role=building.one_of(self._table, "role", {r.value: r for r in Role}, ""),
            me=me.id,
            clerk=self._table.text("clerk", ""),
            agency=agency,
            today=day,
            opened_at=datetime.combine(day, opens, building.VIETNAM),
            letters=tuple(building.letter(row, agency, me, day) for row in rows("letters")),
            incoming=tuple(building.incoming(row, agency, day) for row in rows("incoming")),
            drafts=tuple(building.draft(row, agency, day) for row in rows("drafts")),
            files=tuple(building.file_ref(row) for row in rows("files")),
            tokens=tuple(building.token(row, agency, me, self._pins) for row in rows("tokens")),
            recipients=tuple(unit.id for unit in agency.units if unit.outside)
            + tuple(unit.id for unit in agency.units if not unit.outside),
            register_next=other.integer("register_next", 1),
            dossiers=self._definition.agency.dossiers(self._scope),
        )


def _scalars(table: Table) -> Table:
    """The desk's single values, without the lists that are laid out row by row."""
    data = {key: value for key, value in table.data.items() if not isinstance(value, list)}
    return Table(table.source, table.path, data)
