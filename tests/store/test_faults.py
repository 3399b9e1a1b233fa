"""Every fault, done a few times; `python -m tests.store.faults` does them in earnest."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .faults import Outcome
from .faults.power import cuts
from .faults.room import full_disk, read_only_disk
from .faults.surroundings import deleted_folder, no_descriptors, slow_disk

ROOT = Path(__file__).parents[2]


def forked(fault: str, count: int) -> dict[str, Any]:
    """A fault done by a program of its own, which may fork since it runs no threads."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.faults", fault, str(count)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    outcome: dict[str, Any] = json.loads(done.stdout)
    return outcome


def well(outcome: Outcome) -> None:
    """The fault was done, and nothing was lost or wrong."""
    if not outcome.tries:
        pytest.skip(outcome.note)
    assert outcome.ok, outcome


def test_no_kill_loses_what_was_acknowledged_or_blocks_the_next_holder() -> None:
    outcome = forked("kill", 20)
    assert outcome["acknowledged"] > 5
    assert (outcome["lost"], outcome["wrong"]) == (0, [])


@pytest.mark.parametrize("count", [2, 10])
def test_writers_who_take_from_each_other_never_write_beside_each_other(count: int) -> None:
    outcome = forked("fight", count)
    assert outcome["acknowledged"] > count
    assert (outcome["lost"], outcome["wrong"]) == (0, [])


def test_writers_who_wait_their_turn_all_get_one() -> None:
    outcome = forked("turns", 2)
    assert outcome["acknowledged"] > 2
    assert (outcome["lost"], outcome["wrong"]) == (0, [])


def test_a_power_cut_at_any_write_loses_nothing_acknowledged() -> None:
    well(cuts(4))


def test_the_same_power_cuts_bite_a_store_that_never_syncs() -> None:
    assert cuts(1, syncing=False).lost > 0


def test_a_full_disk_keeps_what_was_acknowledged_and_goes_on_when_there_is_room() -> None:
    well(full_disk(4))


def test_a_file_that_may_not_grow_keeps_what_was_acknowledged() -> None:
    outcome = forked("limit", 1)
    assert outcome["acknowledged"] > 5
    assert (outcome["lost"], outcome["wrong"]) == (0, [])


def test_a_read_only_disk_is_named_and_can_be_read() -> None:
    well(read_only_disk())


def test_a_slow_disk_stops_neither_the_program_nor_the_other_candidates() -> None:
    well(slow_disk(8, 1))


def test_without_descriptors_a_running_exam_goes_on() -> None:
    well(no_descriptors())


def test_a_deleted_folder_is_said_at_once_and_nothing_pretended() -> None:
    well(deleted_folder())
