"""A learner's log in the store: opened, added to, carried on in a new volume.

It is a log like an exam's: append-only, one holder at a time, taken over when asked
for; only it is never sealed. After some hundred reviews it goes on in a new volume
that begins with all that is known, so that opening never takes longer. Two volumes
begun at once, on two machines, are read together.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..exam.paper import Paper
from ..sitting.candidate import Candidate
from ..sitting.records import DRILL_LOG, DRILL_NAME, Records
from ..sitting.sitting import Sitting
from ..store.personal import make_card
from ..store.protocol import AttemptStore, AttemptSummary, Event, HeldElsewhere
from . import snapshot
from .learner import Learner, day_of

VOLUME = 1000
"""Events after which a log goes on in a new volume, at the next opening."""


@dataclass(frozen=True, slots=True)
class _Done:
    """An event just written, for the fold."""

    seq: int
    kind: str
    data: Mapping[str, Any]
    wall: float


class Book:
    """A learner's log, held by this program.

    Args:
        sitting: The log itself; it waits and retries when the disk fails.
        learner: The fold of it, always as durable as the log.
    """

    def __init__(self, who: Candidate, sitting: Sitting, learner: Learner) -> None:
        self.who = who
        self.sitting = sitting
        self.learner = learner
        self._one_at_a_time = asyncio.Lock()

    @property
    def seq(self) -> int:
        """Sequence number of the last event."""
        return self.sitting.attempt.seq

    async def record(self, kind: str, data: Mapping[str, Any]) -> None:
        """Write one event; on return it is durable and in `learner`.

        Raises NotSaved when it has to wait (`retry` writes it later), TakenOver when
        another terminal drills this learner now.
        """
        async with self._one_at_a_time:
            before = self.seq
            await self.sitting.record(kind, data)
            if self.seq == before + 1:
                wall = self.sitting.attempt.last_wall
                self.learner.apply(_Done(self.seq, kind, data, wall))
            else:
                await self._catch_up(before)

    async def retry(self) -> bool:
        """Try again to write what waits; True when nothing is left waiting."""
        async with self._one_at_a_time:
            before = self.seq
            saved = await self.sitting.retry()
            if self.seq > before:
                await self._catch_up(before)
            return saved

    async def _catch_up(self, after: int) -> None:
        async for event in self.sitting.store.read(self.sitting.attempt.id, after):
            self.learner.apply(event)

    async def leave(self) -> None:
        """Give the log back, and bring its line in the list of attempts up to date."""
        attempt = self.sitting.attempt
        await self.sitting.leave()
        if self.sitting.taken_by is None:
            await self.sitting.store.summarize(_summary(self.who, attempt.id, attempt.started))


async def learners(records: Records) -> list[Candidate]:
    """Who has drilled or sat an exam here: learners first, the newest first of each.

    Those who were forgotten are left out.
    """
    found: dict[str, Candidate] = {}
    rows = await records.store.summaries()
    for each in sorted(rows, key=lambda row: (row.exam != DRILL_LOG, -row.started)):
        if each.candidate:
            found.setdefault(each.candidate, Candidate(each.candidate, each.name, each.unit))
    return list(found.values())


async def read_learner(records: Records, code: str) -> Learner:
    """What is known of a learner, without holding his log. StoreError."""
    rows = [
        each
        for each in await records.store.summaries()
        if each.exam == DRILL_LOG and each.candidate == code
    ]
    volumes: list[_Volume] = []
    covered: set[str] = set()
    for row in _newest_first(rows):
        if row.attempt not in covered:
            events = [event async for event in records.store.read(row.attempt)]
            carried, names = await _carried(records.store, row.attempt, events)
            volumes.append(_Volume(None, carried, (row.attempt, *names), events))
            covered |= {row.attempt, *names}
    return _together(volumes) if volumes else Learner()


async def open_book(
    records: Records, who: Candidate, *, program: str, take_over: bool = False, volume: int = VOLUME
) -> Book:
    """Open the learner's log, or begin one.

    Raises HeldElsewhere when he is being drilled at another terminal and `take_over`
    is not set, and other StoreErrors.
    """
    store = records.store
    mine = [
        each
        for each in await store.summaries()
        if each.exam == DRILL_LOG and each.candidate == who.code
    ]
    if not mine:
        return await _begin(records, who, program, Learner(), ())
    held = await _hold(records, _newest_first(mine), take_over=take_over)
    sittings = [each.sitting for each in held if each.sitting is not None]
    learner = _together(held)
    book = Book(who, sittings[0], learner)
    if len(held) > 1 or book.seq > volume:
        names = tuple(dict.fromkeys(name for each in held for name in each.covers))
        carried = await _begin(records, who, program, learner, names)
        for sitting in sittings:
            await sitting.leave()
            attempt = sitting.attempt
            await store.summarize(_summary(who, attempt.id, attempt.started))
        return carried
    return book


@dataclass(frozen=True, slots=True)
class _Volume:
    """An open volume: what it carries from earlier ones, and its own events."""

    sitting: Sitting | None  # None when it is only read
    carried: Learner | None
    covers: tuple[str, ...]
    events: Sequence[Event]


def _newest_first(rows: Sequence[AttemptSummary]) -> list[AttemptSummary]:
    """A volume before all that it has taken in, whatever the clock said when it was begun."""
    return sorted(rows, key=lambda row: (_generation(row.attempt), row.attempt), reverse=True)


def _generation(name: str) -> int:
    """Which volume this is, by its name: a later one has a higher number."""
    number = name.split("-")[1] if name.count("-") == 2 else ""
    return int(number) if number.isdecimal() else 0


async def _hold(
    records: Records, rows: Sequence[AttemptSummary], *, take_over: bool
) -> list[_Volume]:
    """Open every volume that no newer one has taken in. All or none are held."""
    held: list[_Volume] = []
    covered: set[str] = set()
    try:
        for row in rows:
            if row.attempt in covered:
                continue
            sitting = await Sitting.reopen(
                records.store, records.clock, row.attempt, seat=records.seat, take_over=take_over
            )
            events = [event async for event in _read(sitting)]
            carried, names = await _carried(records.store, row.attempt, events)
            held.append(_Volume(sitting, carried, (row.attempt, *names), events))
            covered |= {row.attempt, *names}
    except HeldElsewhere:
        for each in held:
            if each.sitting is not None:
                await each.sitting.leave()
        raise
    return held


async def _read(sitting: Sitting) -> AsyncIterator[Event]:
    async for event in sitting.store.read(sitting.attempt.id):
        yield event


async def _carried(
    store: AttemptStore, attempt: str, events: Sequence[Event]
) -> tuple[Learner | None, tuple[str, ...]]:
    started = next((e for e in events if e.kind == "started"), None)
    kept = started.data.get("carried") if started is not None else None
    if not kept:
        return None, ()
    data = await store.get_artifact(attempt, kept["artifact"])
    return await asyncio.to_thread(snapshot.from_json, data), tuple(kept["volumes"])


def _together(held: Sequence[_Volume]) -> Learner:
    """The learner of all volumes. Those begun apart are folded in order of time."""
    base = next((each.carried for each in held if each.carried is not None), None)
    learner = base or Learner()
    if len(held) == 1:
        for event in held[0].events:
            learner.apply(event)
        return learner
    merged = sorted(
        (event for each in held for event in each.events),
        key=lambda event: (event.wall, event.attempt, event.seq),
    )
    for event in merged:
        learner.apply(event)
    return learner


async def _begin(
    records: Records, who: Candidate, program: str, learner: Learner, volumes: tuple[str, ...]
) -> Book:
    """A new volume, with all that is known when there is something."""
    store, clock = records.store, records.clock
    day = day_of(clock.wall())
    generation = 1 + max((_generation(each) for each in volumes), default=0)
    name = f"{DRILL_NAME}{generation:05d}-{secrets.token_hex(5)}"
    sitting = await Sitting.create(store, clock, name, seat=records.seat)
    card = make_card(who.code, who.name, who.unit, secrets.token_bytes(16))
    person = await store.put_artifact(name, "person", card)
    started: dict[str, Any] = {
        "person": person.sha256,
        "blueprint": DRILL_LOG,
        "version": 1,
        "minutes": 0,
        "paper": Paper(DRILL_LOG, "", day, "", (), ()).to_json(),
        "program": program,
    }
    if volumes:
        data = await asyncio.to_thread(snapshot.to_json, learner)
        kept = await store.put_artifact(name, "learner", data)
        started["carried"] = {"artifact": kept.sha256, "volumes": list(volumes)}
    await sitting.record("started", started)
    await store.summarize(_summary(who, name, sitting.attempt.started))
    for state_of in list(learner.cards):
        learner.cards[state_of] = replace(learner.cards[state_of], last=0)
    return Book(who, sitting, learner)


def _summary(who: Candidate, attempt: str, started: float) -> AttemptSummary:
    return AttemptSummary(attempt, DRILL_LOG, who.code, who.name, who.unit, started)
