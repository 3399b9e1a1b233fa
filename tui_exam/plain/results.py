"""Results in lines: the list of past attempts, and one of them told part by part."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from ..sitting.exam import Exam
from ..sitting.history import remarks
from ..sitting.records import NotFinished, Records
from ..sitting.report import as_text, overview, questions, tasks
from ..sitting.result import Result
from ..sitting.sitting import in_words
from ..store.chain import short_code
from ..store.protocol import AttemptSummary, Corrupt, StoreError
from ..texts import Words, msg
from ..vntime import day_time
from .coach import coach
from .spoken import spoken
from .talk import BACK, GO_BACK, Say, Talk

VIEWS = (("1", msg("Tổng quát")), ("2", msg("Thực hành")), ("3", msg("Lý thuyết")))
LOST = Say("lost", msg("câu mất điểm"), "Chỉ nghe những câu lý thuyết chưa được trọn điểm.")
QUESTION = Say("question", msg("câu"), "Nghe một câu: gõ câu 12.")
COACH = Say("coach", msg("nhận xét"), "Nghe nên ôn gì trước; ôn ngay được.")
WRITE = Say("write", msg("ghi"), "Ghi kết quả ra tệp chữ và tệp JSON.")
LEAVE = Say("leave", msg("thoát"), "Thôi nghe kết quả này.")
MOST = 200

Drill = Callable[[Exam, frozenset[str]], Awaitable[None]]
"""Begins a drill of these topics for whoever sat the exam."""


class ResultTalk:
    """One result, part by part.

    Args:
        exports: Where the result is written to when that is asked for.
        drill: Begins the drill the coach recommends; None where there is none to begin.
    """

    def __init__(
        self, talk: Talk, exam: Exam, result: Result, exports: Path, drill: Drill | None = None
    ) -> None:
        self._talk = talk
        self._tr = talk.tr
        self._exam = exam
        self._result = result
        self._exports = exports
        self._drill = drill

    async def run(self) -> None:
        """Tell the overview, then what is asked for."""
        talk, tr = self._talk, self._tr
        head = await self._exam.sitting.store.head(self._exam.sitting.attempt.id)
        self._overview()
        talk.say(f"{tr('Mã bài')}: {short_code(head.hash)}")
        while True:
            options = [(key, tr(name)) for key, name in VIEWS]
            words = [LOST, QUESTION, COACH, WRITE, LEAVE, GO_BACK]
            answer = await talk.pick(tr("Nghe kết quả:"), options, words)
            match answer.key:
                case "back" | "leave":
                    return
                case "1":
                    self._overview()
                case "2":
                    self._tell(*(text for text, _ in tasks(self._result, tr)))
                case "3":
                    self._questions()
                case "lost":
                    self._questions(lost=True)
                case "question":
                    self._question(answer.number)
                case "coach":
                    await coach(talk, self._exam, self._result, self._drill)
                case _:
                    self._write()

    def _tell(self, *lines: str) -> None:
        self._talk.say(*(spoken(line, self._tr) for line in lines))

    def _overview(self) -> None:
        self._tell(*(text for text, _ in overview(self._result, self._tr)))
        self._tell(*remarks(self._exam.sitting.attempt, self._tr))

    def _each_question(self) -> list[list[str]]:
        """The lines of each question; an empty one ends a question."""
        out: list[list[str]] = [[]]
        for text, _ in questions(self._result, self._exam.items, self._tr):
            if text:
                out[-1].append(text)
            else:
                out.append([])
        return [lines for lines in out if lines]

    def _questions(self, *, lost: bool = False) -> None:
        marks = self._result.questions
        shown = [
            lines
            for mark, lines in zip(marks, self._each_question(), strict=True)
            if not (lost and mark.right)
        ]
        if not shown:
            self._talk.say(self._tr("Không mất điểm câu nào."))
        for lines in shown:
            self._tell(*lines)

    def _question(self, number: int) -> None:
        found = self._each_question()
        if 1 <= number <= len(found):
            self._tell(*found[number - 1])
        else:
            self._talk.say(self._tr("Hãy gõ số từ 1 đến {n}.", n=len(found)))

    def _write(self) -> None:
        tr, who, result = self._tr, self._exam.who, self._result
        stem = self._exports / f"ket-qua-{result.attempt}"
        heading = f"{who.name} - {who.unit} - {tr('số báo danh')} {who.code}"
        plain = json.dumps(json.loads(result.to_json()), ensure_ascii=False, indent=2)
        texts = {".txt": as_text(result, self._exam.items, heading, tr), ".json": f"{plain}\n"}
        try:
            self._exports.mkdir(parents=True, exist_ok=True)
            for ending, text in texts.items():
                path = stem.with_suffix(ending)
                path.write_text(text, encoding="utf-8")
                self._talk.say(tr("Đã ghi {path}", path=path))
        except OSError as error:
            self._talk.say(
                tr("Không ghi được tệp vào {folder}: {why}.", folder=self._exports,
                   why=error.strerror)
            )  # fmt: skip


class ResultsTalk:
    """The attempts kept here, newest first, to be read again."""

    def __init__(
        self, talk: Talk, records: Records, exports: Path, drill: Drill | None = None
    ) -> None:
        self._talk = talk
        self._records = records
        self._exports = exports
        self._drill = drill

    async def run(self) -> None:
        """Choose an attempt, hear it, until no other is wanted."""
        tr, talk = self._talk.tr, self._talk
        while True:
            try:
                found = (await self._records.exams())[:MOST]
            except (StoreError, OSError) as error:
                talk.say(tr(in_words(error)), str(error))
                return
            if not found:
                talk.say(tr("Chưa có lần thi nào được lưu trên máy này."))
                return
            options = [(each.attempt, summary_words(each, tr)) for each in found]
            answer = await talk.pick(tr("Nghe lần thi nào?"), options, [GO_BACK])
            if answer.key == BACK:
                return
            await self._open(answer.key)

    async def _open(self, attempt: str) -> None:
        tr, talk = self._talk.tr, self._talk
        try:
            exam, result = await self._records.read_past(attempt)
        except NotFinished as error:
            talk.say(tr(str(error)))
        except Corrupt as error:
            talk.say(tr("Tệp bài thi bị hỏng ở dòng {line}: {why}.", line=error.line,
                        why=error.reason))  # fmt: skip
        except (StoreError, OSError, KeyError, ValueError) as error:
            talk.say(tr("Không mở được bài thi này."), str(error))
        else:
            await ResultTalk(talk, exam, result, self._exports, self._drill).run()


def summary_words(summary: AttemptSummary, tr: Words) -> str:
    """An attempt in one line: when, how many points, whose."""
    score = tr("chưa nộp")
    if summary.total is not None:
        score = tr("{n} điểm", n=tr.number(summary.total))
    who = summary.name or tr("(đã xóa)")
    parts = (day_time(summary.started, tr), score, tr(summary.band) if summary.band else "", who,
             summary.unit, summary.candidate)  # fmt: skip
    return ", ".join(filter(None, parts))
