"""The application: it owns navigation and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.scrollbar import ScrollBar
from textual.worker import Worker, WorkerError

from .personal_app import PersonalApp
from .preferences import PreferenceFolder
from .running import Running
from .screens.dialogs import PageDialog, text_rows
from .screens.drill.coach import CoachScreen
from .screens.exam_screen import CLOSE_KEYS, ExamScreen
from .screens.home import ABOUT, HomeChosen, HomeScreen
from .screens.marking import MarkingScreen
from .screens.result import ResultScreen
from .screens.results import ResultsScreen
from .screens.returning import ask_to_continue, ask_to_take_over
from .screens.sign_in import SignInScreen
from .screens.warm_up import WarmUpScreen
from .sitting.sitting import NotSaved, in_words
from .store.protocol import AttemptSummary, Corrupt, HeldElsewhere, StoreError
from .theme import WholeCells
from .ui import Ui

if TYPE_CHECKING:
    from .screens.drill.flow import Drills
    from .sitting.candidate import Candidate
    from .sitting.exam import Exam
    from .sitting.records import Records
    from .sitting.result import Result
    from .sitting.room import Room

# The stock scroll bar is drawn with eighths of a cell, which no console font has.
ScrollBar.renderer = WholeCells

OpenRoom = Callable[[], Awaitable["Room"]]
TICK = 1.0
_UNOPENED = (StoreError, NotSaved, OSError, KeyError, ValueError)
"""What an attempt that cannot be opened answers with."""


def _words(error: Exception) -> tuple[str, ...]:
    """What it means, and what the part of the program said that found it, where that differs."""
    return tuple(dict.fromkeys((in_words(error), str(error))))


class ExamApp(PersonalApp):
    """One person at one terminal. The room is opened when it is first needed."""

    CSS_PATH = "app.tcss"
    TITLE = "tui-exam"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None

    def __init__(
        self,
        ui: Ui,
        records: Records,
        open_room: OpenRoom,
        *,
        exports: Path,
        start: str = "home",
        seed: str | None = None,
        known: Candidate | None = None,
        preferences: PreferenceFolder | None = None,
        notice: str = "",
    ) -> None:
        """See `tui_exam.seat` for how a local one is wired.

        Args:
            known: Who sits here, when that is settled already: no sign-in, own results only.
            notice: Something to be said on the first screen.
            preferences: Where choices of look, language and typing are remembered.
        """
        super().__init__(ui, preferences or PreferenceFolder(exports / "preferences"))
        self.running: Running | None = None
        self.result: Result | None = None
        self._open_room = open_room
        self._room: Room | None = None
        self._records = records
        self._exports = exports
        self._start = start
        self._seed = seed
        self._known = known
        self._drills: Drills | None = None
        self._settling: Worker[int] | None = None
        if known is not None:
            self.adopt(known.code)
        self.add_mode("home", lambda: HomeScreen(self.ui, seat=self._records.seat, note=notice))

    async def on_mount(self) -> None:
        await self._show_first()
        self.set_interval(TICK, self._tick)
        if self._start != "home":
            self.post_message(HomeChosen(self._start))
        if self._known is None:  # a host looks after its attempts itself
            self._finish_left_over()

    async def _show_first(self) -> None:
        """The open attempt of a candidate who is known goes on at once; else the home screen."""
        found = None
        if self._known is not None:
            with suppress(StoreError, OSError):  # who begins anew is told
                found = await self._records.unfinished(self._known.code)
        if found is None:
            await self.switch_mode("home")
            return
        try:
            exam = await self._records.resume(found, take_over=True)
        except _UNOPENED as error:
            await self.switch_mode("home")
            self._tell_unopened(found, error)
        else:
            await self._enter(exam)

    @work(group="left-over", exit_on_error=False)
    async def _finish_left_over(self) -> None:
        """Mark what was handed in when the program died before it was marked."""
        from .sitting.finish import finish_left_over

        await finish_left_over(self._records)

    async def _tick(self) -> None:
        self.check_size()
        if self.running is not None:
            await self.running.tick()

    # -- from the home screen ----------------------------------------------------------

    @on(HomeChosen)
    def _home_chosen(self, event: HomeChosen) -> None:
        match event.choice:
            case "sit" if self._known is not None:
                self.post_message(SignInScreen.SignedIn(self._known))
            case "sit":
                self.push_screen(SignInScreen(self.ui))
                self._warm_room()
            case choice if choice.startswith("drill"):
                self._drill(choice)
            case "results":
                self._show_results()
            case "about":
                rows = text_rows(*(self.ui.tr(part) for part in ABOUT))
                self.push_screen(PageDialog(self.ui.tr("Hướng dẫn"), rows, keys=CLOSE_KEYS))
            case _:
                self.exit()

    @work(group="room", exclusive=True, exit_on_error=False)
    async def _warm_room(self) -> None:
        """Read the bank while the candidate is typing his name."""
        await self._need_room()

    async def _need_room(self) -> Room | None:
        """The room, opened at first need; None after telling why it cannot be."""
        from .sitting.troubles import task_trouble
        from .yaml_lines import FileFaults

        if self._room is not None:
            return self._room
        try:
            self._room = await self._open_room()
        except FileFaults as error:
            faults = [str(fault) for fault in error.faults[:40]]
            self._tell("Không mở được đề thi", "# Đề thi có lỗi, chưa thể bắt đầu.", *faults)
        except (StoreError, OSError) as error:
            self._tell("Không mở được nơi lưu bài", *_words(error))
        except Exception as error:
            trouble = task_trouble(error)
            if trouble is None:
                raise
            self._tell("Không mở được nhiệm vụ", "# Nhiệm vụ thực hành có lỗi.", trouble)
        return self._room

    def _tell(self, title: str, *parts: str) -> None:
        tr = self.ui.tr
        rows = text_rows(*(tr(part) for part in parts))
        self.push_screen(PageDialog(tr(title), rows, keys=CLOSE_KEYS))

    # -- signing in ---------------------------------------------------------------------

    @on(SignInScreen.SignedIn)
    @work(group="begin", exclusive=True)
    async def _signed_in(self, event: SignInScreen.SignedIn) -> None:
        self.adopt(event.who.code)
        room = await self._need_room()
        if room is None:
            return
        health = await self._records.store.health()
        try:
            unfinished = await self._records.unfinished(event.who.code)
        except (StoreError, OSError) as error:
            self._say(self.ui.tr(in_words(error)))
            return
        if unfinished is not None and self._known is not None:
            self._resume(unfinished, take_over=True)
            return
        if unfinished is not None:
            self._offer_to_continue(unfinished)
            return
        if health.problem or not health.writable:
            self._say(self.ui.tr("Chưa thể bắt đầu: {why}", why=health.problem))
            return
        self.push_screen(WarmUpScreen(self.ui, minutes=room.blueprint.minutes))
        self._who = event.who

    def _say(self, trouble: str) -> None:
        if isinstance(self.screen, SignInScreen):
            self.screen.say(trouble)
        else:
            self._tell("Chưa thể bắt đầu", trouble)

    def _offer_to_continue(self, found: AttemptSummary) -> None:
        if found.closed is not None:
            self._resume(found, take_over=False)  # handed in already: only its marking is missing
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._resume(found, take_over=False)

        self.push_screen(ask_to_continue(found, self.ui.tr), answered)

    @work(group="begin", exclusive=True)
    async def _resume(self, found: AttemptSummary, *, take_over: bool) -> None:
        try:
            exam = await self._records.resume(found, take_over=take_over)
        except _UNOPENED as error:
            self._tell_unopened(found, error)
        else:
            await self._enter(exam)

    def _tell_unopened(self, found: AttemptSummary, error: Exception) -> None:
        """Why an attempt does not go on, or whether it is to be taken from where it is open."""
        if isinstance(error, HeldElsewhere):
            self._offer_take_over(found, error)
        elif isinstance(error, Corrupt):
            self._tell(
                "Không mở được bài thi",
                self.ui.tr(
                    "Tệp bài thi bị hỏng ở dòng {line}: {why}.", line=error.line, why=error.reason
                ),
                "Tệp được giữ nguyên để người tổ chức kiểm tra. Xin báo giám thị.",
            )
        else:
            self._tell("Không mở được bài thi", *_words(error))

    def _offer_take_over(self, found: AttemptSummary, error: HeldElsewhere) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._resume(found, take_over=True)

        self.push_screen(ask_to_take_over(error.holder, self.ui.tr), answered)

    @on(WarmUpScreen.Begin)
    @work(group="begin", exclusive=True)
    async def _begin(self) -> None:
        from .sitting.troubles import task_trouble

        room = await self._need_room()
        if room is None:
            return
        try:
            exam = await room.begin(self._who, seed=self._seed)
        except (StoreError, NotSaved, OSError) as error:
            self._tell("Chưa bắt đầu được", *_words(error))
        except Exception as error:
            trouble = task_trouble(error)
            if trouble is None:
                raise
            self._tell("Chưa bắt đầu được", "# Đề thi có lỗi.", trouble)
        else:
            await self._enter(exam)

    # -- the exam -----------------------------------------------------------------------

    async def _enter(self, exam: Exam) -> None:
        self.running = Running(self, self.ui, exam, self._finished)
        with self.batch_update():  # what led here is taken away unseen
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            await self.running.enter()

    @on(ExamScreen.Go)
    async def _go(self, event: ExamScreen.Go) -> None:
        if self.running is not None:
            await self.running.go(event.part)

    @on(ExamScreen.HandIn)
    def _hand_in(self) -> None:
        if self.running is not None:
            self.running.ask_hand_in()
        elif self._drills is not None:
            self._drills.hand_in()

    async def _finished(self, exam: Exam, result: Result) -> None:
        """The exam is marked: home again, with the result on top."""
        self.running = None
        self.result = result
        self._make_due(exam.who)
        receipt = await self._receipt(exam)
        await self.leave_modes()
        self.push_screen(CoachScreen(self.ui, exam, result))
        self._show(exam, result, receipt)

    async def _receipt(self, exam: Exam) -> str:
        """The short code of the log's last hash, for the candidate to write down."""
        from .store.chain import short_code

        head = await exam.sitting.store.head(exam.sitting.attempt.id)
        return f"{self.ui.tr('Mã bài')}: {short_code(head.hash)}"

    @on(MarkingScreen.GaveUp)
    async def _gave_up(self) -> None:
        """Marking failed: the attempt is closed and kept; it can be marked at a later start."""
        if self.running is not None:
            await self.running.exam.sitting.leave()
            self.running = None
        await self.leave_modes()

    async def leave_modes(self) -> None:
        """Back to the home screen alone; the modes of the exam are taken down."""
        await self.switch_mode("home")
        for mode in [name for name in self._modes if name.startswith("exam.") or name == "marking"]:
            await self.remove_mode(mode)
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    # -- drilling -----------------------------------------------------------------------

    @property
    def drills(self) -> Drills:
        """Drilling, made when it is first wanted."""
        from .screens.drill.flow import Drills

        if self._drills is None:
            self._drills = Drills(
                self, self.ui, self._records, self._need_room,
                exports=self._exports, known=self._known,
            )  # fmt: skip
        return self._drills

    def _make_due(self, who: Candidate) -> None:
        """Make the points just lost due in his drills, without keeping him waiting."""
        from . import __version__
        from .drill.lost import settle

        self._settling = self.run_worker(
            settle(self._records, who, program=__version__), group="settle", exit_on_error=False
        )

    async def _settled(self) -> None:
        """Wait until nothing of ours holds a learner's log."""
        if self._settling is not None:
            with suppress(WorkerError):
                await self._settling.wait()

    @work(group="begin", exclusive=True)
    async def _drill(self, choice: str) -> None:
        await self._settled()
        await self.drills.begin(choice)

    @on(CoachScreen.Drill)
    @work(group="begin", exclusive=True)
    async def _drill_topics(self, event: CoachScreen.Drill) -> None:
        await self._settled()
        await self.drills.open_topics(event.who, event.topics)

    async def on_event(self, event: events.Event) -> None:
        """Keys do not reach the screens while somebody watches a task being done."""
        if self._drills is None or not self._drills.swallows(event):
            await super().on_event(event)

    # -- results ------------------------------------------------------------------------

    def _show(self, exam: Exam, result: Result, receipt: str) -> None:
        who = exam.who
        heading = f"{who.name} - {who.unit} - {self.ui.tr('số báo danh')} {who.code}"
        self.push_screen(
            ResultScreen(
                self.ui, result, exam.items, heading=heading, receipt=receipt,
                folder=self._exports,
            )
        )  # fmt: skip

    @work(group="results", exclusive=True)
    async def _show_results(self) -> None:
        try:
            summaries = await self._records.exams()
        except (StoreError, OSError) as error:
            self._tell("Không mở được nơi lưu bài", *_words(error))
            return
        known = self._known
        mine = [each for each in summaries if known is None or each.candidate == known.code]
        self.push_screen(ResultsScreen(self.ui, mine))

    @on(ResultsScreen.Opened)
    @work(group="results", exclusive=True)
    async def _opened(self, event: ResultsScreen.Opened) -> None:
        try:
            exam, result = await self._records.read_past(event.attempt)
            receipt = await self._receipt(exam)
        except (StoreError, KeyError, ValueError) as error:
            if isinstance(self.screen, ResultsScreen):
                self.screen.say(str(error))
            return
        self._show(exam, result, receipt)
