"""A dialogue with the real program on a real store, over a pseudo-terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.plain.ear import Ear
from tests.rooms import WHO, clock, content, records
from tui_exam.plain.home import Home
from tui_exam.plain.seat import Plain
from tui_exam.plain.talk import Talk
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room
from tui_exam.texts import Words

__all__ = ["Conversation", "Start", "clock", "records", "start"]


class Conversation:
    """One run of the program with somebody listening."""

    def __init__(self, ear: Ear, plain: Plain, task: asyncio.Task[int]) -> None:
        self.ear = ear
        self.plain = plain
        self.task = task

    async def begin(self, code: str = WHO.code) -> str:
        """Sign in and start the clock; what was said before the first choice of a part."""
        await self.ear.hear()
        for line in ("Nguyễn Văn An", "UBND phường", code):
            await self.ear.answer(line)
        return await self.ear.answer("có")


Start = Callable[..., Awaitable[Conversation]]


@pytest.fixture
async def start(records: Records, tmp_path: Path) -> AsyncIterator[Start]:
    """Start the program; whatever was started is ended with the test."""
    running: list[Conversation] = []

    async def begin(language: str = "vi", seed: str = "plain") -> Conversation:
        bank, blueprint = content()
        room = Room(records.store, records.clock, records.seat, bank, blueprint, "test")

        async def opened() -> Room:
            return room

        ear = Ear()
        talk = Talk(ear.lines(), Words(language))
        plain = Plain(talk, records, opened, exports=tmp_path / "exports", seed=seed)
        conversation = Conversation(ear, plain, asyncio.create_task(plain.run()))
        running.append(conversation)
        return conversation

    yield begin
    for each in running:
        each.task.cancel()
        with suppress(asyncio.CancelledError):
            await each.task
        each.ear.close()


class Visit:
    """The program from its home on, with somebody listening."""

    def __init__(self, ear: Ear, task: asyncio.Task[int]) -> None:
        self.ear = ear
        self.task = task

    async def say(self, *lines: str) -> str:
        """Say some lines; what is said in reply to the last, up to the next prompt."""
        heard = ""
        for line in lines:
            heard = await self.ear.answer(line)
        return heard


Open = Callable[..., Awaitable[Visit]]


@pytest.fixture
async def home(records: Records, tmp_path: Path) -> AsyncIterator[Open]:
    """Open the program at its home, or where `start` says; all is ended with the test."""
    running: list[Visit] = []

    async def begin(start: str = "home", language: str = "vi") -> Visit:
        bank, blueprint = content()

        async def opened() -> Room:
            return Room(records.store, records.clock, records.seat, bank, blueprint, "test")

        ear = Ear()
        talk = Talk(ear.lines(), Words(language))
        one = Home(talk, records, opened, exports=tmp_path / "exports")
        visit = Visit(ear, asyncio.create_task(one.run(start)))
        running.append(visit)
        return visit

    yield begin
    for each in running:
        each.task.cancel()
        with suppress(asyncio.CancelledError):
            await each.task
        each.ear.close()
