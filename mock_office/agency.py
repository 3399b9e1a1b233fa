"""The fictional agency: its people, its units, and the roles a candidate takes in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn


class Role(StrEnum):
    """In whose name the candidate acts at the moment."""

    LEADER = "leader"  # lãnh đạo
    UNIT_HEAD = "unit_head"  # trưởng phòng
    SPECIALIST = "specialist"  # chuyên viên
    CLERK = "clerk"  # văn thư


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the directory. `title` is the official position."""

    id: str
    name: str
    title: str
    unit: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit (phòng, ban, đơn vị) or an outside body documents can be sent to."""

    id: str
    name: str
    duties: str = ""
    address: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """The fictional agency: names for the letterhead, people, units, rules."""

    id: str
    name: str
    parent: str
    short: str
    place: str
    domain: str
    people: tuple[Person, ...] = ()
    units: tuple[Unit, ...] = ()

    def person(self, key: str) -> Person:
        """The person with that id; KeyError when there is none."""
        return next((p for p in self.people if p.id == key), None) or _missing(key)

    def unit(self, key: str) -> Unit:
        """The unit or outside body with that id; KeyError when there is none."""
        return next((u for u in self.units if u.id == key), None) or _missing(key)

    def post(self, person: Person) -> str:
        """A person's position, with the unit where somebody else holds the same position."""
        if sum(other.title == person.title for other in self.people) < 2 or not person.unit:
            return person.title
        unit = next((each.name for each in self.units if each.id == person.unit), "")
        return f"{person.title}, {unit}" if unit else person.title


def _missing(key: str) -> NoReturn:
    raise KeyError(key)
