"""The multiple-choice half, one question after the other."""

from __future__ import annotations

from ..exam.attempt import THEORY
from ..exam.items import Item
from ..exam.marking import RULE_NAMES
from ..texts import msg
from .session import Session
from .talk import BACK, GO_BACK, Say

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
    def _item(self) -> Item:
        return self._exam.items[self._exam.paper.questions[self._exam.question].item]

    async def run(self) -> None:
        """Go through the questions until the person wants to be elsewhere."""
        await self._show(self._exam.question)
        while True:
            question = self._exam.paper.questions[self._exam.question]
            options = [(key, self._item.option(key).text) for key in question.options]
            answer = await self._talk.pick(
                self._session.tr("Câu {n}:", n=self._exam.question + 1),
                options, WORDS, read_out=False,
            )  # fmt: skip
            if answer.key == BACK:
                return
            if answer.key in question.options:
                await self._choose(answer.key)
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
        question = self._exam.paper.questions[at]
        answer = attempt.answers.get(item.id, ())
        talk.say(
            tr("Câu {n} trên {of}. {stem}", n=at + 1, of=len(self._exam.paper.questions),
               stem=item.stem)
        )  # fmt: skip
        if item.takes_several:
            rule = tr("Cách chấm: {rule}.", rule=tr(RULE_NAMES[item.part_marks]))
            if not item.says_how_many:
                rule = tr("Chọn {n} phương án.", n=item.choose) + " " + rule
            talk.say(rule)
        for number, key in enumerate(question.options, 1):
            chosen = ", " + tr("đang chọn") if key in answer else ""
            talk.say(f"{number}. {item.option(key).text}{chosen}")
        if item.id in attempt.flagged:
            talk.say(tr("Câu này đã đánh dấu."))

    async def _choose(self, key: str) -> None:
        tr, item = self._session.tr, self._item
        answer = list(self._exam.sitting.attempt.answers.get(item.id, ()))
        if key in answer:
            answer.remove(key)
        elif not item.takes_several:
            answer = [key]
        elif len(answer) >= item.choose:
            text = tr("Chỉ chọn {n} phương án. Hãy bỏ một phương án trước.", n=item.choose)
            self._talk.say(text)
            return
        else:
            answer.append(key)
        order = self._exam.paper.questions[self._exam.question].options
        answer.sort(key=order.index)
        if await self._session.record("answered", item=item.id, answer=answer):
            numbers = ", ".join(str(order.index(each) + 1) for each in answer)
            chosen = tr("Đã lưu. Đang chọn: {numbers}.", numbers=numbers or tr("chưa có"))
            self._talk.say(chosen)

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
