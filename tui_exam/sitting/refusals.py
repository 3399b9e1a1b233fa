"""Why an event was not recorded; each is told on the screen in its own way."""

from __future__ import annotations

from ..store.protocol import Lease, StoreError


class NotSaved(Exception):
    """The event waits to be written; `trouble` says why in the candidate's words."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class FileGone(StoreError):
    """A file that an event names is not there any more: somebody has deleted it."""


class TimeIsUp(Exception):
    """The deadline has passed: only what was half done may still be written."""


class Paused(TimeIsUp):
    """The organiser has stopped the exam: only what was half done may be written."""


AFTER_THE_BELL = frozenset(
    {
        "mail_draft_saved", "note_draft_saved", "remarks_saved", "form_kept", "resumed", "minute",
        "tokens_made", "draft_typeset", "time_added", "paused", "unpaused", "closed", "marked",
    }
)  # fmt: skip
"""What may be written when no time is left or the exam is stopped: drafts as they are,
the organiser's decisions, and the closing itself."""


class TakenOver(Exception):
    """Somebody continued this attempt elsewhere; this one may only be read."""

    def __init__(self, holder: Lease) -> None:
        super().__init__(holder.seat)
        self.holder = holder
