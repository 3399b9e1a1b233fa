"""What every widget has and hardly any uses, made small.

Each widget of a session brings its own set of timers, its own signal that nobody listens to,
two events and a cache of sixteen layouts: six kilobytes, with some fifty widgets a session. They
behave here as they do in the library, and take room only when they are used.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal
from weakref import WeakSet

from textual._queue import Queue
from textual.timer import Timer
from textual.widget import Widget


class Occasion:
    """As `asyncio.Event`, for one event loop. Somebody waits for few of them."""

    __slots__ = ("_came", "_waiters")

    def __init__(self) -> None:
        self._came = False
        self._waiters: list[asyncio.Future[None]] | None = None

    def is_set(self) -> bool:
        """Whether it has come."""
        return self._came

    def set(self) -> None:
        """It has come; all who wait go on."""
        self._came = True
        for each in self._waiters or ():
            if not each.done():
                each.set_result(None)

    def clear(self) -> None:
        """It is still to come, once more."""
        self._came = False

    async def wait(self) -> Literal[True]:
        """Return when it has come."""
        if self._came:
            return True
        mine = asyncio.get_running_loop().create_future()
        if self._waiters is None:
            self._waiters = []
        self._waiters.append(mine)
        try:
            await mine
        finally:
            self._waiters.remove(mine)
            if not self._waiters:
                self._waiters = None
        return True


class Timers:
    """The timers a node has started and somebody still holds. Most nodes start none."""

    __slots__ = ("_started",)

    def __init__(self) -> None:
        self._started: WeakSet[Timer] | None = None

    def add(self, timer: Timer) -> None:
        """One more."""
        if self._started is None:
            self._started = WeakSet()
        self._started.add(timer)

    def clear(self) -> None:
        """Forget them all."""
        self._started = None

    def __len__(self) -> int:
        return len(self._started or ())

    def __iter__(self) -> Iterator[Timer]:
        return iter(self._started or ())


class LastLayout:
    """The last box a node was laid out in, and for what; a layout asks for the same again."""

    __slots__ = ("_box", "_key")

    def __init__(self) -> None:
        self._key: object = None
        self._box: Any = None

    def get(self, key: object) -> Any:
        """The box for that key, or None."""
        return self._box if key == self._key else None

    def __setitem__(self, key: object, box: Any) -> None:
        self._key, self._box = key, box


class Unheard:
    """A signal nobody can listen to; one is enough for all nodes."""

    __slots__ = ()

    def publish(self, _: object) -> None:
        """Nobody is told."""


_UNHEARD = Unheard()
_NONE: frozenset[Any] = frozenset()


def make_small(widget: Widget) -> None:
    """Give a widget that is not mounted yet the small things in place of the large ones."""
    own: dict[str, Any] = widget.__dict__
    own["message_signal"] = _UNHEARD
    own["_box_model_cache"] = LastLayout()
    own.setdefault("_message_queue", _queue())
    own.setdefault("_mounted_event", Occasion())
    own["_disabled_messages"] = _NONE
    own["_css_types"] = _types(type(widget))
    if not widget._timers:
        own["_timers"] = Timers()
    for styles in (widget._css_styles, widget._inline_styles):
        styles.important = _NONE  # type: ignore[assignment]


def _queue() -> Any:
    queue: Any = Queue()
    queue.ready_event = Occasion()
    return queue


@cache
def _types(kind: type[Widget]) -> frozenset[str]:
    """The names by which style sheets know a kind of widget."""
    return frozenset(each.__name__ for each in kind._css_bases(kind))
