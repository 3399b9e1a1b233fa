"""What is to be written on a terminal, and the order that takes the fewest bytes.

A question with its options changes colour at the beginning of each line, and back. On a screen
where much changes, writing all of one colour first costs fewer bytes than going line by line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .sgr import Style, change

LONG = 600
"""Characters, controls included, from which on another order is tried."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """Letters in one style, from one place on.

    Args:
        y: Row, from 1.
        x: Column, from 1.
        text: What is sent; for `blanks` the spaces that are erased and not written.
        width: Columns it takes; 0 when that is not known.
        ends: The style `text` itself changes to, where it does.
    """

    y: int
    x: int
    style: Style
    text: str
    width: int
    blanks: bool = False
    ends: Style | None = None

    def set_by(self, pen: Style) -> Style:
        """How a pen is set before the first letter: blanks have no ink, any may do for them."""
        blank = self.text.isspace() and self.style.ground == pen.ground
        return pen if blank else self.style


def written(strokes: Sequence[Stroke], pen: Style) -> tuple[str, Style]:
    """The bytes for these strokes in the best order, and how the pen is set then.

    Args:
        pen: How it is set before.
    """
    found = _in_order(strokes, pen)
    if len(found[0]) > LONG and _apart(strokes):
        styles = list(dict.fromkeys(each.style for each in strokes))
        by_style = sorted(strokes, key=lambda each: styles.index(each.style))
        return min(found, _in_order(by_style, pen), key=lambda way: len(way[0]))
    return found


def _in_order(strokes: Sequence[Stroke], pen: Style) -> tuple[str, Style]:
    out = []
    y = x = 0  # the cursor; 0 where it is not known
    for each in strokes:
        if each.y != y or not 0 < x <= each.x:
            out.append(f"\x1b[{each.y};{each.x}H")
        elif each.x > x:
            out.append(f"\x1b[{each.x - x}C")
        style = each.set_by(pen)
        # Erasing leaves the cursor where it is (ECMA-48 ECH).
        out += (change(pen, style), f"\x1b[{each.width}X" if each.blanks else each.text)
        pen = style if each.ends is None else each.ends
        y = each.y
        x = (each.x if each.blanks else each.x + each.width) if each.width else 0
    return "".join(out), pen


def _apart(strokes: Sequence[Stroke]) -> bool:
    """Whether no two strokes lie on each other, so that any order shows the same."""
    cells = [(each.y, column) for each in strokes for column in range(each.x, each.x + each.width)]
    return all(each.width for each in strokes) and len(set(cells)) == len(cells)
