"""Answering cards: a question or a mini-task, the answer at once, the next."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from ...commands import Command, bindings
from ...drill.drilling import Answered, Drilling, Shown
from ...exam.items import Kind
from ...exam.marking import RULE_NAMES
from ...sitting.sitting import NotSaved, TakenOver
from ...ui import Ui
from ...vntime import clock_time
from ...widgets.fields import LineField
from ...widgets.label import Label
from ...widgets.matching import Matching, MatchingView
from ...widgets.ordering import Ordering, OrderingView
from ...widgets.question import OptionView, QuestionPane, QuestionView
from ...widgets.rows import Row, paragraph
from ..dialogs import PageDialog, Reading, text_rows
from ..exam_screen import CLOSE_KEYS
from .base import DrillBase
from .explain import explanation
from .keys import CARD, FEEDBACK
from .material import material_rows, reference

if TYPE_CHECKING:
    from mock_office.model import TokenCard

RETRY = 2.0
RULES = {
    Kind.ORDERING: "Cách để nhấc một bước, mũi tên để dời, Cách để đặt; F8 để trả lời.",
    Kind.MATCHING: "Bấm chữ cái của vế phải để ghép với dòng có dấu >; F8 để trả lời.",
}


class CardScreen(DrillBase):
    """One card at a time; every answer is written down before it is explained."""

    CSS_PATH = "card.tcss"
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

    def __init__(self, ui: Ui, drilling: Drilling) -> None:
        super().__init__(ui)
        self.drilling = drilling
        self._number = 0
        self._shown: Shown | None = None
        self._answered: Answered | None = None
        self._answer: tuple[str, ...] = ()
        self._busy = False
        self._cards: tuple[TokenCard, ...] = ()

    # -- values ------------------------------------------------------------------

    @property
    def shown(self) -> Shown | None:
        """The card before the learner; None when the session is over."""
        return self._shown

    @property
    def answered(self) -> Answered | None:
        """What came of the answer; None while none is given."""
        return self._answered

    @property
    def heading(self) -> str:
        shown, session = self._shown, self.drilling.session
        if shown is None:
            return "Ôn luyện"
        title = self.drilling.deck.title(shown.item.topic)
        back = " (quay lại)" if shown.again else ""
        return f"Ôn luyện: câu {session.answered + (self._answered is None)}{back}. {title}"

    @property
    def beside(self) -> str:
        session = self.drilling.session
        tally = f"đúng {session.right}, sai {session.wrong}"
        return f"{tally}, còn {self.drilling.left}"

    # -- drawing -----------------------------------------------------------------

    def body(self) -> ComposeResult:
        yield Reading(lambda _: (), id="material")
        yield QuestionPane()
        yield Ordering()
        yield Matching()
        yield Label("", id="stem")
        yield LineField(typing=self.ui.typing, purpose="text", id="short", max_length=200)
        yield Reading(lambda _: (), id="feedback")

    def on_mount(self) -> None:
        self.set_interval(RETRY, self._retry)
        self._next()

    def _show_only(self, *ids: str) -> None:
        for widget in self.query("#material, #question, #ordering, #matching, #stem, #short, "
                                 "#feedback"):  # fmt: skip
            widget.display = widget.id in ids

    def _next(self) -> None:
        """Show the next card, or end the session."""
        self._answered, self._answer, self._cards = None, (), ()
        self._shown = shown = self.drilling.show()
        if shown is None:
            self.dismiss(None)
            return
        self._number += 1
        if shown.item.kind is Kind.ORDERING:
            self._answer = shown.order
        elif shown.item.kind is Kind.MATCHING:
            self._answer = ("",) * len(shown.item.options)
        if shown.mini is not None and shown.mini.material.tokens:
            self.run_worker(self._make_cards(shown), group="cards", exclusive=True)
        self._draw_card(shown)
        self._widget(shown).focus()

    async def _make_cards(self, shown: Shown) -> None:
        """The certificates of a mini-task's tokens, made as for the exam."""
        from mock_office.signing.pki import build

        assert shown.mini is not None
        desk, tokens = shown.mini.task.desk, shown.mini.material.tokens
        pki = await asyncio.to_thread(
            build, desk.tokens, now=desk.opened_at, agency=desk.agency.name
        )
        found = {card.id: card for card in pki.cards()}
        if self._shown is shown:
            self._cards = tuple(found[token.id] for token in tokens)
            self._draw_material(shown)

    def _widget(self, shown: Shown) -> Widget:
        """The widget in which this card is answered."""
        match shown.item.kind:
            case Kind.ORDERING:
                return self.query_one(Ordering)
            case Kind.MATCHING:
                return self.query_one(Matching)
            case Kind.SHORT:
                return self.query_one("#short", LineField)
            case _:
                return self.query_one(QuestionPane)

    def _draw_material(self, shown: Shown) -> None:
        rows = material_rows(shown.mini, self._cards) if shown.mini else None
        page = self.query_one("#material", Reading)
        page.display = rows is not None
        if rows is not None:
            page.fresh()
            page.take(rows)

    def _draw_card(self, shown: Shown) -> None:
        item = shown.item
        ids = [self._widget(shown).id or ""]
        if item.kind is Kind.SHORT:
            ids.append("stem")
        self._show_only(*ids)
        self._draw_material(shown)
        self.set_class(self.query_one("#material").display, "-material")
        note = "Đáp án câu này đã đổi từ lần ôn trước." if shown.changed else ""
        match item.kind:
            case Kind.ORDERING:
                words = {option.key: option.text for option in item.options}
                self.query_one(Ordering).take(
                    OrderingView(
                        self._number, item.stem, RULES[item.kind],
                        tuple((key, words[key]) for key in self._answer), note,
                    )
                )  # fmt: skip
            case Kind.MATCHING:
                self.query_one(Matching).take(
                    MatchingView(
                        self._number, item.stem, RULES[item.kind],
                        tuple((option.key, option.text) for option in item.options),
                        tuple((key, item.option(key).match) for key in shown.order),
                        self._answer, note,
                    )
                )  # fmt: skip
            case Kind.SHORT:
                unit = f" (đơn vị: {item.unit})" if item.unit else ""
                stem = self.query_one("#stem", Label)
                stem.take(f"{item.stem}{unit}\n\nGõ câu trả lời rồi bấm Enter:")
                stem.refresh(layout=True)
                self.query_one("#short", LineField).load("")
            case _:
                self._draw_choices(shown, note)
        self.draw_bars()

    def _draw_choices(self, shown: Shown, note: str) -> None:
        item = shown.item
        rule = ""
        if item.takes_several:
            rule = f"Chọn {item.choose} phương án, rồi bấm F8. {RULE_NAMES[item.part_marks]}."
        self.query_one(QuestionPane).take(
            QuestionView(
                number=self._number,
                of=0,
                stem=item.stem,
                several=item.takes_several,
                rule=rule,
                options=tuple(
                    OptionView(key, item.option(key).text, key in self._answer)
                    for key in shown.order
                ),
                note=note,
            )
        )

    def _draw_feedback(self) -> None:
        answered = self._answered
        assert answered is not None

        def rows(width: int) -> list[Row]:
            out: list[Row] = []
            text = min(width - 1, 100)
            for line, style in explanation(answered):
                indent = " " * (len(line) - len(line.lstrip()) + 1)
                out += paragraph(line.lstrip(), text, style, first=indent, rest=indent + "  ")
            return out

        page = self.query_one("#feedback", Reading)
        page.fresh()
        page.take(rows)
        self._show_only("feedback")
        self.set_class(False, "-material")
        page.focus()
        page.refresh()
        self.draw_bars()

    def commands_here(self) -> Sequence[Command]:
        return FEEDBACK if self._answered is not None else CARD

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        shown, answered = self._shown, self._answered
        if action in ("next_card", "guess"):
            return answered is not None and (action == "next_card" or answered.right)
        if shown is None or answered is not None:
            return action not in ("answer", "turn", "sheet", "unknown")
        if action == "answer":
            return shown.item.takes_several or shown.item.kind in (Kind.ORDERING, Kind.MATCHING)
        if action == "turn":
            return shown.mini is not None and self.query_one("#material").display
        if action == "sheet":
            return shown.mini is not None and bool(reference(shown.mini))
        return True

    # -- answering -----------------------------------------------------------------

    @on(QuestionPane.Picked)
    async def _picked(self, event: QuestionPane.Picked) -> None:
        event.stop()
        shown = self._shown
        if shown is None or self._answered is not None:
            return
        item = shown.item
        if not item.takes_several:
            await self._give((event.key,))
            return
        answer = list(self._answer)
        note = ""
        if event.key in answer:
            answer.remove(event.key)
        elif len(answer) >= item.choose:
            note = f"Chỉ chọn {item.choose} phương án. Hãy bỏ một phương án trước."
        else:
            answer.append(event.key)
        self._answer = tuple(answer)
        self._draw_choices(shown, note)

    @on(Ordering.Ordered)
    def _ordered(self, event: Ordering.Ordered) -> None:
        event.stop()
        if self._shown is not None and self._answered is None:
            self._answer = event.keys
            self._draw_card(self._shown)

    @on(Matching.Matched)
    def _matched(self, event: Matching.Matched) -> None:
        event.stop()
        shown = self._shown
        if shown is None or self._answered is not None:
            return
        taken = ["" if key == event.right else key for key in self._answer]
        at = [option.key for option in shown.item.options].index(event.left)
        taken[at] = event.right
        self._answer = tuple(taken)
        self._draw_card(shown)

    @on(LineField.Submitted)
    async def _typed(self, event: LineField.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if text:
            await self._give((text,))

    async def action_answer(self) -> None:
        """Mark what is ticked, ordered or matched."""
        shown = self._shown
        if shown is None:
            return
        missing = ""
        if shown.item.takes_several and len(self._answer) != shown.item.choose:
            missing = f"Cần chọn đúng {shown.item.choose} phương án."
        elif shown.item.kind is Kind.MATCHING and "" in self._answer:
            missing = "Còn dòng chưa ghép."
        if missing:
            self.trouble = missing
            self.draw_bars()
            return
        await self._give(self._answer)

    async def action_unknown(self) -> None:
        """Say that one does not know: the card counts as wrong and is explained."""
        await self._give(())

    async def _give(self, answer: tuple[str, ...]) -> None:
        shown = self._shown
        if shown is None or self._answered is not None or self._busy:
            return
        self._busy = True
        self.trouble = ""
        try:
            self._answered = await self.drilling.answer(shown, answer)
        except NotSaved as error:
            self.trouble = f"CHƯA LƯU ĐƯỢC: {error.trouble} Chương trình đang tự thử lại."
            self.draw_bars()
            return  # stays busy until the answer is written
        except TakenOver as error:
            self._taken(error)
            return
        self._busy = False
        self._draw_feedback()

    def _taken(self, error: TakenOver) -> None:
        holder = error.holder
        self.trouble = (
            f"Đang ôn tại {holder.seat} từ {clock_time(holder.since)}; câu vừa rồi không được "
            "ghi ở đây. Bấm Esc."
        )
        self.draw_bars()

    async def _retry(self) -> None:
        """Every two seconds: write what waits, and notice a take-over."""
        sitting = self.drilling.book.sitting
        if sitting.waiting:
            answered = await self.drilling.retry()
            if not sitting.waiting:
                self._busy = False
                self.trouble = ""
                if answered is not None:
                    self._answered = answered
                    self._draw_feedback()
                else:
                    self.draw_bars()
            return
        if sitting.taken_by is None:
            await sitting.check_holder()
            if sitting.taken_by is not None:
                self._busy = True
                self._taken(TakenOver(sitting.taken_by))

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
        try:
            self._answered = await self.drilling.guessed(self._answered)
        except NotSaved as error:
            self._busy = True
            self.trouble = f"CHƯA LƯU ĐƯỢC: {error.trouble}"
            self.draw_bars()
            return
        except TakenOver as error:
            self._taken(error)
            return
        self._draw_feedback()

    def action_turn(self) -> None:
        """Go between the material and the question."""
        shown = self._shown
        if shown is None:
            return
        page = self.query_one("#material", Reading)
        (self._widget(shown) if page.has_focus else page).focus()

    def action_sheet(self) -> None:
        """Show what can be looked up for a mini-task."""
        if self._shown is not None and self._shown.mini is not None:
            rows = text_rows(*reference(self._shown.mini))
            self.app.push_screen(PageDialog(self.ui.tr("Tài liệu"), rows, keys=CLOSE_KEYS))

    def on_input_method_toggled(self) -> None:
        self.draw_bars()
