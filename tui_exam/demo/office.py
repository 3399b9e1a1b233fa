"""How each action of a model solution is done at the screens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from mock_office.tasks.rehearsal import waited_for
from mock_office.tasks.rehearsed import Step

from .copy_work import CopyWork
from .hands import Stuck
from .incoming_work import IncomingWork
from .mail_work import MailWork
from .outgoing_work import OutgoingWork
from .step_words import CAPTIONS as CAPTIONS

SIGNING = ("draft_signed", "draft_sealed")


class OfficeWork(MailWork, IncomingWork, CopyWork):
    """Does the steps of one task."""

    async def do(self, steps: Sequence[Step]) -> None:
        """Do the steps in order, starting and ending at the desk."""
        for place, step in enumerate(steps):
            later = [s.data["draft"] for s in steps[place:] if s.kind in SIGNING]
            self._next_draft = later[0] if later else ""
            await self._until_there(step)
            act = self._ACTS.get(step.kind)
            if act is None:
                raise Stuck(f"no way to do {step.kind}")
            await self._hands.say(CAPTIONS.get(step.kind, step.kind))
            await act(self, step.data)
        if self._clock is not None:  # what comes in and is left alone counts too
            for arrival in self._exam.desk(self._part).later:
                self._skip_to(arrival.at)

    async def _until_there(self, step: Step) -> None:
        """Let the time pass until the paper a step is about has come in."""
        hands, exam, part = self._hands, self._exam, self._part
        come = waited_for(exam.desk(part), step)
        if not come:
            return
        await self._home()
        await hands.say("Chờ thư, văn bản mới đến (đồng hồ thi mẫu chạy nhanh).")
        self._skip_to(max(come))
        await hands.wait(lambda: not waited_for(exam.desk(part), step), "nothing comes in")

    def _skip_to(self, moment: datetime) -> None:
        if self._clock is not None:
            self._clock.skip((moment - self._exam.now(self._part)).total_seconds() + 1)

    _ACTS: Mapping[str, Callable[[OfficeWork, Mapping[str, Any]], Awaitable[None]]] = {
        "mail_opened": MailWork._mail_opened,
        "mail_link_opened": MailWork._mail_link_opened,
        "mail_attachment_opened": MailWork._mail_attachment_opened,
        "mail_reported": MailWork._mail_reported,
        "mail_deleted": MailWork._mail_deleted,
        "mail_sent": MailWork._mail_sent,
        "document_opened": IncomingWork._document_opened,
        "document_read": IncomingWork._document_read,
        "note_draft_saved": IncomingWork._note_saved,
        "document_routed": IncomingWork._document_routed,
        "document_returned": IncomingWork._document_returned,
        "document_secured": IncomingWork._document_secured,
        "document_closed": IncomingWork._document_closed,
        "copy_made": CopyWork._copy_made,
        "copy_sealed": CopyWork._copy_sealed,
        "copy_issued": CopyWork._copy_issued,
        "draft_opened": OutgoingWork._draft_opened,
        "draft_read": OutgoingWork._draft_read,
        "layout_viewed": OutgoingWork._layout_viewed,
        "line_marked": OutgoingWork._line_marked,
        "draft_returned": OutgoingWork._draft_returned,
        "pin_tried": OutgoingWork._pin_tried,
        "draft_signed": OutgoingWork._draft_signed,
        "draft_sealed": OutgoingWork._draft_sealed,
        "handed_over": OutgoingWork._handed_over,
        "role_taken": OutgoingWork._role_taken,
        "draft_numbered": OutgoingWork._draft_numbered,
        "attachment_sealed": OutgoingWork._attachment_sealed,
        "draft_issued": OutgoingWork._draft_issued,
        "draft_filed": OutgoingWork._draft_filed,
        "issued_corrected": OutgoingWork._issued_corrected,
        "issued_replaced": OutgoingWork._issued_replaced,
        "issued_recalled": OutgoingWork._issued_recalled,
    }
