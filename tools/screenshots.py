"""Make the pictures of the README anew from the real program: docs/images/*.svg."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from tui_exam.app import ExamApp
from tui_exam.demo.candidates import CARELESS, steps
from tui_exam.demo.hands import Hands
from tui_exam.demo.office import OfficeWork
from tui_exam.screens.office.desk_screen import DeskScreen
from tui_exam.screens.result import ResultScreen
from tui_exam.screens.sign_in import SignInScreen
from tui_exam.screens.theory import TheoryScreen
from tui_exam.screens.warm_up import WarmUpScreen
from tui_exam.seat import local_room
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room
from tui_exam.store import TinyAttemptStore
from tui_exam.ui import Ui

TARGET = Path(__file__).parent.parent / "docs" / "images"
SIZE = (100, 30)


class Photographer:
    """Takes a sample candidate through an exam and pictures three screens."""

    def __init__(self, app: ExamApp, pilot: Pilot[object], clock: ManualClock) -> None:
        self._app = app
        self._hands = Hands(pilot, app, pace=0)
        self._clock = clock

    def _keep(self, name: str) -> None:
        path = TARGET / f"{name}.svg"
        path.write_text(self._app.export_screenshot(title="tui-exam"), encoding="utf-8")
        print(path)

    async def work(self) -> None:
        """Quiz, mailbox, result."""
        hands = self._hands
        await hands.press("1")
        await hands.on(SignInScreen)
        for text in ("Nguyễn Văn An", "UBND phường Hương Tràm", "CT001"):
            await hands.type(text)
            await hands.press("enter")
        await hands.on(WarmUpScreen)
        await hands.press("f8")
        await hands.on(TheoryScreen)
        assert self._app.running is not None
        exam = self._app.running.exam
        for number, question in enumerate(exam.paper.questions):
            self._clock.advance(37)
            keys = exam.items[question.item].keys
            for key in keys if number % 5 else ("a",):
                await hands.press(str(question.options.index(key) + 1))
            if number % 7 == 3:
                await hands.press("r")
            if number == 16:
                self._keep("quiz")
            await hands.press("n")
        for key, part in (("f3", "mail"), ("f4", "routing"), ("f5", "signing"), ("f6", "issuing")):
            self._clock.advance(400)
            await hands.press(key)
            desk: DeskScreen = await hands.on(DeskScreen)
            await hands.wait(lambda desk=desk: all(d.issued_pdf for d in desk.desk.drafts), "desk")  # type: ignore[misc]
            if part == "mail":
                self._keep("mailbox")
            if part != "signing":
                await OfficeWork(hands, exam, part).do(steps(CARELESS, exam.tasks[part]))
            while not isinstance(hands.screen, DeskScreen):
                await hands.press("escape")
        await hands.press("h", "c")
        await hands.on(ResultScreen)
        self._keep("result")
        self._app.exit()


async def main() -> None:
    """Run the program without a terminal and keep its screens."""
    TARGET.mkdir(parents=True, exist_ok=True)
    clock = ManualClock()
    with tempfile.TemporaryDirectory() as folder:
        store = TinyAttemptStore(Path(folder) / "data", reserve_bytes=4096, low_water_bytes=0)
        records = Records(store, clock, "máy 12")

        async def opened() -> Room:
            return await local_room(records, None, Path(folder) / "cache")

        app = ExamApp(Ui(), records, opened, exports=Path(folder), seed="pictures")

        async def play(pilot: Pilot[object]) -> None:
            await Photographer(app, pilot, clock).work()

        await app.run_async(headless=True, size=SIZE, auto_pilot=play)


if __name__ == "__main__":
    asyncio.run(main())
