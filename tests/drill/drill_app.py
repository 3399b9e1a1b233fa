"""An app that has nothing but drilling in it, with the real style sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual import events, on
from textual.css.stylesheet import Stylesheet

import tui_exam.app
from tui_exam.personal_app import PersonalApp
from tui_exam.preferences import PreferenceFolder
from tui_exam.screens.drill.coach import CoachScreen
from tui_exam.screens.drill.flow import Drills
from tui_exam.sitting.candidate import Candidate
from tui_exam.sitting.room import Room
from tui_exam.texts import Words
from tui_exam.ui import Ui

_PARSED = Stylesheet()._parse_cache


class DrillApp(PersonalApp):
    """Opens drilling for a learner as the real app does."""

    CSS_PATH = str(Path(tui_exam.app.__file__).with_name("app.tcss"))
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, room: Room, who: Candidate | None, exports: Path, language: str = "vi"
    ) -> None:
        super().__init__(Ui(tr=Words(language)), PreferenceFolder(exports / "preferences"))
        # All of these apps have one look: what one has parsed of style sheets serves the others.
        self.stylesheet._parse_cache = _PARSED

        async def need_room() -> Room:
            return room

        app: Any = self
        self.coached: Callable[[frozenset[str]], None] = lambda _: None
        self.drills = Drills(app, self.ui, room, need_room, exports=exports, known=who)

    async def on_mount(self) -> None:
        self.run_worker(self.drills.begin(), exit_on_error=True)

    @on(CoachScreen.Drill)
    def _drill_topics(self, event: CoachScreen.Drill) -> None:
        self.coached(event.topics)

    async def on_event(self, event: events.Event) -> None:
        if not self.drills.swallows(event):
            await super().on_event(event)
