"""One release follows another while an exam is being written: nobody loses anything."""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tui_exam import __version__
from tui_exam.host.commands import status
from tui_exam.host.succession import Successor, notify, own_command

from .live import LOOP, Seat, until
from .test_processes import ROOT, Served, served, status_of

PACKAGES = ("tui_exam", "mock_office", "banks")
BEFORE = "366e3bf"  # what ran before the newest tag, or, without tags, this state of the program
MAIL = b"\x1bOR"


def git(*words: str) -> bytes:
    """What git says; CalledProcessError and OSError where there is no history."""
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True).stdout


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The program as it was released before."""
    try:
        tags = git("tag", "--merged", "HEAD", "--sort=-v:refname").decode().split()
        before = next((tag for tag in tags if tag.removeprefix("v") != __version__), BEFORE)
        packed = git("archive", "--format=tar", before, *PACKAGES)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no history of releases here")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(tmp_path / "older", filter="data")
    return tmp_path / "older"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The program of today with a number that no release has yet, and another bank."""
    there = tmp_path / "newer"
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, there / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    init = there / "tui_exam" / "__init__.py"
    text = init.read_text()
    init.write_text(text.replace('__version__ = "', '__version__ = "9.'))
    assert init.read_text() != text
    changed = 0
    for bank in (there / "banks").rglob("*.yaml"):
        before = bank.read_text(encoding="utf-8")
        after = before.replace('stem: "', 'stem: "Sửa ')
        bank.write_text(after, encoding="utf-8")
        changed += after != before
    assert changed
    return there


async def into_a_mail(seat: Seat) -> None:
    """Answer two questions, begin a mail and leave it half written."""
    await seat.sit()
    seat.press(b"1n")
    await seat.see("Câu 2.")
    seat.press(b"1")
    await seat.see("[2x]")
    seat.press(MAIL)
    await seat.see("Thư nháp")
    seat.press(b"n")
    await seat.see("Soạn thư")
    seat.press(b"chanhvp@")
    await seat.see("chanhvp@")


async def still_in_it(seat: Seat) -> None:
    """The mail is open as it was left, and the answers are there."""
    await seat.see("Soạn thư", "chanhvp@", within=15)
    seat.press(b"\x1bOQ")
    await seat.see("Câu 2.", "1x", "[2x]", within=15)


@pytest.mark.slow
async def test_the_release_before_hands_its_running_exams_to_this_one(
    tmp_path: Path, older: Path
) -> None:
    with served(tmp_path, source=older) as old:
        port = old.run["port"]
        first = await old.seat("CB001")
        await into_a_mail(first)
        second = await old.seat("CB002")
        await second.sit()
        question = [line for line in second.text.splitlines() if "Câu 1." in line]
        with served(tmp_path, port=port) as new:
            # Both serve the same folder for a while; an exam may go from one to the other.
            assert old.stop() == 0
            assert "sắp dừng để bảo trì" in await first.ended()
            again = await new.seat("CB001")
            await still_in_it(again)
            other = await new.seat("CB002")
            await other.see(*question, "Còn", within=15)
            assert status_of(new)["release"] == __version__
            for seat in (first, second, again, other):
                await seat.close()


@pytest.mark.slow
async def test_a_newer_release_with_another_bank_leaves_running_papers_as_they_are(
    tmp_path: Path, newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(tmp_path) as old:
        port = old.run["port"]
        seat = await old.seat()
        await into_a_mail(seat)
        seat.press(b"\x1bOQ")
        await seat.see("Câu 2.")
        question = [line for line in seat.text.splitlines() if "Câu 2." in line]
        with served(tmp_path, port=port, source=newer) as new:
            assert old.stop() == 0
            again = await new.seat()
            await again.see(*question, within=15)
            assert "Sửa" not in again.text
            await until(lambda: status_of(new)["sessions"] == 1)
            assert str(status_of(new)["release"]).startswith("9.")
            assert status(new.settings) == 0
            assert "sẵn sàng" in capsys.readouterr().out
            code, numbers = new.page("/metrics")
            assert code == 200
            assert "tui_exam_sessions 1" in numbers
            assert new.page("/healthz")[0] == 200
            assert new.page("/etc/passwd")[0] == 404
            await again.close()
        assert not new.settings.run_file.exists()
        assert status(new.settings) == 1
        await seat.close()


@contextmanager
def service_manager(folder: Path) -> Iterator[list[str]]:
    """What a service manager would be told."""
    path = folder / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.bind(str(path))
        sock.setblocking(False)
        heard: list[str] = []
        before = os.environ.get("NOTIFY_SOCKET")
        os.environ["NOTIFY_SOCKET"] = str(path)
        try:
            yield heard
        finally:
            if before is None:
                del os.environ["NOTIFY_SOCKET"]
            with suppress(BlockingIOError):
                while True:
                    heard.append(sock.recv(4096).decode())


@pytest.mark.slow
async def test_told_to_a_host_starts_its_successor_and_goes_when_that_one_serves(
    tmp_path: Path,
) -> None:
    with socket.create_server((LOOP, 0), reuse_port=True) as held:
        port = int(held.getsockname()[1])
    pids: list[int] = []
    with service_manager(tmp_path) as heard, served(tmp_path, port=port) as host:
        pids.append(host.run["pid"])
        seat = await host.seat()
        await seat.sit()
        seat.press(b"n")
        await seat.see("Câu 2.")
        os.kill(host.process.pid, signal.SIGUSR2)
        try:
            assert "sắp dừng để bảo trì" in await seat.ended(within=60)  # a whole start
            pids.append(host.run["pid"])
            again = await host.seat()
            await again.see("Câu 2.", within=15)
            await until(lambda: host.process.poll() is not None)
            assert host.process.poll() == 0
            assert status_of(host)["pid"] == pids[1] != pids[0]
            await again.close()
        finally:
            stop(host, pids)
        await seat.close()
    assert heard == ["READY=1", f"MAINPID={pids[1]}"] or set(heard) >= {f"MAINPID={pids[1]}"}


def stop(host: Served, pids: list[int]) -> None:
    """End a successor, which is nobody's child."""
    for pid in pids[1:]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + 30
        while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
            time.sleep(0.05)
        assert not Path(f"/proc/{pid}").exists()


def test_a_program_is_started_again_by_its_name_which_may_lead_elsewhere_now(
    tmp_path: Path,
) -> None:
    script = tmp_path / "tui-exam"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    said = ["/old/python", str(script), "serve", "--port", "22"]
    assert own_command(said, "/old/python") == [str(script), "serve", "--port", "22"]
    module = ["python", "-m", "tui_exam", "serve"]
    assert own_command(module, "/venv/python") == ["/venv/python", "-m", "tui_exam", "serve"]


def test_a_successor_is_ready_when_the_run_file_names_it(tmp_path: Path) -> None:
    run, one = tmp_path / "run.json", Successor(77)
    cases: dict[str, bool] = {
        '{"pid": 77}': True, '{"pid": 78}': False, "{": False, "[]": False, "{}": False,
    }  # fmt: skip
    assert not one.ready(run)
    for text, ready in cases.items():
        run.write_text(text)
        assert one.ready(run) is ready


def test_a_service_manager_that_is_not_there_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in ("", str(tmp_path / "nobody"), "@nobody-listens-here"):
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        notify("READY=1")
    assert sys.exc_info() == (None, None, None)
