"""What the kernel knows of a process, and what many numbers come to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


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


def spread(values: Sequence[float], scale: float = 1.0) -> list[float]:
    """Median, 95th and 99th of a hundred, the most, and how many there are."""
    found = sorted(values)
    if not found:
        return []
    at = [found[min(len(found) - 1, int(len(found) * part))] for part in (0.5, 0.95, 0.99)]
    return [*(round(each * scale, 4) for each in (*at, found[-1])), len(found)]
