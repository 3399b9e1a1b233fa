"""The line that says what the sample candidate is doing and why."""

from __future__ import annotations

from collections.abc import Sequence

from ..widgets.lines import Lines
from ..widgets.rows import Row, pad, paragraph


class Caption(Lines):
    """Two lines above the keys at most."""

    DEFAULT_CSS = "Caption { dock: bottom; height: auto; max-height: 3; margin: 0 0 2 0; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def build(self, width: int) -> Sequence[Row]:
        rows = paragraph(self._text, width - 2, "", first=">> ", rest="   ")
        return [Row(((pad(f" {each.text}", width), "cursor"),), "cursor") for each in rows]
