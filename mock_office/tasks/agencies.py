"""The fictional agencies of `scenarios/agencies`, with their rules and dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..agency import Agency, Person, Unit
from ..marks import Section
from ..tabletop import Dossier
from .scope import Scope, UnknownName
from .source import Source
from .table import Table, root


@dataclass(frozen=True)
class AgencyFile:
    """An agency as its file tells it, before the year and names are filled in."""

    source: Source
    agency: Agency

    def dossiers(self, scope: Scope) -> tuple[Dossier, ...]:
        """The work files of the agency in the year of `scope`."""
        found = []
        for table in root(self.source).tables("dossiers"):
            row = Table(table.source, table.path, fill(table, scope))
            row.only("id", "code", "title")
            found.append(Dossier(row.text("id"), row.text("code"), row.text("title")))
        return tuple(found)

    def extract(self, key: str, scope: Scope) -> Section | None:
        """One extract of the agency's own rules by its key; None when there is none."""
        extracts = root(self.source).table("extracts")
        if not extracts.has(key):
            return None
        table = extracts.table(key)
        table.only("title", "lines")
        row = Table(table.source, table.path, fill(table, scope))
        return Section(row.text("title"), row.texts("lines"))


def fill(table: Table, scope: Scope) -> Any:
    """The table's data with the scope's values; TaskFileError names an unknown one."""
    try:
        return scope.fill(table.data)
    except UnknownName as error:
        raise table.error(None, f"Không có giá trị “{error}”.", "Xem lại parameters.") from None


def read_agency(source: Source) -> AgencyFile:
    """The agency of a file. TaskFileError when the file is not right."""
    table = root(source)
    table.only(
        "id",
        "name",
        "parent",
        "short",
        "place",
        "domain",
        "units",
        "people",
        "dossiers",
        "extracts",
    )
    agency = Agency(
        id=table.text("id"),
        name=table.text("name"),
        parent=table.text("parent"),
        short=table.text("short"),
        place=table.text("place"),
        domain=table.text("domain"),
        people=tuple(_person(row) for row in table.tables("people")),
        units=tuple(_unit(row) for row in table.tables("units")),
    )
    return AgencyFile(source, agency)


def names(agency: Agency) -> Mapping[str, Any]:
    """The names texts may use for an agency: `agency`, `person.…`, `unit.…`."""
    return MappingProxyType(
        {
            "agency": agency,
            "person": {person.id: person for person in agency.people},
            "unit": {unit.id: unit for unit in agency.units},
        }
    )


def _person(row: Table) -> Person:
    row.only("id", "name", "title", "unit", "address", "phone")
    return Person(
        row.text("id"),
        row.text("name"),
        row.text("title"),
        row.text("unit"),
        row.text("address", ""),
        row.text("phone", ""),
    )


def _unit(row: Table) -> Unit:
    row.only("id", "name", "duties", "address", "outside")
    return Unit(
        row.text("id"),
        row.text("name"),
        row.text("duties", ""),
        row.text("address", ""),
        row.flag("outside"),
    )
