"""What the screens cost: start, choose, next, open a mail, type, tick; bytes, CPU, memory.

The app runs in a child process on a pseudo-terminal; keys are written one at a
time and the child's output is read until it is quiet.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass

QUIET = 0.12
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What one action cost: bytes written, CPU milliseconds, milliseconds to the last byte."""

    size: int
    cpu: float
    wall: float


class Seat:
    """The program at a terminal of its own."""

    def __init__(self, term: str, columns: int, rows: int, folder: str) -> None:
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM=term, TUI_EXAM_DATA=folder, COLORTERM="")
            os.execvp(sys.executable, [sys.executable, "-m", "tui_exam"])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, quiet: float = QUIET, until: bytes = b"") -> tuple[bytes, float]:
        """Everything written until nothing comes for `quiet` seconds; and when the last came."""
        out, last = b"", time.perf_counter()
        deadline = last + 30
        while time.perf_counter() < deadline:
            ready, _, _ = select.select([self.fd], [], [], quiet)
            if not ready:
                if not until or until in out:
                    break
                continue
            try:
                out += os.read(self.fd, 65536)
            except OSError:
                break
            last = time.perf_counter()
        return out, last

    def cpu(self) -> float:
        """CPU seconds of the program so far, all threads, to the nanosecond scheduler count."""
        total = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/schedstat") as file:
                total += int(file.read().split()[0])
        return total / 1e9

    def resident(self) -> float:
        """Resident megabytes."""
        with open(f"/proc/{self.pid}/status") as file:
            for line in file:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) / 1024
        return 0.0

    def do(self, keys: str, until: bytes = b"") -> Cost:
        """Press keys and see what it cost."""
        before, start = self.cpu(), time.perf_counter()
        os.write(self.fd, keys.encode())
        out, last = self.read(until=until)
        return Cost(len(out), (self.cpu() - before) * 1000, (last - start) * 1000)

    def idle(self, seconds: float) -> Cost:
        """Sit still."""
        before = self.cpu()
        size, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            ready, _, _ = select.select([self.fd], [], [], 0.2)
            if ready:
                size += len(os.read(self.fd, 65536))
        return Cost(int(size / seconds), (self.cpu() - before) * 1000 / seconds, 0)

    def close(self) -> None:
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def repeated(times: int, act: Callable[[int], Cost]) -> list[Cost]:
    return [act(number) for number in range(times)]


def line(name: str, costs: list[Cost], limit: str = "") -> None:
    cpu = statistics.median(c.cpu for c in costs)
    size = statistics.median(c.size for c in costs)
    wall = statistics.median(c.wall for c in costs)
    most = max(c.size for c in costs)
    print(f"{name:<34}{cpu:>9.2f}{wall:>10.1f}{size:>10.0f}{most:>10}   {limit}")


def sit(term: str, columns: int, rows: int) -> None:
    """One session, action by action."""
    print(f"\nTERM={term}, {columns}x{rows}")
    head = f"{'action':<34}{'CPU ms':>9}{'paint ms':>10}{'bytes':>10}{'most':>10}   limit"
    print(head)
    with tempfile.TemporaryDirectory() as folder:
        seat = Seat(term, columns, rows, folder)
        out, last = seat.read(0.5, until="Dự thi".encode())
        wall = (last - seat.started) * 1000
        print(f"{'start to home screen':<34}{seat.cpu() * 1000:>9.0f}{wall:>10.0f}{len(out):>10}"
              f"{'':>10}   1500 ms")  # fmt: skip
        seat.do("1")
        for text in ("An", "UBND", "B1"):
            seat.do(text)
            seat.do("\r")
        seat.read(0.5, until="Bắt đầu tính giờ".encode())
        start = seat.do("\x1b[19~", until="câu 1/30".encode())
        line("begin: paper drawn, first question", [start])
        digits = "12343214213" * 3
        line("choose an option", repeated(25, lambda n: seat.do(digits[n])), "5 ms, 1.5 KB")
        line("next question", repeated(12, lambda n: seat.do("n")))
        line("flag a question", repeated(8, lambda n: seat.do("r")))
        print(f"{'resident memory, theory (MB)':<34}{seat.resident():>9.1f}{'':>30}   60 MB")
        line("go to the mail", [seat.do("\x1bOR")])
        line("open a mail", repeated(6, lambda n: seat.do("\r" if n % 2 == 0 else "\x1b"))[::2])
        seat.do("n")
        seat.do("\t" * 5)
        line(
            "type a letter in the composer",
            repeated(20, lambda n: seat.do("kinhs guwir baf"[n % 15])),
        )
        seat.do("\x1bOQ")
        seat.read(2.0)
        line("a second of the clock, sitting still", [seat.idle(6)], "150 bytes")
        print(f"{'resident memory, before signing':<34}{seat.resident():>9.1f}{'':>30}   60 MB")
        seat.close()


def main() -> None:
    """Both looks, the small terminal and a larger one."""
    sit("xterm-256color", 80, 24)
    sit("linux", 80, 24)
    sit("xterm-256color", 120, 36)


if __name__ == "__main__":
    main()
