"""How fast a bank of 10,000 questions is read, opened again, checked and drawn from.

Run: python -m tests.bank_tools.bench [questions]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.bank_tools.samples import large_bank, large_blueprint
from tui_exam.bank_tools.compiled import open_bank
from tui_exam.bank_tools.lint import lint
from tui_exam.exam.bank import load_bank
from tui_exam.exam.blueprint import load_blueprint
from tui_exam.exam.paper import draw_paper, paper_seed

DAY = date(2026, 11, 23)
PAPERS = 1_000


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(questions: int = 10_000) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        folder, cache = root / "bank", root / "cache"
        size = large_bank(folder, questions)
        blueprint_file = large_blueprint(root / "blueprints")
        print(f"{questions} questions, {size / 1e6:.1f} MB of YAML")
        for workers in (1, 2):
            cold = seconds(lambda workers=workers: load_bank(folder, workers=workers))
            print(f"read and check, nothing kept, {workers} process(es): {cold:.2f} s")
        print(f"the same, and keep it:        {seconds(lambda: open_bank(folder, cache)):.2f} s")
        print(f"open what was kept:           {seconds(lambda: open_bank(folder, cache)):.2f} s")
        bank, blueprint = open_bank(folder, cache), load_blueprint(blueprint_file)

        def draw() -> None:
            for at in range(PAPERS):
                seed = paper_seed(blueprint.id, f"TS{at}", bank.digest, "1")
                draw_paper(blueprint, bank, seed=seed, day=DAY)

        print(f"draw {PAPERS} papers:            {seconds(draw):.2f} s")
        print(f"all checks (lint):            {seconds(lambda: lint(root, day=DAY)):.2f} s")
    start = [sys.executable, "-c", "import tui_exam.cli, tui_exam.bank_tools.commands"]
    print(
        f"start of the program:         {seconds(lambda: subprocess.run(start, check=True)):.2f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
