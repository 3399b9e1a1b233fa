"""Signing while the disk is slow or full: told, waited out, and the recovery told too."""

from __future__ import annotations

import errno
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.rooms import room_on_disk
from tests.screens.conftest import SIZE, Person
from tests.screens.test_signing import app_with, at_sign_screen, deeds, enter_pin
from tests.store.tools import TouchyDisk
from tui_exam.app import ExamApp
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.room import Room

pytestmark = pytest.mark.slow


@pytest.fixture
async def room(tmp_path: Path, clock: ManualClock, disk: TouchyDisk) -> AsyncIterator[Room]:
    async for each in room_on_disk(tmp_path, clock, disk):
        yield each


@pytest.fixture
def app(room: Room, tmp_path: Path) -> ExamApp:
    return app_with(room, tmp_path, signing="signing_two_clean")


@pytest.mark.parametrize("seconds", [0.3, 2.0])
async def test_a_signature_on_a_slow_disk_is_made_once_and_nothing_is_called_unsaved_afterwards(
    app: ExamApp, disk: TouchyDisk, seconds: float
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_sign_screen(me)
        disk.seconds = seconds
        await enter_pin(me)
        if seconds > 1:
            await me.until(lambda: "Ổ đĩa ghi chậm" in me.top and "CHƯA LƯU (1)" in me.top)
        await me.on("DraftScreen")
        disk.seconds = 0
        assert "CHƯA LƯU" not in me.top
        assert "chưa được lưu" not in me.reads
        if seconds > 1:
            await me.until(lambda: "Đã ghi lại được lúc" in me.top)
        assert len(deeds(me, "signing", "draft_signed")) == 1
        assert len(deeds(me, "signing", "pin_tried")) == 1


async def test_a_signature_on_a_full_disk_is_made_as_soon_as_there_is_room(
    app: ExamApp, disk: TouchyDisk
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_sign_screen(me)
        disk.write_error = errno.ENOSPC
        await enter_pin(me)
        await me.until(lambda: "Ổ đĩa đã đầy" in me.top)
        assert not deeds(me, "signing", "draft_signed")
        disk.write_error = 0
        await me.on("DraftScreen")
        await me.until(lambda: "Đã ghi lại được lúc" in me.top)
        assert len(deeds(me, "signing", "draft_signed")) == 1


async def test_a_desk_first_opened_on_a_full_disk_is_laid_out_when_there_is_room(
    app: ExamApp, disk: TouchyDisk
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        disk.write_error = errno.ENOSPC
        await me.press("f5")
        await me.until(lambda: "Ổ đĩa đã đầy" in me.top)
        disk.write_error = 0
        await me.until(lambda: all(draft.issued_pdf for draft in me.exam.desk("signing").drafts))
        assert app.return_code in (0, None)


async def test_keys_are_not_held_up_by_a_desk_that_cannot_be_laid_out_yet(
    app: ExamApp, disk: TouchyDisk
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await me.begin()
        disk.write_error = errno.ENOSPC
        await me.press("f5")
        await me.on("DeskScreen")
        await me.until(lambda: "Ổ đĩa đã đầy" in me.top)
        await me.press("enter", "f2")
        await me.on("TheoryScreen")
        assert "Ổ đĩa đã đầy" in me.top
        disk.write_error = 0
        await me.until(lambda: "Đã ghi lại được lúc" in me.top)
        await me.go("f5")
        await me.press("enter")
        await me.on("DraftScreen")


async def test_a_deleted_file_ends_the_signing_and_not_the_program(
    app: ExamApp, tmp_path: Path
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        me = Person(pilot, app)
        await at_sign_screen(me)
        shutil.rmtree(tmp_path / "data" / "attempts" / me.exam.sitting.attempt.id / "artifacts")
        await enter_pin(me)
        await me.until(lambda: "không còn trên ổ đĩa" in me.reads)
        assert not deeds(me, "signing", "draft_signed")
        assert app.return_code in (0, None)
