"""Puts together what changed on a screen without looking at what did not.

The stock compositor renders every widget around the changes and cuts all their lines where
any widget ends. The screens of the exam are a few widgets side by side: a change inside one
of them concerns nobody else, and is drawn by asking that widget for those lines.
"""

from __future__ import annotations

from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Placed = list[tuple[Region, list[Strip]]]
Part = tuple[Region, Widget]
Sight = dict[Widget, Region]


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
    """The stock compositor, with a short way for changes inside widgets nothing lies on."""

    def __init__(self) -> None:
        super().__init__()
        self._owners: dict[Region, Widget] = {}
        self._sight: tuple[object, Sight] = (None, {})

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
        """Draw the changes; the stock way where they concern more than what is in sight."""
        changes, owners = self._dirty_regions, self._owners
        self._owners = {}
        sight = self._in_sight()
        parts = [
            (change, owner)
            for change in changes
            if (owner := owners.get(change)) is not None and owner in sight
        ]
        if len(parts) < len(changes) or not parts:
            return super().render_partial_update()
        changes.clear()
        # The screen asks no more of an update than that it can be rendered.
        return self._draw(parts)  # type: ignore[return-value]

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Draw the whole screen; the stock way where single widgets do not make it up."""
        parts = [(place, widget) for widget, place in self._in_sight().items()]
        if simplify or sum(place.area for place, _ in parts) != self.size.area:
            return super().render_full_update(simplify)
        self._dirty_regions.clear()
        self._owners.clear()
        return self._draw(parts, whole=True)  # type: ignore[return-value]

    def _draw(self, parts: list[Part], *, whole: bool = False) -> LinesUpdate:
        visible = self.visible_widgets
        return LinesUpdate(
            [
                (place, widget.render_lines(place.translate(-visible[widget][0].offset)))
                for place, widget in parts
            ],
            whole=whole,
        )

    def _in_sight(self) -> Sight:
        """Widgets without anything inside them or on top of them, and where; none overlap."""
        visible = self.visible_widgets
        if self._sight[0] is not visible:
            found, above = Sight(), list[Region]()
            for widget, (region, clip) in visible.items():  # the topmost first
                shown = region.intersection(clip)
                if not any(each.overlaps(shown) for each in above):
                    found[widget] = shown
                above.append(shown)
            self._sight = (visible, found)
        return self._sight[1]
