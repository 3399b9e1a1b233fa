"""Attempts as earlier versions stored them: read, verified, and marked again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tui_exam.sitting.clock import SystemClock
from tui_exam.sitting.marking import mark_exam
from tui_exam.sitting.records import Records
from tui_exam.sitting.result import Result
from tui_exam.store import TinyAttemptStore
from tui_exam.store.backup import import_attempt

from .fixtures.make import ATTEMPT, HERE, TRUE_OF_IT

VERSIONS = sorted(path.name for path in HERE.iterdir() if (path / ATTEMPT).is_file())


def test_there_is_something_to_read() -> None:
    assert "0.1.0" in VERSIONS


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
async def test_an_attempt_of_an_earlier_version_reads_verifies_and_marks_as_it_did(
    version: str, tmp_path: Path
) -> None:
    said: dict[str, Any] = json.loads((HERE / version / TRUE_OF_IT).read_text(encoding="utf-8"))
    report = import_attempt(HERE / version / ATTEMPT, tmp_path)
    assert {each.code for each in report.findings} <= {"foreign_key"}
    assert (report.attempt, report.sealed) == (said["attempt_id"], True)
    assert (report.events, report.short_code) == (said["events"], said["code"])
    store = TinyAttemptStore(tmp_path, reserve_bytes=4096, low_water_bytes=0)
    records = Records(store, SystemClock.read(), "máy 1")
    [row] = await records.exams()
    assert (row.total, row.band, row.sealed) == (said["total"], said["band"], True)
    exam, stored = await records.read_past(report.attempt)
    assert exam.sitting.attempt.unanswered == ()
    assert stored.summary() == {k: said[k] for k in stored.summary()}
    assert (await mark_exam(exam)).marks() == stored.marks()
    await store.close()


def test_marks_tell_apart_what_was_given_and_not_how_it_was_worded() -> None:
    result = Result(
        "a", "e", "time", 1.0, {}, (), (), (), 1.0, 45.0, 0.0, 55.0, 1.0, "Chưa đạt", False
    )  # fmt: skip
    assert replace(result, minutes_used=2.0).marks() == result.marks()
    assert replace(result, total=2.0).marks() != result.marks()
