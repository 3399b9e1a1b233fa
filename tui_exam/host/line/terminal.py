"""What a client says of its terminal, taken with care: size, type, the allowed variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...texts import translator
from ...theme import look_for
from ...ui import Ui

LEAST = (40, 12)
MOST = (250, 90)
USUAL = (80, 24)
_ALLOWED = re.compile(r"TERM|LANG|LC_[A-Z]{1,20}|COLORTERM|NO_COLOR")
_VALUE = re.compile(r"[\w.:@+-]{0,64}", re.ASCII)
VARIABLES_KEPT = 24


def allowed_variable(name: str, value: str) -> bool:
    """Whether a client may say this: TERM, LANG, LC_*, COLORTERM, NO_COLOR, short and plain."""
    return bool(_ALLOWED.fullmatch(name) and _VALUE.fullmatch(value))


def clamped(width: int, height: int) -> tuple[int, int]:
    """A size one can draw for: never absurd, 80x24 when the client does not know its own."""
    if width <= 0 or height <= 0:
        return USUAL
    return (
        max(LEAST[0], min(MOST[0], width)),
        max(LEAST[1], min(MOST[1], height)),
    )


@dataclass(frozen=True, slots=True)
class Terminal:
    """One client's terminal.

    Args:
        term: Its type, as in terminfo; empty when it did not say.
        size: Columns and lines, already clamped.
        variables: What it set of the allowed variables.
        address: Where it is, shown as the seat.
        keymap: Command id -> keys moved for whoever sits there; checked.
    """

    term: str
    size: tuple[int, int] = USUAL
    variables: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    keymap: Mapping[str, str] = field(default_factory=dict)

    @property
    def no_color(self) -> bool:
        """Whether its owner wants no colours (https://no-color.org)."""
        return bool(self.variables.get("NO_COLOR"))

    @property
    def mouse(self) -> bool:
        """Whether clicks and the wheel are worth asking for."""
        return self.term.startswith(("xterm", "rxvt", "tmux", "screen", "alacritty", "foot"))

    @property
    def erases_in_colour(self) -> bool:
        """Whether what it erases takes the colour of the pen: `bce` in terminfo(5)."""
        return self.term.startswith(
            ("xterm", "linux", "tmux", "putty", "konsole", "vte", "alacritty", "foot", "kitty")
        )

    def ui(self) -> Ui:
        """The surroundings of a session at this terminal. Nothing of the server's own."""
        term = self.term if _VALUE.fullmatch(self.term) else ""
        look = look_for(term, self.variables.get("COLORTERM", ""), self.no_color)
        return Ui(look=look, tr=translator("vi"), keymap=self.keymap, afar=True)
