"""A real room for many tests: the shipped bank and tasks, a real store, a clock that is moved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.store.tools import TouchyDisk
from tui_exam.exam.bank import Bank, load_bank
from tui_exam.exam.blueprint import Blueprint, load_blueprint
from tui_exam.sitting.candidate import Candidate
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import Room, shipped
from tui_exam.store import TinyAttemptStore


@cache
def content() -> tuple[Bank, Blueprint]:
    """The shipped bank and blueprint, read once, with the same four tasks for every seed."""
    plan = load_blueprint(shipped("blueprints", "can-tho-2022.yaml"))
    practice = tuple(replace(part, pool=(TASKS[part.family],)) for part in plan.practice)
    return load_bank(shipped("chuyen_doi_so")), replace(plan, practice=practice)


TASKS = {
    "mail": "mail_report",
    "routing": "routing_finance",
    "signing": "signing_plan",
    "issuing": "issuing_plan",
}


WHO = Candidate("CT001", "Nguyễn Văn An", "UBND phường Hương Tràm")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def records(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Records]:
    store = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=0)
    yield Records(store, clock, "máy 1")
    await store.close()


@pytest.fixture
def room(records: Records) -> Room:
    bank, blueprint = content()
    return Room(records.store, records.clock, records.seat, bank, blueprint, "test")


@pytest.fixture
def disk() -> TouchyDisk:
    """A disk that is slow or fails when it is told to."""
    return TouchyDisk()


async def room_on_disk(folder: Path, clock: ManualClock, disk: TouchyDisk) -> AsyncIterator[Room]:
    """A room whose data lie on that disk; in the end it is made well again."""
    store = TinyAttemptStore(folder / "data", reserve_bytes=4096, low_water_bytes=0, disk=disk)
    bank, blueprint = content()
    yield Room(store, clock, "máy 1", bank, blueprint, "test")
    disk.seconds = disk.write_error = disk.sync_error = 0
    await store.close()
