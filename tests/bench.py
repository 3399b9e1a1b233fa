"""`make bench`: figures of the screens, then those of each part, printed as tables.

Each screen figure is measured in a process of its own on a real pseudo-terminal:
bytes are what is written to the terminal, CPU is the process's own time.
"""

from __future__ import annotations

import argparse
import importlib
import sys

PARTS = {
    "screens": "tests.screens.bench",
    "store": "tests.store.bench",
    "signing": "tests.signing.bench",
    "office": "tests.office.bench",
    "bank": "tests.bank_tools.bench",
    "formats": "tests.formats.bench",
    "vietnamese": "tests.vietnamese.bench",
    "drill": "tests.drill.bench",
}


def main() -> int:
    """Run the parts named, or all that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="which parts; default all")
    chosen = parser.parse_args().part or list(PARTS)
    for part in chosen:
        try:
            module = importlib.import_module(PARTS[part])
        except ModuleNotFoundError as error:
            if error.name != PARTS[part]:
                raise
            print(f"== {part}: no figures")
            continue
        print(f"== {part}", flush=True)
        module.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
