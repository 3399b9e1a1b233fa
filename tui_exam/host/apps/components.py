"""Nodes that exist only to be styled, without what makes a node able to live.

For each component class of a widget (the drawing widget of the exam has a dozen) Textual
makes a whole node, with queues, signals and caches: five kilobytes and a tenth of a
millisecond each, some 300 of them in a session. All that is ever used of one are its styles.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections import deque
from collections.abc import Callable
from weakref import WeakSet

from textual.css.styles import RenderStyles, Styles
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

_TYPES = {each.__name__ for each in DOMNode._css_bases(DOMNode)}


class ComponentNode(DOMNode):
    """A node with one class, a parent and styles. It becomes a whole one if asked for more.

    Once it is shared, other widgets of its kind go by its styles too, in all apps of the process.
    """

    is_shared = False

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


class Components(dict[str, RenderStyles]):
    """The component styles of one node, each made when it is first asked for.

    A widget has a dozen and needs three or four of them.

    Args:
        names: Those there are.
        make: Gives the styles of one.
    """

    __slots__ = ("_make", "_names")

    def __init__(self, names: frozenset[str], make: Callable[[str], RenderStyles]) -> None:
        super().__init__()
        self._names, self._make = names, make

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __missing__(self, name: str) -> RenderStyles:
        if name not in self._names:
            raise KeyError(name)
        self[name] = made = self._make(name)
        return made

    def clear(self) -> None:
        """The node is closed: there are none any more."""
        super().clear()
        self._names = frozenset()


class Remains:
    """Nodes that are closed, taken apart a few at a time.

    When a whole room hangs up, thousands of nodes close at once; the loop must come to the keys
    of those who still sit between them.
    """

    def __init__(self) -> None:
        self._closed: deque[tuple[float, DOMNode]] = deque()
        self._due: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def waiting(self) -> int:
        """How many are still whole."""
        return len(self._closed)

    def add(self, node: DOMNode) -> None:
        """Take a node apart in a while: its last messages may still be on their way."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:  # the one before, of the process this was forked from, is over
            self._loop, self._due = loop, None
            self._closed.clear()
        self._closed.append((loop.time() + TAKE_APART_AFTER, node))
        self._go_on(loop)

    def _go_on(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._closed and self._due is None:
            wait = max(REST, self._closed[0][0] - loop.time())
            self._due = loop.call_later(wait, self._some, loop, context=contextvars.Context())

    def _some(self, loop: asyncio.AbstractEventLoop) -> None:
        self._due = None
        until = loop.time() + SLICE
        try:
            while self._closed and self._closed[0][0] <= loop.time() < until:
                _take_apart(self._closed.popleft()[1])
        finally:
            self._go_on(loop)


class Register(WeakSet[DOMNode]):
    """The nodes of an app; takes apart whatever leaves it.

    Nodes are full of circles, which only a pass over the whole process would find; with a
    room full of sessions that pass would hold up everybody. Taken apart, nearly all of a
    closed screen is freed at once.
    """

    def __init__(self, remains: Remains) -> None:
        super().__init__()
        self._remains = remains

    def discard(self, node: DOMNode) -> None:
        """A node has left the screen for good."""
        super().discard(node)
        for styles in node._component_styles.values():
            if isinstance(styles.node, ComponentNode) and not styles.node.is_shared:
                styles.node.__dict__.clear()
        node._component_styles.clear()
        self._remains.add(node)


def _take_apart(node: DOMNode) -> None:
    """Empty a node that is closed. It can still be asked whether it is."""
    if "_css_styles" not in node.__dict__:
        return  # it was closed twice
    for own in (node._css_styles, node._inline_styles):
        own._rules = {}
        own.node = None
    if isinstance(node, Widget):
        node._styles_cache.clear()
    if isinstance(node, Screen):
        node._compositor.__dict__.clear()
    for name in node.__dict__.keys() - _STILL_ASKED:
        del node.__dict__[name]


TAKE_APART_AFTER = 3.0  # seconds
SLICE = 0.003  # seconds of taking apart at a time
REST = 0.005  # seconds for others in between
_STILL_ASKED = frozenset(
    {
        "_running", "_closing", "_closed", "_thread_id", "_is_mounted", "_name", "_id", "_classes",
        "_disabled_messages", "_pruning", "_message_queue", "_task", "_prevented_messages_on_mount",
        "_MessagePump__parent",
    }
)  # fmt: skip
