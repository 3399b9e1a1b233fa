"""Drilling in lines: who, what is due, the drill, practising a task, progress, the goal."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..drill.book import Book, learners, open_book
from ..drill.drilling import Drilling
from ..drill.outlook import planned
from ..drill.plan import START, Wishes, chosen_of
from ..sitting.sitting import NotSaved, TakenOver, in_words
from ..store.protocol import Corrupt, HeldElsewhere, StoreError
from ..texts import Words, msg
from ..vietnamese import Method
from ..vntime import clock_time
from . import progress
from .cards import CardTalk, Elsewhere
from .lines import TerminalLines
from .session import typing_word
from .talk import BACK, GO_BACK, Talk
from .who import choose_learner
from .wishes import ask_goal, ask_wishes

if TYPE_CHECKING:
    from ..sitting.candidate import Candidate
    from ..sitting.records import Records
    from ..sitting.room import Room

OpenRoom = Callable[[], Awaitable["Room"]]

CHOICES = (
    ("now", msg("Ôn ngay những gì đến hạn")),
    ("wishes", msg("Chọn chủ đề, mức độ, dạng câu, thời gian")),
    ("tasks", msg("Luyện một nhiệm vụ thực hành")),
    ("overview", msg("Tiến bộ: tổng quát")),
    ("topics", msg("Tiến bộ theo chủ đề")),
    ("days", msg("Tiến bộ theo ngày")),
    ("goal", msg("Ngày thi và số phút mỗi ngày")),
    ("files", msg("Ghi tiến bộ ra tệp CSV, bộ thẻ ra tệp Anki")),
)


def run_drill(
    records: Records,
    open_room: OpenRoom,
    tr: Words,
    *,
    exports: Path,
    choice: str = START,
    method: Method | None = None,
) -> int:
    """Drill in lines on standard input and output; the exit status.

    `tui_exam.seat.run_plain(..., start=choice)` calls this with what this seat has.

    Args:
        choice: Whom and what to drill, as `plan.choice_of` says it.
        method: How typed lines are composed; None for not at all.
    """

    async def hold() -> int:
        talk = Talk(TerminalLines(sys.stdin.fileno(), sys.stdout.fileno()), tr)
        talk.method = method
        talk.common = [typing_word(talk)]
        try:
            return await DrillTalk(talk, records, open_room, exports=exports).run(choice)
        except EOFError:
            return 0

    try:
        return asyncio.run(hold())
    except KeyboardInterrupt:
        os.write(2, b"\n")
        return 130


class DrillTalk:
    """One person's drills."""

    def __init__(self, talk: Talk, records: Records, open_room: OpenRoom, *, exports: Path) -> None:
        self._talk = talk
        self._tr = talk.tr
        self._records = records
        self._open_room = open_room
        self._exports = exports

    async def run(self, choice: str = START, *, known: Candidate | None = None) -> int:
        """Find out who drills, open his log, drill; 1 when it could not be opened.

        Args:
            choice: As for `run_drill`.
            known: Who it is, where that has been said already.
        """
        code, wishes = chosen_of(choice)
        try:
            found = [] if known else await learners(self._records)
        except (StoreError, OSError) as error:
            self._talk.say(self._tr(in_words(error)), str(error))
            return 1
        who = known or await choose_learner(self._talk, found, code)
        if who is None:
            return 0
        drilling = await self._open(who)
        if drilling is None:
            return 1
        try:
            await self._begin(drilling, wishes)
        except Elsewhere as error:
            words = "Đang ôn tại {seat}; ở đây dừng lại. Những câu đã trả lời vẫn còn."
            self._talk.say(self._tr(words, seat=str(error)))
        finally:
            await _leave(drilling.book)
        return 0

    # -- opening -----------------------------------------------------------------------------

    async def _open(self, who: Candidate) -> Drilling | None:
        """Open the learner's log; None after saying why it could not be."""
        tr, talk = self._tr, self._talk
        talk.say(tr("Đang mở phần ôn luyện, xin chờ trong giây lát."))
        try:
            room = await self._open_room()
            book = await self._book(room, who)
            if book is None:
                return None
            drilling = Drilling(room, book)
            await drilling.catch_up()
            await drilling.load_minis()
        except Corrupt as error:
            talk.say(tr("Tệp bị hỏng ở dòng {line}: {why}. Tệp được giữ nguyên.", line=error.line,
                        why=error.reason))  # fmt: skip
        except (StoreError, NotSaved, TakenOver, OSError) as error:
            talk.say(tr("Không mở được nhật ký ôn luyện"), tr(in_words(error)))
        except ValueError as error:  # banks that cannot be read say where and why
            talk.say(tr("Không mở được nhật ký ôn luyện"), str(error))
        else:
            return drilling
        return None

    async def _book(self, room: Room, who: Candidate) -> Book | None:
        try:
            return await open_book(room, who, program=room.program)
        except HeldElsewhere as error:
            tr, holder = self._tr, error.holder
            self._talk.say(
                tr("{name} đang ôn tại {seat} từ {at}.", name=who.name, seat=holder.seat,
                   at=clock_time(holder.since)),
                tr("Nếu ôn tiếp tại đây, nơi kia dừng lại; những câu đã trả lời ở đó vẫn còn."),
            )  # fmt: skip
        if not await self._talk.sure(self._tr("Tiếp tục tại đây?")):
            return None
        return await open_book(room, who, program=room.program, take_over=True)

    # -- the home of drilling ----------------------------------------------------------------

    async def _begin(self, drilling: Drilling, wishes: Wishes | None) -> None:
        tr, talk = self._tr, self._talk
        talk.say(tr("Ôn luyện: {name}.", name=drilling.book.who.name))
        talk.say(*progress.beginning(drilling, tr))
        if wishes is not None:
            await self._session(drilling, wishes)
        read_out = True
        while True:
            minutes = drilling.book.learner.minutes
            plan = drilling.plan(Wishes(minutes=minutes))
            talk.say(planned(plan, minutes, drilling.due, tr))
            options = [(key, tr(name)) for key, name in CHOICES]
            prompt = tr("Ôn luyện (Enter để ôn ngay, ? để nghe các mục):")
            answer = await talk.pick(prompt, options, [GO_BACK], enter="now", read_out=read_out)
            read_out = False
            if answer.key == BACK:
                return
            await self._go(drilling, answer.key)

    async def _go(self, drilling: Drilling, choice: str) -> None:
        tr, talk, learner = self._tr, self._talk, drilling.book.learner
        match choice:
            case "now":
                await self._session(drilling, Wishes(minutes=learner.minutes))
            case "wishes":
                await self._session(
                    drilling, await ask_wishes(talk, drilling.deck, learner.minutes)
                )
            case "tasks":
                from .practice import PracticeTalk

                await PracticeTalk(talk, drilling).run()
            case "overview":
                talk.say(*progress.overview(drilling, tr))
            case "topics":
                talk.say(*progress.topics(drilling, tr))
            case "days":
                talk.say(*progress.days(drilling, tr))
            case "files":
                self._write(drilling)
            case _:
                await self._set_goal(drilling)

    async def _session(self, drilling: Drilling, wishes: Wishes) -> None:
        if drilling.begin(wishes):
            await CardTalk(self._talk, drilling).run()
        else:
            words = "Không có câu nào hợp với lựa chọn này. Hãy chọn rộng hơn."
            self._talk.say(self._tr(words))

    async def _set_goal(self, drilling: Drilling) -> None:
        tr, learner = self._tr, drilling.book.learner
        today = drilling.room.today()
        day, minutes = await ask_goal(self._talk, learner.exam_day, learner.minutes, today)
        try:
            await drilling.set_goal(day, minutes)
        except NotSaved as error:
            why = tr(error.trouble)
            self._talk.say(tr("CHƯA LƯU ĐƯỢC: {why} Chương trình đang tự thử lại.", why=why))
        except TakenOver as error:
            raise Elsewhere(error.holder.seat) from None
        else:
            self._talk.say(tr("Đã lưu."), *progress.beginning(drilling, tr))

    def _write(self, drilling: Drilling) -> None:
        from ..drill.export import as_anki, as_csv

        tr, code, bank = self._tr, drilling.book.who.code, drilling.room.bank
        learner, deck, now = drilling.book.learner, drilling.deck, drilling.now
        texts = {
            f"tien-bo-{code}.csv": as_csv(learner, deck, bank, now, tr),
            f"the-anki-{code}.txt": as_anki(bank, deck),
        }
        try:
            self._exports.mkdir(parents=True, exist_ok=True)
            for name, text in texts.items():
                path = self._exports / name
                path.write_text(text, encoding="utf-8", newline="")
                self._talk.say(tr("Đã ghi {path}", path=path))
        except OSError as error:
            self._talk.say(
                tr("Không ghi được tệp vào {folder}: {why}.", folder=self._exports,
                   why=error.strerror)
            )  # fmt: skip


async def _leave(book: Book) -> None:
    try:
        await book.leave()
    except (StoreError, OSError):
        return  # the lease runs out by itself
