"""One key after the other: a key is handed on only when the one before has had its effect.

The library sends a key to whatever has the focus when the key arrives, and lets the effect of
the one before (Tab moves the focus, Enter opens a window) follow a little later. From a
keyboard at the machine nobody is that quick. Over a slow line, or behind a stall, several keys
come in one packet: what was typed after a Tab would land in the field before it, and the answer
to a question that is just opening in the screen under it.
"""

from __future__ import annotations

import asyncio
from typing import Any

from textual.app import App, ScreenStackError
from textual.dom import DOMNode
from textual.message_pump import MessagePump

LOOK_AGAIN = 0.002  # seconds
PATIENCE = 1.0  # seconds after which a key is handed on all the same


def at_rest(app: App[Any]) -> bool:
    """Whether whatever a key would reach, from the focus up to the app, has nothing left to do."""
    try:
        return _waits(app) and rest_below(app.focused or app.screen)
    except ScreenStackError:
        return False


def rest_below(node: DOMNode) -> bool:
    """The same of a node and what lies above it, but for the app."""
    return all(_waits(each) for each in node.ancestors_with_self if not isinstance(each, App))


def _waits(pump: MessagePump) -> bool:
    """Whether a pump sits at its empty queue: nothing is being handled and nothing waits."""
    ready: asyncio.Event = pump._message_queue.ready_event
    return bool(ready._waiters) and not ready.is_set()
