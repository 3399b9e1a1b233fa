"""One task played by itself: its model solution, or one of its named mistakes."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from textual.pilot import Pilot

from mock_office.marks import TaskMark
from mock_office.tasks import library
from mock_office.tasks.rehearsed import Mistake, Step
from mock_office.tasks.task import Task

from ..app import ExamApp
from ..drill.practice import open_practice
from ..places import places, seat_name
from ..screens.drill.practice import PracticeDesk, mark_rows
from ..screens.drill.watch import READING
from ..screens.home import HomeScreen
from ..seat import local_records, local_room, ui_for
from ..sitting.candidate import Candidate
from ..sitting.report import task_lines
from ..sitting.room import Room
from ..vntime import VIETNAM
from .clock import HurriedClock
from .hands import Hands, Stuck
from .office import OfficeWork

SIZE = (80, 24)
"""The smallest screen there is: what is longer than it must be read to its end."""

WHO = Candidate("MAU", "Thí sinh mẫu", "Thi mẫu (THI THỬ)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to play.

    Args:
        slip: Code of the mistake to make; "" for the model solution.
        seed: Chooses the variant.
    """

    task: str
    slip: str = ""
    seed: int = 1


def today() -> date:
    """The day in Vietnam."""
    return datetime.now(VIETNAM).date()


def mistake_of(task: Task, slip: str) -> Mistake | None:
    """The mistake of that code. KeyError when the task names none like it."""
    if not slip:
        return None
    for mistake in task.mistakes:
        if mistake.code == slip:
            return mistake
    raise KeyError(slip)


def lost(mark: TaskMark) -> dict[str, float]:
    """Points lost by check code."""
    return {row.code: round(row.max - row.points, 2) for row in mark.checks if row.points < row.max}


def as_said(mark: TaskMark, mistake: Mistake | None) -> bool:
    """Whether the marks are those the task's author announced."""
    if mistake is None:
        return mark.points == mark.max and not mark.voided
    if mistake.voids:
        return bool(mark.voided) and mark.points == 0
    wanted = {code: round(points, 2) for code, points in mistake.loses.items()}
    return not mark.voided and lost(mark) == wanted


class TaskPlayer:
    """Plays tasks on one app, one after the other."""

    def __init__(self, pilot: Pilot[object], app: ExamApp, *, pace: float, day: date) -> None:
        self._hands = Hands(pilot, app, pace=pace)
        self._app = app
        self._day = day

    async def play(self, wanted: Wanted) -> tuple[TaskMark, Mistake | None]:
        """Lay the task out, do the steps at its screens, mark what came of them.

        Raises Stuck when a step cannot be done, KeyError for an unknown task or mistake.
        """
        from ..sitting.clock import SystemClock

        app, clock = self._app, HurriedClock(SystemClock.read())
        practice = await open_practice(
            wanted.task, who=WHO, clock=clock, seat=seat_name(), day=self._day,
            seed=f"demo-{wanted.seed}".encode(),
        )  # fmt: skip
        try:
            mistake = mistake_of(practice.task, wanted.slip)
        except KeyError:
            await practice.leave()
            raise

        async def unheard(practice: object, mark: TaskMark) -> None:
            """Nobody is keeping a record of a demo."""

        desk = PracticeDesk(app.ui, practice, unheard, None)
        await app.push_screen(desk)
        try:
            steps: Sequence[Step] = practice.task.solution if mistake is None else mistake.steps
            await self._do(desk, clock, steps, mistake)
            return await practice.mark(), mistake
        finally:
            while desk in app.screen_stack:
                await app.pop_screen()

    async def _do(
        self, desk: PracticeDesk, clock: HurriedClock, steps: Sequence[Step], slip: Mistake | None
    ) -> None:
        hands, practice = self._hands, desk.practice
        await hands.on(PracticeDesk)
        await hands.wait(
            lambda: all(draft.issued_pdf for draft in desk.desk.drafts), "the desk is not laid out"
        )
        await desk.office.prepare(practice.part)
        title = practice.title
        if slip is not None:
            title = self._app.ui.tr("{task}. Lỗi: {slip}", task=title, slip=slip.title)
        await hands.say("{title}. Bấm F7 đọc đề bài, Esc để đóng.", title=title)
        await OfficeWork(hands, practice.exam, practice.part, clock).do(steps)

    async def show(self, mark: TaskMark) -> None:
        """Show the marks until the watcher closes them."""
        from ..screens.dialogs import PageDialog
        from ..screens.exam_screen import CLOSE_KEYS

        tr = self._app.ui.tr
        title, rows = tr("Làm mẫu: điểm của bài mẫu"), mark_rows(mark, tr)
        await self._app.push_screen(PageDialog(title, rows, keys=CLOSE_KEYS))


def make_app(lang: str) -> ExamApp:
    """An app to play on; nothing of the demo goes into this machine's records."""
    environment = dict(os.environ)
    where = places(environment)
    records = local_records(where, seat_name())

    async def open_room() -> Room:
        return await local_room(records, None, where.cache)

    return ExamApp(ui_for(environment, lang), records, open_room, exports=where.exports)


def run_task(wanted: Wanted, *, day: date, headless: bool, as_json: bool, lang: str) -> int:
    """Play one task; 0 when the marks are those its author announced.

    2 when there is no such task or mistake, 1 when the marks differ or a step cannot be done.
    """
    try:
        task = library.load(wanted.task).variant(b"", day)
        mistake_of(task, wanted.slip)
    except KeyError as error:
        known: tuple[str, ...] = library.names()
        if wanted.task in known:
            known = tuple(mistake.code for mistake in task.mistakes)
        print(f"tui-exam demo: không có {error}. Có: {', '.join(known)}", file=sys.stderr)
        return 2
    mistake = mistake_of(task, wanted.slip)
    if mistake is not None and not mistake.offered:
        print("tui-exam demo: phần mềm không cho mắc lỗi này trên màn hình.", file=sys.stderr)
        return 2
    app = make_app(lang)
    came: list[tuple[TaskMark, Mistake | None]] = []
    failure: list[Exception] = []

    async def play(pilot: Pilot[object]) -> None:
        player = TaskPlayer(pilot, app, pace=0 if headless else READING, day=day)
        try:
            while not isinstance(app.screen, HomeScreen):
                await asyncio.sleep(0.01)
            came.append(await player.play(wanted))
            if not headless:
                await player.show(came[0][0])
                return
        except Exception as error:
            failure.append(error)
        app.exit()

    size = SIZE if headless else None
    asyncio.run(app.run_async(headless=headless, size=size, auto_pilot=play))
    if failure or not came:
        reason = failure[0] if failure else "dừng trước khi xong"
        print(f"tui-exam demo: {reason}", file=sys.stderr)
        if failure and not isinstance(failure[0], Stuck):
            raise failure[0]
        return 1
    mark, mistake = came[0]
    _tell(mark, mistake, as_json=as_json)
    return 0 if as_said(mark, mistake) else 1


def _tell(mark: TaskMark, mistake: Mistake | None, *, as_json: bool) -> None:
    if as_json:
        told = {
            "task": mark.task,
            "slip": mistake.code if mistake else "",
            "points": mark.points,
            "max": mark.max,
            "voided": mark.voided,
            "lost": lost(mark),
        }
        print(json.dumps(told, ensure_ascii=False))
        return
    for line, _ in task_lines(mark):
        print(line)
