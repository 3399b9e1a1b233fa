"""The load tool measures a real host, and nothing that was seen as done is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tui_exam.exam.items import Kind
from tui_exam.host.load.check import check, rightly_still
from tui_exam.host.load.run import main
from tui_exam.host.load.table import table
from tui_exam.sitting.candidate import Candidate
from tui_exam.sitting.room import Room
from tui_exam.store import TinyAttemptStore

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_small_room_loses_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui_exam.host.load", "--sessions", "3", "--ramp", "1",
         "--seconds", "3", "--idle", "1", "--clients", "1", "--workers", "1", "--pause", "0.5",
         "--sign", "6", "--ordinary", "1", "--json"],
        capture_output=True, text=True, timeout=180, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    numbers = json.loads(done.stdout)
    assert numbers["lost"] == numbers["unpainted"] == numbers["failures"] == []
    assert numbers["failed_clients"] == 0
    assert done.returncode == 0
    assert numbers["seen_done"]["ticks"] > 3
    assert numbers["seen_done"]["letters"] > 3
    assert numbers["seen_done"]["signatures"] == 3
    assert numbers["first_screen_bytes"][2] < 20_000
    assert numbers["bytes_a_key writing"][0] < 1000
    assert 0 < numbers["pss_mb_a_further_session_after_signing"] < 10
    assert numbers["outlived_ms"][-1] == 3
    assert numbers["ordinary_way"]["key_to_paint_ms"][-1] > 4
    assert "key to paint, ms answering" in table(numbers)


async def test_what_a_log_does_not_hold_is_found_missing(room: Room, tmp_path: Path) -> None:
    store = TinyAttemptStore(tmp_path, reserve_bytes=1 << 16, low_water_bytes=1 << 16)
    here = replace(room, store=store)
    exam = await here.begin(Candidate("TAI0001", "A", "B"))
    at = next(n for n, q in enumerate(exam.paper.questions) if len(q.options) > 2)
    question = exam.paper.questions[at]
    await exam.sitting.record("answered", {"item": question.item, "answer": [question.options[0]]})
    await exam.sitting.leave()
    await store.close()
    told = {"ticks": [(at, 1)], "unpainted": [("answering", "n", 3)], "written": "", "signed": 0}
    found = await check(tmp_path, {"TAI0001": told})
    assert (found.lost, found.ticks, len(found.unpainted)) == ([], 1, 1)
    lying = {**told, "ticks": [(at, 1), (at, 2)], "written": "abc", "signed": 1}
    found = await check(tmp_path, {"TAI0001": lying, "TAI0002": told})
    assert found.lost == [
        f"TAI0001: tick {at + 1}.2", "TAI0001: signature", "TAI0001: wrote 'abc', kept ''",
        "TAI0002: no attempt",
    ]  # fmt: skip


async def test_a_digit_no_question_has_an_option_for_is_not_called_lost(
    room: Room, tmp_path: Path
) -> None:
    store = TinyAttemptStore(tmp_path, reserve_bytes=1 << 16, low_water_bytes=1 << 16)
    exam = await replace(room, store=store).begin(Candidate("TAI0001", "A", "B"))
    single = next(
        n for n, q in enumerate(exam.paper.questions) if exam.items[q.item].kind is Kind.SINGLE
    )
    assert rightly_still(exam, single, 9)
    assert not rightly_still(exam, single, 1)
    await store.close()


def test_it_refuses_to_go_on_for_ever(capsys: pytest.CaptureFixture[str]) -> None:
    for said in (["--sessions", "5000"], ["--seconds", "1e9"], ["--ramp", "-1"]):
        with pytest.raises(SystemExit):
            main(said)
    assert "at most" in capsys.readouterr().err
