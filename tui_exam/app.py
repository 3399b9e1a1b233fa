"""The application: it owns navigation and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App
from textual.scrollbar import ScrollBar

from .running import Running
from .screens.dialogs import Ask, PageDialog, text_rows
from .screens.exam_screen import CLOSE_KEYS, ExamScreen
from .screens.home import ABOUT, HomeChosen, HomeScreen
from .screens.result import ResultScreen
from .screens.results import ResultsScreen
from .screens.sign_in import SignInScreen
from .screens.warm_up import WarmUpScreen
from .sitting.sitting import NotSaved, in_words
from .store.protocol import AttemptSummary, Corrupt, HeldElsewhere, StoreError
from .theme import THEMES, WholeCells
from .ui import Ui
from .vntime import clock_time, day_time

if TYPE_CHECKING:
    from .sitting.candidate import Candidate
    from .sitting.exam import Exam
    from .sitting.records import Records
    from .sitting.result import Result
    from .sitting.room import Room

# The stock scroll bar is drawn with eighths of a cell, which no console font has.
ScrollBar.renderer = WholeCells

OpenRoom = Callable[[], Awaitable["Room"]]
TICK = 1.0
RETRY = 2.0


class ExamApp(App[None]):
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
    ) -> None:
        """See `tui_exam.seat` for how a local one is wired.

        Args:
            known: Who sits here, when that is settled already: no sign-in, own results only.
        """
        super().__init__(ansi_color=ui.look.ansi_color)
        self.ui = ui
        self.running: Running | None = None
        self.result: Result | None = None
        self._open_room = open_room
        self._room: Room | None = None
        self._records = records
        self._exports = exports
        self._start = start
        self._seed = seed
        self._known = known
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = ui.look.theme
        self.set_keymap(dict(ui.keymap))
        self.add_mode("home", lambda: HomeScreen(self.ui, seat=self._records.seat))

    async def on_mount(self) -> None:
        await self.switch_mode("home")
        self.set_interval(TICK, self._tick)
        self.set_interval(RETRY, self._retry)
        if self._start != "home":
            self.post_message(HomeChosen(self._start))

    async def _tick(self) -> None:
        if self.running is not None:
            await self.running.tick()

    async def _retry(self) -> None:
        if self.running is not None:
            await self.running.retry()

    def stacks(self) -> list[list[object]]:
        """The screens of every mode, bottom first."""
        return [list(stack) for stack in self._screen_stacks.values()]

    # -- from the home screen ----------------------------------------------------------

    @on(HomeChosen)
    def _home_chosen(self, event: HomeChosen) -> None:
        match event.choice:
            case "sit" if self._known is not None:
                self.post_message(SignInScreen.SignedIn(self._known))
            case "sit":
                self.push_screen(SignInScreen(self.ui))
                self._warm_room()
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
        from .exam.yaml_lines import FileFaults
        from .sitting.troubles import task_trouble

        if self._room is not None:
            return self._room
        try:
            self._room = await self._open_room()
        except FileFaults as error:
            faults = [str(fault) for fault in error.faults[:40]]
            self._tell("Không mở được đề thi", "# Đề thi có lỗi, chưa thể bắt đầu.", *faults)
        except (StoreError, OSError) as error:
            self._tell("Không mở được nơi lưu bài", in_words(error), str(error))
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
        room = await self._need_room()
        if room is None:
            return
        health = await self._records.store.health()
        if not health.writable:
            self._say(f"Chưa thể bắt đầu: {health.problem}")
            return
        unfinished = await self._records.unfinished(event.who.code)
        if unfinished is not None and self._known is not None:
            self._resume(unfinished, take_over=True)
            return
        if unfinished is not None:
            self._offer_to_continue(unfinished)
            return
        self.push_screen(WarmUpScreen(self.ui, minutes=room.blueprint.minutes))
        self._who = event.who

    def _say(self, trouble: str) -> None:
        if isinstance(self.screen, SignInScreen):
            self.screen.say(self.ui.tr(trouble))
        else:
            self._tell("Chưa thể bắt đầu", trouble)

    def _offer_to_continue(self, found: AttemptSummary) -> None:
        tr = self.ui.tr
        body = text_rows(
            f"Số báo danh {found.candidate} có một bài thi chưa nộp, bắt đầu lúc "
            f"{day_time(found.started)}.",
            f"Thí sinh: {found.name}. Đơn vị: {found.unit}.",
            "Bài thi tiếp tục ở chỗ đang làm; thời gian vẫn tính từ lúc bắt đầu.",
            "Nếu đây không phải bài của ông/bà, hãy bấm Esc và xem lại số báo danh.",
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self._resume(found, take_over=False)

        self.push_screen(
            Ask(tr("Tiếp tục bài thi đang làm?"), body, yes=tr("Có, làm tiếp"), no=tr("Không")),
            answered,
        )

    @work(group="begin", exclusive=True)
    async def _resume(self, found: AttemptSummary, *, take_over: bool) -> None:
        try:
            exam = await self._records.resume(found, take_over=take_over)
        except HeldElsewhere as error:
            self._offer_take_over(found, error)
        except Corrupt as error:
            self._tell(
                "Không mở được bài thi",
                f"Tệp bài thi bị hỏng ở dòng {error.line}: {error.reason}.",
                "Tệp được giữ nguyên để người tổ chức kiểm tra. Xin báo giám thị.",
            )
        except (StoreError, NotSaved, OSError) as error:
            self._tell("Không mở được bài thi", in_words(error), str(error))
        else:
            await self._enter(exam)

    def _offer_take_over(self, found: AttemptSummary, error: HeldElsewhere) -> None:
        tr = self.ui.tr
        body = text_rows(
            f"Bài thi này đang mở tại {error.holder.seat} từ {clock_time(error.holder.since)}.",
            "Nếu tiếp tục tại đây, màn hình kia chỉ còn để xem.",
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self._resume(found, take_over=True)

        self.push_screen(
            Ask(tr("Bài thi đang mở ở nơi khác"), body,
                yes=tr("Có, làm tiếp tại đây"), no=tr("Không")),
            answered,
        )  # fmt: skip

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
            self._tell("Chưa bắt đầu được", in_words(error), str(error))
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
        await self.running.enter()

    @on(ExamScreen.Go)
    async def _go(self, event: ExamScreen.Go) -> None:
        if self.running is not None:
            await self.running.go(event.part)

    @on(ExamScreen.HandIn)
    def _hand_in(self) -> None:
        if self.running is not None:
            self.running.ask_hand_in()

    async def _finished(self, exam: Exam, result: Result) -> None:
        """The exam is marked: home again, with the result on top."""
        from .store.chain import short_code

        self.running = None
        self.result = result
        head = await exam.sitting.store.head(exam.sitting.attempt.id)
        await self.leave_modes()
        self._show(exam, result, f"{self.ui.tr('Mã bài')}: {short_code(head.hash)}")

    async def leave_modes(self) -> None:
        """Back to the home screen alone; the modes of the exam are taken down."""
        await self.switch_mode("home")
        for mode in [name for name in self._modes if name.startswith("exam.") or name == "marking"]:
            await self.remove_mode(mode)
        while len(self.screen_stack) > 1:
            await self.pop_screen()

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
            self._tell("Không mở được nơi lưu bài", in_words(error), str(error))
            return
        known = self._known
        mine = [each for each in summaries if known is None or each.candidate == known.code]
        self.push_screen(ResultsScreen(self.ui, mine))

    @on(ResultsScreen.Opened)
    @work(group="results", exclusive=True)
    async def _opened(self, event: ResultsScreen.Opened) -> None:
        try:
            exam, result = await self._records.read_past(event.attempt)
        except (StoreError, KeyError, ValueError) as error:
            if isinstance(self.screen, ResultsScreen):
                self.screen.say(str(error))
            return
        self._show(exam, result, "")
