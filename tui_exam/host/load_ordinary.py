"""The ordinary way, for comparison: one new process per session, each in its own pty."""

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
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .load import cpu_of, pss_of

FIRST = "Thoát".encode()
PATIENCE = 60.0
QUIET = 0.35
KEYS = (b"3", b"\x1b[B", b"\x1b[B", b"\x1b[A", b"\x1b")


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

    def until(self, words: bytes) -> float:
        """Seconds since its start at which these words were painted. TimeoutError."""
        seen = b""
        while words not in seen:
            if time.perf_counter() - self.began > PATIENCE:
                raise TimeoutError
            seen += self.read(1.0)
        return time.perf_counter() - self.began

    def press(self, key: bytes) -> tuple[float, int]:
        """Seconds to the first paint after a key, and all bytes of it."""
        began = time.perf_counter()
        os.write(self.fd, key)
        data = self.read(5.0)
        took = time.perf_counter() - began
        while more := self.read(QUIET):
            data += more
        return took, len(data)


def start(folder: Path) -> Terminal:
    """One session: a new interpreter in a new pty of 80 by 24."""
    began = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", TUI_EXAM_DATA=str(folder))
        os.execv(sys.executable, [sys.executable, "-m", "tui_exam"])
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    return Terminal(pid, fd, began)


def ordinary(count: int, folder: Path) -> dict[str, float]:
    """Measure `count` sessions, opened one after the other and used together."""
    terminals: list[Terminal] = []
    try:
        paints = []
        for _ in range(count):
            terminals.append(start(folder))
            paints.append(terminals[-1].until(FIRST))
        for each in terminals:
            while each.read(QUIET):
                continue
        started = sum(cpu_of(each.pid) for each in terminals) / count
        before = sum(cpu_of(each.pid) for each in terminals)
        pressed = [each.press(key) for key in KEYS for each in terminals]
        spent = sum(cpu_of(each.pid) for each in terminals) - before
        return {
            "sessions": count,
            "first_paint_ms_median": round(sorted(paints)[count // 2] * 1000, 1),
            "cpu_to_start_one": round(started, 3),
            "pss_a_session": sum(pss_of(each.pid) for each in terminals) // count,
            "cpu_per_1000_keys": round(spent / len(pressed) * 1000, 2),
            "bytes_a_key_median": sorted(size for _, size in pressed)[len(pressed) // 2],
        }
    finally:
        for each in terminals:
            with suppress(ProcessLookupError):
                os.kill(each.pid, signal.SIGKILL)
            os.close(each.fd)
            os.waitpid(each.pid, 0)
