"""Figures of the mock office: laying out, marking, marking again. Prints a table.

Each figure is the CPU time of this process, the median over several candidates, with
the limit it is held to. Nothing is warmed up but the imports and the task files.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from mock_office.desk import fold
from mock_office.marks import Family
from mock_office.tasks import library
from mock_office.tasks.case import VerdictLike
from mock_office.tasks.marking import mark, to_validate
from mock_office.tasks.rehearsal import Rehearsal, rehearse
from mock_office.tasks.signing_hand import SigningHand
from mock_office.tasks.task import Task

DAY = date(2026, 11, 23)
CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: what, how much, in which unit, and its limit."""

    name: str
    value: float
    unit: str
    limit: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the limit holds."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def office(candidate: int) -> list[Task]:
    """The four tasks of one candidate, laid out from their files."""
    chosen = []
    for family in Family:
        names = [task.id for task in library.of_family(family)]
        definition = library.load(names[candidate % len(names)])
        chosen.append(definition.variant(f"bench-{candidate}".encode(), DAY))
    return chosen


def cpu(work: Callable[[], object]) -> float:
    """CPU milliseconds of one call."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def figures() -> list[Figure]:
    """Measure everything."""
    list(library.all_tasks())
    office(0)  # the calendar of holidays is imported here
    building = [cpu(lambda n=n: office(n)) for n in range(CANDIDATES)]  # type: ignore[misc]
    plain: list[float] = []
    signed: list[float] = []
    for candidate in range(CANDIDATES):
        sat = [(task, SigningHand(task)) for task in office(candidate)]
        played = [(task, hand, rehearse(task, task.solution, hand)) for task, hand in sat]
        plain.append(cpu(lambda played=played: _mark_all(played)))  # type: ignore[misc]
        signed.append(cpu(lambda played=played: _judge_and_mark(played)))  # type: ignore[misc]
    return [
        Figure("lay out a candidate's whole office", statistics.median(building), "ms", 150),
        Figure("mark an attempt, verdicts known", statistics.median(plain), "ms", 100),
        Figure("mark an attempt, signatures validated", statistics.median(signed), "ms", 200),
        Figure(
            "attempts marked again", 60_000 / statistics.median(plain), "/min", 1000, at_least=True
        ),
        Figure(
            "attempts marked again, signatures too",
            60_000 / statistics.mean(signed),  # the mean: in a thousand, dear ones are among them
            "/min",
            1000,
            at_least=True,
        ),
    ]


Played = list[tuple[Task, SigningHand, Rehearsal]]


def _mark_all(played: Played) -> None:
    """Fold every log again and mark it with the verdicts known."""
    for task, _, done in played:
        _mark(task, done, done.verdicts)


def _judge_and_mark(played: Played) -> None:
    """The same, every signed PDF validated anew."""
    for task, hand, done in played:
        wanted = to_validate(task, done.log)
        at = task.desk.opened_at.replace(hour=23)  # another moment: nothing is remembered
        _mark(task, done, {item.artifact: hand.verdict(item, at) for item in wanted})


def _mark(task: Task, done: Rehearsal, verdicts: Mapping[str, VerdictLike]) -> None:
    result = mark(task, fold(task.desk, done.log), done.log, verdicts)
    if result.points != result.max:
        raise AssertionError(f"{task.id}: {result.points}/{result.max}")


def main() -> None:
    """Print the figures beside their limits."""
    for figure in figures():
        sign = "ok  " if figure.kept else "OVER"
        limit = f"{'>=' if figure.at_least else '<='} {figure.limit:g}"
        print(f"{sign} {figure.name:<42} {figure.value:>9.1f} {figure.unit:<5} {limit}")


if __name__ == "__main__":
    main()
