"""The rules of the language must be usable, and quick to import, without a screen."""

from __future__ import annotations

import subprocess
import sys


def test_the_language_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import sys; before = set(sys.modules); import tui_exam.vietnamese\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(new - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['tui_exam']"
