"""Whole exams, key by key, in a process of their own, as a user starts them."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mock_office.tasks.rehearsal import RuleHand, points
from tui_exam.demo.candidates import CARELESS, steps
from tui_exam.sitting.clock import SystemClock
from tui_exam.sitting.records import Records
from tui_exam.store import TinyAttemptStore

pytestmark = pytest.mark.slow


def sat(folder: Path, *options: str) -> dict[str, Any]:
    """The result of a headless demo, run from another folder."""
    done = subprocess.run(
        [sys.executable, "-m", "tui_exam", "demo", "--headless", "--json", *options],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=folder,
        env={**os.environ, "TUI_EXAM_DATA": str(folder / "data"), "PYTHONPATH": os.getcwd()},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui_exam", *words],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "TUI_EXAM_DATA": str(folder / "data")},
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_the_perfect_candidate_scores_exactly_a_hundred_and_the_attempt_verifies(
    tmp_path: Path,
) -> None:
    result = sat(tmp_path)
    assert (result["total"], result["theory"], result["practice"]) == (100, 45, 55)
    assert result["tasks"] == {"mail": 12, "routing": 18, "signing": 15, "issuing": 10}
    assert result["voided"] == []
    checked = command(tmp_path, "verify", result["attempt_id"])
    assert checked.returncode == 0, checked.stdout
    assert "đúng như kết quả đã lưu" in checked.stdout
    assert "Lời giải thích" not in checked.stdout
    listed = command(tmp_path, "results", "--csv")
    assert result["attempt_id"] in listed.stdout
    assert ",45.0,55.0,100.0,Tốt," in listed.stdout

    log = tmp_path / "data" / "attempts" / result["attempt_id"] / "events.log"
    log.write_bytes(log.read_bytes().replace(b'"answered"', b'"flagged!"', 1))
    assert command(tmp_path, "verify", "--all").returncode == 1


SEEDS = ("2", "3", "4", "5")
"""Other papers than the first one, whose verification is tested above."""


@pytest.mark.parametrize("seed", SEEDS)
def test_perfect_is_a_hundred_and_empty_is_nothing_on_every_paper(
    seed: str, tmp_path: Path
) -> None:
    full = sat(tmp_path, "--seed", seed)
    assert (full["total"], full["theory"], full["practice"]) == (100, 45, 55)
    assert full["tasks"] == {"mail": 12, "routing": 18, "signing": 15, "issuing": 10}
    idle = sat(tmp_path, "--candidate", "empty", "--seed", seed)
    assert (idle["total"], idle["band"]) == (0, "Chưa đạt")


def test_the_empty_candidate_scores_exactly_nothing(tmp_path: Path) -> None:
    result = sat(tmp_path, "--candidate", "empty")
    assert (result["total"], result["band"]) == (0, "Chưa đạt")


@pytest.mark.parametrize("seed", ["1", "6"])
async def test_the_careless_candidate_loses_exactly_what_the_checks_say(
    seed: str, tmp_path: Path
) -> None:
    """No attachment, no lead unit, the agency's certificate on the leader's signature."""
    result = await asyncio.to_thread(sat, tmp_path, "--candidate", "careless", "--seed", seed)
    store = TinyAttemptStore(tmp_path / "data")
    exam = await Records(store, SystemClock.read(), "test").read_only(result["attempt_id"])
    announced = {
        part: points(task, steps(CARELESS, task), RuleHand()) for part, task in exam.tasks.items()
    }
    await store.close()
    assert result["theory"] == 45
    assert result["tasks"] == {part: mark.points for part, mark in announced.items()}
    assert result["voided"] == [part for part, mark in announced.items() if mark.voided]
    assert result["practice"] < 55
