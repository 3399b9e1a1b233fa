"""Nodes that exist only to be styled, without what makes a node able to live.

For each component class of a widget (the drawing widget of the exam has a dozen) Textual
makes a whole node, with queues, signals and caches: five kilobytes and a tenth of a
millisecond each, some 300 of them in a session. All that is ever used of one are its styles.
"""

from __future__ import annotations

from textual.css.styles import RenderStyles, Styles
from textual.dom import DOMNode

_TYPES = {each.__name__ for each in DOMNode._css_bases(DOMNode)}


class ComponentNode(DOMNode):
    """A node with one class, a parent and styles. It becomes a whole one if asked for more."""

    def __init__(self, component: str) -> None:
        self._classes = {component}
        self._name = self._id = None
        self._css_styles = Styles(self)
        self._inline_styles = Styles(self)
        self.styles = RenderStyles(self, self._css_styles, self._inline_styles)
        self._css_types = _TYPES
        self._is_mounted = False
        self._whole = False

    def __getattr__(self, name: str) -> object:
        if self.__dict__.get("_whole", True):
            raise AttributeError(name)
        self._whole = True
        kept = dict(self.__dict__)
        DOMNode.__init__(self)
        self.__dict__.update(kept)
        return getattr(self, name)
