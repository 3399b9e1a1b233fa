"""Looks up once per kind of node, and not for every message, who handles what.

For each message the library searches all classes a node is made from, and once more whenever
a node has nothing left to do: some twenty searches a key. The answer depends on classes alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from textual.css.match import match
from textual.css.model import SelectorSet
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget

Handler = Callable[..., Any]
Selectors = Mapping[str, tuple[SelectorSet, ...]]
Found = tuple[type, Handler]


class Step(NamedTuple):
    """What one class of a node has for a message."""

    owner: type
    decorated: tuple[tuple[Handler, Selectors], ...]
    named: Handler | None


@cache
def steps(node: type, name: str, message: type[Message]) -> tuple[Step, ...]:
    """The classes of a node that have a handler for a message, in the order they are asked.

    Args:
        name: The handler's name by convention, such as `on_key`.
    """
    kinds = [each for each in message.__mro__ if issubclass(each, Message)]
    found = []
    for owner in node.__mro__:
        own = owner.__dict__.get("_decorated_handlers") or {}
        decorated = tuple(each for kind in kinds for each in own.get(kind, ()))
        named = owner.__dict__.get(f"_{name}") or owner.__dict__.get(name)
        if getattr(named, "_textual_on", None):
            named = None
        if decorated or named is not None:
            found.append(Step(owner, decorated, named))
    return tuple(found)


def handlers_of(node: MessagePump, name: str, message: Message) -> Iterable[Found]:
    """As `MessagePump._get_dispatch_methods`: which handlers, bound, in which order.

    A handler may forbid those of the classes below its own, so they are found one by one.
    """
    way = steps(type(node), name, type(message))  # type: ignore[arg-type]  # a class has a hash
    if len(way) == 1 and not way[0].decorated and (named := way[0].named) is not None:
        owner = way[0].owner
        return () if message._no_default_action else ((owner, named.__get__(node, owner)),)
    return _walk(node, way, message) if way else ()


def _walk(node: MessagePump, way: tuple[Step, ...], message: Message) -> Iterator[Found]:
    done: set[Handler] = set()
    for owner, decorated, named in way:
        if message._no_default_action:
            return
        for handler, selectors in decorated:
            if handler not in done and _meant(message, selectors):
                yield owner, handler.__get__(node, owner)
                done.add(handler)
        if named is not None:
            yield owner, named.__get__(node, owner)


def _meant(message: Message, selectors: Selectors) -> bool:
    """Whether a handler for some widgets only is for the one this message is about."""
    if not selectors:
        return True
    if not message._sender:
        return False
    for attribute, selector in selectors.items():
        node = getattr(message, attribute)
        if node is None or not isinstance(node, Widget) or not match(selector, node):
            return False
    return True


def look_up_once() -> None:
    """Let all nodes of this process find their handlers this way."""
    MessagePump._get_dispatch_methods = handlers_of  # type: ignore[assignment,method-assign]
