"""What is drawn into a PDF by hand: the leader's signature, the seal, short texts.

Pictures are plain PDF operators, so nothing has to be decoded and no picture file has
to be shipped. Decree 30/2020/NĐ-CP, annex I: the signature is blue (II.7d), the seal
red (II.8a), both on a transparent ground. Both are fictional, the seal says THI THỬ
and carries no national emblem.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "scenarios" / "fonts"
BLUE = "0.05 0.15 0.75"
RED = "0.86 0.05 0.10"
CIRCLE = 0.5522847498  # control point of a quarter circle of radius 1

# A pen's way over a field of 100 x 50: each stroke a start and then Bezier curves.
STROKES: tuple[tuple[tuple[float, ...], ...], ...] = (
    ((6, 16), (14, 52, 30, 52, 26, 22), (24, 6, 12, 8, 16, 24), (20, 40, 36, 40, 42, 26)),
    ((42, 26), (46, 16, 52, 34, 56, 26), (60, 18, 64, 36, 68, 26), (72, 18, 78, 34, 94, 40)),
    ((4, 8), (30, 14, 62, 4, 88, 16), (70, 12, 50, 8, 36, 12)),
)


@cache
def metrics(face: str) -> Mapping[str, tuple[int, int]]:
    """Character -> (glyph number, width in thousandths) of a shipped face."""
    table = json.loads((FONTS / "metrics.json").read_text(encoding="utf-8"))[face]
    return {char: (glyph, width) for char, (glyph, width) in table.items()}


def width_of(text: str, size: float, face: str = "Regular") -> float:
    """How wide a text is, in points."""
    known = metrics(face)
    missing = known["?"]
    return sum(known.get(char, missing)[1] for char in text) * size / 1000


def text_at(text: str, x: float, y: float, size: float, *, font: str, face: str = "Regular") -> str:
    """Operators that put a text with its baseline's start at (x, y).

    Args:
        font: Name of the font in the resources, without the slash.
    """
    known = metrics(face)
    missing = known["?"]
    glyphs = "".join(f"{known.get(char, missing)[0]:04X}" for char in text)
    return f"BT /{font} {size:g} Tf 0 g {x:.2f} {y:.2f} Td <{glyphs}> Tj ET"


def signature(width: float, height: float, seed: int = 0, colour: str = BLUE) -> str:
    """Operators of a handwritten signature that fills a box.

    Args:
        seed: Bends the strokes a little, so that two people do not write alike.
    """
    scale_x, scale_y = width / 100, height / 50
    lean = (seed % 17 - 8) / 8

    def at(x: float, y: float, n: int) -> str:
        bent_x = x + lean * math.sin(y / 9 + n)
        bent_y = y + 2.2 * lean * math.sin(x / 13 + seed % 7)
        return f"{bent_x * scale_x:.2f} {bent_y * scale_y:.2f}"

    lines = [f"q {colour} RG {max(1.2, height / 34):.2f} w 1 J 1 j"]
    for n, (start, *curves) in enumerate(STROKES):
        lines.append(f"{at(start[0], start[1], n)} m")
        for a, b, c, d, e, f in curves:
            lines.append(f"{at(a, b, n)} {at(c, d, n)} {at(e, f, n)} c")
        lines.append("S")
    lines.append("Q")
    return "\n".join(lines)


def seal(width: float, height: float, *, font: str) -> str:
    """Operators of a round seal: two rings, a star, THI THỬ. Red, transparent.

    Args:
        font: Name of the (regular) font in the resources, for the two words.
    """
    x, y, radius = width / 2, height / 2, min(width, height) / 2 - 1.5
    size = radius / 3.7
    words = "THI THỬ"
    left = x - width_of(words, size) / 2
    lines = [f"q {RED} RG {RED} rg 1 j", "2.2 w", *_circle(x, y, radius), "S"]
    lines += ["1 w", *_circle(x, y, radius * 0.66), "S"]
    lines += [*_star(x, y + radius * 0.18, radius * 0.34), "f"]
    lines += [text_at(words, left, y - radius * 0.40, size, font=font).replace(" 0 g ", " ")]
    for turn in range(24):  # the band where the words of a real seal would run
        angle = math.tau * turn / 24
        inner, outer = radius * 0.74, radius * (0.90 if turn % 2 else 0.84)
        lines.append(
            f"{x + inner * math.cos(angle):.2f} {y + inner * math.sin(angle):.2f} m "
            f"{x + outer * math.cos(angle):.2f} {y + outer * math.sin(angle):.2f} l S"
        )
    lines.append("Q")
    return "\n".join(lines)


def _circle(x: float, y: float, radius: float) -> Iterator[str]:
    k = CIRCLE * radius
    yield f"{x + radius:.2f} {y:.2f} m"
    for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        ex, ey = -dy, dx  # a quarter turn on
        yield (
            f"{x + dx * radius + ex * k:.2f} {y + dy * radius + ey * k:.2f} "
            f"{x + ex * radius + dx * k:.2f} {y + ey * radius + dy * k:.2f} "
            f"{x + ex * radius:.2f} {y + ey * radius:.2f} c"
        )
    yield "h"


def _star(x: float, y: float, radius: float) -> Iterator[str]:
    for corner in range(10):
        angle = math.pi / 2 + math.pi * corner / 5
        reach = radius if corner % 2 == 0 else radius * 0.382
        verb = "m" if corner == 0 else "l"
        yield f"{x + reach * math.cos(angle):.2f} {y + reach * math.sin(angle):.2f} {verb}"
    yield "h"
