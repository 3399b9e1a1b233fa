"""Nothing typed ahead is lost: keys that come before the screen they are meant for wait for it.

Over a slow line a person presses the key that opens a form and types on; all of it may arrive
in one packet. The library gives every key to the screen that is on top when the key is read, so
the text would go to the screen underneath, where letters are commands.
"""

from __future__ import annotations

from collections import deque
from typing import TypeVar

from textual import events
from textual.app import App, ScreenStackError
from textual.screen import Screen

T = TypeVar("T")
Typed = events.Key | events.Paste

LOOK_AGAIN = 0.01
"""Seconds between two looks whether the new screen is ready."""
LONGEST = 2.0
"""Seconds after which keys are given on even to a screen that is not ready."""
MOST = 500
"""Keys that wait at most; of more, the last are not taken."""


class TypeAhead(App[T]):
    """An app whose keys reach the screen a person meant, in the order he typed them."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._ahead: deque[Typed] = deque()
        self._looks = 0

    async def on_event(self, event: events.Event) -> None:
        """Let a key pass, or keep it until the screen it is meant for is ready."""
        if not isinstance(event, Typed):
            await super().on_event(event)
        elif not event.is_forwarded:
            if self._ahead or not self._listening():
                self._keep(event)
            else:
                await self._give(event)
        elif isinstance(event, events.Key) and self._overtaken(event):
            self._keep(event)
        else:
            await super().on_event(event)

    async def _give(self, event: Typed) -> None:
        vars(event)["given_to"] = self._top()
        await super().on_event(event)

    def _overtaken(self, event: events.Key) -> bool:
        """Whether an earlier key opened or closed a screen while this one was on its way."""
        given_to = vars(event).get("given_to")
        return given_to is not None and given_to is not self._top()

    def _keep(self, event: Typed) -> None:
        if len(self._ahead) < MOST:
            fresh = (
                events.Key(event.key, event.character)
                if isinstance(event, events.Key)
                else events.Paste(event.text)
            )
            self._ahead.append(fresh)
        if len(self._ahead) == 1:
            self._looks = 0
            self.set_timer(LOOK_AGAIN, self._release)

    async def _release(self) -> None:
        self._looks += 1
        if not self._listening() and self._looks * LOOK_AGAIN < LONGEST:
            self.set_timer(LOOK_AGAIN, self._release)
            return
        waiting, self._ahead = self._ahead, deque()
        for event in waiting:
            await self._give(event)

    def _listening(self) -> bool:
        top = self._top()
        return top is not None and top.is_mounted

    def _top(self) -> Screen[object] | None:
        try:
            return self.screen
        except ScreenStackError:
            return None
