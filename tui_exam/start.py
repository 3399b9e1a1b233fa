"""The way in. Most people type no command at all: they get the home screen without delay.

The command line proper (`cli.py`) is imported only when there is a command to read.
"""

from __future__ import annotations

import os
import sys

from .terminal import has_terminal


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
        sys.exit(run_plain(lang, banks=banks, start="home"))
    if not has_terminal():
        sys.exit(2)
    sys.exit(run_seat(start="home", lang=lang, banks=banks))
