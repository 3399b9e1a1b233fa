"""Làm mẫu: the model solution of a task played through the real screens.

While it plays, the keyboard does nothing but stop it: a key pressed in the middle would
end up in somebody else's sentence.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from textual import events
from textual.pilot import Pilot

from ...demo.clock import HurriedClock
from ...demo.hands import Hands, Stuck
from ...demo.office import OfficeWork
from ...drill.practice import Practice
from ..dialogs import Build, PageDialog, text_rows
from ..exam_screen import CLOSE_KEYS
from .practice import PracticeDesk, mark_rows

if TYPE_CHECKING:
    from ...app import ExamApp

READING = 2.2
"""Seconds for a caption."""


class PlayedHands(Hands):
    """Hands whose keys can be told from those of the person watching."""

    def __init__(self, pilot: Pilot[object], app: ExamApp, *, pace: float) -> None:
        super().__init__(pilot, app, pace=pace)
        self.pressing = False

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.pressing = True
            try:
                await self._pilot.press(key)
            finally:
                self.pressing = False
            if self._pace:
                await asyncio.sleep(self._pace / 8)


class Watching:
    """One showing. `run` ends with the marks, or when Esc was pressed."""

    def __init__(self, app: ExamApp, desk: PracticeDesk, *, pace: float | None = None) -> None:
        self._app = app
        self._desk = desk
        self._hands = PlayedHands(
            cast(Pilot[object], Pilot(app)), app, pace=READING if pace is None else pace
        )
        self._task: asyncio.Task[None] | None = None
        self._marks: Build | None = None

    @property
    def practice(self) -> Practice:
        """The desk's practice, a copy of the watcher's own."""
        return self._desk.practice

    def stops(self, event: events.Key) -> bool:
        """Whether this key is the watcher's: it does nothing, and Esc ends the showing."""
        if self._hands.pressing:
            return False
        if event.key == "escape" and self._task is not None:
            self._task.cancel()
        return True

    async def run(self) -> None:
        """Lay out, do the steps, show the marks, go back."""
        self._task = asyncio.create_task(self._play())
        try:
            await self._task
        except asyncio.CancelledError:
            if not self._task.cancelled():
                raise
        except Stuck as error:
            tr = self._app.ui.tr
            await self._say(tr("Phần làm mẫu dừng lại: {why}", why=error))
            return
        finally:
            await self._close()
        if self._marks is not None:
            title = self._app.ui.tr("Làm mẫu: điểm của bài mẫu")
            self._app.push_screen(PageDialog(title, self._marks, keys=CLOSE_KEYS))

    async def _play(self) -> None:
        hands, practice = self._hands, self.practice
        await hands.on(PracticeDesk)
        await hands.wait(
            lambda: all(draft.issued_pdf for draft in self._desk.desk.drafts),
            "the drafts are not laid out",
        )
        tr = self._app.ui.tr
        await hands.say(tr("Làm mẫu. Bấm Esc để dừng bất cứ lúc nào."))
        clock = practice.exam.sitting.clock
        hurried = clock if isinstance(clock, HurriedClock) else None
        work = OfficeWork(hands, practice.exam, practice.part, hurried)
        await work.do(practice.task.solution)
        await hands.say(tr("Xong. Chấm điểm bài mẫu."))
        self._marks = mark_rows(await practice.mark(), tr)

    async def _say(self, text: str) -> None:
        self._app.push_screen(
            PageDialog(self._app.ui.tr("Làm mẫu"), text_rows(text), keys=CLOSE_KEYS)
        )

    async def _close(self) -> None:
        """Take the showing's screens off, down to the desk it was shown on."""
        while self._desk in self._app.screen_stack:
            await self._app.pop_screen()
