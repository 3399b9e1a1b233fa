"""The way through drilling: who, what is due, the session, practising, the goal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events

from ...drill.book import learners, open_book
from ...drill.drilling import Drilling
from ...drill.outlook import done
from ...drill.plan import Wishes, chosen_of
from ...sitting.sitting import NotSaved, TakenOver, in_words
from ...store.protocol import Corrupt, HeldElsewhere, StoreError
from ...ui import Ui
from ...vntime import clock_time
from ..dialogs import Ask, PageDialog, text_rows
from ..exam_screen import CLOSE_KEYS
from .card import CardScreen
from .form import GoalScreen, WishesScreen
from .learner_sign_in import OTHER, LearnerSignIn, who_drills
from .practising import Practising
from .progress import ProgressScreen
from .start import StartScreen

if TYPE_CHECKING:
    from ...app import ExamApp
    from ...sitting.candidate import Candidate
    from ...sitting.records import Records
    from ...sitting.room import Room


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
        self.practising = Practising(app, ui, self._work)

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
        def chosen(key: str | None) -> None:
            if key == OTHER:
                self._sign_in(wishes)
            elif key:
                who = next(each for each in found if each.code == key)
                self._work(self.open(who, wishes))

        self._app.push_screen(who_drills(found, self._ui.tr), chosen)

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
            words = "Tệp bị hỏng ở dòng {line}: {why}. Tệp được giữ nguyên."
            said = self._ui.tr(words, line=error.line, why=error.reason)
            self._tell("Không mở được nhật ký ôn luyện", said)
            return
        except (StoreError, NotSaved, TakenOver, OSError) as error:
            self._tell("Không mở được nhật ký ôn luyện", in_words(error), str(error))
            return
        self._app.adopt(who.code)
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
            tr(
                "{name} đang ôn tại {seat} từ {at}.",
                name=who.name,
                seat=error.holder.seat,
                at=clock_time(error.holder.since),
            ),
            tr("Nếu ôn tiếp tại đây, màn hình kia dừng lại; những câu đã trả lời ở đó vẫn còn."),
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
                self._work(self.practising.offer(start))
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
        tr = self._ui.tr
        try:
            await start.drilling.set_goal(*form.goal)
        except NotSaved as error:
            why = error.trouble
            words = "CHƯA LƯU ĐƯỢC: {why} Chương trình đang tự thử lại."
            start.say(lambda: tr(words, why=tr(why)))
        except TakenOver as error:
            start.say(partial(tr, "Đang ôn tại {seat}; ở đây chỉ còn để xem.",
                              seat=error.holder.seat))  # fmt: skip
        else:
            start.say(str)
            start.offer_now()

    def session(self, start: StartScreen, wishes: Wishes) -> None:
        """Begin a session; what came of it is told on the start screen."""
        drilling = start.drilling
        tr = self._ui.tr
        if drilling.book.sitting.taken_by is not None:
            start.say(str)  # the news say where it goes on
            return
        if not drilling.begin(wishes):
            words = "Không có câu nào hợp với lựa chọn này. Hãy chọn rộng hơn."
            start.say(partial(tr, words))
            return

        def ended(_: None) -> None:
            session = drilling.session
            if session.answered:
                start.say(partial(done, session, tr))

        self._app.push_screen(CardScreen(self._ui, drilling), ended)

    # -- practising ----------------------------------------------------------------------

    def hand_in(self) -> None:
        """Somebody who practises wants to hand in: his desk is marked."""
        self.practising.hand_in()

    def swallows(self, event: events.Event) -> bool:
        """Whether a key is not to go any further, because a showing is on."""
        return self.practising.swallows(event)

    # -- small things ----------------------------------------------------------------------

    def _work(self, work: Awaitable[object]) -> None:
        self._app.run_worker(work, group="drill", exit_on_error=True)

    def _tell(self, title: str, *parts: str) -> None:
        tr = self._ui.tr
        rows = text_rows(*(tr(part) for part in parts))
        self._app.push_screen(PageDialog(tr(title), rows, keys=CLOSE_KEYS))
