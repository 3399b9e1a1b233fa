"""A task kept with an attempt is the task again, whatever is installed by then."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_office.tasks import builtin, library
from mock_office.tasks.definition import TaskDefinition, define
from mock_office.tasks.rehearsal import RuleHand, points
from mock_office.tasks.source import TaskFileError, parse

from .conftest import TODAY


@pytest.mark.parametrize("name", library.names())
def test_a_task_comes_back_from_its_snapshot_with_the_same_variants(name: str) -> None:
    task = library.load(name)
    again = TaskDefinition.from_snapshot(task.snapshot())
    assert again.digest == task.digest
    assert again.variant(b"seed", TODAY) == task.variant(b"seed", TODAY)


def test_a_snapshot_marks_by_the_version_it_was_made_from() -> None:
    path = builtin.scenarios().joinpath("tasks", "mail_report.yaml")
    text = path.read_bytes().decode().replace("code: A2, points: 2,", "code: A2, points: 1,")
    older = text.replace("points: 12\n", "points: 11\n", 1)
    kept = define(parse(older.encode(), "cu.yaml"), builtin.agency, builtin.rubric()).snapshot()
    task = TaskDefinition.from_snapshot(kept).variant(b"seed", TODAY)
    assert points(task, task.solution, RuleHand()).points == 11


def test_a_snapshot_is_small_enough_to_be_kept_with_every_attempt() -> None:
    assert all(len(task.snapshot()) < 20_000 for task in library.all_tasks())


@given(st.binary(max_size=200))
def test_no_bytes_make_a_snapshot_fail_otherwise(data: bytes) -> None:
    for raw in (data, zlib.compress(data)):
        with pytest.raises(TaskFileError):
            TaskDefinition.from_snapshot(raw)


def test_a_snapshot_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(TaskFileError):
        TaskDefinition.from_snapshot(zlib.compress(b" " * 50_000_000))
