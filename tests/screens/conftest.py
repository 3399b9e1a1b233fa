"""The real app on a real store in a temporary folder, with a clock the test moves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from tests.rooms import WHO, clock, disk, records, room
from tui_exam.app import ExamApp
from tui_exam.host.apps.stylesheets import Parsed, SharedStylesheet
from tui_exam.sitting.exam import Exam
from tui_exam.sitting.room import Room
from tui_exam.ui import Ui
from tui_exam.widgets.bars import KeyBar, TopBar
from tui_exam.widgets.lines import Lines

__all__ = ["NAMED", "SEED", "SIZE", "WHO", "Person", "clock", "disk", "make_app", "records", "room"]

SIZE = (80, 24)
SEED = "screens"
PARSED = Parsed()
NAMED = {"enter", "tab", "escape", "f1", "f3", "f8"}
"""Keys that `at_once` takes by name."""


@pytest.fixture
def app(room: Room, tmp_path: Path) -> ExamApp:
    return make_app(room, tmp_path)


def make_app(room: Room, folder: Path) -> ExamApp:
    """An app at that room, drawing the same paper each time."""

    async def opened() -> Room:
        return room

    app = ExamApp(Ui(), room, opened, exports=folder / "exports", seed=SEED)
    # As on a host: hundreds of apps in one process read the same style sheets once.
    app.stylesheet = SharedStylesheet(PARSED, app.get_css_variables())
    return app


class Person:
    """Somebody at the keyboard: presses keys, types, reads the screen."""

    def __init__(self, pilot: Pilot[Any], app: ExamApp) -> None:
        self.pilot = pilot
        self.app = app

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    @property
    def exam(self) -> Exam:
        assert self.app.running is not None
        return self.app.running.exam

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type as fast as the line carries it; the letters are taken in their order."""
        self.at_once(text)
        await self.pilot.pause()

    def at_once(self, *words: str) -> None:
        """Type texts and named keys as if they came in one packet of a slow line."""
        for word in words:
            for key in [word] if word in NAMED else word:
                name = key if key in NAMED or key.isalnum() else _character_to_key(key)
                self.app.post_message(events.Key(name, key if len(key) == 1 else None))

    async def until(self, ready: Callable[[], bool]) -> None:
        for _ in range(600):
            if ready():
                await self.pilot.pause()
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"waited in vain; the screen reads:\n{self.reads}")

    async def on(self, name: str) -> None:
        """Wait until the screen of that class is on top."""
        await self.until(lambda: type(self.screen).__name__ == name and self.screen.is_mounted)

    @property
    def reads(self) -> str:
        """All text drawn by the screen's own widgets."""
        return "\n".join(each.text for each in self.screen.query(Lines))

    @property
    def top(self) -> str:
        return self.screen.query_one(TopBar).text

    @property
    def keys(self) -> str:
        return self.screen.query_one(KeyBar).text

    async def sign_in(self, code: str = WHO.code) -> None:
        await self.press("1")
        await self.on("SignInScreen")
        self.app.ui.typing.on = False
        for text in ("An", "UBND", code):
            await self.type(text)
            await self.press("enter")

    async def begin(self) -> None:
        """From the home screen into the exam."""
        await self.sign_in()
        await self.on("WarmUpScreen")
        await self.press("f8")
        await self.on("TheoryScreen")

    async def home(self) -> None:
        """Back to the home screen, whatever lies on top of it."""
        for _ in range(5):
            if type(self.screen).__name__ == "HomeScreen":
                return
            await self.press("escape")
        await self.on("HomeScreen")

    async def new_letter(self) -> None:
        """Go to the mail and begin a letter."""
        await self.go("f3")
        await self.press("n")
        await self.on("ComposeScreen")

    async def go(self, key: str) -> None:
        """To a practical part, waiting until its desk is laid out."""
        await self.press(key)
        await self.on("DeskScreen")
        part = self.screen.part  # type: ignore[attr-defined]
        await self.until(lambda: all(d.issued_pdf for d in self.exam.desk(part).drafts))
