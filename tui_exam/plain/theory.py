"""The theory, one question after the other."""

from __future__ import annotations

from ..exam.attempt import THEORY
from ..exam.items import Item, Kind
from ..exam.paper import PaperQuestion
from ..texts import msg
from .answers import Asked, answers, chosen, heard, numbered, told
from .session import Session
from .talk import BACK, GO_BACK, OTHER, Say

WORDS = (
    Say("next", msg("sau"), "Sang câu kế tiếp."),
    Say("before", msg("trước"), "Về câu liền trước."),
    Say("go", msg("tới"), "Tới thẳng một câu: gõ tới 12."),
    Say("empty", msg("trống"), "Tới câu kế tiếp chưa trả lời."),
    Say("flag", msg("đánh dấu"), "Đánh dấu câu này để xem lại, hoặc bỏ dấu."),
    Say("again", msg("lại"), "Đọc lại câu này."),
    Say("map", msg("bảng"), "Các câu đã trả lời, chưa trả lời, đánh dấu."),
    GO_BACK,
)


class TheoryTalk:
    """Reads out a question, takes the numbers of options, goes on when told to."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._exam = session.exam
        self._talk = session.talk

    @property
    def _question(self) -> PaperQuestion:
        return self._exam.paper.questions[self._exam.question]

    @property
    def _item(self) -> Item:
        return self._exam.items[self._question.item]

    @property
    def _asked(self) -> Asked:
        answer = self._exam.sitting.attempt.answers.get(self._item.id, ())
        return Asked(self._item, self._question.options, tuple(answer))

    async def run(self) -> None:
        """Go through the questions until the person wants to be elsewhere."""
        await self._show(self._exam.question)
        tr = self._session.tr
        while True:
            asked = self._asked
            answer = await self._talk.pick(
                tr("Câu {n}:", n=self._exam.question + 1), numbered(asked), WORDS, read_out=False,
                other=lambda line: answers(self._asked, line, tr),
            )  # fmt: skip
            if answer.key == BACK:
                return
            if answer.key == OTHER:
                await self._take(asked, answer.text)
            elif answer.key in asked.order:
                await self._take(asked, str(asked.order.index(answer.key) + 1))
            else:
                await self._go(answer.key, answer.number)

    async def _go(self, word: str, number: int) -> None:
        at, last = self._exam.question, len(self._exam.paper.questions) - 1
        empty = [each - 1 for each in self._exam.sitting.attempt.unanswered]
        match word:
            case "next" | "before":
                at += 1 if word == "next" else -1
                if not 0 <= at <= last:
                    self._talk.say(self._session.tr("Không còn câu nào ở phía đó."))
                    return
                await self._show(at)
            case "go" if 1 <= number <= last + 1:
                await self._show(number - 1)
            case "go":
                self._talk.say(self._session.tr("Hãy gõ số từ 1 đến {n}.", n=last + 1))
            case "empty" if empty:
                await self._show(next((each for each in empty if each > at), empty[0]))
            case "empty":
                self._talk.say(self._session.tr("Câu nào cũng đã có câu trả lời."))
            case "flag":
                await self._flag()
            case "map":
                self._map()
            case _:
                self._read()

    async def _show(self, index: int) -> None:
        if index != self._exam.question:
            self._exam.question = index
            await self._session.record("moved", part=THEORY, question=index)
        self._read()

    def _read(self) -> None:
        tr, item, talk = self._session.tr, self._item, self._talk
        attempt, at = self._exam.sitting.attempt, self._exam.question
        talk.say(
            tr("Câu {n} trên {of}. {stem}", n=at + 1, of=len(self._exam.paper.questions),
               stem=item.stem),
            *told(self._asked, tr),
        )  # fmt: skip
        if item.id in attempt.flagged:
            talk.say(tr("Câu này đã đánh dấu."))

    async def _take(self, asked: Asked, line: str) -> None:
        """Keep what the line says as the answer, or say why it is none."""
        said = heard(asked, line, self._session.tr)
        if said is None or said.trouble:
            self._talk.say(said.trouble if said else "")
            return
        answer = said.answer
        if asked.item.kind is Kind.SHORT:
            answer = tuple(self._talk.composed(each) for each in answer)
        if await self._session.record("answered", item=asked.item.id, answer=list(answer)):
            saved = self._session.tr("Đã lưu.")
            self._talk.say(f"{saved} {chosen(self._asked, self._session.tr)}")

    async def _flag(self) -> None:
        on = self._item.id not in self._exam.sitting.attempt.flagged
        if await self._session.record("flagged", item=self._item.id, on=on):
            self._talk.say(self._session.tr("Đã đánh dấu." if on else "Đã bỏ dấu."))

    def _map(self) -> None:
        tr, attempt = self._session.tr, self._exam.sitting.attempt
        questions = self._exam.paper.questions
        empty = ", ".join(str(number) for number in attempt.unanswered)
        flagged = ", ".join(
            str(at) for at, each in enumerate(questions, 1) if each.item in attempt.flagged
        )
        self._talk.say(
            tr("Đã trả lời {n} trên {of} câu.", n=len(questions) - len(attempt.unanswered),
               of=len(questions)),
            tr("Chưa trả lời: {numbers}.", numbers=empty or tr("không có")),
            tr("Đã đánh dấu: {numbers}.", numbers=flagged or tr("không có")),
        )  # fmt: skip
