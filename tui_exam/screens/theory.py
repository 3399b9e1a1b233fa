"""The multiple-choice half: one question at a time, with a map of all of them."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import ModalScreen

from ..commands import THEORY, bindings
from ..exam.attempt import THEORY as THEORY_PART
from ..exam.items import Item, Kind
from ..exam.marking import RULE_NAMES
from ..exam.paper import PaperQuestion
from ..widgets.answer_area import AnswerArea, AnswerView
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.fields import LineField
from ..widgets.question import MapView, QuestionMap, QuestionPane
from .dialogs import said, words_of
from .exam_screen import ExamScreen

JUMP_KEYS = (("Enter", "Tới câu"), ("Esc", "Quay lại"))
LEGEND = ("x đã trả lời", ". chưa trả lời", "! đánh dấu, chưa trả lời", "# đánh dấu, đã trả lời")

RULES = {
    Kind.ORDERING: "Cách để nhấc một bước, mũi tên để dời, Cách để đặt. Xếp đúng hết được trọn "
    "điểm, đúng một phần được nửa số điểm của phần đúng.",
    Kind.MATCHING: "Bấm chữ cái của vế phải để ghép với dòng có dấu >. Ghép đúng hết được trọn "
    "điểm, đúng một phần được nửa số điểm của phần đúng.",
    Kind.SHORT: "Gõ câu trả lời rồi bấm Enter; khi đó n sang câu sau, Tab để gõ lại.",
}


class TheoryScreen(ExamScreen):
    """Shows the question at the candidate's place and records what is picked."""

    CSS_PATH = "theory.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = bindings(THEORY)
    COMMANDS_HERE = THEORY
    HELP_TEXT = (
        "# Phần lý thuyết",
        "Bấm số của phương án để chọn; bấm lần nữa để bỏ. Câu có dấu [ ] được chọn nhiều "
        "phương án, câu có dấu ( ) chọn một. Mỗi lần chọn được lưu ngay; giờ lưu ghi ở góc trên.",
        "Bảng các câu: x là đã trả lời, dấu chấm là chưa, ! là đã đánh dấu mà chưa trả lời, "
        "# là đã đánh dấu và đã trả lời. Dấu [ ] quanh số là câu đang xem.",
    )

    def body(self) -> ComposeResult:
        with Horizontal(id="theory"):
            yield AnswerArea({item.kind for item in self.exam.items.values()}, self.ui.typing)
            yield QuestionMap()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(AnswerArea).focus_answer()

    @property
    def heading(self) -> str:
        paper = self.exam.paper
        flag = (
            "  " + self.ui.tr("(đã đánh dấu)")
            if self.item.id in self.exam.sitting.attempt.flagged
            else ""
        )
        where = self.ui.tr("Lý thuyết: câu {n}/{of}", n=self.at + 1, of=len(paper.questions))
        return where + flag

    @property
    def at(self) -> int:
        """Index of the question shown."""
        return min(self.exam.question, len(self.exam.paper.questions) - 1)

    @property
    def question(self) -> PaperQuestion:
        """The paper's entry of the question shown."""
        return self.exam.paper.questions[self.at]

    @property
    def item(self) -> Item:
        """The question shown."""
        return self.exam.items[self.question.item]

    # -- drawing -----------------------------------------------------------------

    def refresh_view(self) -> None:
        super().refresh_view()
        attempt, item, tr = self.exam.sitting.attempt, self.item, self.ui.tr
        answer = attempt.answers.get(item.id, ())
        rule = self.ui.tr(RULES[item.kind]) if item.kind in RULES else ""
        if item.takes_several:
            rule = tr("Cách chấm: {rule}.", rule=tr(RULE_NAMES[item.part_marks]))
            if not item.says_how_many:
                rule = tr("Chọn {n} phương án.", n=item.choose) + " " + rule
        self.query_one(AnswerArea).take(
            AnswerView(
                number=self.at + 1,
                item=item,
                order=self.question.options,
                answer=tuple(answer),
                stem=f"{tr('Câu {n}', n=self.at + 1)}. {item.stem}",
                rule=rule,
                flagged=item.id in attempt.flagged,
                note=self.note,
                locked=self.exam.sitting.read_only,
            )
        )
        self.query_one(QuestionMap).take(
            MapView(
                self._marks(),
                self.at,
                tr.count("{n} câu", len(self.exam.paper.questions)),
                tuple(tr(each) for each in LEGEND),
            )
        )

    def _marks(self) -> str:
        attempt = self.exam.sitting.attempt

        def mark(item: str) -> str:
            if item in attempt.flagged:
                return "#" if attempt.answered(item) else "!"
            return "x" if attempt.answered(item) else "."

        return "".join(mark(question.item) for question in self.exam.paper.questions)

    # -- what a person does --------------------------------------------------------

    @on(QuestionPane.Picked)
    async def _picked(self, event: QuestionPane.Picked) -> None:
        # A quick hand may have gone on to another question while this was on its way.
        question = self.exam.paper.questions[event.number - 1]
        item = self.exam.items[question.item]
        answer = list(self.exam.sitting.attempt.answers.get(item.id, ()))
        self.note = ""
        if event.key in answer:
            answer.remove(event.key)
        elif not item.takes_several:
            answer = [event.key]
        elif len(answer) >= item.choose:
            self.note = self.ui.tr(
                "Chỉ chọn {n} phương án. Hãy bỏ một phương án trước.", n=item.choose
            )
        else:
            answer.append(event.key)
        if not self.note:
            order = question.options
            await self.record("answered", item=item.id, answer=sorted(answer, key=order.index))
        self.refresh_view()

    @on(AnswerArea.Given)
    async def _given(self, event: AnswerArea.Given) -> None:
        # As with a pick: it belongs to the question it was given to.
        item = self.exam.paper.questions[event.number - 1].item
        before = tuple(self.exam.sitting.attempt.answers.get(item, ()))
        if event.answer != before:
            await self.record("answered", item=item, answer=list(event.answer))
            self.refresh_view()

    async def action_move(self, steps: int) -> None:
        """Go to a neighbouring question."""
        await self.show_question(self.at + steps)

    async def show_question(self, index: int) -> None:
        """Go to the question with that index."""
        self.note = ""
        if index != self.at and 0 <= index < len(self.exam.paper.questions):
            self.exam.question = index
            await self.record("moved", part=THEORY_PART, question=index)
        self.refresh_view()

    async def action_flag(self) -> None:
        """Flag the question to come back to, or unflag it."""
        on_now = self.item.id not in self.exam.sitting.attempt.flagged
        await self.record("flagged", item=self.item.id, on=on_now)
        self.refresh_view()

    async def action_next_empty(self) -> None:
        """Go to the next question without an answer."""
        empty = [number - 1 for number in self.exam.sitting.attempt.unanswered]
        after = [index for index in empty if index > self.at] or empty
        if after:
            await self.show_question(after[0])
        else:
            self.note = self.ui.tr("Câu nào cũng đã có câu trả lời.")
            self.refresh_view()

    def action_choose(self) -> None:
        """Tick the option at the pointer."""
        self.query_one(QuestionPane).action_choose()

    def action_jump(self) -> None:
        """Ask for a number and go to that question."""

        async def go(number: int | None) -> None:
            if number is not None:
                await self.show_question(number - 1)

        self.app.push_screen(AskNumber(len(self.exam.paper.questions)), go)


class AskNumber(ModalScreen[int | None]):
    """Which question to go to."""

    BINDINGS = [Binding("escape", "cancel", "Quay lại", show=False)]

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield LineField(purpose="code", id="number")
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self._say("")
        self.query_one(KeyBar).take(said(self, JUMP_KEYS))
        self.query_one(LineField).focus()

    def _say(self, trouble: str) -> None:
        tr = words_of(self)
        self.query_one(TopBar).take(
            TopValues(title=tr("Tới câu số mấy? (1-{n})", n=self._most), trouble=trouble)
        )

    @on(LineField.Submitted)
    def _submitted(self, event: LineField.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if text.isdecimal() and 1 <= int(text) <= self._most:
            self.dismiss(int(text))
        else:
            tr = words_of(self)
            self._say(tr("Hãy gõ số từ 1 đến {n}.", n=self._most))

    def action_cancel(self) -> None:
        """Close without going anywhere."""
        self.dismiss(None)
