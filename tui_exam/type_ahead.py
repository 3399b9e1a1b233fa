"""Nothing typed ahead is lost: each key waits for what the one before it has set going.

Over a slow line a person presses the key that opens a form and types on; all of it may arrive
in one packet. The library gives every key to the screen that is on top when the key is read, so
the text would go to the screen underneath, where letters are commands.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TypeVar

from textual import events
from textual.app import App, ScreenStackError
from textual.screen import Screen

from .turns import LOOK_AGAIN, PATIENCE, at_rest, rest_below
from .widgets.fields_composing import Composing

T = TypeVar("T")
Typed = events.Key | events.Paste

MOST = 20_000
"""Keys that wait at most, as many as the longest text has letters; more are not taken."""


class TypeAhead(App[T]):
    """An app whose keys reach the screen a person meant, in the order he typed them."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._ahead: deque[Typed] = deque()
        self._giving = False

    @property
    def keys_wait(self) -> bool:
        """Whether keys wait for the effect of those before them."""
        return self._giving or bool(self._ahead)

    async def on_event(self, event: events.Event) -> None:
        """Let a key pass, or keep it until the keys before it have had their effect."""
        if not isinstance(event, Typed):
            await super().on_event(event)
        elif not event.is_forwarded:
            if self._giving or not self._is_free():
                self._keep(event)
            else:
                await self._give(event)
        elif isinstance(event, events.Key) and self._overtaken(event):
            self._keep(event, first=True)
        else:
            await super().on_event(event)

    async def _give(self, event: Typed) -> None:
        vars(event)["given_to"] = self._top_screen()
        await super().on_event(event)

    def _overtaken(self, event: events.Key) -> bool:
        """Whether a screen was opened or closed while this key was on its way."""
        given_to = vars(event).get("given_to")
        return given_to is not None and given_to is not self._top_screen()

    def _keep(self, event: Typed, *, first: bool = False) -> None:
        fresh = (
            events.Key(event.key, event.character)
            if isinstance(event, events.Key)
            else events.Paste(event.text)
        )
        if first:
            self._ahead.appendleft(fresh)
        elif len(self._ahead) < MOST:
            self._ahead.append(fresh)
        if not self._giving:
            self._giving = True
            self.run_worker(self._give_all(), group="type-ahead")

    async def _give_all(self) -> None:
        """Give what waits, one after another."""
        try:
            while self._ahead:
                await self._until_at_rest()
                await self._give(self._ahead.popleft())
                while self._ahead and self._writes(self._ahead[0]):
                    await self._give(self._ahead.popleft())
        finally:
            self._giving = False

    def _writes(self, event: Typed) -> bool:
        """Whether it is a letter for a field, which takes letters in their order by itself."""
        letter = isinstance(event, events.Key) and event.is_printable
        return letter and isinstance(self.focused, Composing)

    async def _until_at_rest(self) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not (self._is_there() and at_rest(self)) and loop.time() < end:
            await asyncio.sleep(LOOK_AGAIN)

    def _is_there(self) -> bool:
        top = self._top_screen()
        return top is not None and top.is_mounted

    def _is_free(self) -> bool:
        """Whether a key may go at once; the app itself is busy, taking this key in."""
        top = self._top_screen()
        if top is None or not top.is_mounted or self.message_queue_size:
            return False
        return rest_below(top.focused or top)

    def _top_screen(self) -> Screen[object] | None:
        try:
            return self.screen
        except ScreenStackError:
            return None
