"""A disk that is slow, full, broken or gone under a running exam: told, and nothing lost."""

from __future__ import annotations

import asyncio
import errno
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.rooms import WHO, content
from tests.store.tools import TouchyDisk
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.room import Room
from tui_exam.sitting.sitting import NotSaved, Sitting, TakenOver
from tui_exam.sitting.trouble import SLOW
from tui_exam.store import TinyAttemptStore


@pytest.fixture
def disk() -> TouchyDisk:
    return TouchyDisk()


@pytest.fixture
async def sitting(tmp_path: Path, clock: ManualClock, disk: TouchyDisk) -> AsyncIterator[Sitting]:
    """A sitting that has begun, on a disk the test spoils."""
    store = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=0, disk=disk)
    bank, blueprint = content()
    exam = await Room(store, clock, "máy 1", bank, blueprint, "test").begin(WHO)
    exam.sitting.patience = 0.1
    yield exam.sitting
    disk.seconds = disk.write_error = disk.sync_error = 0
    await store.close()


async def flag(sitting: Sitting, item: str) -> None:
    await sitting.record("flagged", {"item": item, "on": True})


async def settled(sitting: Sitting) -> None:
    """Wait for writes that go on behind."""
    for _ in range(500):
        if not sitting.waiting:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it was never written")


async def test_a_slow_write_is_told_and_goes_on_behind(sitting: Sitting, disk: TouchyDisk) -> None:
    disk.seconds = 0.4
    with pytest.raises(NotSaved):
        await flag(sitting, "x")
    assert (sitting.trouble, sitting.waiting) == (SLOW, 1)
    assert sitting.attempt.flagged == frozenset()
    await settled(sitting)
    assert (sitting.attempt.flagged, sitting.trouble) == ({"x"}, "")
    assert sitting.recovered() == sitting.saved_at
    assert len(await sitting.events()) == 2


async def test_a_recovery_is_told_for_some_seconds_only(
    sitting: Sitting, disk: TouchyDisk, clock: ManualClock
) -> None:
    assert sitting.recovered() is None
    disk.write_error = errno.ENOSPC
    with pytest.raises(NotSaved):
        await flag(sitting, "x")
    assert sitting.recovered() is None
    disk.write_error = 0
    assert await sitting.retry()
    assert sitting.recovered() is not None
    clock.advance(60)
    assert sitting.recovered() is None


async def test_the_order_of_what_was_done_survives_a_slow_disk(
    sitting: Sitting, disk: TouchyDisk
) -> None:
    disk.seconds = 0.15
    for answer in "abcab":
        with pytest.raises(NotSaved):
            await sitting.record("answered", {"item": "q", "answer": [answer]})
    await settled(sitting)
    kept = [e.data["answer"][0] for e in await sitting.events() if e.kind == "answered"]
    assert "".join(kept) == "abcab"
    assert sitting.attempt.answers["q"] == ("b",)


async def test_the_same_thing_done_again_while_it_waits_is_done_once(
    sitting: Sitting, disk: TouchyDisk
) -> None:
    disk.write_error = errno.ENOSPC
    sent = {"task": "mail_report", "letter": "own-1", "body": "Kính gửi"}
    for _ in range(3):
        for kind in ("mail_draft_saved", "mail_sent"):
            with pytest.raises(NotSaved):
                await sitting.record(kind, sent)
    disk.write_error = 0
    assert await sitting.retry()
    kinds = [event.kind for event in await sitting.events()]
    assert kinds == ["started", "mail_draft_saved", "mail_sent"]


async def test_a_screen_that_is_closed_in_the_middle_of_a_write_loses_nothing(
    sitting: Sitting, disk: TouchyDisk
) -> None:
    sitting.patience = None
    disk.seconds = 0.2
    writing = asyncio.create_task(flag(sitting, "x"))
    await asyncio.sleep(0.05)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await settled(sitting)
    await flag(sitting, "y")
    assert sitting.attempt.flagged == {"x", "y"}
    assert [event.kind for event in await sitting.events()] == ["started", "flagged", "flagged"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"write_error": errno.ENOSPC}, "đã đầy"),
        ({"write_error": errno.EROFS}, "không cho ghi"),
        ({"sync_error": errno.EIO}, "báo lỗi"),
    ],
)
async def test_each_fault_is_told_in_words_and_everything_is_written_afterwards(
    sitting: Sitting, disk: TouchyDisk, fault: dict[str, int], words: str
) -> None:
    sitting.patience = 5
    for name, value in fault.items():
        setattr(disk, name, value)
    for item in "xyz":
        with pytest.raises(NotSaved, match=words):
            await flag(sitting, item)
    assert words in sitting.trouble
    assert sitting.attempt.flagged == frozenset()
    for name in fault:
        setattr(disk, name, 0)
    assert await sitting.retry()
    assert sitting.attempt.flagged == {"x", "y", "z"}
    assert len(await sitting.events()) == 4


async def test_a_deleted_folder_is_noticed_without_a_key_and_nothing_claims_to_be_saved(
    sitting: Sitting, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "data" / "attempts")
    await sitting.look_around()
    assert "xóa" in sitting.trouble
    assert sitting.saved_at is None
    with pytest.raises(NotSaved, match="xóa"):
        await flag(sitting, "x")
    assert not await sitting.retry()
    assert (sitting.waiting, sitting.saved_at) == (1, None)
    assert not (tmp_path / "data" / "attempts").exists()


async def test_a_folder_that_comes_back_is_written_on(sitting: Sitting, tmp_path: Path) -> None:
    folder, away = tmp_path / "data" / "attempts", tmp_path / "away"
    folder.rename(away)
    await sitting.look_around()
    with pytest.raises(NotSaved):
        await flag(sitting, "x")
    away.rename(folder)
    assert await sitting.retry()
    assert (sitting.attempt.flagged, sitting.trouble) == ({"x"}, "")
    assert sitting.saved_at is not None


async def test_a_folder_that_was_away_between_two_keys_is_no_trouble_afterwards(
    sitting: Sitting, tmp_path: Path
) -> None:
    folder, away = tmp_path / "data" / "attempts", tmp_path / "away"
    folder.rename(away)
    await sitting.look_around()
    away.rename(folder)
    await sitting.look_around()
    assert (sitting.trouble, sitting.saved_at is None) == ("", False)
    await flag(sitting, "x")


async def test_who_lost_the_attempt_during_a_disk_fault_does_not_take_it_back(
    sitting: Sitting, disk: TouchyDisk, tmp_path: Path, clock: ManualClock
) -> None:
    disk.sync_error = errno.EIO
    with pytest.raises(NotSaved):
        await flag(sitting, "x")
    other = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=0)
    taken = await Sitting.reopen(other, clock, sitting.attempt.id, seat="máy 2", take_over=True)
    disk.sync_error = 0
    await sitting.retry()
    assert sitting.taken_by is not None
    assert sitting.taken_by.seat == "máy 2"
    await flag(taken, "y")
    await other.close()


async def test_a_disk_that_fills_up_is_told_before_it_is_full(
    tmp_path: Path, clock: ManualClock
) -> None:
    store = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=0)
    bank, blueprint = content()
    exam = await Room(store, clock, "máy 1", bank, blueprint, "test").begin(WHO)
    await exam.sitting.check_room()
    assert exam.sitting.warning == ""
    await store.close()
    starved = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=1 << 60)
    again = await Sitting.reopen(starved, clock, exam.sitting.attempt.id, seat="máy 1")
    await again.check_room()
    assert "sắp đầy" in again.warning
    await flag(again, "x")
    await starved.close()


async def test_a_step_others_build_on_waits_out_a_slow_disk(
    sitting: Sitting, disk: TouchyDisk
) -> None:
    disk.seconds = 0.4
    told = []
    sitting.listen(lambda: told.append(sitting.trouble))
    await sitting.record_patiently("flagged", {"item": "x", "on": True})
    assert (sitting.attempt.flagged, sitting.waiting, sitting.trouble) == ({"x"}, 0, "")
    assert told[0] == SLOW
    assert sitting.recovered() == sitting.saved_at


async def test_a_step_others_build_on_waits_until_there_is_room(
    sitting: Sitting, disk: TouchyDisk
) -> None:
    disk.write_error = errno.ENOSPC
    task = asyncio.create_task(sitting.record_patiently("flagged", {"item": "x", "on": True}))
    await asyncio.sleep(0.2)
    assert not task.done()
    assert "đã đầy" in sitting.trouble
    disk.write_error = 0
    await asyncio.wait_for(task, 5)
    assert sitting.attempt.flagged == {"x"}
    assert sitting.recovered() is not None


async def test_a_file_waits_for_room_and_its_trouble_is_told_until_it_is_kept(
    sitting: Sitting, disk: TouchyDisk
) -> None:
    disk.write_error = errno.ENOSPC
    task = asyncio.create_task(sitting.keep_file("a.pdf", b"%PDF"))
    await asyncio.sleep(0.2)
    assert "đã đầy" in sitting.trouble
    await sitting.look_around()
    assert "đã đầy" in sitting.trouble  # nothing has been mended yet
    disk.write_error = 0
    digest = await asyncio.wait_for(task, 5)
    assert await sitting.store.get_artifact(sitting.attempt.id, digest) == b"%PDF"
    assert (sitting.trouble, sitting.recovered()) == ("", sitting.saved_at)


async def test_a_file_that_takes_long_is_told(sitting: Sitting, disk: TouchyDisk) -> None:
    disk.seconds = 0.3
    told = []
    sitting.listen(lambda: told.append(sitting.trouble))
    await sitting.keep_file("a.pdf", b"%PDF")
    assert (told[0], sitting.trouble) == (SLOW, "")


async def test_nobody_waits_for_the_disk_of_an_attempt_that_goes_on_elsewhere(
    sitting: Sitting, disk: TouchyDisk, tmp_path: Path
) -> None:
    disk.write_error = errno.ENOSPC
    waiting = [
        asyncio.create_task(sitting.keep_file("a.pdf", b"%PDF")),
        asyncio.create_task(sitting.record_patiently("flagged", {"item": "x", "on": True})),
    ]
    await asyncio.sleep(0.2)
    other = TinyAttemptStore(tmp_path / "data", reserve_bytes=4096, low_water_bytes=0)
    await other.open(sitting.attempt.id, owner="two", seat="máy 2", take_over=True)
    for each in waiting:
        with pytest.raises(TakenOver):
            await asyncio.wait_for(each, 5)
    await other.close()


async def test_a_sealed_attempt_is_not_waited_for(sitting: Sitting, disk: TouchyDisk) -> None:
    await sitting.store.seal(sitting.lease)
    with pytest.raises(NotSaved, match="khép lại"):
        await asyncio.wait_for(sitting.record_patiently("flagged", {"item": "x", "on": True}), 5)
