"""The form "Cách ký": where a signature goes, what is seen of it, time stamp, level.

Where a task tests a choice nothing is preselected; elsewhere the right way is, and the
form is one line that can be opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mock_office.signing.ways import NAMES, OFFERED, RIGHT, Layer

from ...texts import Translate
from ...widgets.picklist import Entry
from ...widgets.rows import Row, columns, paragraph
from .ways_words import SEAL_IN_PLACE, TITLES, WORDS

CLOSED = "ways"


class WaysForm:
    """What has been chosen so far for one layer."""

    def __init__(self, layer: Layer, tested: frozenset[str], tr: Translate) -> None:
        right = RIGHT[layer].to_data()
        self.layer = layer
        self.chosen: dict[str, Any] = {n: right[n] for n in NAMES if n not in tested}
        self.opened = bool(tested)
        self._tr = tr

    @property
    def open_choice(self) -> str:
        """The first choice that was not made; "" when all were."""
        return next((name for name in NAMES if name not in self.chosen), "")

    @property
    def missing(self) -> str:
        """Title of the first choice that was not made; "" when all were."""
        return self._tr(TITLES[self.open_choice]) if self.open_choice else ""

    def options(self, name: str) -> tuple[tuple[str, str], ...]:
        """What can be chosen: keys as text, and what they are called."""
        return tuple((str(value), self._word(name, value)) for value in OFFERED[self.layer][name])

    def choose(self, name: str, key: str) -> None:
        """Take an option by its key."""
        self.chosen[name] = next(v for v in OFFERED[self.layer][name] if str(v) == key)

    def _word(self, name: str, value: Any) -> str:
        if self.layer is Layer.AGENCY and value == "in_place":
            return self._tr(SEAL_IN_PLACE)
        return self._tr(WORDS[name][value])

    def entries(self) -> Sequence[Entry]:
        """The rows of the form: all choices, or one line when it is closed."""
        if not self.opened:
            return [Entry(CLOSED, self._closed)]
        return [Entry(name, self._drawer(name)) for name in NAMES]

    def _closed(self, width: int) -> Sequence[Row]:
        words = "; ".join(self._word(name, self.chosen[name]) for name in ("position", "picture"))
        stamp = self._tr("có dấu thời gian") if self.chosen["timestamp"] else ""
        text = "; ".join(filter(None, (words, stamp)))
        return paragraph(text, width, "muted")

    def _drawer(self, name: str) -> Callable[[int], Sequence[Row]]:
        def draw(width: int) -> Sequence[Row]:
            made = name in self.chosen
            word = self._word(name, self.chosen[name]) if made else self._tr("(chưa chọn)")
            style = "" if made else "warn"
            return [Row(columns([(self._tr(TITLES[name]), 15, ""), (word, width - 16, style)]))]

        return draw
