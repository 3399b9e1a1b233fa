"""The rules of drilling know no screen, and the command line exports without one."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.drill.conftest import WHO, room_on, store_in
from tests.drill.test_learner import review
from tui_exam.cli import app
from tui_exam.drill.book import open_book
from tui_exam.sitting.clock import ManualClock

MODULES = sorted(
    f"tui_exam.drill.{path.stem}"
    for path in (Path(__file__).parents[2] / "tui_exam" / "drill").glob("[a-z]*.py")
)


def test_the_rules_import_no_screen_library() -> None:
    code = (
        f"import sys, importlib\nfor name in {MODULES!r}: importlib.import_module(name)\n"
        "print([name for name in ('textual', 'rich', 'asyncssh') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert len(MODULES) > 15
    assert done.stdout.strip() == "[]"


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui_exam", "drill", *arguments],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
        env={**os.environ, "TUI_EXAM_DATA": str(folder)},
    )  # fmt: skip


def test_progress_and_deck_are_written_without_a_terminal(tmp_path: Path) -> None:
    async def drilled() -> None:
        room = room_on(store_in(tmp_path / "data"), ManualClock())
        book = await open_book(room, WHO, program="test")
        await book.record("reviewed", review(0, f"q:{room.bank.items[0].id}").data)
        await book.leave()
        await room.store.close()

    asyncio.run(drilled())
    table, notes = tmp_path / "a.csv", tmp_path / "b.txt"
    done = _run(tmp_path / "data", "--csv", str(table), "--anki", str(notes))
    assert done.returncode == 0, done.stderr
    assert len(table.read_text(encoding="utf-8").splitlines()) == 2
    assert "#guid column:1" in notes.read_text(encoding="utf-8")
    unknown = _typed(tmp_path / "data", f"--csv {table} --who NOBODY")
    assert unknown.exit_code == 2
    assert "--who" in unknown.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        "--level x", "--kind x", "--minutes 0", "--minutes -1", "--number 501", "--look x",
        "--typing x", "--lang x", "--topic x",
    ],
)  # fmt: skip
def test_what_cannot_be_drilled_is_refused_with_a_reason(tmp_path: Path, wrong: str) -> None:
    done = _typed(tmp_path, wrong)
    assert done.exit_code == 2
    assert done.stderr
    if "topic" in wrong:
        assert "van_thu" in done.stderr, "the topics there are"


def test_the_seat_can_be_set_as_for_the_exam(tmp_path: Path) -> None:
    flags = "--plain --lang en --minutes 3 --typing vni --look contrast --airy"
    done = _run(tmp_path, *flags.split())
    assert done.returncode == 0, done.stderr
    assert "Full name" in done.stdout


def _typed(folder: Path, line: str) -> Result:
    """What comes of that line, with nothing on standard input and no terminal."""
    env = {"TUI_EXAM_DATA": str(folder)}
    return CliRunner().invoke(app, ["drill", *line.split()], env=env)
