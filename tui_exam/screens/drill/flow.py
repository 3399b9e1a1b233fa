"""The way through drilling: who, what is due, the session, practising, the goal."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events

from ...drill.book import learners, open_book
from ...drill.drilling import Drilling
from ...drill.plan import Wishes, chosen_of
from ...drill.practice import Practice, open_practice
from ...sitting.candidate import BadCandidate, Candidate, candidate
from ...sitting.sitting import NotSaved, TakenOver, in_words
from ...store.protocol import Corrupt, HeldElsewhere, StoreError
from ...ui import Ui
from ...vntime import clock_time
from ...widgets.fields import LineField
from ...widgets.picklist import Entry
from ...widgets.rows import Row, paragraph, row
from ..dialogs import Ask, Choose, PageDialog, text_rows
from ..exam_screen import CLOSE_KEYS
from ..sign_in import FIELDS, SignInScreen
from .card import CardScreen
from .form import GoalScreen, WishesScreen
from .practice import PracticeDesk
from .progress import ProgressScreen
from .start import StartScreen

if TYPE_CHECKING:
    from mock_office.model import TaskMark
    from mock_office.tasks.definition import TaskDefinition

    from ...app import ExamApp
    from ...sitting.records import Records
    from ...sitting.room import Room
    from .watch import Watching

OTHER = "+"
LEVELS = {1: "dễ", 2: "vừa", 3: "khó"}


class LearnerSignIn(SignInScreen):
    """Who drills: the same three fields as for the exam."""

    CSS_PATH = "../form.tcss"

    def __init__(self, ui: Ui, done: Callable[[Candidate], None]) -> None:
        super().__init__(ui)
        self._done = done

    def action_go_on(self) -> None:
        """Check the three fields and go on."""
        values = {key: self.query_one(f"#{key}", LineField).value for key, _, _ in FIELDS}
        try:
            who = candidate(values["code"], values["name"], values["unit"])
        except BadCandidate as error:
            self.say(str(error))
            self.query_one(f"#{error.field}", LineField).focus()
            return
        self.dismiss(None)
        self._done(who)


class Drills:
    """Drilling in the app. Nothing of it is imported before it is asked for."""

    def __init__(
        self,
        app: ExamApp,
        ui: Ui,
        records: Records,
        need_room: Callable[[], Awaitable[Room | None]],
        *,
        exports: Path,
        known: Candidate | None,
    ) -> None:
        self._app = app
        self._ui = ui
        self._records = records
        self._need_room = need_room
        self._exports = exports
        self._known = known
        self._opening = False
        self.watching: Watching | None = None

    # -- who -----------------------------------------------------------------------

    async def begin(self, choice: str = "drill") -> None:
        """Find out who drills, then open his log.

        Args:
            choice: "drill", or what `plan.choice_of` made of a command line.
        """
        code, wishes = chosen_of(choice)
        if self._known is not None:
            await self.open(self._known, wishes)
            return
        try:
            found = await learners(self._records)
        except (StoreError, OSError) as error:
            self._tell("Không mở được nơi lưu bài", in_words(error), str(error))
            return
        named = [who for who in found if who.code == code.upper()]
        if named or (len(found) == 1 and not code):
            await self.open((named or found)[0], wishes)
        elif found and not code:
            self._choose(found, wishes)
        else:
            self._sign_in(wishes)

    def _choose(self, found: list[Candidate], wishes: Wishes | None) -> None:
        tr = self._ui.tr

        def chosen(key: str | None) -> None:
            if key == OTHER:
                self._sign_in(wishes)
            elif key:
                who = next(each for each in found if each.code == key)
                self._work(self.open(who, wishes))

        def entry(key: str, name: str, about: str) -> Entry:
            return Entry(key, lambda width: [row((name, "strong")), row((f"   {about}", ""))])

        entries = [entry(who.code, who.name, f"{who.unit} [{who.code}]") for who in found[:50]]
        entries.append(entry(OTHER, tr("Người khác"), tr("Ghi họ tên, đơn vị, số báo danh.")))
        keys = (("Enter", tr("Chọn")), ("↑↓", tr("Di chuyển")), ("Esc", tr("Quay lại")))
        self._app.push_screen(Choose(tr("Ai ôn luyện?"), entries, keys=keys), chosen)

    def _sign_in(self, wishes: Wishes | None) -> None:
        self._app.push_screen(
            LearnerSignIn(self._ui, lambda who: self._work(self.open(who, wishes)))
        )

    # -- opening ---------------------------------------------------------------------

    async def open(
        self, who: Candidate, wishes: Wishes | None = None, *, take_over: bool = False
    ) -> None:
        """Open a learner's log and show what is due."""
        if self._opening:
            return
        self._opening = True
        try:
            await self._open(who, wishes, take_over=take_over)
        finally:
            self._opening = False

    async def open_topics(self, who: Candidate, topics: frozenset[str]) -> None:
        """Open a learner's log and begin a session on these topics, or on what is due."""
        await self.open(who, Wishes(topics=topics))

    async def _open(self, who: Candidate, wishes: Wishes | None, *, take_over: bool) -> None:
        room = await self._need_room()
        if room is None:
            return
        try:
            book = await open_book(room, who, program=room.program, take_over=take_over)
            drilling = Drilling(room, book)
            await drilling.catch_up()
        except HeldElsewhere as error:
            self._offer_take_over(who, wishes, error)
            return
        except Corrupt as error:
            self._tell(
                "Không mở được nhật ký ôn luyện",
                f"Tệp bị hỏng ở dòng {error.line}: {error.reason}. Tệp được giữ nguyên.",
            )
            return
        except (StoreError, NotSaved, TakenOver, OSError) as error:
            self._tell("Không mở được nhật ký ôn luyện", in_words(error), str(error))
            return
        start = StartScreen(self._ui, drilling, self.chosen)
        await self._app.push_screen(start)
        self._work(self._load_minis(start))
        if wishes is not None:
            self.session(start, wishes)

    async def _load_minis(self, start: StartScreen) -> None:
        await start.drilling.load_minis()
        if start.is_current:
            start.refresh_view()

    def _offer_take_over(self, who: Candidate, wishes: Wishes | None, error: HeldElsewhere) -> None:
        tr = self._ui.tr
        body = text_rows(
            f"{who.name} đang ôn tại {error.holder.seat} từ {clock_time(error.holder.since)}.",
            "Nếu ôn tiếp tại đây, màn hình kia dừng lại; những câu đã trả lời ở đó vẫn còn.",
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self._work(self.open(who, wishes, take_over=True))

        self._app.push_screen(
            Ask(tr("Đang ôn ở nơi khác"), body, yes=tr("Có, ôn tiếp tại đây"), no=tr("Không")),
            answered,
        )

    # -- from the start screen -----------------------------------------------------------

    def chosen(self, start: StartScreen, choice: str) -> None:
        """One of the entries of the start screen was chosen."""
        drilling = start.drilling
        learner = drilling.book.learner
        match choice:
            case "now":
                self.session(start, Wishes(minutes=learner.minutes))
            case "wishes":
                form = WishesScreen(self._ui, drilling.deck, learner.minutes)
                self._app.push_screen(form, lambda _: self._wished(start, form))
            case "tasks":
                self._work(self._tasks(start))
            case "progress":
                self._app.push_screen(ProgressScreen(self._ui, drilling, self._exports))
            case _:
                today = drilling.room.today()
                goal = GoalScreen(self._ui, learner.exam_day, learner.minutes, today)
                self._app.push_screen(goal, lambda _: self._work(self._goal(start, goal)))

    def _wished(self, start: StartScreen, form: WishesScreen) -> None:
        if form.wishes is not None:
            self.session(start, form.wishes)

    async def _goal(self, start: StartScreen, form: GoalScreen) -> None:
        if form.goal is None:
            return
        try:
            await start.drilling.set_goal(*form.goal)
        except NotSaved as error:
            start.say(f"CHƯA LƯU ĐƯỢC: {error.trouble}")
        except TakenOver as error:
            start.say(f"Đang ôn tại {error.holder.seat}; ở đây chỉ còn để xem.")
        else:
            start.say("")

    def session(self, start: StartScreen, wishes: Wishes) -> None:
        """Begin a session; what came of it is told on the start screen."""
        drilling = start.drilling
        if not drilling.begin(wishes):
            start.say("Không có câu nào hợp với lựa chọn này. Hãy chọn rộng hơn.")
            return

        def ended(_: None) -> None:
            done = drilling.session
            if done.answered:
                left = len(done.waiting)
                more = f" Còn {left} câu sai chưa làm lại." if left else ""
                start.say(
                    f"Lượt vừa rồi: {done.right} câu đúng ngay, {done.wrong} câu sai, "
                    f"{done.spent / 60:.0f} phút.{more}"
                )

        self._app.push_screen(CardScreen(self._ui, drilling), ended)

    # -- practising ----------------------------------------------------------------------

    async def _tasks(self, start: StartScreen) -> None:
        from mock_office.model import Family
        from mock_office.tasks import library

        tr = self._ui.tr
        day = start.drilling.room.today()
        found = await asyncio.to_thread(
            lambda: [task for task in library.all_tasks() if task.valid_on(day)]
        )
        order = list(Family)
        found.sort(key=lambda task: (order.index(task.family), task.level, task.title))
        best = {
            name: max(p.points / p.max for p in start.drilling.book.learner.practices
                      if p.name == name and not p.hints and p.max)
            for name in {p.name for p in start.drilling.book.learner.practices
                         if not p.hints and p.max}
        }  # fmt: skip

        def chosen(name: str | None) -> None:
            if name:
                self._work(self._practise(start, name))

        keys = (("Enter", tr("Luyện")), ("↑↓", tr("Di chuyển")), ("Esc", tr("Quay lại")))
        entries = [Entry(task.id, _task_rows(task, best.get(task.id))) for task in found]
        self._app.push_screen(Choose(tr("Luyện nhiệm vụ nào?"), entries, keys=keys), chosen)

    async def _practise(
        self, start: StartScreen, name: str, seed: bytes = b"", *, watch: bool = False
    ) -> PracticeDesk | None:
        drilling = start.drilling
        room = drilling.room
        clock = room.clock
        if watch:  # nobody sits out the minutes until a paper comes in
            from ...demo.clock import HurriedClock

            clock = HurriedClock(clock)
        try:
            practice = await open_practice(
                name, who=drilling.book.who, clock=clock, seat=room.seat,
                day=room.today(), seed=seed,
            )  # fmt: skip
        except (StoreError, OSError, KeyError, ValueError) as error:
            self._tell("Không mở được nhiệm vụ", str(error))
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

        desk = await self._practise(start, own.name, own.seed, watch=True)
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

    # -- small things ----------------------------------------------------------------------

    def _work(self, work: Awaitable[object]) -> None:
        self._app.run_worker(work, group="drill", exit_on_error=True)

    def _tell(self, title: str, *parts: str) -> None:
        tr = self._ui.tr
        rows = text_rows(*(tr(part) for part in parts))
        self._app.push_screen(PageDialog(tr(title), rows, keys=CLOSE_KEYS))


def _task_rows(task: TaskDefinition, best: float | None) -> Callable[[int], list[Row]]:
    from ...sitting.exam import FAMILY_NAMES

    done = f", tốt nhất {best:.0%}" if best is not None else ""
    about = f"{FAMILY_NAMES[task.family.value]}, {LEVELS[task.level]}, {task.points:g} điểm{done}"

    def rows(width: int) -> list[Row]:
        return [row((task.title, "strong")), *paragraph(about, width, "muted", first="   ")]

    return rows
