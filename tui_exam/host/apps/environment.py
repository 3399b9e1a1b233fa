"""The server's own environment must not show in anybody's session."""

from __future__ import annotations

from collections.abc import MutableMapping

_ONE_PERSON_S = ("TEXTUAL", "LC_TERMINAL", "TERM_PROGRAM")
_EXACT = frozenset(
    {"TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "ESCDELAY", "COLUMNS", "LINES"}
)


def scrub(environment: MutableMapping[str, str]) -> None:
    """Take out what describes a terminal, and settle what Textual reads at import.

    To be called before Textual is first imported: it reads these once per process.
    """
    for name in list(environment):
        if name in _EXACT or name.startswith(_ONE_PERSON_S):
            del environment[name]
    environment["TERM"] = "xterm-256color"
    environment["TEXTUAL_COLOR_SYSTEM"] = "truecolor"
    environment["TEXTUAL_ANIMATIONS"] = "none"
    environment["TEXTUAL_SMOOTH_SCROLL"] = "0"
    environment["TEXTUAL_FPS"] = "30"
