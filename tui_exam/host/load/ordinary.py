"""The ordinary way, for comparison: one new process per session, each in its own pty.

What OpenSSH's ForceCommand does (`tui-exam seat`), less the cost of the connection.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .clients import F8
from .crowd import ANSWERING
from .figures import cpu_of, pss_of, spread

PATIENCE = 60.0
QUIET = 0.35
PAINTED_WITHIN = 3.0
CODE = (
    "import sys; from pathlib import Path; from tui_exam.host.settings import HostSettings\n"
    "from tui_exam.host.single import run_single\n"
    "data, home, user = sys.argv[1:]\n"
    "sys.exit(run_single(HostSettings(data=Path(data), home=Path(home)), user))"
)


@dataclass
class Terminal:
    """A process and the other end of its terminal."""

    pid: int
    fd: int
    began: float

    def read(self, wait: float) -> bytes:
        """What it wrote, waiting at most so long for the first byte."""
        if not select.select([self.fd], [], [], wait)[0]:
            return b""
        with suppress(OSError):
            return os.read(self.fd, 65536)
        return b""

    def until(self, words: str) -> float:
        """Seconds since its start at which these words were painted. TimeoutError."""
        seen, wanted, until = b"", words.encode(), time.perf_counter() + PATIENCE
        while wanted not in seen:
            if time.perf_counter() > until:
                raise TimeoutError(words)
            seen += self.read(1.0)
        return time.perf_counter() - self.began

    def settle(self) -> int:
        """Bytes until nothing more is painted for a moment."""
        size = 0
        while data := self.read(QUIET):
            size += len(data)
        return size

    def press(self, key: bytes) -> tuple[float, int]:
        """Seconds to the first paint after a key, and all bytes of it."""
        began = time.perf_counter()
        os.write(self.fd, key)
        data = self.read(PAINTED_WITHIN)
        took = time.perf_counter() - began
        return took, len(data) + self.settle() if data else 0


def start(data: Path, home: Path, code: str) -> Terminal:
    """One session: a new interpreter in a new pty of 80 by 24."""
    began = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color")
        os.execv(sys.executable, [sys.executable, "-c", CODE, str(data), str(home), code])
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    return Terminal(pid, fd, began)


def ordinary(data: Path, home: Path, codes: Sequence[str]) -> dict[str, object]:
    """Measure sessions of these accounts, opened one after the other and used together."""
    terminals: list[Terminal] = []
    try:
        paints = []
        for code in codes:
            terminals.append(start(data, home, code))
            paints.append(terminals[-1].until("Thoát"))
            terminals[-1].settle()
        started = _cpu(terminals)
        for each in terminals:
            for key, words in ((b"1", "F8"), (F8, "Câu 1")):
                os.write(each.fd, key)
                each.until(words)
                each.settle()
        begun = _cpu(terminals)
        pressed = [each.press(key) for key in ANSWERING for each in terminals]
        spent = _cpu(terminals) - begun
        painted = [(took, size) for took, size in pressed if size]
        count = len(codes)
        return {
            "sessions": count,
            "first_paint_ms": spread(paints, 1000),
            "cpu_to_start_one": round(started / count, 3),
            "cpu_to_begin_exam": round((begun - started) / count, 3),
            "pss_a_session": sum(pss_of(each.pid) for each in terminals) // count,
            "cpu_per_1000_keys": round(spent / len(pressed) * 1000, 2),
            "key_to_paint_ms": spread([took for took, _ in painted], 1000),
            "bytes_a_key": spread([size for _, size in painted]),
        }
    finally:
        for each in terminals:
            with suppress(ProcessLookupError):
                os.kill(each.pid, signal.SIGKILL)
            os.close(each.fd)
            os.waitpid(each.pid, 0)


def _cpu(terminals: Sequence[Terminal]) -> float:
    return sum(cpu_of(each.pid) for each in terminals)
