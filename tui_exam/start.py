"""The way in. Most people type no command at all: they get the home screen without delay.

The command line proper (`cli.py`) is imported only when there is a command to read.
"""

from __future__ import annotations

import os
import sys

NO_TERMINAL = (
    "tui-exam cần một cửa sổ dòng lệnh (terminal) để hiện màn hình thi. "
    "Hãy chạy trực tiếp trong terminal, không qua ống dẫn hay tệp.\n"
    "tui-exam needs a terminal for its screens. "
    "Run it directly in one, not through a pipe or a file."
)


def has_terminal() -> bool:
    """Whether there is a terminal to draw on and to read keys from; says so when not."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        return True
    print(NO_TERMINAL, file=sys.stderr)
    return False


def main() -> None:
    """Entry point of the program."""
    if len(sys.argv) > 1:
        from .cli import main as command_line

        command_line()
        return
    from .seat import banks_folder, run_plain, run_seat
    from .texts import language_of

    environment = dict(os.environ)
    lang, banks = language_of(environment), banks_folder(environment)
    if environment.get("TERM") == "dumb":  # no cursor to move there: a dialogue of lines
        sys.exit(run_plain(lang, banks=banks))
    if not has_terminal():
        sys.exit(2)
    sys.exit(run_seat(start="home", lang=lang, banks=banks))
