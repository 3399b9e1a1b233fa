"""What the list of attempts can know from an attempt itself.

Four kinds of events are looked at: `started` (`blueprint`, the exam's id; `person`, the
digest of the candidate's card), `reopened` (`from`, the sealed attempt it continues),
`closed` (its wall time), `marked` (`theory`, `practice`, `total`, `band`). What the events
do not say is kept from the row there was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .artifacts import get, is_digest
from .ledger import read_events, read_whole
from .personal import Card, is_forgotten, read_card
from .protocol import AttemptSummary, Corrupt, Event

STARTED = "started"
CLOSED = "closed"
MARKED = "marked"
REOPENED = "reopened"
CARD = "person"
EXAM = "blueprint"


def summary_of(folder: Path, entry: AttemptSummary | None) -> AttemptSummary:
    """The row of an attempt, from its log. NoSuchAttempt, Corrupt, StoreError."""
    known = entry or AttemptSummary(folder.name, "", "", "", "", 0.0)
    ledger, events = read_whole(folder)
    if not known.started and ledger.lease:
        known = replace(known, started=ledger.lease.since)
    known = replace(known, sealed=ledger.seal is not None)
    for event in events:
        known = _told(known, event, folder)
    return known


def _told(known: AttemptSummary, event: Event, folder: Path) -> AttemptSummary:
    data = event.data
    if event.kind == STARTED:
        card = card_of(folder, data.get(CARD))
        if card is not None:
            known = replace(known, candidate=card.code, name=card.name, unit=card.unit)
        exam = data.get(EXAM)
        return replace(
            known, started=event.wall, exam=exam if isinstance(exam, str) else known.exam
        )
    if event.kind == REOPENED:
        return replace(known, extra={**known.extra, REOPENED: str(data.get("from", ""))})
    if event.kind == CLOSED:
        return replace(known, closed=event.wall)
    if event.kind == MARKED:
        band = data.get("band")
        return replace(
            known,
            theory=_number(data, "theory", known.theory),
            practice=_number(data, "practice", known.practice),
            total=_number(data, "total", known.total),
            band=band if isinstance(band, str) else known.band,
        )
    return known


def card_digest(folder: Path) -> str:
    """The digest of the card the attempt names; "" when it names none. As `read_events`."""
    for event in read_events(folder):
        if event.kind == STARTED:
            digest = event.data.get(CARD)
            return digest if isinstance(digest, str) and is_digest(digest) else ""
    return ""


def card_of(folder: Path, digest: object) -> Card | None:
    """The card an attempt names; blank when forgotten, None when there is none to read."""
    if not isinstance(digest, str) or not is_digest(digest):
        return None
    if is_forgotten(folder, digest):
        return Card("", "", "")
    try:
        return read_card(get(folder, digest))
    except (KeyError, ValueError, Corrupt):
        return None


def _number(data: Mapping[str, Any], name: str, known: float | None) -> float | None:
    value = data.get(name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else known
