"""Figures for the import: run as `python -m tests.formats.bench`, one line for each measurement.

Budgets (two cores, nothing else running): 10,000 GIFT questions under 5 seconds, and memory that
stays a small multiple of the file.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tui_exam.exam.bank import load_bank
from tui_exam.formats.imported import ImportedItem, read_file
from tui_exam.formats.model import from_item
from tui_exam.formats.writing import WRITERS

BANK = Path(__file__).parents[2] / "banks" / "chuyen_doi_so"
COUNT = 10_000
SECONDS = 5.0
SUFFIXES = {
    **{"gift": ".gift", "aiken": ".aiken", "moodle-xml": ".xml", "qti": ".zip"},
    **{"xlsx": ".xlsx"},
}


def questions(count: int) -> list[ImportedItem]:
    """That many different questions, made out of the bank that ships with the program."""
    bank = [from_item(item) for item in load_bank(BANK).items]
    return [
        replace(item, id=f"{item.id}-{round_}", stem=f"{item.stem} ({round_})")
        for round_ in range(count // len(bank) + 1)
        for item in bank
    ][:count]


def megabytes() -> float:
    """The most memory this process ever had resident."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> int:
    """Write and read every format; 1 when GIFT misses its budget."""
    items = questions(COUNT)
    base = megabytes()
    print(f"{COUNT} questions in memory: {base:.0f} MB resident")
    over = False
    with tempfile.TemporaryDirectory() as folder:
        for name, suffix in SUFFIXES.items():
            path = Path(folder) / f"de{suffix}"
            begin = time.perf_counter()
            path.write_bytes(WRITERS[name](items).data)
            wrote = time.perf_counter() - begin
            begin = time.perf_counter()
            found = read_file(path)
            seconds = time.perf_counter() - begin
            over = over or (name == "gift" and seconds > SECONDS)
            print(
                f"{name:11} {path.stat().st_size / 1e6:5.1f} MB  write {wrote:5.2f} s  "
                f"read {seconds:5.2f} s  {len(found.items)} taken, {len(found.problems)} problems, "
                f"peak {megabytes():.0f} MB"
            )
    return int(over)


if __name__ == "__main__":
    raise SystemExit(main())
