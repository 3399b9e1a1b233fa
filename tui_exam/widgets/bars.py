"""The first and the last lines of a screen: where one is, and which keys work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from .lines import Lines
from .rows import Piece, Row, clip, pad


@dataclass(frozen=True, slots=True)
class TopValues:
    """What the top line says."""

    title: str = ""
    clock: str = ""
    saved: str = ""
    trouble: str = ""


class TopBar(Lines):
    """Title at the left, time left and last-saved time at the right; trouble below."""

    DEFAULT_CSS = """
    TopBar { height: 1; dock: top; }
    TopBar.-trouble { height: 2; }
    """

    def __init__(self) -> None:
        super().__init__(id="top")
        self._values = TopValues()

    def take(self, values: TopValues) -> None:
        """Show other values; a tick of the clock repaints this one line at most."""
        if values == self._values:
            return
        self.set_class(bool(values.trouble), "-trouble")
        self._values = values
        self.redraw()

    def build(self, width: int) -> Sequence[Row]:
        values = self._values
        right = "   ".join(each for each in (values.clock, values.saved) if each)
        room = max(0, width - cell_len(right) - 3)
        line = f" {pad(clip(values.title, room), room)} {right} "
        rows = [Row(((pad(line, width), "bar"),), "bar")]
        if values.trouble:
            rows.append(Row(((clip(f" {values.trouble}", width), "bad"),), "bad"))
        return rows


class KeyBar(Lines):
    """The keys of this screen, and below them those of the whole exam."""

    DEFAULT_CSS = """
    KeyBar { height: 2; dock: bottom; }
    KeyBar.-one { height: 1; }
    """

    def __init__(self, *, rows: int = 2) -> None:
        super().__init__(id="keys", classes="-one" if rows == 1 else "")
        self._groups: tuple[tuple[tuple[str, str], ...], ...] = ()

    def take(self, *groups: Sequence[tuple[str, str]]) -> None:
        """Each group of (key, label) is one line."""
        self._groups = tuple(tuple(group) for group in groups)
        self.redraw()

    def build(self, width: int) -> Sequence[Row]:
        return [_line(group, width) for group in self._groups]


def _line(group: Sequence[tuple[str, str]], width: int) -> Row:
    pieces: list[Piece] = []
    used = 0
    for key, label in group:
        need = cell_len(key) + 1 + cell_len(label) + (1 if used else 0)
        if used + need > width:
            break
        if used:
            pieces.append((" ", ""))
        pieces += [(key, "key"), (f" {label}", "")]
        used += need
    return Row(tuple(pieces))
