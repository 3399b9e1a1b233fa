"""Lines of reports as they are read aloud: signs and bars become words, or go."""

from __future__ import annotations

import re

from ..texts import Words, msg

SIGNS = {"[+]": msg("Được điểm."), "[~]": msg("Được một phần."), "[-]": msg("Mất điểm.")}

_BAR = re.compile(r"\[[#-]{4,}\]\s*")
_GAPS = re.compile(r"\s{2,}")


def spoken(line: str, tr: Words) -> str:
    """A line of a report without its bars and columns, its signs said in words."""
    text = _BAR.sub("", line.strip())
    sign = text[:3]
    if sign in SIGNS:
        text = f"{tr(SIGNS[sign])} {text[3:].strip()}"
    return _GAPS.sub(", ", text)
