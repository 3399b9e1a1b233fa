"""The load tool's figures as a table for people."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SPREADS = (
    ("first_paint_ms", "first paint after connecting, ms"),
    ("first_screen_bytes", "bytes of the first screen"),
    ("key_to_paint_ms", "key to paint, ms"),
    ("bytes_a_key", "bytes a key"),
    ("signing_ms", "PIN to verdict, ms"),
    ("returned_ms", "question on the screen after a return, ms"),
    ("outlived_ms", "the same after their worker was killed, ms"),
)
LOST = ("lost_events", "keys_unpainted", "failed_clients")


@dataclass(frozen=True)
class Noise:
    """What all processors of the machine have done so far, in seconds."""

    busy: float
    stolen: float
    at: float

    @classmethod
    def now(cls) -> Noise:
        """Read the counters (proc(5), /proc/stat: steal is the eighth)."""
        first = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]
        user, nice, system, _, _, irq, soft, steal = (int(each) / _TICKS for each in first)
        return cls(user + nice + system + irq + soft, steal, time.monotonic())

    def since(self, before: Noise, own: float) -> dict[str, float]:
        """Shares of all cores taken by others and by the machine underneath.

        Args:
            own: Seconds of CPU that are ours: the host's and the clients'.
        """
        cores = (self.at - before.at) * (os.cpu_count() or 1)
        others = max(0.0, self.busy - before.busy - own)
        return {
            "others": round(others / cores, 3),
            "stolen": round((self.stolen - before.stolen) / cores, 3),
        }


_TICKS = os.sysconf("SC_CLK_TCK")


def machine() -> str:
    """Which machine this was measured on."""
    name = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            name = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return (
        f"{os.cpu_count()} cores ({name}), {memory:.0f} GiB, Python {platform.python_version()}, "
        f"Linux {platform.release()}"
    )


def table(numbers: Mapping[str, Any]) -> str:
    """Everything, spreads first."""
    return "\n".join(_lines(dict(numbers)))


def _lines(left: dict[str, Any]) -> Iterator[str]:
    yield f"{left.pop('sessions')} sessions, {left.pop('workers')} workers on {left.pop('machine')}"
    noise = left.pop("noise")
    yield (
        f"While measuring, others used {noise['others']:.0%} of all cores "
        f"and {noise['stolen']:.0%} were taken by the machine underneath."
    )
    yield f"\n{'':46}{'p50':>9}{'p95':>9}{'p99':>9}{'most':>9}{'of':>8}"
    for name, words in SPREADS:
        for key in sorted(key for key in left if key == name or key.startswith(f"{name} ")):
            what = words + key[len(name) :]
            yield f"{what:46.46}" + "".join(f"{_short(value):>9}" for value in left.pop(key))
    for name in LOST:
        yield f"{name.replace('_', ' '):46}{left.pop(name):>9}"
    yield ""
    for name, value in left.items():
        if isinstance(value, list):
            yield f"{name.replace('_', ' ')}: {len(value)}"
            yield from (f"    {each}" for each in value)
        elif isinstance(value, dict):
            yield f"{name.replace('_', ' ')}:"
            yield from (f"    {key:42}{_short(each):>9}" for key, each in value.items())
        else:
            yield f"{name.replace('_', ' '):46}{_short(value):>9}"


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return str(value)
