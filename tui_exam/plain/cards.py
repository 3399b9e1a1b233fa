"""A drill in lines: one card a turn, the answer at once, wrong ones come back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from ..drill import outlook
from ..drill.drilling import Answered, Drilling, Shown
from ..drill.explain import comes_back
from ..drill.words import topic_name
from ..exam.items import Kind
from ..sitting.sitting import NotSaved, TakenOver
from ..texts import msg
from .answers import Asked, answers, chosen, complete, heard, missing, numbered, told
from .explained import explained, verdict
from .material import material_lines, reference_lines
from .talk import BACK, GO_BACK, OTHER, Say, Talk

AGAIN = Say("again", msg("lại"), "Đọc lại.")
DONE = Say("done", msg("xong"), "Trả lời bằng những gì đang chọn, đang ghép.")
UNKNOWN = Say("unknown", msg("không biết"), "Nghe đáp án; câu này sẽ quay lại.")
SHEET = Say("sheet", msg("tài liệu"), "Nghe yêu cầu, phân công, quy chế.")
NEXT = Say("next", msg("sau"), "Sang câu kế tiếp; chỉ bấm Enter cũng được.")
GUESS = Say("guess", msg("đoán"), "Đúng do đoán: câu này sẽ quay lại.")
COUNT = Say("count", msg("còn"), "Còn mấy câu, đã đúng mấy câu, mấy phút.")


class Elsewhere(Exception):
    """The learner is being drilled at another terminal now; the seat is the message."""


class _Written(Exception):
    """What waited is in the log."""


class CardTalk:
    """One drill, from its first card to its last. Raises Elsewhere."""

    def __init__(self, talk: Talk, drilling: Drilling) -> None:
        self._talk = talk
        self._drilling = drilling
        self._tr = talk.tr

    async def run(self) -> None:
        """Ask card after card until none is left or the person has had enough."""
        before = self._talk.every_second, self._talk.common
        self._talk.every_second = self._look
        self._talk.common = [*before[1], (COUNT, self._count)]
        try:
            while (shown := self._drilling.show()) is not None:
                answered = await self._card(shown)
                if answered is None or not await self._after(answered):
                    break
        finally:
            self._talk.every_second, self._talk.common = before
        self._sum_up()

    async def _look(self) -> None:
        """Every second: write what waits, notice that the learner is drilled elsewhere."""
        sitting = self._drilling.book.sitting
        if sitting.waiting:
            await self._drilling.retry()
        await sitting.check_holder()
        if sitting.taken_by is not None:
            raise Elsewhere(sitting.taken_by.seat)

    # -- one card ----------------------------------------------------------------------------

    async def _card(self, shown: Shown) -> Answered | None:
        """Ask it; what came of the answer, or None when the person wants to stop."""
        tr, talk = self._tr, self._talk
        asked = Asked(shown.item, shown.order)
        sheet = reference_lines(shown.mini) if shown.mini else []
        await self._read(shown, asked)
        words = [DONE, UNKNOWN, AGAIN, *([SHEET] if sheet else []), GO_BACK]
        while True:
            answer = await talk.pick(
                tr("Trả lời:"), numbered(asked), words, read_out=False,
                other=partial(answers, asked, tr=tr),
            )  # fmt: skip
            match answer.key:
                case "back":
                    return None
                case "again":
                    await self._read(shown, asked)
                case "sheet":
                    talk.say(*sheet)
                case "unknown":
                    return await self._give(shown, ())
                case "done" if complete(asked):
                    return await self._give(shown, asked.answer)
                case "done":
                    talk.say(missing(asked, tr))
                case _:
                    line = answer.text
                    if answer.key != OTHER:
                        line = str(asked.order.index(answer.key) + 1)
                    asked, whole = self._take(asked, line)
                    if whole:
                        return await self._give(shown, asked.answer)

    def _take(self, asked: Asked, line: str) -> tuple[Asked, bool]:
        """The question with what the line says, and whether that answers it."""
        tr, talk = self._tr, self._talk
        said = heard(asked, line, tr)
        if said is None or said.trouble:
            talk.say(said.trouble if said else "")
            return asked, False
        given = said.answer
        if asked.item.kind is Kind.SHORT:
            given = tuple(talk.composed(each) for each in given)
        before, asked = asked, replace(asked, answer=given)
        # Ticks and pairs given one by one may still be changed; all at once, they are the answer.
        at_once = not any(before.answer) or asked.item.kind not in (Kind.MULTIPLE, Kind.MATCHING)
        if complete(asked) and at_once:
            return asked, True
        talk.say(chosen(asked, tr))
        if complete(asked):
            talk.say(tr("Gõ xong để trả lời."))
        return asked, False

    async def _read(self, shown: Shown, asked: Asked) -> None:
        tr, talk, session = self._tr, self._talk, self._drilling.session
        head = tr("Câu {n}. Chủ đề: {topic}.", n=session.answered + 1,
                  topic=topic_name(self._drilling.deck, shown.item.topic, tr))  # fmt: skip
        talk.say(head, tr("Câu này quay lại vì lần trước sai.") if shown.again else "")
        if shown.changed:
            talk.say(tr("Đáp án câu này đã đổi từ lần ôn trước."))
        if shown.mini is not None:
            talk.say(*await material_lines(shown.mini, tr))
            if reference_lines(shown.mini):
                talk.say(tr("Gõ tài liệu để nghe yêu cầu, phân công, quy chế."))
        talk.say(shown.item.stem, *told(asked, tr))

    # -- the answer --------------------------------------------------------------------------

    async def _give(self, shown: Shown, answer: tuple[str, ...]) -> Answered | None:
        """Write the answer down, then explain it; waits while it cannot be kept."""
        try:
            answered: Answered | None = await self._drilling.answer(shown, answer)
        except NotSaved as error:
            answered = await self._wait(error)
        except TakenOver as error:
            raise Elsewhere(error.holder.seat) from None
        if answered is not None:
            self._talk.say(*explained(answered, self._tr))
        return answered

    async def _wait(self, error: NotSaved) -> Answered | None:
        """Try every second until what waits is written; None when the person gives up."""
        tr, talk, sitting = self._tr, self._talk, self._drilling.book.sitting
        written: list[Answered | None] = []

        async def retry() -> None:
            await sitting.check_holder()
            if sitting.taken_by is not None:
                raise Elsewhere(sitting.taken_by.seat)
            answered = await self._drilling.retry()
            if not sitting.waiting:
                written.append(answered)
                raise _Written

        before, talk.every_second = talk.every_second, retry
        why = tr(error.trouble)
        talk.say(tr("CHƯA LƯU ĐƯỢC: {why} Chương trình đang tự thử lại.", why=why))
        try:
            await talk.pick(tr("Gõ về để dừng, hoặc chờ:"), (), [GO_BACK])
            talk.say(tr("Câu vừa rồi chưa được ghi."))
        except _Written:
            talk.say(tr("Đã ghi lại được. Không mất việc nào đã làm."))
        finally:
            talk.every_second = before
        return written[0] if written else None

    async def _after(self, answered: Answered) -> bool:
        """Go on at Enter; False when the person wants to stop."""
        tr, talk = self._tr, self._talk
        while True:
            words = [NEXT, *([GUESS] if answered.right else []), AGAIN, GO_BACK]
            said = await talk.pick(tr("Enter để sang câu sau:"), (), words, enter="next")
            match said.key:
                case "next":
                    return True
                case "guess":
                    answered = await self._guessed(answered)
                    talk.say(verdict(answered, tr), comes_back(answered, tr))
                case "again":
                    talk.say(answered.shown.item.stem, *explained(answered, tr))
                case _:
                    return said.key != BACK

    async def _guessed(self, answered: Answered) -> Answered:
        try:
            return await self._drilling.guessed(answered)
        except NotSaved as error:  # it waits, and is written within a second of its being possible
            why = self._tr(error.trouble)
            self._talk.say(self._tr("CHƯA LƯU ĐƯỢC: {why} Chương trình đang tự thử lại.", why=why))
            return replace(answered, guessed=True)
        except TakenOver as error:
            raise Elsewhere(error.holder.seat) from None

    # -- how it stands -----------------------------------------------------------------------

    async def _count(self) -> None:
        session, tr = self._drilling.session, self._tr
        self._talk.say(
            tr("Còn {n} câu. Đúng {right}, sai {wrong}.", n=self._drilling.left,
               right=session.right, wrong=session.wrong),
            tr("Đã ôn {n} phút.", n=round(session.spent / 60)),
        )  # fmt: skip

    def _sum_up(self) -> None:
        self._talk.say(outlook.done(self._drilling.session, self._tr))
