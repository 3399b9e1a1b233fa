"""Who it is: name, unit and code asked line by line, or a learner chosen from those known."""

from __future__ import annotations

from collections.abc import Sequence

from ..sitting.candidate import BadCandidate, Candidate, candidate
from ..texts import msg
from .talk import BACK, GO_BACK, Say, Talk

OTHER_PERSON = Say("other_person", msg("người khác"), "Ghi họ tên, đơn vị, số báo danh.")
MOST = 50


async def sign_in(talk: Talk) -> Candidate:
    """Ask for the three fields until they are right."""
    tr = talk.tr
    while True:
        name = await talk.ask(tr("Họ và tên"))
        unit = await talk.ask(tr("Đơn vị công tác"))
        code = await talk.ask(tr("Số báo danh (chữ không dấu, chữ số, gạch nối)"))
        try:
            return candidate(code, name, unit)
        except BadCandidate as error:
            talk.say(tr(str(error)))


async def choose_learner(
    talk: Talk, known: Sequence[Candidate], code: str = ""
) -> Candidate | None:
    """Who drills: the one named or the only one there is, else asked; None to go back."""
    tr = talk.tr
    named = [who for who in known if who.code == code.upper()]
    if named or (len(known) == 1 and not code):
        return (named or list(known))[0]
    if not known or code:
        return await sign_in(talk)
    options = [(who.code, f"{who.name}, {who.unit}, {who.code}") for who in known[:MOST]]
    answer = await talk.pick(tr("Ai ôn luyện?"), options, [OTHER_PERSON, GO_BACK])
    if answer.key == BACK:
        return None
    if answer.key == OTHER_PERSON.key:
        return await sign_in(talk)
    return next(who for who in known if who.code == answer.key)
