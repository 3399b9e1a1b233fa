"""Drawing a candidate's paper so that anyone can draw it again.

Everything follows from SHA-256 over the exam, the candidate and the bank's digest:
which questions, in which order, with the options in which order, and the seed of
each practical task. No random generator is used, so no version of one can change
a paper.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count as count_up
from typing import Any, TypeVar

from ..yaml_lines import FileFaults
from .bank import Bank
from .blueprint import Blueprint, InForce, empty_families, impossible_cells
from .items import Item, Kind

T = TypeVar("T")
_WORDS = 1 << 64


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question of a paper: which item, its revision, its options in drawn order."""

    item: str
    revision: int
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperTask:
    """One practical task of a paper: which definition and the seed of its variant."""

    name: str
    family: str
    points: float
    seed: str  # hex


@dataclass(frozen=True, slots=True)
class Paper:
    """What one candidate gets. Stored with the attempt, and rebuilt to check it."""

    exam: str
    seed: str  # hex SHA-256
    day: date
    bank: str  # digest
    questions: tuple[PaperQuestion, ...]
    tasks: tuple[PaperTask, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values for the log."""
        return {
            "exam": self.exam,
            "seed": self.seed,
            "day": self.day.isoformat(),
            "bank": self.bank,
            "questions": [[q.item, q.revision, "".join(q.options)] for q in self.questions],
            "tasks": [[t.name, t.family, t.points, t.seed] for t in self.tasks],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Paper:
        """The inverse of `to_json`."""
        return cls(
            exam=data["exam"],
            seed=data["seed"],
            day=date.fromisoformat(data["day"]),
            bank=data["bank"],
            questions=tuple(
                PaperQuestion(item, revision, tuple(options))
                for item, revision, options in data["questions"]
            ),
            tasks=tuple(PaperTask(*task) for task in data["tasks"]),
        )


def paper_seed(exam: str, candidate: str, bank_digest: str, sitting: str) -> str:
    """The seed of one candidate's paper in one sitting of an exam (hex SHA-256)."""
    text = "\0".join((exam, candidate, bank_digest, sitting))
    return hashlib.sha256(text.encode()).hexdigest()


def shuffled(things: Iterable[T], seed: str, name: str, key: str = "id") -> list[T]:
    """The things in an order that follows from the seed alone."""

    def rank(thing: T) -> str:
        label = thing if isinstance(thing, str) else getattr(thing, key)
        return hashlib.sha256(f"{seed}\0{name}\0{label}".encode()).hexdigest()

    return sorted(things, key=rank)


def any_day(task: str, day: date) -> bool:
    """For papers whose practical tasks have no dates of their own."""
    return True


def draw_paper(
    blueprint: Blueprint, bank: Bank, *, seed: str, day: date, in_force: InForce = any_day
) -> Paper:
    """Draw a paper of what is law on that day; FileFaults naming all that cannot be filled.

    Args:
        in_force: Says of a practical task by name whether it may be given on that day.
    """
    file = f"{blueprint.id}.yaml"
    faults = impossible_cells(blueprint, bank, day, file=file)
    faults += empty_families(blueprint, in_force, day, file=file)
    if faults:
        raise FileFaults(faults)
    chosen: list[Item] = []
    for cell in blueprint.cells:
        pool = bank.on(day, cell.topic, cell.level, blueprint.kinds)
        chosen += _drawn(pool, cell.count, seed, f"cell {cell.topic} {cell.level}")
    tasks = []
    for part in blueprint.practice:
        order = shuffled(part.pool, seed, f"task {part.family}")
        name = next(name for name in order if in_force(name, day))
        task_seed = hashlib.sha256(f"{seed}\0task {name}".encode()).hexdigest()
        tasks.append(PaperTask(name, part.family, part.points, task_seed))
    return Paper(
        exam=blueprint.id,
        seed=seed,
        day=day,
        bank=bank.digest,
        questions=tuple(
            PaperQuestion(item.id, item.revision, _option_order(item, seed))
            for item in shuffled(chosen, seed, "order")
        ),
        tasks=tuple(tasks),
    )


def _drawn(pool: Sequence[T], count: int, seed: str, name: str) -> list[T]:
    """So many things of the pool, every choice as likely as any other.

    The first steps of a Fisher-Yates shuffle over numbers from SHA-256 in counter mode.
    Its cost follows the count and not the pool, which holds hundreds in a large bank.
    """
    left = list(pool)
    numbers = _numbers(f"{seed}\0{name}")
    for at in range(count):
        size = len(left) - at
        # Of 64-bit numbers those past the last whole multiple would favour the first things.
        number = next(n for n in numbers if n < _WORDS - _WORDS % size)
        other = at + number % size
        left[at], left[other] = left[other], left[at]
    return left[:count]


def _numbers(name: str) -> Iterator[int]:
    """64-bit numbers that follow from a name, without end."""
    for counter in count_up():
        block = hashlib.sha256(f"{name}\0{counter}".encode()).digest()
        for at in range(0, len(block), 8):
            yield int.from_bytes(block[at : at + 8], "big")


def _option_order(item: Item, seed: str) -> tuple[str, ...]:
    keys = [option.key for option in item.options]
    if item.kind is Kind.TRUE_FALSE:
        return tuple(keys)
    order = shuffled(keys, seed, f"options {item.id}")
    if item.kind is Kind.ORDERING and order == keys:
        order.reverse()  # the right order must not stand there ready-made
    return tuple(order)
