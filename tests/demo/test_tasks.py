"""Every task at the real screens: its solution earns everything, its slips cost what they say."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from mock_office.tasks import library
from tui_exam.demo.task import SIZE, TaskPlayer, Wanted, as_said, lost, make_app
from tui_exam.screens.home import HomeScreen

pytestmark = pytest.mark.slow
DAY = date(2026, 11, 23)
LONGEST = 100.0
"""Seconds of work all tasks may take together, in one process with one start of the app."""
PATIENCE = 500.0
"""Seconds on the wall, on a machine that is busy with other things."""


async def on_one_app(play: Callable[[TaskPlayer], Awaitable[None]]) -> None:
    """Start the app once, without a terminal, and play on it."""
    app = make_app("vi")
    failure: list[BaseException] = []

    async def pilot_it(pilot: Pilot[object]) -> None:
        try:
            while not isinstance(app.screen, HomeScreen):
                await asyncio.sleep(0.01)
            await play(TaskPlayer(pilot, app, pace=0, day=DAY))
        except BaseException as error:
            failure.append(error)
        app.exit()

    await app.run_async(headless=True, size=SIZE, auto_pilot=pilot_it)
    if failure:
        raise failure[0]


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUI_EXAM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TUI_EXAM_SETTINGS", str(tmp_path / "settings"))


async def test_every_task_can_be_done_at_the_screens_and_earns_all_its_points() -> None:
    marks: dict[str, dict[str, float]] = {}

    async def play(player: TaskPlayer) -> None:
        for name in library.names():
            mark, _ = await player.play(Wanted(name))
            marks[name] = lost(mark)

    before = time.process_time()
    await asyncio.wait_for(on_one_app(play), PATIENCE)
    assert time.process_time() - before < LONGEST
    assert marks == {name: {} for name in library.names()}


SLIPS = [
    ("mail_report", "ban_nhap"),
    ("mail_dept_survey", "bam_lien_ket"),
    ("mail_phishing", "mo_tep"),
    ("mail_fix_draft", "thu_moi"),
    ("routing_finance", "hai_chu_tri"),
    ("routing_dept_arrival", "de_hoa_toc_sau"),
    ("routing_service", "chua_gui"),
    ("signing_plan", "thu_pin"),
    ("signing_plan", "co_quan"),
    ("signing_dept_position", "goc_phai"),
    ("signing_dept_position", "mau_do"),
    ("issuing_dept_annex", "hinh_dau"),
    ("issuing_dept_annex", "bo_phu_luc"),
    ("issuing_dept_correct", "dinh_chinh_noi_dung"),
    ("issuing_dept_recall", "thieu_noi_nhan"),
    ("issuing_whole_chain", "chuyen_truoc_ky"),
]
"""One slip of each sort a hand can make."""


async def test_slips_made_at_the_screens_lose_exactly_their_points() -> None:
    wrong: list[tuple[str, str, dict[str, float], str]] = []

    async def play(player: TaskPlayer) -> None:
        for name, slip in SLIPS:
            mark, mistake = await player.play(Wanted(name, slip))
            if not as_said(mark, mistake):
                wrong.append((name, slip, lost(mark), mark.voided))

    await asyncio.wait_for(on_one_app(play), PATIENCE)
    assert wrong == []


def demo(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui_exam", "demo", "--headless", *options],
        capture_output=True,
        text=True,
        timeout=120,
        env=dict(os.environ),
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_the_command_plays_a_task_and_says_what_a_slip_cost() -> None:
    done = demo("--task", "mail_report", "--slip", "quen_cc", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["points"], told["max"], told["lost"]) == (10.5, 12, {"A3": 1.5})


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--task", "khong_co"), "mail_report"),
        (("--task", "mail_report", "--slip", "khong_co"), "quen_cc"),
        (("--slip", "quen_cc"), "--task"),
        (("--task", "issuing_plan", "--slip", "lanh_dao_dong_dau"), "không cho mắc lỗi này"),
    ],
)
def test_what_can_not_be_played_is_told(options: tuple[str, ...], words: str) -> None:
    done = demo(*options)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
