"""The load tool measures a real host, and no key is lost on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tui_exam.host.load import main

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_small_room_loses_no_key(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui_exam.host.load", "--sessions", "3", "--ramp", "1",
         "--seconds", "2", "--idle", "1", "--clients", "1", "--workers", "1", "--pause", "0.5",
         "--json"],
        capture_output=True, text=True, timeout=120, check=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    numbers = json.loads(done.stdout)
    assert numbers["lost_keys"] == 0
    assert numbers["failed_clients"] == 0
    assert numbers["keys_answer"] > 3
    assert numbers["first_screen_bytes"][2] < 20_000
    assert numbers["log_failures"] == []


def test_it_refuses_to_go_on_for_ever(capsys: pytest.CaptureFixture[str]) -> None:
    for said in (["--sessions", "5000"], ["--seconds", "1e9"], ["--ramp", "-1"]):
        with pytest.raises(SystemExit):
            main(said)
    assert "at most" in capsys.readouterr().err
