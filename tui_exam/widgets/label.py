"""A line or a few of plain text above a field."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .lines import Lines
from .rows import Row, paragraph

Say = Callable[[], str]


class Label(Lines):
    """Text in one style, as high as it needs to be; a function is asked again at every redraw."""

    DEFAULT_CSS = "Label { height: auto; }"

    def __init__(self, text: str | Say, style: str = "strong", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._text, self._style_name = text, style

    def take(self, text: str | Say, style: str | None = None) -> None:
        """Show another text."""
        self._text = text
        self._style_name = self._style_name if style is None else style
        self.redraw()

    def build(self, width: int) -> Sequence[Row]:
        text = self._text if isinstance(self._text, str) else self._text()
        return paragraph(text, max(10, width), self._style_name) if text else ()
