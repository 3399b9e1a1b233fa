"""What a host counts, and how Prometheus reads it (text format 0.0.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PAINT_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)
COUNTERS = {
    "connections": "Connections accepted",
    "refused": "Connections refused by a limit",
    "logins": "Sign-ins",
    "login_failures": "Wrong passwords or keys",
    "sessions_started": "Sessions started",
    "sessions_failed": "Sessions ended by an error of the program",
    "drops": "Sessions that lost their connection",
    "keys": "Keys and pastes taken",
    "frames": "Frames sent",
    "bytes_out": "Bytes of frames before compression",
    "stalls": "Times the event loop was held up for more than 100 ms",
    "slow_readers": "Times painting was paused for a client that reads slowly",
    "closed_late": "Attempts closed at their deadline by the keeper",
}
GAUGES = {
    "sessions": "Sessions open now",
    "in_exam": "Sessions in which an exam is being written",
    "open_connections": "Connections open now, signed in or not",
    "resident_bytes": "Resident memory",
}


@dataclass
class Metrics:
    """The counts of one process."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTERS, 0))
    gauges: dict[str, int] = field(default_factory=lambda: dict.fromkeys(GAUGES, 0))
    paints: list[int] = field(default_factory=lambda: [0] * (len(PAINT_BOUNDS) + 1))
    paint_seconds: float = 0.0

    def add(self, name: str, count: int = 1) -> None:
        """Count something that happened."""
        self.counts[name] += count

    def painted(self, seconds: float) -> None:
        """A key was answered by a frame after this time."""
        at = next((i for i, bound in enumerate(PAINT_BOUNDS) if seconds <= bound), -1)
        self.paints[at] += 1
        self.paint_seconds += seconds

    def as_json(self) -> dict[str, object]:
        """For the supervisor, which passes it on."""
        return {
            "counts": dict(self.counts),
            "gauges": dict(self.gauges),
            "paints": list(self.paints),
            "paint_seconds": self.paint_seconds,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Metrics:
        """The counts of another process. What is unknown or no number is left out."""
        made = cls()
        for mine, theirs in ((made.counts, data.get("counts")), (made.gauges, data.get("gauges"))):
            if isinstance(theirs, Mapping):
                mine.update({k: v for k, v in theirs.items() if k in mine and type(v) is int})
        paints, seconds = data.get("paints"), data.get("paint_seconds")
        if isinstance(paints, list) and len(paints) == len(made.paints):
            made.paints = [v if type(v) is int else 0 for v in paints]
        made.paint_seconds = seconds if isinstance(seconds, float) else 0.0
        return made


def summed(parts: Iterable[Metrics]) -> Metrics:
    """The counts of several processes together."""
    total = Metrics()
    for part in parts:
        for name, value in part.counts.items():
            total.counts[name] += value
        for name, value in part.gauges.items():
            total.gauges[name] += value
        total.paints = [a + b for a, b in zip(total.paints, part.paints, strict=True)]
        total.paint_seconds += part.paint_seconds
    return total


def prometheus(total: Metrics, extra: Mapping[str, tuple[str, float]]) -> str:
    """The text a Prometheus server reads.

    Args:
        total: The host's counts.
        extra: More gauges: name to help and value.
    """
    lines: list[str] = []
    for name, about in COUNTERS.items():
        lines += _metric(f"tui_exam_{name}_total", "counter", about, total.counts[name])
    for name, about in GAUGES.items():
        lines += _metric(f"tui_exam_{name}", "gauge", about, total.gauges[name])
    for name, (about, value) in extra.items():
        lines += _metric(f"tui_exam_{name}", "gauge", about, value)
    paint = "tui_exam_key_to_paint_seconds"
    lines += [f"# HELP {paint} From a key to its frame.", f"# TYPE {paint} histogram"]
    seen = 0
    for bound, count in zip((*map(str, PAINT_BOUNDS), "+Inf"), total.paints, strict=True):
        seen += count
        lines.append(f'{paint}_bucket{{le="{bound}"}} {seen}')
    lines += [f"{paint}_sum {total.paint_seconds:.6f}", f"{paint}_count {seen}"]
    return "\n".join(lines) + "\n"


def _metric(name: str, kind: str, about: str, value: float) -> list[str]:
    return [f"# HELP {name} {about}.", f"# TYPE {name} {kind}", f"{name} {value:.15g}"]
