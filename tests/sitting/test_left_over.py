"""A program killed between handing in and the seal: the next start finishes its work."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.rooms import WHO
from tui_exam.sitting.clock import SystemClock
from tui_exam.sitting.finish import close, finish_left_over, mark_and_seal
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room
from tui_exam.store import TinyAttemptStore
from tui_exam.store.verify import verify

from .dying import PLACES


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
async def test_what_a_killed_program_left_is_marked_and_sealed(tmp_path: Path, place: str) -> None:
    died = subprocess.run(
        [sys.executable, "-m", "tests.sitting.dying", place, str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr
    name = died.stdout.strip()
    store = TinyAttemptStore(tmp_path, reserve_bytes=4096, low_water_bytes=0)
    records = Records(store, SystemClock.read(), "máy 2")
    assert not (await store.head(name)).sealed
    found = await records.unfinished(WHO.code)
    assert found is not None
    assert found.closed is not None
    [result] = await finish_left_over(records)
    assert (result.attempt, result.theory, result.closed) == (name, 45, "handed_in")
    report = verify(tmp_path / "attempts" / name)
    assert (report.ok, report.sealed) == (True, True)
    [row] = await store.summaries()
    assert (row.sealed, row.total) == (True, 45)
    kinds = [event.kind async for event in store.read(name)]
    assert kinds.count("closed") == kinds.count("marked") == 1
    assert await finish_left_over(records) == []
    assert await records.unfinished(WHO.code) is None
    await store.close()


async def test_an_attempt_in_use_or_not_handed_in_is_left_alone(room: Room, tmp_path: Path) -> None:
    used = await room.begin(WHO)
    open_one = await room.begin(replace(WHO, code="CT002"))
    await open_one.sitting.leave()
    await close(used, "handed_in")
    other = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=0)
    assert await finish_left_over(Records(other, room.clock, "máy 2")) == []
    await mark_and_seal(used)
    assert await finish_left_over(Records(other, room.clock, "máy 2")) == []
    await other.close()


async def test_one_that_cannot_be_marked_keeps_the_others_from_nothing(
    room: Room, tmp_path: Path
) -> None:
    bad, good = await room.begin(WHO), await room.begin(replace(WHO, code="CT002"))
    for exam in (bad, good):
        await close(exam, "time")
        await exam.sitting.leave()
    kept = (await bad.sitting.events())[0].data["content"]
    (tmp_path / "data" / "attempts" / bad.sitting.attempt.id / "artifacts" / kept).unlink()
    [result] = await finish_left_over(room)
    assert result.attempt == good.sitting.attempt.id
    assert await room.store.holder(bad.sitting.attempt.id) is None
