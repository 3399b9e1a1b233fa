"""Several drafts signed in lines with one PIN, one after the other."""

from __future__ import annotations

from mock_office.agency import Role
from mock_office.desk import Desk
from mock_office.documents.outgoing import OutgoingDraft
from mock_office.documents.workflow import offered
from mock_office.signing.ways import Layer

from ..screens.office.words import draft_title
from ..texts import msg
from .session import Session
from .signing import SigningTalk
from .talk import Say

BATCH = Say("batch", msg("ký hàng loạt"), "Ký nhiều dự thảo với một lần nhập PIN.")


def to_sign(desk: Desk) -> list[OutgoingDraft]:
    """The drafts that can be signed in the role one has, in the order of the list."""
    kind = "draft_sealed" if desk.role is Role.CLERK else "draft_signed"
    return [draft for draft in desk.drafts if kind in {move.kind for move in offered(desk, draft)}]


class BatchTalk:
    """Signs what is picked of one desk's drafts."""

    def __init__(self, session: Session, part: str) -> None:
        self._session = session
        self._part = part

    async def run(self) -> None:
        """Pick the drafts, then sign them; each is an event of its own and told as it is done."""
        session, talk, tr = self._session, self._session.talk, self._session.tr
        desk = session.exam.desk(self._part)
        options = [(draft.id, draft_title(draft)) for draft in to_sign(desk)]
        picked = await talk.tick(tr("Ký các dự thảo nào?"), options, ())
        if not picked:
            talk.say(tr("Chưa làm gì."))
            return
        layer = Layer.AGENCY if desk.role is Role.CLERK else Layer.LEADER
        made = await SigningTalk(session, self._part).several(layer, picked)
        talk.say(tr("Đã ký {n} trên {of} dự thảo.", n=made, of=len(picked)))
