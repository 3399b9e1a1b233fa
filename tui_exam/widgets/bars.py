"""The first and the last lines of a screen: where one is, and which keys work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from rich.cells import cell_len
from textual import events

from .lines import Lines
from .rows import Piece, Row, clip, pad, wrap


@dataclass(frozen=True, slots=True)
class TopValues:
    """What the top line says."""

    title: str = ""
    news: str = ""  # what came in and was not looked at
    clock: str = ""
    saved: str = ""
    trouble: str = ""


class TopBar(Lines):
    """Title at the left; news, time left and last-saved time at the right; trouble below.

    News that would cut the title stand below it, too, and for a while a remark: something said
    once that is no trouble.
    """

    DEFAULT_CSS = "TopBar { height: 1; dock: top; }"
    REMARK_SECONDS = 20.0

    def __init__(self) -> None:
        super().__init__(id="top")
        self._values = TopValues()
        self._remark = ""
        self._passing = False
        self._remarks = 0

    def take(self, values: TopValues) -> None:
        """Show other values; a tick of the clock repaints this one line at most."""
        if values == self._values:
            return
        if values.trouble and self._passing:
            self._remark = ""
        self._values = values
        self._fit()
        self.redraw()

    def remark(self, text: str, *, passing: bool = False) -> None:
        """Say something once; it goes by itself.

        Args:
            passing: It goes as soon as there is trouble: it says that there is none.
        """
        self._remark, self._passing = text, passing
        self._remarks += 1
        self._fit()
        self.redraw()
        if text:
            self.set_timer(self.REMARK_SECONDS, partial(self._forget, self._remarks))

    def _forget(self, number: int) -> None:
        if number == self._remarks:
            self.remark("")

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._fit()

    def _fit(self) -> None:
        needed = len(self.build(self.size.width)) if self.size.width else 1
        if self.styles.height is None or self.styles.height.value != needed:
            self.styles.height = needed

    def build(self, width: int) -> Sequence[Row]:
        values = self._values
        beside: tuple[str, ...] = (values.news, values.clock, values.saved)
        below = ""
        if values.news and cell_len(values.title) + cell_len(_right(*beside)) + 3 > width:
            beside, below = beside[1:], values.news  # where one is must not be cut for it
        right = _right(*beside)
        room = max(0, width - cell_len(right) - 3)
        line = f" {pad(clip(values.title, room), room)} {right} "
        rows = [Row(((pad(line, width), "bar"),), "bar")]
        for text, style in ((below, "bar"), (values.trouble, "bad"), (self._remark, "warn")):
            if text:
                rows += [Row(((line, style),), style) for line in wrap(f" {text}", width, rest=" ")]
        return rows


def _right(*parts: str) -> str:
    return "   ".join(each for each in parts if each)


class KeyBar(Lines):
    """The keys of this screen, and below them those of the whole exam.

    Every key is shown: what does not fit on a line goes on the next one.
    """

    DEFAULT_CSS = """
    KeyBar { height: 2; dock: bottom; }
    """

    def __init__(self, *, rows: int = 2) -> None:
        super().__init__(id="keys")
        self._groups: tuple[tuple[tuple[str, str], ...], ...] = ()
        self._least = rows
        self.styles.height = rows

    def take(self, *groups: Sequence[tuple[str, str]]) -> None:
        """Each group of (key, label) begins a line."""
        taken = tuple(tuple(group) for group in groups)
        if taken == self._groups:
            return
        self._groups = taken
        self._fit()
        self.redraw()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._fit()

    def _fit(self) -> None:
        if self.size.width:
            needed = max(self._least, len(self.build(self.size.width)))
            if self.styles.height is None or self.styles.height.value != needed:
                self.styles.height = needed

    def build(self, width: int) -> Sequence[Row]:
        return [each for group in self._groups for each in _key_lines(group, width)]


def _key_lines(group: Sequence[tuple[str, str]], width: int) -> list[Row]:
    rows: list[list[Piece]] = [[]]
    used = 0
    for key, label in group:
        need = cell_len(key) + 1 + cell_len(label)
        if used and used + 1 + need > width:
            rows.append([])
            used = 0
        if used:
            rows[-1].append((" ", ""))
            used += 1
        rows[-1] += [(key, "key"), (f" {label}", "")]
        used += need
    return [Row(tuple(pieces)) for pieces in rows]
