"""Running the demo: on the screen with captions, or without a terminal."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
from dataclasses import replace

from textual.pilot import Pilot

from ..app import ExamApp
from ..places import places, seat_name
from ..screens.office.desk_screen import DeskScreen
from ..screens.sign_in import SignInScreen
from ..screens.theory import TheoryScreen
from ..screens.warm_up import WarmUpScreen
from ..seat import local_records, local_room, ui_for
from ..sitting.exam import FAMILY_NAMES, Exam
from ..sitting.room import Room
from .candidates import CANDIDATES, EMPTY, steps
from .clock import HurriedClock
from .hands import Hands
from .office import OfficeWork

__all__ = ["CANDIDATES", "run_demo"]

NAME, UNIT = "Thí sinh mẫu", "Thi mẫu (THI THỬ)"
READING = 2.2  # seconds for a caption
PART_KEYS = {"mail": "f3", "routing": "f4", "signing": "f5", "issuing": "f6"}


def run_demo(candidate: str, *, seed: int, headless: bool, as_json: bool, lang: str) -> int:
    """Play one candidate; 0 when the exam came to its result."""
    environment = dict(os.environ)
    where = places(environment)

    records = local_records(where, seat_name())
    clock = HurriedClock(records.clock)
    records = replace(records, clock=clock)

    async def open_room() -> Room:
        return await local_room(records, None, where.cache)

    app = ExamApp(
        ui_for(environment, lang),
        records,
        open_room,
        exports=where.exports,
        seed=f"demo-{seed}",
    )
    failure: list[BaseException] = []

    async def play(pilot: Pilot[object]) -> None:
        try:
            pace = 0 if headless else READING
            await Player(pilot, app, candidate, pace=pace, clock=clock).play()
        except Exception as error:
            failure.append(error)
            app.exit()
            return
        if headless:
            app.exit()

    asyncio.run(
        app.run_async(headless=headless, size=(100, 36) if headless else None, auto_pilot=play)
    )
    if failure:
        print(f"tui-exam demo: {failure[0]}", file=sys.stderr)
        return 1
    if app.result is None:
        print("tui-exam demo: stopped before the result", file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(app.result.summary(), ensure_ascii=False))
    else:
        summary = app.result.summary()
        print(f"{summary['total']:g}/100, {summary['band']} ({summary['attempt_id']})")
    return 0


class Player:
    """A sample candidate at work."""

    def __init__(
        self,
        pilot: Pilot[object],
        app: ExamApp,
        candidate: str,
        *,
        pace: float,
        clock: HurriedClock,
    ) -> None:
        self._hands = Hands(pilot, app, pace=pace)
        self._clock = clock
        self._app = app
        self._candidate = candidate

    async def play(self) -> None:
        """From the home screen to the result."""
        hands = self._hands
        await hands.say("Màn hình chính. Bấm 1 để dự thi.")
        await hands.press("1")
        await self._sign_in()
        await hands.on(WarmUpScreen)
        await hands.say("Phần làm quen không tính giờ. Bấm F8 để bắt đầu.")
        await hands.press("f8")
        await hands.on(TheoryScreen)
        running = self._app.running
        assert running is not None
        if self._candidate != EMPTY:
            await self._theory(running.exam)
            for part in running.exam.tasks:
                await self._task(running.exam, part)
        await self._hand_in()

    async def _sign_in(self) -> None:
        hands = self._hands
        await hands.on(SignInScreen)
        await hands.say("Gõ họ tên, đơn vị, số báo danh; Enter sang ô kế tiếp.")
        for text in (NAME, UNIT, f"MAU-{secrets.token_hex(3).upper()}"):
            await hands.type(text)
            await hands.press("enter")

    async def _theory(self, exam: Exam) -> None:
        hands = self._hands
        await hands.say("Lý thuyết: bấm số của phương án để chọn, n để sang câu sau.")
        for question in exam.paper.questions:
            item = exam.items[question.item]
            for key in item.keys:
                await hands.press(str(question.options.index(key) + 1))
            await hands.press("n")

    async def _task(self, exam: Exam, part: str) -> None:
        hands = self._hands
        await hands.press(PART_KEYS[part])
        desk: DeskScreen = await hands.on(DeskScreen)
        await hands.wait(
            lambda: all(draft.issued_pdf for draft in desk.desk.drafts), "the desk is not laid out"
        )
        name = self._app.ui.tr(FAMILY_NAMES[part])
        await hands.say("{part}: bấm F7 đọc đề bài và trích quy chế.", part=name)
        await hands.press("f7")
        await hands.say("Đọc kỹ yêu cầu, bảng phân công và mã PIN thử; Esc để đóng.")
        await hands.press("escape")
        done = steps(self._candidate, exam.tasks[part])
        await OfficeWork(hands, exam, part, self._clock).do(done)
        for _ in range(4):
            if isinstance(hands.screen, DeskScreen):
                break
            await hands.press("escape")

    async def _hand_in(self) -> None:
        hands = self._hands
        await hands.say("Nộp bài: chương trình liệt kê phần còn thiếu và hỏi một lần.")
        await hands.press("h")
        await hands.say("Bấm C để nộp.")
        await hands.press("c")
        await hands.wait(lambda: self._app.result is not None, "no result")
        await hands.say("Kết quả: phím 1, 2, 3 xem từng phần; Esc rồi q để đóng.")
