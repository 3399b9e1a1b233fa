"""Where the dialogue begins: sit the exam, drill, hear results, read how it works."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..drill.plan import START
from ..texts import LANGUAGES, Words, msg
from ..vietnamese import Method
from .drill import DrillTalk
from .lines import TerminalLines
from .results import ResultsTalk
from .seat import Plain
from .session import typing_word
from .talk import Say, Talk

if TYPE_CHECKING:
    from ..sitting.records import Records
    from ..sitting.room import Room

OpenRoom = Callable[[], Awaitable["Room"]]
Remember = Callable[[str], object]
"""Told the language that was chosen, so that it holds the next time."""

CHOICES = (
    ("sit", msg("Dự thi: thi thử cả bài, có tính giờ")),
    (START, msg("Ôn luyện: ôn đúng những gì cần cho ngày thi")),
    ("results", msg("Kết quả đã thi")),
    ("about", msg("Hướng dẫn")),
    ("language", msg("English / Tiếng Việt")),
)
QUIT = Say("quit", msg("thoát"), "Đóng chương trình.")

ABOUT = (
    msg("Bài thi dài 60 phút: lý thuyết 45 điểm, thực hành 55 điểm trên văn phòng mô phỏng."),
    msg("Cơ quan, con người, con dấu và chữ ký số trong bài đều là giả định, ghi rõ «THI THỬ»."),
    msg("Chương trình nói mỗi dòng một điều rồi hỏi; trả lời bằng số hoặc chữ rồi bấm Enter."),
    msg("Chữ gõ có dấu hay không dấu đều được. Gõ ? để biết đang gõ được gì, về để quay lại."),
    msg("Câu sắp thứ tự: gõ các số theo thứ tự đúng. Câu ghép cặp: gõ số và chữ, ví dụ 1B 2A."),
    msg("Khi gõ nhiều dòng chữ: dòng chỉ có dấu chấm là xong; muốn hỏi giờ thì gõ /giờ."),
    msg("Giờ chỉ được báo khi còn 30, 15, 5 và 1 phút; lúc khác gõ giờ để hỏi."),
    msg("Mỗi việc làm được ghi xuống đĩa ngay; gõ lưu để biết đã lưu chưa."),
    msg("Mất điện hay rớt mạng thì mở lại, gõ đúng số báo danh: bài tiếp tục ở chỗ cũ."),
    msg("Gõ gõ để đổi kiểu gõ tiếng Việt: Telex, VNI, hoặc không dùng bộ gõ của chương trình."),
)


def run(
    records: Records,
    open_room: OpenRoom,
    tr: Words,
    *,
    exports: Path,
    start: str = "sit",
    method: Method | None = None,
    remember: Remember | None = None,
) -> int:
    """Hold the dialogue on standard input and output; the exit status.

    Args:
        start: "home", "sit", "results", or a choice of drill (`drill.plan.choice_of`).
        method: How typed lines are composed into Vietnamese; None for not at all.
    """

    async def hold() -> int:
        talk = Talk(TerminalLines(sys.stdin.fileno(), sys.stdout.fileno()), tr)
        talk.method = method
        return await Home(talk, records, open_room, exports=exports, remember=remember).run(start)

    try:
        return asyncio.run(hold())
    except KeyboardInterrupt:
        os.write(2, b"\n")
        return 130


class Home:
    """One person at the program."""

    def __init__(
        self,
        talk: Talk,
        records: Records,
        open_room: OpenRoom,
        *,
        exports: Path,
        remember: Remember | None = None,
    ) -> None:
        self._talk = talk
        self._records = records
        self._open_room = open_room
        self._exports = exports
        self._remember = remember
        talk.common = [typing_word(talk)]

    async def run(self, start: str = "home") -> int:
        """Greet, then do what was asked for; from "home" until the person has had enough."""
        talk, tr = self._talk, self._talk.tr
        talk.say(
            tr("THI THỬ NĂNG LỰC SỐ"),
            tr("60 phút: lý thuyết 45 điểm, thực hành 55 điểm trên văn phòng mô phỏng."),
            tr("Gõ ? ở bất cứ đâu để biết gõ được gì; mỗi dòng kết thúc bằng Enter."),
        )
        try:
            if start != "home":
                return await self._go(start)
            read_out = True
            while True:
                options = [(key, tr(name)) for key, name in CHOICES]
                prompt = tr("Chọn (? để nghe các mục):")
                answer = await talk.pick(prompt, options, [QUIT], read_out=read_out)
                read_out = False
                if answer.key == "quit":
                    return 0
                await self._go(answer.key)
        except EOFError:
            return 0

    async def _go(self, choice: str) -> int:
        talk, tr, place = self._talk, self._talk.tr, self._exports
        plain = Plain(talk, self._records, self._open_room, exports=place)
        match choice:
            case "sit":
                return await plain.run()
            case "results":
                await ResultsTalk(talk, self._records, place, plain.drill).run()
            case "about":
                talk.say(*(tr(line) for line in ABOUT))
            case "language":
                language = "en" if tr.language == "vi" else "vi"
                tr.use(language)
                talk.say(LANGUAGES[language])
                if self._remember is not None:
                    self._remember(language)
            case _:
                drills = DrillTalk(talk, self._records, self._open_room, exports=place)
                return await drills.run(choice)
        return 0
