"""How letters are written on a terminal: attributes and colours as ECMA-48 SGR parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet

_SYSTEMS = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT}
_CACHED = 4096
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29"}
_SEEN_ON_BLANKS = frozenset({"4", "5", "6", "7", "8", "9", "21", "53"})


@dataclass(frozen=True, slots=True)
class Style:
    """One way of writing: attribute codes and two colours, as SGR parameters."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    paper: str = ""

    @property
    def ground(self) -> tuple[object, ...]:
        """What of it can be seen on a blank."""
        if self.attributes & _SEEN_ON_BLANKS:
            return self.attributes, self.ink, self.paper
        return (self.paper,)


PLAIN = Style()


@lru_cache(_CACHED)
def style_of(codes: str, depth: str) -> Style:
    """The style that SGR parameters set from a fresh start, in colours of that depth.

    Args:
        depth: "standard" (16 colours), "256" or "truecolor".
    """
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
    if new in (PLAIN, old):
        return "\x1b[m" if old != new else ""
    lost, kept = old.attributes - new.attributes, old.attributes & new.attributes
    off = {_OFF.get(each, "0") for each in lost}
    anew = [each for each in new.attributes if each not in kept or _OFF.get(each) in off]
    ink = (new.ink or "39") if new.ink != old.ink else ""
    paper = (new.paper or "49") if new.paper != old.paper else ""
    step = ";".join(filter(None, (*sorted(off), *sorted(anew), ink, paper)))
    whole = ";".join(filter(None, ("0", *sorted(new.attributes), new.ink, new.paper)))
    return f"\x1b[{whole if '0' in off or len(whole) < len(step) else step}m"


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
