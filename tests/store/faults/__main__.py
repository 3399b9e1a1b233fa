"""All faults at full scale: `python -m tests.store.faults`, about two minutes.

`python -m tests.store.faults kill 40` does one of them, smaller, and prints JSON; the
test suite calls it so, since the killing needs a parent that runs no threads.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from . import Outcome
from .kill import kills, polite_writers, writers
from .power import cuts
from .room import file_limit, full_disk, read_only_disk
from .surroundings import deleted_folder, no_descriptors, slow_disk

SMALL_SCALE: dict[str, Callable[[int], Outcome]] = {
    "kill": kills,
    "fight": lambda count: writers(count, 0.3),
    "turns": lambda count: polite_writers(count, 0.3),
    "limit": lambda _: file_limit(),
}
FULL_SCALE: tuple[Callable[[], Outcome], ...] = (
    lambda: kills(1200),
    lambda: writers(2, 5),
    lambda: writers(10, 10),
    lambda: polite_writers(10, 5),
    lambda: cuts(40),
    lambda: full_disk(40),
    file_limit,
    read_only_disk,
    lambda: slow_disk(20, 5),
    no_descriptors,
    deleted_folder,
)


def main(arguments: list[str]) -> int:
    """Run the faults; the exit code is 0 when nothing was lost or wrong."""
    if arguments:
        name, count = arguments
        outcome = SMALL_SCALE[name](int(count))
        print(json.dumps(outcome.as_dict()))
        return 0
    good = True
    print(f"{'fault':<30}{'tries':>7}{'acked':>8}{'lost':>6}{'s':>7}  ")
    for run in FULL_SCALE:
        began = time.monotonic()
        outcome = run()
        took = time.monotonic() - began
        skipped = not outcome.tries
        good = good and (outcome.ok or skipped)
        verdict = "skipped" if skipped else "ok" if outcome.ok else "; ".join(outcome.wrong)
        print(
            f"{outcome.fault:<30}{outcome.tries:>7}{outcome.acknowledged:>8}"
            f"{outcome.lost:>6}{took:>7.1f}  {verdict} {outcome.note}",
            flush=True,
        )
    # The harness must bite: without syncs the same cuts lose events.
    control = cuts(4, syncing=False)
    print(f"{control.fault}: {control.lost} lost of {control.tries} cuts")
    return 0 if good and control.lost else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
