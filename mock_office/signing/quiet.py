"""Keeps the PDF library from writing on the screen.

It logs warnings with tracebacks to the standard error stream when a file is odd, which
would run across a terminal application. What is wrong with a file is told by the verdict.
"""

from __future__ import annotations

import logging

LOGGERS = ("pyhanko", "pyhanko_certvalidator")


def silence() -> None:
    """Turn the library's loggers off; doing so again costs nothing."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
