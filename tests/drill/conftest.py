"""A real room and a learner in it: the shipped bank, a real store, a clock that is moved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest

from tui_exam.drill.book import Book, open_book
from tui_exam.drill.drilling import Drilling
from tui_exam.exam.bank import Bank, load_bank
from tui_exam.exam.blueprint import Blueprint, load_blueprint
from tui_exam.sitting.candidate import Candidate
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.room import Room, shipped
from tui_exam.store import TinyAttemptStore

WHO = Candidate("CB01", "Nguyễn Văn An", "UBND phường Hương Tràm")


@cache
def shipped_bank() -> Bank:
    """The bank that comes with the program, read once."""
    return load_bank(shipped("chuyen_doi_so"))


@cache
def shipped_blueprint() -> Blueprint:
    """The blueprint that comes with the program."""
    return load_blueprint(shipped("blueprints") / "can-tho-2022.yaml")


def store_in(folder: Path) -> TinyAttemptStore:
    """A real store with nothing set aside."""
    return TinyAttemptStore(folder, reserve_bytes=0, low_water_bytes=0)


def room_on(store: TinyAttemptStore, clock: ManualClock, seat: str = "máy 1") -> Room:
    """A room of this store as another program would have it."""
    return Room(store, clock, seat, shipped_bank(), shipped_blueprint(), "test")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def room(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Room]:
    store = store_in(tmp_path / "data")
    yield room_on(store, clock)
    await store.close()


@pytest.fixture
async def book(room: Room) -> Book:
    return await open_book(room, WHO, program="test")


@pytest.fixture
def drilling(room: Room, book: Book) -> Drilling:
    return Drilling(room, book)
