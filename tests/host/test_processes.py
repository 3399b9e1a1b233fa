"""The host as processes: workers that die, stops, upgrades, numbers."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from tui_exam.host.door.accounts import Accounts
from tui_exam.host.load.check import pins
from tui_exam.host.settings import HostSettings
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.room import Room
from tui_exam.store import TinyAttemptStore

from .live import LOOP, PASSWORD, Seat, enrolled, until, until_async

ROOT = Path(__file__).parents[2]
SERVE = (
    "import sys; from pathlib import Path; from tui_exam.host.commands import *\n"
    "data, home, port, workers = sys.argv[1:]\n"
    # Little is set aside on the disk here; an older release may not know of it.
    "little = {name: 1 << 20 for name in ('reserve', 'low_water') if hasattr(Limits, name)}\n"
    "sys.exit(serve(settings_for(Path(data), Path(home), address='127.0.0.1', port=int(port),"
    " metrics_port=0, workers=int(workers), limits=Limits(**little))))"
)


class Served:
    """A host in processes of its own."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes], log: Path) -> None:
        self.settings = HostSettings(folder / "data", folder / "home")
        self.process = process
        self._log = log

    @property
    def run(self) -> dict[str, Any]:
        found = json.loads(self.settings.run_file.read_text())
        assert isinstance(found, dict)
        return found

    def log(self, what: str) -> list[dict[str, Any]]:
        lines = [line for line in self._log.read_text().splitlines() if line.startswith("{")]
        return [entry for entry in map(json.loads, lines) if entry["what"] == what]

    def children(self) -> list[int]:
        pid = self.process.pid
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def worker(self) -> int:
        """The process that began to listen last."""
        return int(self.log("listening")[-1]["pid"])

    def page(self, path: str) -> tuple[int, str]:
        url = f"http://{LOOP}:{self.run['metrics_port']}{path}"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    async def connection(self, code: str = "CB001") -> asyncssh.SSHClientConnection:
        return await asyncssh.connect(
            LOOP, self.run["port"], username=code, password=PASSWORD, known_hosts=None,
            config=None, client_keys=None, agent_path=None,
        )  # fmt: skip

    async def seat(self, code: str = "CB001") -> Seat:
        seat = Seat(await self.connection(code))
        await seat.open()
        return seat

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@contextmanager
def served(
    folder: Path, *, workers: int = 1, port: int = 0, source: Path = ROOT, people: int = 2
) -> Iterator[Served]:
    settings = HostSettings(folder / "data", folder / "home")
    with Accounts(settings.accounts).changing() as accounts:
        accounts.update({each.code: each for each in map(enrolled, range(1, people + 1))})
    log = folder / f"log-{source.name}-{time.monotonic_ns()}"
    with open(log, "wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, settings.data, settings.home, str(port), str(workers)],
            stdout=out, stderr=out, stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(source)}, cwd=folder,
        )  # fmt: skip
    host = Served(folder, process, log)
    try:
        end = time.monotonic() + 40
        while not host.log("ready"):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        yield host
    finally:
        with suppress(ProcessLookupError):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        if process.poll() is None:
            process.kill()
            process.wait()


F5 = b"\x1b[15~"
PROMISED = 2.0  # seconds from the death of a worker until its candidates are where they were
ROUNDS = 4  # on a machine that is busy with other things, one of them must keep the promise


@pytest.mark.slow
async def test_a_killed_worker_is_replaced_and_its_candidates_are_where_they_were(
    tmp_path: Path,
) -> None:
    codes = ["CB001", "CB002", "CB003"]
    with served(tmp_path, people=3) as host:
        seats = []
        for code in codes:
            seat = await host.seat(code)
            await seat.sit()
            seat.press(b"n", b"n", b"1")
            await seat.see("Câu 3.")
            seats.append(seat)
        took = []
        while not took or (min(took) > PROMISED and len(took) < ROUNDS):
            load = [asyncio.create_task(press_on(seat)) for seat in seats]
            await asyncio.sleep(0.3)
            worker = host.worker()
            os.kill(worker, signal.SIGKILL)
            began = time.monotonic()
            again = await asyncio.gather(*(back(host, code) for code in codes))
            await asyncio.gather(*(seat.see("Câu", "Còn", within=15) for seat in again))
            took.append(time.monotonic() - began)
            await asyncio.gather(*load)
            for seat in seats:
                await seat.close()
            seats = list(again)
        assert min(took) < PROMISED, took
        deaths = host.log("died, replaced")
        assert [death["code"] for death in deaths] == [-signal.SIGKILL] * len(took)
        await until(lambda: status_of(host)["restarts"] == len(took))
        assert status_of(host)["healthy"] is True
        for seat in seats:
            await seat.close()


@pytest.mark.slow
async def test_whoever_signs_while_the_workshop_is_killed_gets_his_signature(
    tmp_path: Path,
) -> None:
    with served(tmp_path, people=4) as host:
        for code in ("CB001", "CB002", "CB003", "CB004"):
            seat = await host.seat(code)
            await seat.sit()
            seat.press(F5)
            await seat.see("[Dự thảo")
            seat.press(b"\r")
            await seat.see("Văn bản: ")
            seat.press(b"k")
            await seat.see("Cách ký:")
            seat.press(b"\r")
            with suppress(TimeoutError):  # a few papers ask for more than a PIN
                await seat.see("Nhập mã PIN", within=3)
                break
        pin = (await pins(host.settings.data))[code]
        bench = host.log("bench ready")[-1]["pid"]
        seat.press(pin.encode() + b"\r")
        await asyncio.sleep(0.02)
        os.kill(bench, signal.SIGKILL)
        await seat.see("Toàn vẹn", within=20)
        assert [death["name"] for death in host.log("died, replaced")] == ["workshop"]
        assert not host.log("session failed")
        assert host.log("bench ready")[-1]["pid"] != bench
        await seat.close()


async def press_on(seat: Seat) -> None:
    """Go on pressing keys until the line is gone."""
    with suppress(OSError, asyncssh.Error):
        for _ in range(200):
            seat.press(b"n", b"p")
            await asyncio.sleep(0.02)
            if seat.process.stdout.at_eof():
                return


async def back(host: Served, code: str = "CB001") -> Seat:
    """Connect again, as often as it takes."""
    async with asyncio.timeout(15):
        while True:
            try:
                return await host.seat(code)
            except (OSError, asyncssh.Error):
                await asyncio.sleep(0.02)


def status_of(host: Served) -> dict[str, Any]:
    facts = json.loads(host.page("/status")[1])
    assert isinstance(facts, dict)
    return facts


@pytest.mark.slow
async def test_the_health_line_counts_the_whole_room_whichever_worker_is_asked(
    tmp_path: Path,
) -> None:
    with served(tmp_path, workers=2, people=6) as host:
        seats = [await host.seat(f"CB{number:03}") for number in range(1, 6)]
        for seat in seats:
            await seat.see("Thoát")

        async def told() -> set[int]:
            counts = set()
            for _ in range(6):
                async with await host.connection("CB006") as conn:
                    done = await conn.run("status --json", check=True)
                    counts.add(json.loads(str(done.stdout))["sessions"])
            return counts

        await until_async(lambda: only(told, {5}))
        for seat in seats:
            await seat.close()


async def only(told: Callable[[], Awaitable[set[int]]], wanted: set[int]) -> bool:
    return await told() == wanted


@pytest.mark.slow
async def test_nobody_outlives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    with served(tmp_path) as host:
        children = host.children()
        assert len(children) == 3  # worker, workshop, keeper
        seat = await host.seat()
        await seat.sit()
        host.process.kill()
        host.process.wait()
        await until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))
        await seat.close()


@pytest.mark.slow
async def test_a_long_path_of_the_folder_for_temporary_files_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    monkeypatch.setenv("TMPDIR", str(deep))
    with served(tmp_path) as host:
        assert host.log("bench ready")
        await until(lambda: bool(status_of(host)["signing"]))


@pytest.mark.slow
def test_a_host_that_cannot_listen_says_so(tmp_path: Path) -> None:
    with socket.create_server((LOOP, 0)) as taken:
        settings = HostSettings(tmp_path / "data", tmp_path / "home")
        done = subprocess.run(
            [sys.executable, "-c", SERVE, settings.data, settings.home,
             str(taken.getsockname()[1]), "1"],
            capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert done.returncode == 1
        assert "đang do chương trình khác dùng" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.slow
async def test_an_exam_whose_time_ran_out_while_the_host_was_down_is_closed_and_marked(
    tmp_path: Path, room: Room
) -> None:
    data = tmp_path / "data"
    clock = ManualClock(now=time.time() - 3700.0, boot="a boot before this one")
    store = TinyAttemptStore(data, reserve_bytes=1 << 16, low_water_bytes=0, clock=clock.wall)
    exam = await replace(room, store=store, clock=clock).begin(enrolled(1).who)
    await exam.sitting.leave()
    with served(tmp_path) as host:
        await until(lambda: len(host.log("closed by the keeper")) == 1)
        (summary,) = await store.summaries()
        assert summary.sealed
        assert summary.total == 0.0
        assert "tui_exam_closed_late_total 1" in host.page("/metrics")[1]
    await store.close()
