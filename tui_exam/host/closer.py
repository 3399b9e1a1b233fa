"""Closes attempts at their deadline whether or not anybody is connected."""

from __future__ import annotations

from collections.abc import Callable

from mock_office.tasks.source import TaskFileError

from ..exam.attempt import Attempt
from ..sitting.finish import TIME, close, mark_and_seal
from ..sitting.room import Room
from ..sitting.sitting import NotSaved, TakenOver
from ..store.protocol import AttemptSummary, HeldElsewhere, NoSuchAttempt, StoreError
from ..yaml_lines import FileFaults
from .journal import Journal

GRACE = 10.0  # seconds a session has to close its own attempt before the keeper does
STUCK = 60.0  # after so many the attempt is closed even though a living program holds it
LOOK_AGAIN = 30.0  # an attempt with time added, or one that cannot be read, is left alone so long


class Closer:
    """Looks through the attempts that are not sealed.

    Args:
        room: The exam room; its seat is what a candidate's other screen will name.
        closed: Called once for each attempt closed here.
    """

    def __init__(self, room: Room, journal: Journal, closed: Callable[[], None]) -> None:
        self._room = room
        self._journal = journal
        self._closed = closed
        self._not_before: dict[str, float] = {}
        self._troubled: set[str] = set()

    async def look(self) -> int:
        """Close and mark what is due; how many there were."""
        done = 0
        wall, mono = self._room.clock.wall(), self._room.clock.mono()
        for summary in await self._room.exams():
            if summary.sealed or self._not_before.get(summary.attempt, 0.0) > mono:
                continue
            if wall - summary.started < self._room.blueprint.minutes * 60 and not summary.closed:
                continue
            try:
                done += await self._close(summary, mono)
            except (StoreError, NotSaved, TakenOver, FileFaults, TaskFileError, OSError, KeyError,
                    ValueError, StopIteration, RuntimeError) as error:  # fmt: skip
                self._not_before[summary.attempt] = mono + LOOK_AGAIN
                if summary.attempt not in self._troubled:
                    self._troubled.add(summary.attempt)
                    self._journal.failed("attempt not closed", error, attempt=summary.attempt)
        return done

    def _late(self, attempt: Attempt) -> float:
        """Seconds since the attempt should have been sealed; negative while it may be sat."""
        clock = self._room.clock
        if attempt.closed:  # by a session that has not come to marking it
            return clock.wall() - attempt.last_wall
        sat = attempt.elapsed_at(clock.wall(), clock.mono(), clock.boot)
        return sat - attempt.allowed

    async def _close(self, summary: AttemptSummary, mono: float) -> int:
        seen = await self._room.read_only(summary.attempt)
        late = self._late(seen.sitting.attempt)
        if late < GRACE:
            self._not_before[summary.attempt] = mono + max(1.0, min(LOOK_AGAIN, GRACE - late))
            return 0
        try:
            exam = await self._room.resume(summary, take_over=late > STUCK)
        except HeldElsewhere:
            self._not_before[summary.attempt] = mono + 5.0
            return 0
        except NoSuchAttempt:
            return 0
        if not exam.sitting.attempt.closed and exam.sitting.left() > 0:
            await exam.sitting.leave()  # the organiser has given time that nobody had taken yet
            return 0
        await close(exam, TIME)
        result = await mark_and_seal(exam)
        self._closed()
        self._journal.say("closed by the keeper", attempt=result.attempt, late=round(late, 1))
        return 1
