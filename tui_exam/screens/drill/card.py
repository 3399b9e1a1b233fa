"""Answering cards: a question or a mini-task, the answer at once, the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on
from textual.message import Message

from ...commands import Command, bindings
from ...drill.drilling import Drilling
from ...exam.items import Kind
from ...sitting.sitting import NotSaved, TakenOver
from ...ui import Ui
from ...vntime import clock_time
from ...widgets.answer_area import AnswerArea
from ...widgets.question import QuestionPane
from ..dialogs import PageDialog, Reading, text_rows
from ..exam_screen import CLOSE_KEYS
from .card_page import CardPage
from .keys import CARD, FEEDBACK
from .material import reference

LOOK = 2.0
"""Seconds between two looks at what waits to be written and at other terminals."""

ANYTIME = ("escape", "f1", "f10", "ctrl+p")
"""Keys that are no answer, whatever the card."""

EXAMS = 5
"""Every so many looks it is asked whether an exam has been marked."""


class CardScreen(CardPage):
    """One card at a time; every answer is written down before it is explained.

    Keys of one packet are taken in their order: what a person asks for after a tick comes to
    the screen by the same way as the tick. An answer counts only for a card that has been on the
    screen, since it cannot be taken back.
    """

    BINDINGS = bindings((*CARD, *FEEDBACK))
    HELP_TEXT = (
        "# Lượt ôn",
        "Câu chọn một: bấm số là trả lời ngay. Câu chọn nhiều: đánh dấu đủ rồi bấm F8. Trả lời "
        "xong có ngay lời giải từng phương án và căn cứ pháp lý.",
        "Câu sai quay lại trong lượt này cho tới khi đúng. Đúng nhưng do đoán thì bấm d: câu được "
        "tính là chưa biết. Không biết thì bấm k, đừng đoán. Câu, việc bị mất điểm khi thi thử "
        "luôn được đưa vào trước.",
        "Esc dừng lượt ôn; những câu đã trả lời đều đã được lưu.",
    )

    @dataclass
    class Asked(Message):
        """The learner wants the card with that number marked, or to be told the answer."""

        number: int
        unknown: bool

    def __init__(self, ui: Ui, drilling: Drilling) -> None:
        super().__init__(ui, drilling)
        self._looks = 0
        self._busy = False

    def on_mount(self) -> None:
        self.set_interval(LOOK, self.look)
        self._next()

    def _next(self) -> None:
        """Show the next card, or end the session."""
        self._answered, self._answer, self._note = None, (), ""
        self._shown = shown = self.drilling.show()
        if shown is None:
            self.dismiss(None)
            return
        self._number += 1
        if shown.item.kind is Kind.ORDERING:
            self._answer = shown.order
        self.draw_card(shown)

    def commands_here(self) -> Sequence[Command]:
        return FEEDBACK if self._answered is not None else CARD

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        shown, answered = self._shown, self._answered
        if action in ("next_card", "guess"):
            return answered is not None and (action == "next_card" or answered.right)
        if shown is None or answered is not None:
            return action not in ("choose", "answer", "turn", "sheet", "unknown")
        if action == "choose":
            return isinstance(self.query_one(AnswerArea).answered_in, QuestionPane)
        if action == "answer":
            return shown.item.takes_several or shown.item.kind in (Kind.ORDERING, Kind.MATCHING)
        if action == "turn":
            return shown.mini is not None and self.query_one("#material").display
        if action == "sheet":
            return shown.mini is not None and bool(reference(shown.mini))
        return True

    def on_key(self, event: events.Key) -> None:
        """A key pressed before the card could be seen was not meant for it."""
        if self.is_early(event) and event.key not in ANYTIME:
            event.stop()

    # -- answering -----------------------------------------------------------------

    def _open_for(self, number: int) -> bool:
        """Whether an answer to the card with that number is taken now."""
        return (
            self._shown is not None
            and self._answered is None
            and not self._busy
            and self.ready
            and number == self._number
        )

    @on(QuestionPane.Picked)
    async def _picked(self, event: QuestionPane.Picked) -> None:
        event.stop()
        shown = self._shown
        if shown is None or not self._open_for(event.number):
            return
        item = shown.item
        if not item.takes_several:
            await self._give((event.key,))
            return
        self._note = ""
        self._clear()
        if event.key in self._answer:
            self._answer = tuple(key for key in self._answer if key != event.key)
        elif len(self._answer) >= item.choose:
            self._note = self.ui.tr(
                "Chỉ chọn {n} phương án. Hãy bỏ một phương án trước.", n=item.choose
            )
        else:
            self._answer = (*self._answer, event.key)
        self.draw_question(shown)

    @on(AnswerArea.Given)
    async def _given(self, event: AnswerArea.Given) -> None:
        event.stop()
        shown = self._shown
        if shown is None or not self._open_for(event.number):
            return
        self._answer = event.answer
        self._clear()
        if shown.item.kind is not Kind.SHORT:
            self.draw_question(shown)
        elif event.done:
            if event.answer:
                await self._give(event.answer)
            else:
                self.query_one(AnswerArea).focus_answer()

    def _clear(self) -> None:
        """Take back what was said was missing: something has been done about it."""
        if self.trouble:
            self.trouble = ""
            self.draw_bars()

    def action_choose(self) -> None:
        """Choose the option at the pointer."""
        self.query_one(QuestionPane).action_choose()

    def action_answer(self) -> None:
        """Mark what is ticked, ordered or matched."""
        self._ask(unknown=False)

    def action_unknown(self) -> None:
        """Say that one does not know: the card counts as wrong and is explained."""
        self._ask(unknown=True)

    def _ask(self, *, unknown: bool) -> None:
        if self._shown is not None:
            asked = self.Asked(self._number, unknown)
            self.query_one(AnswerArea).send_behind(asked)

    @on(Asked)
    async def _asked(self, event: Asked) -> None:
        event.stop()
        shown, tr = self._shown, self.ui.tr
        if shown is None or not self._open_for(event.number):
            return
        self.trouble = ""
        if event.unknown:
            await self._give(())
        elif shown.item.takes_several and len(self._answer) != shown.item.choose:
            self.trouble = tr("Cần chọn đúng {n} phương án.", n=shown.item.choose)
        elif shown.item.kind is Kind.MATCHING and not (self._answer and all(self._answer)):
            self.trouble = tr("Còn dòng chưa ghép.")
        else:
            await self._give(self._answer)
        self.draw_bars()

    async def _give(self, answer: tuple[str, ...]) -> None:
        shown = self._shown
        assert shown is not None
        self._busy = True
        self.trouble = ""
        try:
            self._answered = await self.drilling.answer(shown, answer)
        except NotSaved as error:
            self._not_saved(error)  # stays busy until the answer is written
        except TakenOver as error:
            self._taken(error)
        else:
            self._busy = False
            self.draw_explanation()

    def _not_saved(self, error: NotSaved) -> None:
        tr = self.ui.tr
        words = "CHƯA LƯU ĐƯỢC: {why} Chương trình đang tự thử lại."
        self.trouble = tr(words, why=tr(error.trouble))
        self.draw_bars()

    def _taken(self, error: TakenOver, *, answering: bool = True) -> None:
        holder, tr = error.holder, self.ui.tr
        where = {"seat": holder.seat, "at": clock_time(holder.since)}
        if answering:
            words = "Đang ôn tại {seat} từ {at}; câu vừa rồi không được ghi ở đây. Bấm Esc."
            self.trouble = tr(words, **where)
        else:
            self.trouble = tr("Đang ôn tại {seat} từ {at}; ở đây dừng lại. Bấm Esc.", **where)
        self.draw_bars()

    async def look(self) -> None:
        """Every two seconds: write what waits, notice a take-over and an exam just marked."""
        sitting = self.drilling.book.sitting
        self._looks += 1
        if sitting.waiting:
            answered = await self.drilling.retry()
            if not sitting.waiting:
                self._busy = False
                self.trouble = ""
                if answered is not None:
                    self._answered = answered
                    self.draw_explanation()
                else:
                    self.draw_bars()
            return
        if sitting.taken_by is None:
            await sitting.check_holder()
            if sitting.taken_by is not None:
                self._busy = True
                self._taken(TakenOver(sitting.taken_by), answering=False)
            elif self._looks % EXAMS == 0 and await self.drilling.take_in():
                self.draw_bars()

    # -- moving on -------------------------------------------------------------------

    def action_next_card(self) -> None:
        """Go to the next card."""
        if self._answered is not None and not self._busy:
            self.trouble = ""
            self._next()

    async def action_guess(self) -> None:
        """The right answer was a guess."""
        if self._answered is None or not self._answered.right or self._busy:
            return
        self._busy = True
        try:
            self._answered = await self.drilling.guessed(self._answered)
        except NotSaved as error:
            self._not_saved(error)
        except TakenOver as error:
            self._taken(error)
        else:
            self._busy = False
            self.draw_explanation()

    def action_turn(self) -> None:
        """Go between the material and the question."""
        if self._shown is not None:
            page, area = self.query_one("#material", Reading), self.query_one(AnswerArea)
            (area.answered_in if page.has_focus else page).focus()

    def action_sheet(self) -> None:
        """Show what can be looked up for a mini-task."""
        if self._shown is not None and self._shown.mini is not None:
            rows = text_rows(*reference(self._shown.mini))
            self.app.push_screen(PageDialog(self.ui.tr("Tài liệu"), rows, keys=CLOSE_KEYS))

    def on_input_method_toggled(self) -> None:
        self.draw_bars()
