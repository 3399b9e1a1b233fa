"""One-screen mini-tasks from the mock office, as questions about real material.

A card `m:KIND:TASK:TARGET` names what is asked and about what. Numbers, names, dates and
the order of the choices are drawn anew for every review, so that the rule is learned and
not the picture. The right answer comes from the task's model solution, named mistakes
and checks; nothing is written twice.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from ..exam.items import Item, Kind, Level
from .deck import MINI, MINI_KIND, PRACTICE, Face
from .minis_make import MAKERS, Made, Material, targets

if TYPE_CHECKING:
    from mock_office.marks import CheckMark, TaskMark
    from mock_office.tasks.definition import Task, TaskDefinition

    from ..exam.blueprint import Blueprint

LEVELS = {1: Level.RECALL, 2: Level.UNDERSTAND, 3: Level.APPLY}
FEWEST = 40
"""How many mini-tasks a family is taken to have at least; all of them together stand for the
points of its task, as all questions do for those of the theory."""


@dataclass(frozen=True, slots=True)
class Mini:
    """A mini-task ready to be shown: a question, and the material it is about."""

    card: str
    family: str
    item: Item
    material: Material
    task: Task


def mini(card: str, review: int, day: date) -> Mini:
    """The mini-task of a card for its n-th review. KeyError when it is there no more."""
    kind, name, target = parse(card)
    definition = _definition(name)
    seed = hashlib.sha256(f"{card}\0{review}".encode()).digest()
    task = definition.variant(seed, day)
    made = MAKERS[kind](task, target, seed.hex())
    if made is None:
        raise KeyError(card)
    return Mini(card, definition.family.value, _item(card, definition, made), made.material, task)


def parse(card: str) -> tuple[str, str, str]:
    """(kind, task, target) of a card's name. KeyError when it is not one."""
    parts = card.removeprefix(MINI).split(":", 2)
    if not card.startswith(MINI) or len(parts) != 3 or parts[0] not in MAKERS:
        raise KeyError(card)
    return parts[0], parts[1], parts[2]


def exists(card: str, day: date) -> bool:
    """Whether that mini-task can still be shown."""
    try:
        kind, name, target = parse(card)
        return _definition(name).valid_on(day) and target in _known(name)[kind]
    except (KeyError, ValueError):
        return False


def family_of(card: str) -> str:
    """The family of the task a card is about. KeyError when the task is there no more."""
    return _definition(parse(card)[1]).family.value


def face_of(card: str, blueprint: Blueprint, of: int = FEWEST) -> Face:
    """The card as the planner sees it. KeyError when the task is there no more.

    Args:
        of: How many cards its family has.
    """
    kind, name, _ = parse(card)
    definition = _definition(name)
    points = {part.family: part.points for part in blueprint.practice}
    family = definition.family.value
    return Face(
        id=card,
        topic=f"{PRACTICE}{family}",
        level=LEVELS[definition.level],
        kind=MINI_KIND,
        worth=points.get(family, 10.0) / max(of, FEWEST),
        guess=0.0 if kind == "steps" else 0.25,
        revision=definition.version,
        source=f"{kind} {definition.version}",
    )


def faces_of(cards: Iterable[str], blueprint: Blueprint) -> list[Face]:
    """The cards as the planner sees them, without those whose task is there no more."""
    families: dict[str, str] = {}
    for card in sorted(cards):
        with suppress(KeyError, ValueError):
            families[card] = family_of(card)
    counts = Counter(families.values())
    return [face_of(card, blueprint, counts[family]) for card, family in families.items()]


def title_of(card: str) -> str:
    """What a mini-task is about: the title of its task. KeyError when that is there no more."""
    return _definition(parse(card)[1]).title


def catalogue(day: date) -> Iterator[str]:
    """Every mini-task of every task that is law on that day. Reads all tasks: slow once."""
    from mock_office.tasks import library

    for name in library.names():
        definition = library.load(name)
        if definition.valid_on(day):
            for kind in MAKERS:
                if kind != "rule":  # far the most; they come when their points were lost
                    yield from (f"{MINI}{kind}:{name}:{each}" for each in _known(name)[kind])


def cards_for(mark: TaskMark) -> Mapping[str, float]:
    """The mini-tasks that practise what a task lost, with the points each stands for.

    A check that was lost leads to the most specific mini-task there is for it.
    """
    out: dict[str, float] = {}
    try:
        known, of = _known(mark.task), _things(mark.task)
    except KeyError:
        return out
    for check in mark.checks:
        lost = round(check.max - check.points, 2)
        if lost <= 0:
            continue
        kind, target = _specific(check, of.get(check.code, ""), known)
        if kind:
            card = f"{MINI}{kind}:{mark.task}:{target}"
            out[card] = round(out.get(card, 0.0) + lost, 2)
    return out


_ORDERS: Mapping[str, tuple[str, ...]] = {
    "A10": ("mail",), "A11": ("mail", "rule"), "A12": ("rule", "send", "mail"),
    "A": ("send", "rule", "mail"),
    "B1": ("rule", "route"), "B1r": ("rule", "route"), "B10": ("rule", "route"),
    "B2": ("route", "rule"), "B8": ("route", "rule"), "B9": ("route", "rule"),
    "B": ("rule", "route"),
    "C5": ("cert", "rule"), "C6": ("cert", "rule"), "C7": ("rule", "cert"),
    "C2": ("fit", "rule"), "C3": ("fit", "rule"), "C": ("rule", "fit"),
    "D6": ("cert", "rule", "steps"), "D": ("rule", "steps", "cert"),
}  # fmt: skip
"""Check code, or its letter -> kinds of mini-task that practise it, best first."""


def _specific(check: CheckMark, of: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    base = check.code.split(".")[0]
    order = _ORDERS.get(base) or _ORDERS.get(base[:1], ())
    thing = of.partition(":")[2]
    for kind in (*order, *MAKERS):
        for wanted in (check.code, base, thing):
            if wanted and wanted in known[kind]:
                return kind, wanted
        if known[kind] and kind in order[-1:]:
            return kind, _steady(known[kind], check.code)
    for kind, there in known.items():
        if there:
            return kind, _steady(there, check.code)
    return "", ""


def _steady(there: tuple[str, ...], code: str) -> str:
    number = int(hashlib.sha256(code.encode()).hexdigest()[:8], 16)
    return there[number % len(there)]


def _definition(name: str) -> TaskDefinition:
    from mock_office.tasks import library

    return library.load(name)


@cache
def _known(name: str) -> Mapping[str, tuple[str, ...]]:
    """Kind of mini-task -> its targets in a task: the same for everybody, like the task."""
    definition = _definition(name)
    return targets(definition.variant(b"", definition.reviewed))


@cache
def _things(name: str) -> Mapping[str, str]:
    """Check of a task -> the thing it is about, as `kind:id`: the same for everybody."""
    definition = _definition(name)
    return {row.code: row.of for row in definition.variant(b"", definition.reviewed).checks}


def _item(card: str, definition: TaskDefinition, made: Made) -> Item:
    return Item(
        id=card,
        revision=definition.version,
        topic=f"{PRACTICE}{definition.family.value}",
        level=LEVELS[definition.level],
        kind=Kind.ORDERING if made.ordered else Kind.SINGLE,
        stem=made.question,
        options=made.options,
        basis=made.basis,
    )
