"""What goes to one terminal: colours it can show, and no byte twice.

Every hosted app draws in 24-bit colour, because Textual and Rich keep rendered styles in
caches that all apps of a process share. The depth of a terminal is applied here, where
nothing is shared but pure functions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet

_SGR = re.compile(r"\x1b\[([0-9;]*)m")
_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
# Screen lines are always placed with a move, so a line feed could only scroll a small window;
# OSC strings (pointer shapes, clipboard) are printed as rubbish by plain consoles.
_DROPPED = re.compile(r"\n|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x07")
_SYSTEMS = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT}
_CACHED = 4096


@dataclass(frozen=True, slots=True)
class Style:
    """One way of writing: attribute codes and two colours, as SGR parameters (ECMA-48)."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    paper: str = ""


PLAIN = Style()


class Pen:
    """Rewrites frames for one terminal and remembers how its pen is set.

    Args:
        depth: "standard" (16 colours), "256" or "truecolor".
    """

    def __init__(self, depth: str) -> None:
        self._depth = depth
        self._set = PLAIN
        self._rows: dict[str, dict[str, int]] = {}
        self._cursor = ""

    def draw(self, frame: str) -> str:
        """The frame in the terminal's depth, without what is on its screen already.

        A frame is a run of moves, each followed by text in whole styles, as Textual's
        compositor makes it; text before the first move is passed on as it is.
        """
        pieces = _MOVE.split(_DROPPED.sub("", frame))
        out: list[str] = [self._styled(pieces[0])]
        for y, x, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            move = f"\x1b[{y};{x}H"
            if not text:
                # Without ink: where the cursor rests, for input methods that show theirs there.
                if move != self._cursor:
                    out.append(move)
                self._cursor = move
                continue
            row, known = self._rows.setdefault(y, {}), hash(text)
            if row.get(x) == known:
                continue
            row.clear()  # what else stood in this row may lie under the new text
            row[x] = known
            out += (move, self._styled(text))
            self._cursor = ""
        return "".join(out)

    def forget(self) -> None:
        """The screen may show anything now: draw everything again."""
        self._rows.clear()
        self._cursor = ""

    def _styled(self, text: str) -> str:
        out: list[str] = []
        wanted = PLAIN
        for at, piece in enumerate(_SGR.split(text)):
            if at % 2:
                wanted = style_of(piece, self._depth)
            elif piece:
                if wanted != self._set:
                    out.append(change(self._set, wanted))
                    self._set = wanted
                out.append(piece)
        return "".join(out)


@lru_cache(_CACHED)
def style_of(codes: str, depth: str) -> Style:
    """The style that SGR parameters set from a fresh start, in colours of that depth."""
    attributes: set[str] = set()
    ink = paper = ""
    parts = codes.split(";") if codes else []
    at = 0
    while at < len(parts):
        code = parts[at]
        if code in {"38", "48"}:
            used = 5 if parts[at + 1 : at + 2] == ["2"] else 3
            colour = _colour(parts[at : at + used], depth)
            ink, paper = (colour, paper) if code == "38" else (ink, colour)
            at += used
            continue
        if code in {"0", ""}:
            attributes.clear()
            ink = paper = ""
        elif code[0] in "39" and len(code) == 2:
            ink = "" if code == "39" else code
        elif (code[0] == "4" and len(code) == 2) or (code[:2] == "10" and len(code) == 3):
            paper = "" if code == "49" else code
        else:
            attributes.add(code)
        at += 1
    return Style(frozenset(attributes), ink, paper)


@lru_cache(_CACHED)
def change(old: Style, new: Style) -> str:
    """The shortest SGR sequence that turns a pen set to `old` into `new`."""
    if new == PLAIN:
        return "\x1b[m"
    codes = sorted(new.attributes - old.attributes)
    ink = new.ink if new.ink != old.ink else ""
    paper = new.paper if new.paper != old.paper else ""
    lost = old.attributes - new.attributes
    if lost or (old.ink and not new.ink) or (old.paper and not new.paper):
        codes, ink, paper = ["0", *sorted(new.attributes)], new.ink, new.paper
    return f"\x1b[{';'.join(filter(None, (*codes, ink, paper)))}m"


def _colour(parts: list[str], depth: str) -> str:
    """A `38;…` or `48;…` group in that depth."""
    wanted = _SYSTEMS.get(depth)
    if wanted is None or len(parts) < 3:
        return ";".join(parts)
    try:
        numbers = [min(int(part), 255) for part in parts[2:]]
    except ValueError:
        return ""
    if parts[1] == "2" and len(numbers) == 3:
        colour = Color.from_triplet(ColorTriplet(*numbers))
    else:
        colour = Color.from_ansi(numbers[0])
    return ";".join(colour.downgrade(wanted).get_ansi_codes(foreground=parts[0] == "38"))
