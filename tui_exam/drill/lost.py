"""From the points an exam lost to the cards that win them back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from ..sitting.records import DRILL_LOG
from ..sitting.result import Result
from ..sitting.sitting import NotSaved, TakenOver
from ..store.protocol import AttemptStore, HeldElsewhere, StoreError
from .deck import QUESTION
from .minis import cards_for

if TYPE_CHECKING:
    from mock_office.marks import TaskMark

    from ..exam.marking import QuestionMark
    from ..sitting.candidate import Candidate
    from ..sitting.records import Records
    from .book import Book


def lost_cards(questions: Iterable[QuestionMark], tasks: Iterable[TaskMark]) -> Mapping[str, float]:
    """Card -> points lost, for every point of an exam that was not earned."""
    out: dict[str, float] = {}
    for mark in questions:
        points = round(mark.max - mark.points, 2)
        if points > 0:
            out[f"{QUESTION}{mark.item}"] = points
    for task in tasks:
        for card, points in cards_for(task).items():
            out[card] = round(out.get(card, 0.0) + points, 2)
    return out


async def take_in_exams(store: AttemptStore, book: Book) -> frozenset[str]:
    """Make due cards of the points lost in exams that the log does not know yet.

    Returns the cards, those of an exam without a loss none. An exam is taken in once. Raises
    NotSaved, TakenOver and StoreError.
    """
    learner, new = book.learner, set[str]()
    for each in await store.summaries():
        if (
            each.exam == DRILL_LOG
            or each.candidate != book.who.code
            or each.total is None
            or each.attempt in learner.exams
        ):
            continue
        try:
            result, closed = await _result(store, each.attempt)
        except (StoreError, KeyError, ValueError):
            continue
        cards = await asyncio.to_thread(lost_cards, result.questions, result.tasks)
        await book.record(
            "points_lost", {"exam": each.attempt, "closed": closed, "cards": dict(cards)}
        )
        new |= cards.keys()
    return frozenset(new)


async def settle(records: Records, who: Candidate, *, program: str) -> int:
    """Write an exam's lost points into the learner's log at once; how many cards.

    When somebody drills him at another terminal, that one takes the exam in itself; when the
    log cannot be written, the next opening does. Either way 0 is returned and nothing is lost.
    """
    from .book import open_book

    with suppress(HeldElsewhere, StoreError, NotSaved, TakenOver, OSError):
        book = await open_book(records, who, program=program)
        try:
            return len(await take_in_exams(records.store, book))
        finally:
            await book.leave()
    return 0


async def _result(store: AttemptStore, attempt: str) -> tuple[Result, float]:
    """A marked exam's result and the wall time of its end. KeyError when not marked."""
    artifact, closed = "", 0.0
    async for event in store.read(attempt):
        if event.kind == "closed":
            closed = event.wall
        elif event.kind == "marked":
            artifact = event.data["artifact"]
    if not artifact:
        raise KeyError(attempt)
    return Result.from_json(await store.get_artifact(attempt, artifact)), closed
