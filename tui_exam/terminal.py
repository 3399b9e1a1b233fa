"""Whether there is a terminal to draw on, and what to say when there is none."""

from __future__ import annotations

import sys

NO_TERMINAL = (
    "tui-exam cần một cửa sổ dòng lệnh (terminal) để hiện màn hình thi. "
    "Hãy chạy trực tiếp trong terminal, không qua ống dẫn hay tệp.\n"
    "tui-exam needs a terminal for its screens. "
    "Run it directly in one, not through a pipe or a file."
)


def has_terminal() -> bool:
    """Whether keys can be read and screens drawn here; says so when not."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        return True
    print(NO_TERMINAL, file=sys.stderr)
    return False
