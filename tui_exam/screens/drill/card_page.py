"""What a card looks like: its material and question, and then the explanation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.message import Message

from ...drill.drilling import Answered, Drilling, Shown
from ...drill.explain import explanation
from ...drill.words import ANSWER_RULES, topic_name
from ...exam.items import Kind
from ...exam.marking import RULE_NAMES
from ...ui import Ui
from ...widgets.answer_area import AnswerArea, AnswerView
from ...widgets.rows import Row, paragraph
from ..dialogs import Reading
from .base import DrillBase, SizedReading
from .keys import ANSWER
from .material import material_rows

if TYPE_CHECKING:
    from mock_office.tokens import TokenCard


class CardPage(DrillBase):
    """Draws the card it is given; what is done with it is the subclass's."""

    CSS_PATH = "card.tcss"

    def __init__(self, ui: Ui, drilling: Drilling) -> None:
        super().__init__(ui)
        self.drilling = drilling
        self._number = 0
        self._seen, self._seen_at = 0, 0.0
        self._shown: Shown | None = None
        self._answered: Answered | None = None
        self._answer: tuple[str, ...] = ()
        self._note = ""
        self._certificates: tuple[TokenCard, ...] = ()

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
    def ready(self) -> bool:
        """Whether the card has been on the screen: only then it can be answered."""
        return self._seen == self._number

    def is_early(self, event: events.Key) -> bool:
        """Whether a key was pressed before the card on the screen could be seen."""
        return self._answered is None and not (self.ready and event.time >= self._seen_at)

    @property
    def heading(self) -> str:
        tr, shown, session = self.ui.tr, self._shown, self.drilling.session
        if shown is None:
            return tr("Ôn luyện")
        number = session.answered + (self._answered is None)
        topic = topic_name(self.drilling.deck, shown.item.topic, tr)
        if shown.again:
            return tr("Ôn luyện: câu {n} (quay lại). {topic}", n=number, topic=topic)
        return tr("Ôn luyện: câu {n}. {topic}", n=number, topic=topic)

    @property
    def beside(self) -> str:
        session = self.drilling.session
        return self.ui.tr(
            "đúng {right}, sai {wrong}, còn {left}",
            right=session.right, wrong=session.wrong, left=self.drilling.left,
        )  # fmt: skip

    # -- drawing -----------------------------------------------------------------

    def body(self) -> ComposeResult:
        yield SizedReading(lambda _: (), id="material")
        yield AnswerArea(tuple(Kind), self.ui.typing)
        yield SizedReading(lambda _: (), id="feedback")

    def relabel(self) -> None:
        if self._shown is not None and self._answered is None:
            self.draw_question(self._shown)
        self.draw_bars()

    def draw_card(self, shown: Shown) -> None:
        """Show a card as it is before it is answered."""
        self._certificates = ()
        self.query_one("#feedback").display = False
        self.query_one(AnswerArea).display = True
        self._draw_material(shown)
        self.draw_question(shown)
        self.draw_bars()
        self.call_after_refresh(self._is_seen, self._number)
        if shown.mini is not None and shown.mini.material.tokens:
            self.run_worker(self._make_certificates(shown), group="cards", exclusive=True)

    def _is_seen(self, number: int) -> None:
        """The card with that number has been painted: it may be answered from now on."""
        self._seen, self._seen_at = number, Message().time

    def draw_question(self, shown: Shown) -> None:
        """Show the question with the answer as far as it is given."""
        item, tr = shown.item, self.ui.tr
        note = self._note
        if shown.changed and not note:
            note = tr("Đáp án câu này đã đổi từ lần ôn trước.")
        key = self.ui.face(ANSWER)
        rule = tr(ANSWER_RULES[item.kind], key=key) if item.kind in ANSWER_RULES else ""
        if item.takes_several:
            choose = tr("Chọn {n} phương án, rồi bấm {key}.", n=item.choose, key=key)
            rule = f"{choose} {tr('Cách chấm: {rule}.', rule=tr(RULE_NAMES[item.part_marks]))}"
        self.query_one(AnswerArea).take(
            AnswerView(
                number=self._number, item=item, order=shown.order, answer=self._answer,
                stem=item.stem, rule=rule, note=note,
            )
        )  # fmt: skip

    def _draw_material(self, shown: Shown) -> None:
        tr = self.ui.tr
        rows = material_rows(shown.mini, self._certificates, tr) if shown.mini else None
        page = self.query_one("#material", Reading)
        page.display = rows is not None
        self.set_class(rows is not None, "-material")
        if rows is not None:
            page.fresh()
            page.take(rows)

    async def _make_certificates(self, shown: Shown) -> None:
        """The certificates of a mini-task's tokens, made as for the exam."""
        from mock_office.signing.pki import build

        assert shown.mini is not None
        desk, tokens = shown.mini.task.desk, shown.mini.material.tokens
        pki = await asyncio.to_thread(
            build, desk.tokens, now=desk.opened_at, agency=desk.agency.name
        )
        found = {card.id: card for card in pki.cards()}
        if self._shown is shown and self._answered is None:
            self._certificates = tuple(found[token.id] for token in tokens)
            self._draw_material(shown)

    def draw_explanation(self) -> None:
        """Show what came of the answer, in place of the question."""
        page = self.query_one("#feedback", Reading)
        page.fresh()
        page.take(self._explained)
        self.query_one("#material").display = self.query_one(AnswerArea).display = False
        page.display = True
        self.set_class(False, "-material")
        page.focus()
        page.refresh()
        self.draw_bars()

    def _explained(self, width: int) -> list[Row]:
        out: list[Row] = []
        if self._answered is not None:
            for line, style in explanation(self._answered, self.ui.tr):
                indent = " " * (len(line) - len(line.lstrip()) + 1)
                out += paragraph(
                    line.lstrip(), min(width - 1, 100), style, first=indent, rest=indent + "  "
                )
        return out
