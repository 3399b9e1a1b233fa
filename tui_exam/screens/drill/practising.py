"""From the start screen to a task being practised, and to seeing it done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events

from ...drill.learner import Learner
from ...drill.practice import Practice, open_practice
from ...drill.words import TASK_LEVELS, part_name
from ...sitting.sitting import NotSaved, TakenOver
from ...store.protocol import StoreError
from ...texts import Words
from ...ui import Ui
from ...widgets.picklist import Entry
from ...widgets.rows import Row, paragraph, row
from ..dialogs import Choose, PageDialog, text_rows
from ..exam_screen import CLOSE_KEYS
from .practice import PracticeDesk
from .start import StartScreen

if TYPE_CHECKING:
    from mock_office.marks import TaskMark
    from mock_office.tasks.definition import TaskDefinition

    from ...app import ExamApp
    from .watch import Watching

KEYS = (("Enter", "Luyện"), ("↑↓", "Di chuyển"), ("Esc", "Quay lại"))


class Practising:
    """Practising single tasks in the app, and watching them being done."""

    def __init__(self, app: ExamApp, ui: Ui, work: Callable[[Awaitable[object]], None]) -> None:
        self._app = app
        self._ui = ui
        self._work = work
        self.watching: Watching | None = None

    async def offer(self, start: StartScreen) -> None:
        """Let the learner choose a task."""
        from mock_office.marks import Family
        from mock_office.tasks import library

        tr, day = self._ui.tr, start.drilling.room.today()
        found = await asyncio.to_thread(
            lambda: [task for task in library.all_tasks() if task.valid_on(day)]
        )
        order = list(Family)
        found.sort(key=lambda task: (order.index(task.family), task.level, task.title))
        best = best_shares(start.drilling.book.learner)

        def chosen(name: str | None) -> None:
            if name:
                self._work(self.practise(start, name))

        entries = [Entry(task.id, task_rows(task, best.get(task.id), tr)) for task in found]
        self._app.push_screen(Choose(tr("Luyện nhiệm vụ nào?"), entries, keys=KEYS), chosen)

    async def practise(
        self, start: StartScreen, name: str, seed: bytes = b"", *, watch: bool = False
    ) -> PracticeDesk | None:
        """Lay a task out and show its desk; None after saying why that cannot be done."""
        drilling = start.drilling
        room = drilling.room
        clock = room.clock
        if watch:  # nobody sits out the minutes until a paper comes in
            from ...demo.clock import HurriedClock

            clock = HurriedClock(clock)
        try:
            practice = await open_practice(
                name, who=drilling.book.who, clock=clock, seat=room.seat,
                day=room.today(), seed=seed, background=room.background,
            )  # fmt: skip
        except (StoreError, NotSaved, TakenOver, OSError, KeyError, ValueError) as error:
            title = self._ui.tr("Không mở được nhiệm vụ")
            self._app.push_screen(PageDialog(title, text_rows(str(error)), keys=CLOSE_KEYS))
            return None
        show = None if watch else partial(self._watch, start)
        desk = PracticeDesk(self._ui, practice, partial(self._marked, start), show)
        await self._app.push_screen(desk)
        return desk

    async def _marked(self, start: StartScreen, practice: Practice, mark: TaskMark) -> None:
        await start.drilling.practised(
            practice.name, practice.part, mark.points, mark.max, practice.seconds, practice.hints
        )

    def _watch(self, start: StartScreen, own: Practice) -> None:
        self._work(self._show(start, own))

    async def _show(self, start: StartScreen, own: Practice) -> None:
        from .watch import Watching

        desk = await self.practise(start, own.name, own.seed, watch=True)
        if desk is None:
            return
        self.watching = Watching(self._app, desk)
        try:
            await self.watching.run()
        finally:
            self.watching = None

    def hand_in(self) -> None:
        """Somebody who practises wants to hand in: his desk is marked."""
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, PracticeDesk):
                screen.action_check()
                return

    def swallows(self, event: events.Event) -> bool:
        """Whether a key is not to go any further, because a showing is on."""
        showing = self.watching
        return showing is not None and isinstance(event, events.Key) and showing.stops(event)


def best_shares(learner: Learner) -> dict[str, float]:
    """Task -> the best share of its points that was reached without hints."""
    best: dict[str, float] = {}
    for each in learner.practices:
        if not each.hints and each.max:
            best[each.name] = max(best.get(each.name, 0.0), each.points / each.max)
    return best


def task_rows(task: TaskDefinition, best: float | None, tr: Words) -> Callable[[int], list[Row]]:
    """A task in the list: its title, family, level, points, the best so far."""
    about = tr(
        "{family}, {level}, {points} điểm",
        family=part_name(task.family.value, tr), level=tr(TASK_LEVELS[task.level]),
        points=tr.number(task.points),
    )  # fmt: skip
    if best is not None:
        about += tr(", tốt nhất {share}", share=f"{best:.0%}")

    def rows(width: int) -> list[Row]:
        return [row((task.title, "strong")), *paragraph(about, width, "muted", first="   ")]

    return rows
