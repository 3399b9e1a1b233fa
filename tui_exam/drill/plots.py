"""Plots made of plain characters: every value can be read without any colour.

Only characters of the Vietnamese console font are used.
"""

from __future__ import annotations

from collections.abc import Sequence

FULL, EMPTY = "#", "."


def bars(
    values: Sequence[float], labels: Sequence[str], *, height: int = 5, unit: str = ""
) -> list[str]:
    """Upright bars with the value above and the label below each.

    Args:
        values: Not negative.
        labels: One for each value, at most five cells.
        height: Rows of the tallest bar.
    """
    if not values:
        return []
    most = max(values)
    wide = max(3, *(len(label) for label in labels)) + 1
    heights = [_rows(value, most, height) for value in values]
    lines = []
    for level in range(height + 1, 0, -1):
        cells = []
        for value, high in zip(values, heights, strict=True):
            if level == high + 1 and (value or level == 1):
                cells.append(_number(value).rjust(wide - 1) + " ")
            elif level <= high:
                cells.append((FULL * min(3, wide - 1)).rjust(wide - 1) + " ")
            else:
                cells.append(" " * wide)
        lines.append("".join(cells).rstrip())
    lines = [line for line in lines if line] or [""]
    lines.append("".join(label.rjust(wide - 1) + " " for label in labels).rstrip())
    if unit:
        lines.append(unit)
    return lines


def gauge(now: float, then: float, width: int = 20) -> str:
    """Two shares in one bar: "#" known on the day, "+" known now only, "." neither."""
    sure = round(min(now, then) * width)
    now_only = round(now * width) - sure
    return f"[{FULL * sure}{'+' * now_only}{EMPTY * (width - sure - now_only)}]"


def span(low: float, value: float, high: float, most: float, width: int = 44) -> str:
    """A range on a scale from nothing to `most`: |.....<---o---->......|"""
    if most <= 0:
        return ""

    def place(points: float) -> int:
        return max(0, min(width - 1, round(points / most * (width - 1))))

    left, middle, right = place(low), place(value), place(high)
    cells = ["."] * width
    for at in range(left, right + 1):
        cells[at] = "-"
    cells[left], cells[right], cells[middle] = "<", ">", "o"
    return "|" + "".join(cells) + "|"


def scale(most: str, width: int = 44) -> str:
    """The ends of a span's scale, to stand below it: nothing, and what can be had."""
    return "0" + most.rjust(width + 1)


def _rows(value: float, most: float, height: int) -> int:
    if value <= 0 or most <= 0:
        return 0
    return max(1, round(value / most * height))


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 1 or not value else "<1"
