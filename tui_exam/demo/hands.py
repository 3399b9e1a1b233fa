"""The sample candidate's hands and eyes: keys pressed, text typed, screens waited for."""

from __future__ import annotations

import asyncio
import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from ..widgets.fields import TextField
from ..widgets.picklist import PickList
from .caption import Caption

if TYPE_CHECKING:
    from ..app import ExamApp

PATIENCE = 30.0
S = TypeVar("S", bound=Screen[Any])


class Stuck(RuntimeError):
    """The screen did not do what the sample candidate expected."""


class Hands:
    """Drives an app as a person does.

    Args:
        pace: Seconds a person needs to read a caption; 0 for no waiting at all.
    """

    def __init__(self, pilot: Pilot[object], app: ExamApp, *, pace: float) -> None:
        self._pilot = pilot
        self.app = app
        self._pace = pace

    @property
    def screen(self) -> Screen[Any]:
        """The screen on top."""
        return self.app.screen

    async def say(self, caption: str, **values: object) -> None:
        """Show a caption in the session's language and leave time to read it."""
        if not self._pace:
            return
        for old in self.screen.query(Caption):
            await old.remove()
        await self.screen.mount(Caption(self.app.ui.tr(caption, **values)))
        await asyncio.sleep(self._pace)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            if self._pace:
                await self._pilot.press(key)
                await asyncio.sleep(self._pace / 8)
            else:
                await self._strike(key)

    async def _strike(self, key: str) -> None:
        """Press a key and go on as soon as it is dealt with, not when the machine is idle."""
        character = key if len(key) == 1 else " " if key == "space" else None
        self.app.post_message(events.Key(key, character))
        await self._settled()

    async def _settled(self) -> None:
        """Until app and screen have dealt with everything they were told by now."""
        for _ in range(2):
            done = asyncio.Event()
            self.app.call_later(done.set)
            await asyncio.wait_for(done.wait(), PATIENCE)
            await self._pilot.pause(0)
            deadline = asyncio.get_running_loop().time() + PATIENCE
            while self.app.keys_wait and asyncio.get_running_loop().time() < deadline:
                await asyncio.sleep(0.002)

    async def type(self, text: str) -> None:
        """Enter text into the field that has the focus, as a paste does."""
        step = 12 if self._pace else max(1, len(text))
        for at in range(0, len(text), step):
            focused = self.screen.focused
            if focused is None:
                raise Stuck("nothing has the focus to type into")
            focused.post_message(events.Paste(text[at : at + step]))
            await self._settled()
            if self._pace:
                await asyncio.sleep(0.08)

    async def wait(self, ready: Callable[[], bool], what: str) -> None:
        """Wait until something is so. Raises Stuck when it does not come about."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not ready():
            if asyncio.get_running_loop().time() > deadline:
                raise Stuck(f"{what}; the screen is {self.screen!r}")
            await asyncio.sleep(0.01)
        await self._settled()

    async def on(self, kind: builtins.type[S]) -> S:
        """Wait for a screen of that kind and return it."""
        await self.wait(lambda: isinstance(self.screen, kind), f"no {kind.__name__}")
        screen = self.screen
        assert isinstance(screen, kind)
        await self.wait(lambda: screen.is_mounted and screen.size.width > 0, "not drawn")
        return screen

    async def focus(self, widget_id: str) -> None:
        """Go to a field with Tab."""
        for _ in range(30):
            focused = self.screen.focused
            if focused is not None and focused.id == widget_id:
                return
            await self.press("tab")
        raise Stuck(f"no way to the field {widget_id}")

    async def clear(self) -> None:
        """Empty the field that has the focus."""
        if isinstance(self.screen.focused, TextField):
            rows = self.screen.focused.wrapped_document.height
            await self.press(*["up"] * rows, "home")
            keys: tuple[str, ...] = ("ctrl+k", "delete")
        else:
            keys = ("end", "ctrl+u", "backspace")
        for _ in range(400):
            if not self._typed():
                return
            await self.press(*keys)
        raise Stuck("a field could not be emptied")

    def _typed(self) -> str:
        """What stands in the field that has the focus."""
        focused = self.screen.focused
        value = getattr(focused, "value", None)
        return str(getattr(focused, "text", "") if value is None else value)

    async def fill(self, widget_id: str, text: str) -> None:
        """Put text into a field in place of what is there."""
        await self.focus(widget_id)
        await self.clear()
        if text:
            await self.type(text)

    async def point(self, entry: str, within: str = "PickList") -> PickList:
        """Move the pointer of the list on the screen to an entry."""
        picklist = self.screen.query(within).first(PickList)

        def there() -> bool:
            return any(each.id == entry for each in picklist.entries)

        await self.wait(there, f"no entry {entry}")
        ids = [each.id for each in picklist.entries]
        if self.screen.focused is not picklist:
            await self.focus(picklist.id or "")
        while picklist.current != entry:
            ahead = ids.index(entry) > ids.index(picklist.current)
            await self.press("down" if ahead else "up")
        return picklist

    async def choose(self, entry: str, within: str = "PickList") -> None:
        """Choose an entry of the list on the screen."""
        await self.point(entry, within)
        await self.press("enter")
