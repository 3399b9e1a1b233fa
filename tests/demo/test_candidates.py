"""Whole exams, key by key, in a process of their own, as a user starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

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
    listed = command(tmp_path, "results", "--csv")
    assert result["attempt_id"] in listed.stdout
    assert ",45.0,55.0,100.0,Tốt," in listed.stdout

    log = next((tmp_path / "data" / "attempts").glob("*/events.log"))
    log.write_bytes(log.read_bytes().replace(b'"answered"', b'"flagged!"', 1))
    assert command(tmp_path, "verify", "--all").returncode == 1


def test_the_empty_candidate_scores_exactly_nothing(tmp_path: Path) -> None:
    result = sat(tmp_path, "--candidate", "empty")
    assert (result["total"], result["band"]) == (0, "Chưa đạt")


def test_the_careless_candidate_loses_exactly_what_the_checks_say(tmp_path: Path) -> None:
    """No attachment, no lead unit, the agency's certificate on the leader's signature."""
    result = sat(tmp_path, "--candidate", "careless")
    assert result["voided"] == ["signing"]
    assert result["theory"] == 45
    assert result["tasks"] == {"mail": 10, "routing": 15.5, "signing": 0, "issuing": 10}
    assert result["total"] == 80.5
