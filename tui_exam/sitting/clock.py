"""Where the time comes from: one place, handed in, so that tests can move it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """A wall clock for the record and a steady one for the deadline."""

    def wall(self) -> float:
        """Seconds since the epoch, UTC. May jump."""
        ...

    def mono(self) -> float:
        """Seconds that only go forward within one boot, sleep included."""
        ...

    @property
    def boot(self) -> str:
        """Names the boot `mono` belongs to."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """The computer's own clocks."""

    boot: str

    @classmethod
    def read(cls) -> SystemClock:
        """Take the boot's name from the kernel; one per process where it has none."""
        try:
            boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        except OSError:
            boot = f"start-{time.time():.0f}"
        return cls(boot)

    def wall(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def mono(self) -> float:
        """Seconds since boot, sleep included where the kernel can tell."""
        which = getattr(time, "CLOCK_BOOTTIME", None)
        return time.clock_gettime(which) if which is not None else time.monotonic()


@dataclass
class ManualClock:
    """A clock that moves only when told to; for tests and for the headless demo."""

    now: float = 1_795_400_000.0  # 2026-11-23, morning in Cần Thơ
    steady: float = 1000.0
    boot: str = "manual"

    def wall(self) -> float:
        """The wall time set."""
        return self.now

    def mono(self) -> float:
        """The steady time set."""
        return self.steady

    def advance(self, seconds: float) -> None:
        """Let both clocks run on."""
        self.now += seconds
        self.steady += seconds
