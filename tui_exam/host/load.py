"""How much one machine bears: a real host and real clients on the loopback, bounded in all.

    python -m tui_exam.host.load --sessions 250 --ramp 10 --seconds 60

Prints times, bytes, CPU and memory as a table or JSON. Beside it, for comparison, the
ordinary way: one new process per session (`--ordinary N`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .accounts import Account, Accounts
from .passwords import hashed
from .settings import HostSettings

MOST_SESSIONS = 1000
MOST_SECONDS = 900.0
PASSWORD = "thi-thu"
SIGNING = 10
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Plan:
    """What to do."""

    sessions: int
    ramp: float
    seconds: float
    pause: float
    idle: float
    workers: int
    clients: int
    zlib: bool
    ordinary: int


@dataclass
class Report:
    """What came of it; every number by its name."""

    numbers: dict[str, Any] = field(default_factory=dict)

    def spread(self, name: str, values: Sequence[float], scale: float = 1.0) -> None:
        """Median, 95th and 99th of a hundred."""
        found = sorted(values)
        if found:
            at = (0.5, 0.95, 0.99)
            self.numbers[name] = [
                round(found[min(len(found) - 1, int(len(found) * p))] * scale, 4) for p in at
            ]


class ClientProcess:
    """A process full of clients."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tui_exam.host.load_clients",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, limit=16 << 20,
        )  # fmt: skip

    async def tell(self, what: str, **order: object) -> dict[str, Any]:
        """Give an order and wait for the answer."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, **order}).encode() + b"\n")
        line = await asyncio.wait_for(self._process.stdout.readline(), MOST_SECONDS)
        answer = json.loads(line)
        assert isinstance(answer, dict)
        return answer

    async def end(self) -> None:
        """Let it go."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), 10)


class Host:
    """A host of our own in a folder that is thrown away."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.settings = HostSettings(data=folder / "data", home=folder / "home")
        self._folder = folder
        self._plan = plan
        self._process: subprocess.Popen[bytes] | None = None
        self.run: dict[str, Any] = {}

    def enrol(self, codes: Sequence[str]) -> None:
        """Accounts for all; one hash serves them, for making one takes a while."""
        kept = hashed(PASSWORD)
        with Accounts(self.settings.accounts).changing() as accounts:
            for code in codes:
                accounts[code] = Account(code, f"Thí sinh {code}", "Đơn vị thử tải", kept, False)

    def start(self) -> None:
        """Start serving and wait until it is ready. TimeoutError."""
        code = (
            "import sys; from pathlib import Path; from tui_exam.host.commands import *\n"
            "data, home, workers = sys.argv[1:]\n"
            "sys.exit(serve(settings_for(Path(data), Path(home), address='127.0.0.1', port=0,"
            " metrics_port=0, workers=int(workers))))"
        )
        with open(self._folder / "log", "wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", code, str(self.settings.data), str(self.settings.home),
                 str(self._plan.workers)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        until = time.monotonic() + 60
        while not self.settings.run_file.exists():
            if time.monotonic() > until or self._process.poll() is not None:
                raise TimeoutError((self._folder / "log").read_text()[-2000:])
            time.sleep(0.05)
        self.run = json.loads(self.settings.run_file.read_text())

    def processes(self) -> list[int]:
        """The supervisor and its children."""
        top = int(self.run["pid"])
        children = Path(f"/proc/{top}/task/{top}/children").read_text().split()
        return [top, *map(int, children)]

    def cpu(self) -> float:
        """Seconds of CPU used so far."""
        return sum(cpu_of(pid) for pid in self.processes())

    def memory(self) -> int:
        """PSS of all processes in bytes."""
        return sum(pss_of(pid) for pid in self.processes())

    def log(self) -> list[dict[str, Any]]:
        """The entries of its log."""
        entries = []
        for line in (self._folder / "log").read_text().splitlines():
            with suppress(ValueError):
                entries.append(json.loads(line))
        return entries

    def stop(self) -> None:
        """Stop it gracefully."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(40)


def cpu_of(pid: int) -> float:
    """User and system time of a process in seconds; 0 when it is gone."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS
    return 0.0


def pss_of(pid: int) -> int:
    """Proportional set size of a process in bytes; 0 when it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


async def measure(plan: Plan, folder: Path) -> Report:
    """Do everything the plan says."""
    codes = [f"TAI{number:04}" for number in range(plan.sessions)]
    host, report = Host(folder, plan), Report()
    host.enrol(["MOT", *codes])
    began = time.perf_counter()
    host.start()
    report.numbers["start_seconds"] = round(time.perf_counter() - began, 2)
    crowds = [ClientProcess() for _ in range(plan.clients)]
    try:
        await _measure(plan, host, crowds, codes, report)
    finally:
        for crowd in crowds:
            await crowd.end()
        host.stop()
    report.numbers["log_stalls"] = [
        (entry["ms"], str(entry["where"])[:200])
        for entry in host.log() if entry.get("what") == "loop held up"
    ][:20]  # fmt: skip
    report.numbers["log_failures"] = [e for e in host.log() if "error" in e][:10]
    return report


async def _measure(
    plan: Plan, host: Host, crowds: list[ClientProcess], codes: list[str], report: Report
) -> None:
    say = report.numbers
    order = {"port": host.run["port"], "password": PASSWORD, "zlib": plan.zlib}

    async def all_do(what: str, **how: object) -> list[dict[str, Any]]:
        return await asyncio.gather(*(crowd.tell(what, **how) for crowd in crowds))

    for crowd in crowds:
        await crowd.start()
    await crowds[0].tell("who", codes=["MOT"], **order)
    await crowds[0].tell("arrive", seconds=0)
    one = host.memory()
    await crowds[0].tell("drop")
    for at, crowd in enumerate(crowds):
        await crowd.tell("who", codes=codes[at :: len(crowds)], **order)
    cpu = host.cpu()
    await all_do("arrive", seconds=plan.ramp)
    say["cpu_to_start_one"] = round((host.cpu() - cpu) / plan.sessions, 4)
    say["pss_a_session_home"] = (host.memory() - one) // max(1, plan.sessions - 1)
    cpu = host.cpu()
    await all_do("begin", seconds=plan.ramp)
    say["cpu_to_begin_exam"] = round((host.cpu() - cpu) / plan.sessions, 4)
    say["pss_a_session_exam"] = (host.memory() - one) // max(1, plan.sessions - 1)
    for what in ("answer", "write"):
        keys = sum(t["keys"] for t in await all_do("tally"))
        cpu = host.cpu()
        await all_do(what, seconds=plan.seconds, pause=plan.pause)
        keys = sum(t["keys"] for t in await all_do("tally")) - keys
        say[f"cpu_per_1000_keys_{what}"] = round((host.cpu() - cpu) / max(1, keys) * 1000, 3)
        say[f"keys_{what}"] = keys
    await all_do("sign", count=SIGNING)
    cpu, wall = host.cpu(), time.perf_counter()
    idle = await all_do("idle", seconds=plan.idle)
    say["idle_core_share"] = round((host.cpu() - cpu) / (time.perf_counter() - wall), 4)
    for name in ("frame_bytes", "wire_bytes"):
        say[f"idle_{name}_a_minute"] = round(sum(each[name] for each in idle) / len(idle), 1)
    say["pss_a_session_after"] = (host.memory() - one) // max(1, plan.sessions - 1)
    await all_do("drop")
    await all_do("come_back", seconds=plan.ramp)
    tallies = await all_do("tally")
    _gather(report, tallies)
    await all_do("drop")


def _gather(report: Report, tallies: list[dict[str, Any]]) -> None:
    def every(name: str) -> list[float]:
        return [value for tally in tallies for value in tally[name]]

    report.spread("first_paint_ms", every("first_paint"), 1000)
    report.spread("first_screen_bytes", every("screen_bytes"))
    report.spread("key_to_paint_ms", every("key_paint"), 1000)
    report.spread("bytes_a_key", every("key_bytes"))
    report.spread("returned_ms", every("returned"), 1000)
    report.numbers["lost_keys"] = sum(tally["lost"] for tally in tallies)
    report.numbers["failed_clients"] = sum(tally["failed"] for tally in tallies)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="tui-exam-load", description=__doc__)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--ramp", type=float, default=10.0, help="seconds in which all arrive")
    parser.add_argument("--seconds", type=float, default=20.0, help="of answering, and of writing")
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between keys")
    parser.add_argument("--idle", type=float, default=15.0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--clients", type=int, default=2, help="client processes")
    parser.add_argument("--zlib", action="store_true")
    parser.add_argument("--ordinary", type=int, default=0, help="sessions the ordinary way, too")
    parser.add_argument("--json", action="store_true")
    said = parser.parse_args(arguments)
    times = (said.ramp, said.seconds, said.idle)
    if not 1 <= said.sessions <= MOST_SESSIONS or any(not 0 <= t <= MOST_SECONDS for t in times):
        parser.error(f"at most {MOST_SESSIONS} sessions and {MOST_SECONDS:.0f} seconds a phase")
    plan = Plan(
        said.sessions, said.ramp, said.seconds, max(0.2, said.pause), said.idle,
        max(1, said.workers), max(1, min(8, said.clients)), said.zlib, min(20, said.ordinary),
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="tui-exam-load-") as folder:
        report = asyncio.run(measure(plan, Path(folder)))
        if plan.ordinary:
            from .load_ordinary import ordinary

            report.numbers["ordinary"] = ordinary(plan.ordinary, Path(folder) / "ordinary")
    if said.json:
        print(json.dumps(report.numbers))
    else:
        for name, value in report.numbers.items():
            print(f"{name:32} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
