"""What the command `task lint` does: tasks proved over many variants, on all cores."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context

from mock_office.tasks import library
from mock_office.tasks.lint import Fault, lint
from mock_office.tasks.rehearsal import Hand, RuleHand
from mock_office.tasks.signing_hand import SigningHand
from mock_office.tasks.source import TaskFileError
from mock_office.tasks.task import Task

from .task_tools import load_named, today

_WRONG, _UNREADABLE = 1, 2
_PIECE = 10
"""Seeds one process proves before it takes other work."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is proved: over how many variants, on which days, with real signatures or not."""

    seeds: int
    days: tuple[date, ...]
    quick: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """What came of some variants of a task: their faults and the CPU seconds they took."""

    faults: tuple[Fault, ...]
    seconds: float


def lint_tasks(name: str, *, seeds: int, quick: bool, day: date | None, jobs: int) -> int:
    """Prove one task or all of them; what does not hold is told with its variant.

    Args:
        jobs: Processes to share the work; 0 for one a core.
    """
    plan = Plan(seeds, (day,) if day else _days(today()), quick)
    begun = time.monotonic()
    try:
        names = [name] if name else library.names()
        for each in names:
            load_named(each)  # what cannot be read is told before any work is begun
        bad, cpu = _prove(names, plan, jobs or os.cpu_count() or 1)
    except TaskFileError as error:
        print(error, file=sys.stderr)
        return _UNREADABLE
    if len(names) > 1:
        kind = "không làm tệp thật" if quick else "PDF và chữ ký số thật"
        print(
            f"{len(names) - bad}/{len(names)} đề đạt, mỗi đề {seeds} biến thể, {kind}: "
            f"{time.monotonic() - begun:.0f} giây, {cpu:.0f} giây CPU."
        )
    return _WRONG if bad else 0


def _prove(names: Sequence[str], plan: Plan, jobs: int) -> tuple[int, float]:
    bad, cpu = 0, 0.0
    for name, pieces in _pieces(names, plan, jobs):
        faults = [fault for piece in pieces for fault in piece.faults]
        cpu += sum(piece.seconds for piece in pieces)
        bad += bool(faults)
        done = "có lỗi" if faults else f"đạt với {plan.seeds} biến thể"
        print(f"{load_named(name).id}: {done}", flush=True)
        for line in _told(faults):
            print(line)
    return bad, cpu


def _told(faults: Sequence[Fault]) -> Iterator[str]:
    """Each thing that does not hold once, with the first variant that shows it."""
    often = Counter((fault.what, fault.message) for fault in faults)
    first = {(fault.what, fault.message): fault for fault in reversed(faults)}
    for key, count in often.items():
        fault = first[key]
        place = f"biến thể {bytes.fromhex(fault.seed).decode()}, ngày {fault.day:%d/%m/%Y}"
        more = f" và {count - 1} biến thể khác" if count > 1 else ""
        yield f"  [{fault.what}] {fault.message} ({place}{more})"


def _pieces(names: Sequence[str], plan: Plan, jobs: int) -> Iterator[tuple[str, list[Piece]]]:
    """Each task with its pieces, in order; worked on here where one process is enough."""
    if jobs == 1 or len(names) * plan.seeds <= _PIECE:
        for name in names:
            yield name, [prove(name, 0, plan.seeds, plan)]
        return
    # Started afresh: a copy of this process would hold whatever threads it runs.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        asked = {name: _ask(pool, name, plan) for name in names}
        for name, promised in asked.items():
            yield name, [each.result() for each in promised]


def _ask(pool: Executor, name: str, plan: Plan) -> list[Future[Piece]]:
    return [
        pool.submit(prove, name, first, min(_PIECE, plan.seeds - first), plan)
        for first in range(0, plan.seeds, _PIECE)
    ]


def prove(name: str, first: int, count: int, plan: Plan) -> Piece:
    """Prove some variants of one task. Raises TaskFileError."""
    before = time.process_time()
    faults = lint(
        load_named(name), plan.days, count, _rule_hand if plan.quick else SigningHand, first=first
    )
    return Piece(tuple(faults), time.process_time() - before)


def _rule_hand(task: Task) -> Hand:
    return RuleHand()


def _days(day: date) -> tuple[date, ...]:
    """That day, and days on which counting goes wrong most easily."""
    year = day.year
    return (day, date(year, 12, 31), date(year + 1, 2, 3), date(year + 1, 4, 29))
