"""What is shown instead of everything while the terminal is too small."""

from __future__ import annotations

from collections.abc import Sequence

from ..texts import Translate
from .lines import Lines
from .rows import Row, paragraph

LEAST = (80, 24)
"""Columns and lines below which nothing fits."""

WORDS = (
    "Cửa sổ dòng lệnh đang nhỏ quá: {width} cột, {height} dòng. Cần ít nhất 80 cột, 24 dòng. "
    "Hãy phóng to cửa sổ hoặc giảm cỡ chữ; bài vẫn giữ nguyên, đồng hồ vẫn chạy."
)


class Cover(Lines):
    """Lies over a screen without touching it: fields keep their text and their focus."""

    DEFAULT_CSS = """
    Cover { layer: cover; dock: top; width: 100%; height: 100%; }
    """

    def __init__(self, tr: Translate) -> None:
        super().__init__()
        self._tr = tr

    def build(self, width: int) -> Sequence[Row]:
        words = self._tr(WORDS, width=self.app.size.width, height=self.app.size.height)
        return paragraph(words, max(1, width), "strong")
