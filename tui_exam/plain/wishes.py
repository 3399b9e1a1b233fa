"""What to drill and towards which day, asked line by line; Enter keeps the usual."""

from __future__ import annotations

from datetime import date

from ..drill.deck import PRACTICE, Deck
from ..drill.plan import Wishes
from ..drill.words import KIND_NAMES, topic_name
from ..exam.items import LEVEL_NAMES, Level
from ..screens.office.dates import parse_day
from .talk import Talk

MOST_MINUTES, MOST_CARDS = 240, 500


async def ask_wishes(talk: Talk, deck: Deck, minutes: int) -> Wishes:
    """Minutes or number, topics, levels, kinds; nothing ticked means everything."""
    tr = talk.tr
    while True:
        minutes = await _number(
            talk, tr("Số phút (0: không giới hạn)"), minutes, least=0, most=MOST_MINUTES
        )
        number = await _number(talk, tr("Số câu (0: theo số phút)"), 0, least=0, most=MOST_CARDS)
        if minutes or number:
            break
        talk.say(tr("Hãy đặt số phút hoặc số câu."))
    faces = deck.faces.values()
    found = sorted({face.topic for face in faces}, key=lambda t: (t.startswith(PRACTICE), t))
    topics = [(topic, topic_name(deck, topic, tr)) for topic in found]
    levels = [(level.value, tr(LEVEL_NAMES[level])) for level in Level]
    kinds = {face.kind for face in faces}
    names = [(kind, tr(name)) for kind, name in KIND_NAMES.items() if kind in kinds]
    talk.say(tr("Không chọn gì là tất cả."))
    return Wishes(
        minutes=minutes,
        number=number,
        topics=frozenset(await talk.tick(tr("Chủ đề"), topics, ())),
        levels=frozenset(Level(each) for each in await talk.tick(tr("Mức độ"), levels, ())),
        kinds=frozenset(await talk.tick(tr("Dạng câu"), names, ())),
    )


async def ask_goal(
    talk: Talk, day: date | None, minutes: int, today: date
) -> tuple[date | None, int]:
    """The day of the exam, None when it is not known, and the minutes a day."""
    tr = talk.tr
    while True:
        typed = await talk.ask(
            tr("Ngày thi (ngày/tháng/năm; dấu - nếu chưa biết)"),
            old=f"{day:%d/%m/%Y}" if day else "", limit=10,
        )  # fmt: skip
        found = parse_day(typed, today) if typed else None
        if typed and found is None:
            talk.say(tr("Không đọc được ngày «{typed}».", typed=typed))
        elif found is not None and found < today:
            talk.say(tr("Ngày thi phải từ hôm nay trở đi."))
        else:
            break
    usual = tr("Số phút muốn ôn mỗi ngày")
    return found, await _number(talk, usual, minutes, least=1, most=MOST_MINUTES)


async def _number(talk: Talk, prompt: str, usual: int, *, least: int, most: int) -> int:
    while True:
        typed = await talk.ask(prompt, old=str(usual), limit=6)
        if typed.isascii() and typed.isdecimal() and least <= int(typed) <= most:
            return int(typed)
        talk.say(talk.tr("Hãy gõ số từ {least} đến {most}.", least=least, most=most))
