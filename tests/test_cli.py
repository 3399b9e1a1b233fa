"""The command line as a person meets it: help, versions, no terminal, lean imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*words: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ)
    if data is not None:
        environment["TUI_EXAM_DATA"] = str(data)
    return subprocess.run(
        [sys.executable, "-m", "tui_exam", *words],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env=environment,
        check=False,
    )


def test_help_speaks_vietnamese_and_english() -> None:
    done = run("--help")
    assert done.returncode == 0
    for words in ("Thi thử năng lực số", "The practice exam", "take", "results", "demo", "verify"):
        assert words in done.stdout


def test_the_version_is_told() -> None:
    assert run("--version").stdout.startswith("tui-exam ")


@pytest.mark.parametrize("words", [(), ("take",), ("demo",)])
def test_without_a_terminal_the_program_says_so_and_exits_with_2(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "terminal" in done.stderr
    assert "cửa sổ dòng lệnh" in done.stderr


def test_an_unknown_candidate_of_the_demo_is_refused() -> None:
    assert run("demo", "--headless", "--candidate", "nobody").returncode == 2


def test_results_of_an_empty_folder_are_an_empty_list(tmp_path: Path) -> None:
    done = run("results", data=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "Chưa có lần thi nào.")


def test_an_unknown_attempt_is_named(tmp_path: Path) -> None:
    assert run("results", "khong-co", data=tmp_path).returncode == 1
    assert run("verify", "khong-co", data=tmp_path).returncode == 1


def test_verify_wants_an_attempt_or_all(tmp_path: Path) -> None:
    assert run("verify", data=tmp_path).returncode == 2


HEAVY = ("cryptography", "pyhanko", "typst", "asyncssh", "openpyxl", "holidays", "pydantic", "fsrs")


def test_starting_the_program_imports_nothing_heavy() -> None:
    code = (
        "import sys, tui_exam.cli, tui_exam.app, tui_exam.seat, tui_exam.store, "
        "tui_exam.screens.office.draft, tui_exam.sitting.records\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_the_rules_can_be_used_without_the_screen_library() -> None:
    code = (
        "import sys, tui_exam.exam.bank, tui_exam.exam.marking, tui_exam.vietnamese, "
        "tui_exam.store, mock_office.desk, mock_office.tasks.marking, mock_office.signing\n"
        "print([m for m in ('textual', 'rich', 'asyncssh') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
