"""What the commands `task list` and `task preview` print."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

from mock_office.marks import Family
from mock_office.tasks import library
from mock_office.tasks.definition import TaskDefinition, load_task
from mock_office.tasks.preview import preview
from mock_office.tasks.source import TaskFileError

from .vntime import VIETNAM

_UNREADABLE = 2


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


def print_preview(name: str, *, seed: int, day: date | None) -> int:
    """One variant of a task as text; the demo of that seed plays the same one."""
    try:
        task = load_named(name).variant(f"demo-{seed}".encode(), day or today())
    except TaskFileError as error:
        print(error, file=sys.stderr)
        return _UNREADABLE
    for line in preview(task):
        print(line)
    return 0


def load_named(name: str) -> TaskDefinition:
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


def today() -> date:
    """The day in Vietnam."""
    return datetime.now(VIETNAM).date()
