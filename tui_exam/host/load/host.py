"""What the load tool measures: a host of its own, and processes full of clients."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..door.accounts import Account, Accounts
from ..door.passwords import hashed
from ..settings import HostSettings
from .figures import cpu_of, pss_of

PASSWORD = "thi-thu"
LONGEST = 900.0
"""Seconds an order to the clients may take."""


class ClientProcess:
    """A process full of clients."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tui_exam.host.load.crowd",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, limit=16 << 20,
        )  # fmt: skip

    async def tell(self, what: str, **order: object) -> dict[str, Any]:
        """Give an order and wait for the answer."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, **order}).encode() + b"\n")
        line = await asyncio.wait_for(self._process.stdout.readline(), LONGEST)
        answer = json.loads(line)
        assert isinstance(answer, dict)
        return answer

    def cpu(self) -> float:
        """Seconds of CPU used so far."""
        return cpu_of(self._process.pid) if self._process is not None else 0.0

    async def end(self) -> None:
        """Let it go."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), 10)


class Host:
    """A host of our own in a folder that is thrown away."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.settings = HostSettings(data=folder / "data", home=folder / "home")
        self._folder = folder
        self._workers = workers
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
                 str(self._workers)],
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

    def kill_worker(self) -> None:
        """Let a worker die without a word, as if memory had run out."""
        pids = [entry["pid"] for entry in self.log() if entry.get("what") == "listening"]
        os.kill(pids[0], signal.SIGKILL)

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
