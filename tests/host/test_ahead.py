"""Desks are laid out before they are opened: one at a time, without anybody noticing."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from tui_exam.host.apps.ahead import Ahead
from tui_exam.sitting.candidate import Candidate
from tui_exam.sitting.exam import Exam
from tui_exam.sitting.finish import HANDED_IN, close
from tui_exam.sitting.office import Office
from tui_exam.sitting.room import Room
from tui_exam.store import TinyAttemptStore
from tui_exam.store.disk import Disk

from .live import hosting, until

AT_ONCE = Ahead(after=0.0, rest=0.0)


class Noting(Office):
    """An office that notes when a desk is being laid out."""

    def __init__(self, exam: Exam, notes: list[str]) -> None:
        super().__init__(exam)
        self._notes = notes

    async def ready(self, part: str) -> bool:
        who = f"{self.exam.who.code} {part}"
        self._notes.append(f"begin {who}")
        try:
            return await super().ready(part)
        finally:
            self._notes.append(f"end {who}")


class Full(Disk):
    """A disk that is full once it is said to be."""

    full = False

    def sync(self, fd: int) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, "full")
        super().sync(fd)


@asynccontextmanager
async def exams(
    folder: Path, room: Room, *codes: str, disk: Disk | None = None
) -> AsyncIterator[list[Exam]]:
    store = TinyAttemptStore(folder, reserve_bytes=1 << 16, low_water_bytes=1 << 16, disk=disk)
    here = replace(room, store=store, seat="")
    begun = [await here.begin(Candidate(code, "A", "B"), seed="7") for code in codes]
    try:
        yield begun
    finally:
        for exam in begun:
            await exam.sitting.leave()
        await store.close()


def typeset(exam: Exam) -> bool:
    """Whether every draft on every desk lies there as a file."""
    return all(draft.issued_pdf for part in exam.tasks for draft in exam.desk(part).drafts)


async def test_all_desks_are_laid_out_and_still_count_as_untouched(
    tmp_path: Path, room: Room
) -> None:
    async with exams(tmp_path, room, "CB001") as (exam,):
        before = exam.sitting.attempt.untouched
        assert not typeset(exam)
        await AT_ONCE.lay_out(Office(exam))
        assert typeset(exam)
        assert exam.tasks["signing"].id in exam.sitting.attempt.tokens
        assert exam.sitting.attempt.untouched == before


async def test_a_desk_laid_out_ahead_is_not_laid_out_again_when_it_is_opened(
    tmp_path: Path, room: Room
) -> None:
    async with exams(tmp_path, room, "CB001") as (exam,):
        office = Office(exam)
        await AT_ONCE.lay_out(office)
        seq = exam.sitting.attempt.seq
        for part in exam.tasks:
            await office.prepare(part)
        assert exam.sitting.attempt.seq == seq


async def test_one_desk_at_a_time_and_everybody_has_a_first_before_anybody_a_second(
    tmp_path: Path, room: Room
) -> None:
    notes: list[str] = []
    async with exams(tmp_path, room, "CB001", "CB002", "CB003") as all_exams:
        ahead = Ahead(after=0.0, rest=0.0)
        await asyncio.gather(*(ahead.lay_out(Noting(exam, notes)) for exam in all_exams))
    assert [note.split()[0] for note in notes] == ["begin", "end"] * (len(notes) // 2)
    assert [note.split()[1] for note in notes[:6:2]] == ["CB001", "CB002", "CB003"]


async def test_nothing_is_laid_out_for_an_exam_that_was_handed_in(
    tmp_path: Path, room: Room
) -> None:
    async with exams(tmp_path, room, "CB001") as (exam,):
        await close(exam, HANDED_IN)
        seq = exam.sitting.attempt.seq
        await AT_ONCE.lay_out(Office(exam))
        assert exam.sitting.attempt.seq == seq


async def test_a_full_disk_ends_it_quietly_and_the_others_get_their_turn(
    tmp_path: Path, room: Room
) -> None:
    disk, ahead = Full(), Ahead(after=0.0, rest=0.0)
    async with (
        exams(tmp_path / "full", room, "CB001", disk=disk) as (stuck,),
        exams(tmp_path / "free", room, "CB002") as (free,),
    ):
        disk.full = True
        await asyncio.wait_for(
            asyncio.gather(ahead.lay_out(Office(stuck)), ahead.lay_out(Office(free))), 20
        )
        disk.full = False
        assert typeset(free)
        assert not typeset(stuck)


async def test_a_candidate_who_only_answers_questions_finds_the_desks_laid_out(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host:
        host.hall.ahead = Ahead(after=0.0, rest=0.0)
        async with host.seat() as seat:
            await seat.sit()
            (session,) = host.hall.sessions
            assert session._app is not None
            assert session._app.running is not None
            exam = session._app.running.exam
            await until(lambda: typeset(exam))
            seat.press(b"n")
            await seat.see("Câu 2")
            assert exam.sitting.attempt.place.part == "theory"
        await until(lambda: not host.hall.sessions)
        assert not host.log("session failed")
