"""What a person sees on an emulated terminal."""

from __future__ import annotations

import pyte
import pyte.screens

Cells = list[list[tuple[object, ...]]]


def seen(screen: pyte.Screen) -> Cells:
    """Letter, colours and attributes of each cell; of a blank only what shows on it."""
    return [
        [_cell(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)
    ]


def _cell(char: pyte.screens.Char) -> tuple[object, ...]:
    if char.data == " " and not (char.underscore or char.reverse or char.strikethrough):
        return " ", char.bg
    return tuple(char)
