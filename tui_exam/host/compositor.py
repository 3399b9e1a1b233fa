"""Puts together what changed on a screen without looking at what did not.

The stock compositor renders every widget around the changes and cuts all their lines where
any widget ends. The screens of the exam are a few widgets side by side: a change inside one
of them concerns nobody else, and is drawn by asking that widget for those lines.
"""

from __future__ import annotations

from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Placed = list[tuple[Region, list[Strip]]]


class LinesUpdate(CompositorUpdate):
    """Lines at their places on the screen."""

    def __init__(self, placed: Placed) -> None:
        self._placed = placed

    def render_segments(self, console: Console) -> str:
        """As the terminal gets it: for each line a move and its text (ECMA-48 CUP, 1-based)."""
        out: list[str] = []
        for region, strips in self._placed:
            column = region.x + 1
            for row, strip in enumerate(strips, region.y + 1):
                out += (f"\x1b[{row};{column}H", strip.render(console))
        return "".join(out)


class QuickCompositor(Compositor):
    """The stock compositor, with a short way for changes inside widgets nothing lies on."""

    def __init__(self) -> None:
        super().__init__()
        self._owners: dict[Region, Widget] = {}
        self._clear_of: tuple[object, frozenset[Widget]] = (None, frozenset())

    def update_widgets(self, widgets: set[Widget]) -> None:
        """Take the changes of these widgets, remembering whose they are."""
        visible = self.visible_widgets
        if not self._full_map_invalidated and not widgets <= visible.keys():
            self._full_map_invalidated = True
        for widget in visible.keys() & widgets:
            region, clip = visible[widget]
            for changed in widget._exchange_repaint_regions():
                if place := clip.intersection(changed.translate(region.offset)):
                    self._dirty_regions.add(place)
                    self._owners[place] = widget

    def render_partial_update(self) -> ChopsUpdate | None:
        """Draw the changes; the stock way where they concern more than single widgets."""
        changes, owners = self._dirty_regions, self._owners
        self._owners = {}
        mine = self._uncovered()
        if not changes or not all(owners.get(place) in mine for place in changes):
            return super().render_partial_update()
        placed: Placed = []
        visible = self.visible_widgets
        for place in sorted(changes, key=lambda place: (place.y, place.x)):
            widget = owners[place]
            offset = visible[widget][0].offset
            placed.append((place, widget.render_lines(place.translate(-offset))))
        changes.clear()
        # The screen asks no more of an update than that it can be rendered.
        return LinesUpdate(placed)  # type: ignore[return-value]

    def _uncovered(self) -> frozenset[Widget]:
        """Visible widgets without anything inside them or on top of them."""
        visible = self.visible_widgets
        if self._clear_of[0] is not visible:
            found, above = set(), list[Region]()
            for widget, (region, clip) in visible.items():  # the topmost first
                shown = region.intersection(clip)
                if not any(each.overlaps(shown) for each in above):
                    found.add(widget)
                above.append(shown)
            self._clear_of = (visible, frozenset(found))
        return self._clear_of[1]
