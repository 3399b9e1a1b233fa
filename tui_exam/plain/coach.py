"""What the coach says after a mock exam, in lines, with the drill that follows from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from ..drill.coach import advise
from ..drill.coach_page import coach_lines
from ..drill.uncertainty import measured
from ..sitting.exam import FAMILY_NAMES, Exam
from ..sitting.result import Result
from .spoken import spoken
from .talk import Talk

Drill = Callable[[Exam, frozenset[str]], Awaitable[None]]


async def coach(talk: Talk, exam: Exam, result: Result, drill: Drill | None) -> None:
    """Tell where time and points went, what would bring most, and offer to drill it now."""
    tr = talk.tr
    advice = advise(result, exam.items, FAMILY_NAMES, exam.blueprint.minutes)
    talk.say(*(spoken(text, tr) for text, _ in coach_lines(advice, measured(result), tr)))
    if drill is None:
        return
    if advice.topics:
        wanted = tr("Ôn ngay các chủ đề này?")
    else:
        wanted = tr("Không mất điểm nào. Ôn những gì đến hạn?")
    if await talk.sure(wanted):
        await drill(exam, advice.drill)
