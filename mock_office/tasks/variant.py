"""Drawing one variant of a task and laying out its desk."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from ..agency import Person, Role
from ..documents.incoming import IncomingDocument
from ..mail.letters import Letter
from ..marks import Section, TaskSheet
from ..tabletop import Arrival, Desk
from . import building, parameters
from .agencies import fill, names
from .criteria import read_criteria
from .drawing import Draw
from .rehearsed import expand, read_mistakes, read_solution
from .scope import Scope
from .table import Table, root
from .task import Task

if TYPE_CHECKING:
    from .definition import TaskDefinition


_Paper = TypeVar("_Paper", Letter, IncomingDocument)


class Variant:
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
        hour = time.fromisoformat(self._table.text("opens", "08:00"))
        opens = datetime.combine(day, hour, building.VIETNAM)
        arrivals: list[Arrival] = []

        def there(found: list[tuple[Table, _Paper]]) -> tuple[_Paper, ...]:
            """What lies there from the start; the rest is noted as coming in later."""
            moments = [(building.arrives(row, opens), paper) for row, paper in found]
            arrivals.extend(Arrival(at, paper) for at, paper in moments if at is not None)
            return tuple(paper for at, paper in moments if at is None)

        letters = there(
            [
                (row, building.letter(row, agency, me, day, building.arrives(row, opens)))
                for row in rows("letters")
            ]
        )
        incoming = there([(row, building.incoming(row, agency, day)) for row in rows("incoming")])
        return Desk(
            task=self._definition.id,
            role=building.one_of(self._table, "role", {r.value: r for r in Role}, ""),
            me=me.id,
            clerk=self._table.text("clerk", ""),
            agency=agency,
            today=day,
            opened_at=opens,
            letters=letters,
            incoming=incoming,
            later=tuple(sorted(arrivals, key=lambda arrival: arrival.at)),
            drafts=tuple(building.draft(row, agency, day) for row in rows("drafts")),
            files=tuple(building.file_ref(row) for row in rows("files")),
            tokens=tuple(building.token(row, agency, me, self._pins) for row in rows("tokens")),
            recipients=tuple(unit.id for unit in agency.units if unit.outside)
            + tuple(unit.id for unit in agency.units if not unit.outside),
            register_next=other.integer("register_next", 1),
            copies_next=other.integer("copies_next", 1),
            dossiers=self._definition.agency.dossiers(self._scope),
        )


def _scalars(table: Table) -> Table:
    """The desk's single values, without the lists that are laid out row by row."""
    data = {key: value for key, value in table.data.items() if not isinstance(value, list)}
    return Table(table.source, table.path, data)
