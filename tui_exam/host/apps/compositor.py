"""Puts together what changed on a screen without looking at what did not.

The stock compositor renders every widget around the changes and cuts all their lines where
any widget ends. Here it is worked out once for a layout who is seen where; then each change is
drawn by asking whoever is seen there for those lines, and nobody else.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Placed = list[tuple[Region, list[Strip]]]
Span = tuple[int, int]


class Piece(NamedTuple):
    """Columns of a row in which one widget is seen; `right` exclusive."""

    left: int
    right: int
    widget: Widget


class LinesUpdate(CompositorUpdate):
    """Lines at their places on the screen.

    Args:
        placed: Those of each widget.
        whole: They make up the whole screen; then each row is written in one go, as the stock
            update does it, so that one that has been written before is known again.
    """

    def __init__(self, placed: Placed, *, whole: bool = False) -> None:
        self._placed = placed
        self._whole = whole

    def render_segments(self, console: Console) -> str:
        """As the terminal gets it: moves (ECMA-48 CUP, 1-based) and text."""
        rows: dict[tuple[int, int], list[Strip]] = {}
        for region, strips in sorted(self._placed, key=lambda each: each[0].x):
            column = 0 if self._whole else region.x
            for row, strip in enumerate(strips, region.y):
                beside = rows.setdefault((row, column), [])
                if beside and not self._whole:  # changes that overlap begin in the same place
                    strip = max(strip, beside.pop(), key=lambda each: each.cell_length)
                beside.append(strip)
        return "".join(
            f"\x1b[{row + 1};{column + 1}H{''.join(each.render(console) for each in strips)}"
            for (row, column), strips in sorted(rows.items(), key=lambda each: each[0])
        )


class QuickCompositor(Compositor):
    """The stock compositor with another way of drawing."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: tuple[object, list[tuple[Piece, ...]]] = (None, [])

    def render_partial_update(self) -> ChopsUpdate | None:
        """Draw the changes."""
        spans = list(self._regions_to_spans(self._dirty_regions))
        self._dirty_regions.clear()
        rows = self._rows_seen()
        pieces = [
            (y, Piece(max(left, piece.left), min(right, piece.right), piece.widget))
            for y, left, right in spans
            if 0 <= y < len(rows)
            for piece in rows[y]
            if piece.left < right and left < piece.right
        ]
        # The screen asks no more of an update than that it can be rendered.
        return self._draw(pieces) if pieces else None  # type: ignore[return-value]

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Draw the whole screen; the stock way for pictures of it."""
        rows = self._rows_seen()
        filled = all(sum(p.right - p.left for p in row) == self.size.width for row in rows)
        if simplify or not filled:
            return super().render_full_update(simplify)
        self._dirty_regions.clear()
        pieces = [(y, piece) for y, row in enumerate(rows) for piece in row]
        return self._draw(pieces, whole=True)  # type: ignore[return-value]

    def _draw(self, pieces: list[tuple[int, Piece]], *, whole: bool = False) -> LinesUpdate:
        """Ask each widget for its lines, for neighbouring ones at once."""
        runs: dict[Piece, list[Region]] = {}
        for y, piece in pieces:
            regions = runs.setdefault(piece, [])
            if regions and regions[-1].bottom == y:
                last = regions.pop()
                regions.append(last.grow((0, 0, 1, 0)))
            else:
                regions.append(Region(piece.left, y, piece.right - piece.left, 1))
        visible = self.visible_widgets
        placed = [
            (region, piece.widget.render_lines(region - visible[piece.widget][0].offset))
            for piece, regions in runs.items()
            for region in regions
        ]
        return LinesUpdate(placed, whole=whole)

    def _rows_seen(self) -> list[tuple[Piece, ...]]:
        """For each row of the screen who is seen in it, from left to right."""
        visible = self.visible_widgets
        if self._seen[0] is not visible:
            width, height = self.size
            rows: list[list[Piece]] = [[] for _ in range(height)]
            free = [[(0, width)] for _ in range(height)]
            for widget, (region, clip) in visible.items():  # the topmost first
                shown = region.intersection(clip)
                for y in range(max(0, shown.y), min(height, shown.bottom)):
                    if free[y]:
                        taken, free[y] = _taken(free[y], shown.x, shown.right)
                        rows[y] += (Piece(left, right, widget) for left, right in taken)
            alike: dict[tuple[Piece, ...], tuple[Piece, ...]] = {}
            whole = (tuple(sorted(row, key=lambda piece: piece.left)) for row in rows)
            self._seen = (visible, [alike.setdefault(row, row) for row in whole])
        return self._seen[1]


def _taken(free: list[Span], left: int, right: int) -> tuple[list[Span], list[Span]]:
    """What of the free spans lies within these columns, and what is left of them."""
    taken, rest = [], []
    for start, end in free:
        if start < right and left < end:
            taken.append((max(start, left), min(end, right)))
            rest += [each for each in ((start, left), (right, end)) if each[0] < each[1]]
        else:
            rest.append((start, end))
    return taken, rest
