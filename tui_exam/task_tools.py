"""What the commands `task list`, `task lint` and `task preview` print."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

from mock_office.model import Family
from mock_office.tasks import library
from mock_office.tasks.definition import TaskDefinition, load_task
from mock_office.tasks.lint import lint
from mock_office.tasks.preview import preview
from mock_office.tasks.rehearsal import Hand, RuleHand
from mock_office.tasks.signing_hand import SigningHand
from mock_office.tasks.source import TaskFileError
from mock_office.tasks.task import Task

from .vntime import VIETNAM

_WRONG, _UNREADABLE = 1, 2


def print_tasks(family: str) -> int:
    """One line a task: name, family, level, points, agency, title."""
    if family and family not in {each.value for each in Family}:
        print(f"Không có loại “{family}”. Chọn: {', '.join(Family)}.", file=sys.stderr)
        return _UNREADABLE
    for task in library.all_tasks():
        if not family or task.family.value == family:
            print(
                f"{task.id:<26} {task.family.value:<8} mức {task.level}  {task.points:>4g} điểm  "
                f"{task.agency.agency.short}: {task.title}"
            )
    return 0


def lint_tasks(name: str, *, seeds: int, quick: bool, day: date | None) -> int:
    """Prove one task or all of them; what does not hold is told with its variant."""
    try:
        definitions: Iterable[TaskDefinition] = [_load(name)] if name else library.all_tasks()
        return _lint(definitions, seeds, quick, [day] if day else _days(_today()))
    except TaskFileError as error:
        print(error, file=sys.stderr)
        return _UNREADABLE


def _lint(definitions: Iterable[TaskDefinition], seeds: int, quick: bool, days: list[date]) -> int:
    bad = 0

    def rule_hand(task: Task) -> Hand:
        return RuleHand()

    hand: Callable[[Task], Hand] = rule_hand if quick else SigningHand
    for definition in definitions:
        faults = lint(definition, days, seeds, hand)
        bad += bool(faults)
        print(f"{definition.id}: {'có lỗi' if faults else f'đạt với {seeds} biến thể'}")
        for fault in faults:
            place = f"biến thể {bytes.fromhex(fault.seed).decode()}, ngày {fault.day:%d/%m/%Y}"
            print(f"  [{fault.what}] {fault.message} ({place})")
    return _WRONG if bad else 0


def print_preview(name: str, *, seed: int, day: date | None) -> int:
    """One variant of a task as text; the demo of that seed plays the same one."""
    try:
        task = _load(name).variant(f"demo-{seed}".encode(), day or _today())
    except TaskFileError as error:
        print(error, file=sys.stderr)
        return _UNREADABLE
    for line in preview(task):
        print(line)
    return 0


def _load(name: str) -> TaskDefinition:
    """A task of the program by its name, or one of one's own by its file."""
    try:
        return library.load(name)
    except KeyError:
        pass
    path = Path(name)
    if not path.suffix:
        known = ", ".join(library.names())
        raise TaskFileError(name, 0, "", "Không có đề tên này.", f"Các đề: {known}.")
    return load_task(path)


def _today() -> date:
    return datetime.now(VIETNAM).date()


def _days(today: date) -> list[date]:
    """Today, and days on which counting goes wrong most easily."""
    year = today.year
    return [today, date(year, 12, 31), date(year + 1, 2, 3), date(year + 1, 4, 29)]
