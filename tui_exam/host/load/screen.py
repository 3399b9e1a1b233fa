"""The screen of a simulated candidate: what a person would see of the bytes that come.

The host sends only letters that differ from what stands there, so words are to be looked for on
the screen and not in the bytes. Knows what the host's pen uses and nothing more; that keeps 250
of them cheap beside the host they measure.
"""

from __future__ import annotations

import codecs
import re

_TOKEN = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])|([^\x1b]+)")
_CUT = re.compile(r"\x1b(?:\[[?0-9;]*)?\Z")


class Screen:
    """Letters in columns and rows.

    Args:
        width, height: In cells.
    """

    def __init__(self, width: int = 80, height: int = 24) -> None:
        self._width = width
        self._rows = [[" "] * width for _ in range(height)]
        self._x = self._y = 0
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""

    def feed(self, data: bytes) -> None:
        """Bytes as they come, cut anywhere."""
        text = self._rest + self._decode(data)
        cut = _CUT.search(text)
        self._rest = cut.group() if cut else ""
        for parameters, final, letters in _TOKEN.findall(text.removesuffix(self._rest)):
            if letters:
                self._write(letters)
            elif final == "H":
                row, _, column = parameters.partition(";")
                self._y = min(len(self._rows), int(row or 1)) - 1
                self._x = min(self._width, int(column or 1)) - 1
            elif final == "C":
                self._x = min(self._width - 1, self._x + int(parameters or 1))
            elif final == "X":
                here = self._x
                self._write(" " * int(parameters or 1))
                self._x = here
            elif final == "J":
                self._rows = [[" "] * self._width for _ in self._rows]

    def _write(self, letters: str) -> None:
        end = min(self._width, self._x + len(letters))
        self._rows[self._y][self._x : end] = letters[: end - self._x]
        self._x = end

    @property
    def text(self) -> str:
        """All rows."""
        return "\n".join("".join(row) for row in self._rows)
