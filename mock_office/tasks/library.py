"""Finding tasks: those that come with the program, by name and by family."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..marks import Family
from .builtin import scenarios
from .definition import TaskDefinition, load_task


def names() -> tuple[str, ...]:
    """The names of all tasks, in the order of the alphabet."""
    folder = scenarios().joinpath("tasks")
    found = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name[:-5] for name in found if name.endswith(".yaml")))


@cache
def load(name: str) -> TaskDefinition:
    """The task of that name. KeyError when there is none, TaskFileError when damaged."""
    if name not in names():
        raise KeyError(name)
    return load_task(scenarios().joinpath("tasks", f"{name}.yaml"))


def all_tasks() -> Iterator[TaskDefinition]:
    """Every task, one after the other."""
    return (load(name) for name in names())


def of_family(family: Family) -> tuple[TaskDefinition, ...]:
    """The tasks of one family, easy ones first."""
    found = (task for task in all_tasks() if task.family is family)
    return tuple(sorted(found, key=lambda task: (task.level, task.id)))


def families() -> dict[Family, tuple[str, ...]]:
    """The names of the tasks by family, in the order of the exam."""
    return {family: tuple(task.id for task in of_family(family)) for family in Family}
