"""Practising one task in lines; and that everything an office offers can be said."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

import tui_exam.plain
from mock_office.actions import KINDS
from mock_office.documents import workflow
from mock_office.tasks import library
from mock_office.tasks.rehearsal import waited_for
from tests.plain.ear import Ear, number_of
from tests.plain.hands import PlainWork
from tests.rooms import WHO, content
from tui_exam.drill.book import open_book, read_learner
from tui_exam.drill.drilling import Drilling
from tui_exam.plain.practice import PracticeTalk
from tui_exam.plain.talk import Talk
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room
from tui_exam.texts import Words

OFFICE = Path(tui_exam.plain.__file__).parents[1] / "sitting"
NOT_SAID = {
    "draft_typeset": "the office's own, when a desk is laid out",
    "token_unlocked": "the organiser's",
}


class Practising:
    """Somebody who practises, and the desk before him."""

    def __init__(self, ear: Ear, talk: PracticeTalk, clock: ManualClock) -> None:
        self.ear = ear
        self._talk = talk
        self._clock = clock

    async def begin(self, name: str) -> str:
        """Choose a task; what is said up to the drawers of its desk."""
        heard = await self.ear.hear()
        return await self.ear.answer(number_of(f"{library.load(name).title}.", heard))

    async def do_all(self, heard: str) -> set[str]:
        """Say the whole model solution; the kinds of action that came of it."""
        practice = self._talk.practice
        assert practice is not None
        work = PlainWork(self.ear, practice.exam, practice.part)
        for step in practice.task.solution:
            for moment in waited_for(practice.exam.desk(practice.part), step):
                ahead = (moment - practice.exam.now(practice.part)).total_seconds()
                self._clock.advance(ahead + 1)
            await work.do([step], heard)
            heard = work._heard
        for arrival in practice.exam.desk(practice.part).later:
            ahead = (arrival.at - practice.exam.now(practice.part)).total_seconds()
            self._clock.advance(ahead + 1)
        await work._home()
        return {deed.kind for deed in practice.exam.sitting.attempt.deeds[practice.task.id]}


Begin = Callable[[], Awaitable[Practising]]


@pytest.fixture
async def practising(records: Records, clock: ManualClock) -> AsyncIterator[Begin]:
    """Open the list of tasks for a learner; it is ended with the test."""
    running: list[tuple[asyncio.Task[None], Ear]] = []

    async def begin() -> Practising:
        bank, blueprint = content()
        room = Room(records.store, clock, records.seat, bank, blueprint, "test")
        drilling = Drilling(room, await open_book(room, WHO, program="test"))
        ear = Ear()
        talk = PracticeTalk(Talk(ear.lines(), Words()), drilling)
        running.append((asyncio.create_task(talk.run()), ear))
        return Practising(ear, talk, clock)

    yield begin
    for task, ear in running:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        ear.close()


def constants(path: Path) -> set[str]:
    """Every string that stands in a module by itself."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_every_action_of_a_candidate_can_be_said() -> None:
    said = {
        word
        for path in (*Path(tui_exam.plain.__file__).parent.glob("*.py"),
                     OFFICE / "office.py", OFFICE / "copying.py")
        for word in constants(path)
    }  # fmt: skip
    practising_only = {"task_reset"}  # said as «làm lại», recorded by the practice itself
    assert set(KINDS) - said - set(NOT_SAID) - practising_only == set()


def test_every_move_that_the_software_offers_has_its_dialogue() -> None:
    plain = Path(tui_exam.plain.__file__).parent
    said = constants(plain / "documents.py") | constants(plain / "drafts.py")
    moves = constants(Path(workflow.__file__)) & set(KINDS)
    assert moves
    assert moves - said == set()


async def test_a_hint_tells_the_next_step_and_the_second_time_what_to_fill_in(
    practising: Begin,
) -> None:
    one = await practising()
    heard = await one.begin("routing_finance")
    assert "Yêu cầu" in heard
    first = await one.ear.answer("gợi ý")
    assert "Đọc hết văn bản" in first
    assert "Gõ gợi ý lần nữa" in first
    assert "Văn bản: " in await one.ear.answer("gợi ý")
    marks = await one.ear.answer("chấm thử")
    assert "0/" in marks


async def test_a_task_is_marked_at_any_time_and_begun_anew(
    practising: Begin, records: Records
) -> None:
    one = await practising()
    heard = await one.begin("routing_finance")
    await one.do_all(heard)
    marks = await one.ear.answer("chấm thử")
    assert "Mất điểm." not in marks
    (kept,) = (await read_learner(records, WHO.code)).practices
    assert kept.points == kept.max > 0
    assert kept.hints == 0
    assert "như lúc đầu" in await one.ear.answer("làm lại")
    await one.ear.answer("có")
    assert "Mất điểm." in await one.ear.answer("chấm thử")


async def test_the_model_solution_is_heard_step_by_step_and_earns_everything(
    practising: Begin, records: Records
) -> None:
    one = await practising()
    await one.begin("mail_report")
    heard = await one.ear.answer("làm mẫu")
    steps = 0
    while "Enter để làm bước này:" in heard:
        steps += 1
        assert f"Bước {steps} trên" in heard
        heard = await one.ear.answer("")
    assert steps >= 2
    assert "Mất điểm." not in heard
    assert (await read_learner(records, WHO.code)).practices == []  # hearing it is no practice


async def test_several_drafts_are_signed_with_one_pin_and_each_is_told(practising: Begin) -> None:
    one = await practising()
    await one.begin("signing_two_clean")
    practice = one._talk.practice
    assert practice is not None
    heard = await one.ear.answer("ký hàng loạt")
    drafts = practice.exam.desk(practice.part).drafts
    signed = [s.data for s in practice.task.solution if s.kind == "draft_signed"]
    assert len(signed) >= 2
    ids = [draft.id for draft in drafts]
    await one.ear.answer(", ".join(str(ids.index(data["draft"]) + 1) for data in signed))
    tokens = [token.id for token in practice.exam.desk(practice.part).tokens]
    token = signed[0]["certificate"]
    heard = await one.ear.answer(str(tokens.index(token) + 1))
    assert heard.rstrip().endswith("PIN:")
    heard = await one.ear.answer(practice.task.pins[token])
    assert f"Đã ký {len(signed)} trên {len(signed)} dự thảo." in heard
    deeds = practice.exam.sitting.attempt.deeds[practice.task.id]
    assert sum(deed.kind == "pin_tried" for deed in deeds) == 1
    assert sum(deed.kind == "draft_signed" for deed in deeds) == len(signed)


@pytest.mark.slow
@pytest.mark.parametrize("name", library.names())
async def test_every_task_can_be_done_perfectly_by_what_is_said(
    practising: Begin, records: Records, name: str
) -> None:
    if not library.load(name).valid_on(date.fromtimestamp(records.clock.wall())):
        pytest.skip("not law on the day of the test")
    one = await practising()
    heard = await one.begin(name)
    await one.do_all(heard)
    marks = await one.ear.answer("chấm thử")
    (kept,) = (await read_learner(records, WHO.code)).practices
    assert kept.points == pytest.approx(kept.max), marks
