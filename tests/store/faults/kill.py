"""`kill -9` at random moments, and programs that fight over one attempt."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from . import Outcome
from .check import attempts_of, lost, wrong
from .writers import KINDS, Forked, Writer, fight, polite

_LIFE = 0.06
_PATIENCE = 20.0


def kills(tries: int, seed: int = 1) -> Outcome:
    """Kill writers of every kind at random moments; the next one goes on where it was."""
    chance = random.Random(seed)
    acknowledged: list[str] = []
    missing: list[str] = []
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number in range(tries):
            kind = KINDS[number % len(KINDS)]
            # A new attempt every so often, so that the making of one is hit as well.
            attempt = f"{kind.__name__.replace('_', '-')}-{number // (len(KINDS) * 10)}"
            at_once = chance.random() < 0.5
            said, failed = _live(kind, root, attempt, at_once, chance.random() * _LIFE)
            missing += lost(root, said)
            faults += [failed] if failed else []
            faults += wrong(root, attempts_of(said))
            acknowledged += said
        missing += [line for line in lost(root, acknowledged) if line not in missing]
    return Outcome("kill -9", tries, len(acknowledged), len(missing), tuple(faults[:5]))


def writers(count: int, seconds: float) -> Outcome:
    """Many programs on one attempt, each taking it from the others; none may write beside."""
    return _together(fight, count, seconds, "take over")


def polite_writers(count: int, seconds: float) -> Outcome:
    """Many programs on one attempt, none of which takes it from a living one."""
    return _together(polite, count, seconds, "take turns")


def _together(writer: Writer, count: int, seconds: float, name: str) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        first = Forked(polite, root, "shared")
        first.spoke(_PATIENCE)
        acknowledged, failed = first.kill()
        several = [Forked(writer, root, "shared") for _ in range(count)]
        end = time.monotonic() + _PATIENCE
        time.sleep(seconds)
        while sum(each.spoke() for each in several) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        faults = [failed] if failed else []
        wrote = 0
        for each in several:
            said, failed = each.kill()
            faults += [failed] if failed else []
            acknowledged += said
            wrote += bool(said)
        missing = lost(root, acknowledged)
        places = [line.split()[2] for line in acknowledged]
        if len(set(places)) != len(places):
            faults.append("two events were acknowledged for one place")
        if wrote < min(count, 2):
            faults.append(f"only {wrote} of {count} came to write")
        faults += wrong(root, ["shared"])
    return Outcome(
        f"{count} writers {name}", count, len(acknowledged), len(missing), tuple(faults[:5])
    )


def _live(
    kind: Writer, root: Path, attempt: str, at_once: bool, seconds: float
) -> tuple[list[str], str]:
    """A life counted from its beginning, or from the first thing it acknowledged."""
    writer = Forked(kind, root, attempt)
    if not at_once:
        writer.spoke(_PATIENCE)
    time.sleep(seconds)
    return writer.kill()
