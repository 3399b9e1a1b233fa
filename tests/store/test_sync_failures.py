"""A disk that reports errors: nothing is acknowledged, nothing trusted, all goes on later."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_exam.store import TinyAttemptStore
from tui_exam.store.protocol import (
    Lease,
    LeaseLost,
    StoreBroken,
    StoreError,
    StoreFull,
    StoreReadOnly,
)
from tui_exam.store.verify import verify

from .tools import BROKEN, NO_SPACE, SMALL, BadDisk, all_of, happened


async def begun(root: Path, disk: BadDisk) -> tuple[TinyAttemptStore, Lease]:
    """A store on a disk that is still good, with two events in an attempt."""
    store = TinyAttemptStore(root, **SMALL, disk=disk)
    lease = await store.create("a-1", owner="one", seat="tty1")
    await store.append(lease, 0, [happened(1), happened(2)])
    return store, lease


async def test_an_event_whose_sync_failed_is_not_acknowledged_and_can_be_written_later(
    tmp_path: Path,
) -> None:
    disk = BadDisk()
    store, lease = await begun(tmp_path, disk)
    disk.sync_error = BROKEN
    for _ in range(3):
        with pytest.raises(StoreBroken):
            await store.append(lease, 2, [happened(3)])
    disk.sync_error = 0
    receipt = await store.append(lease, 2, [happened(3)])
    assert (receipt.seq, receipt.duplicate) == (3, False)
    assert [event.id for event in await all_of(store.read("a-1"))] == [
        "event-1",
        "event-2",
        "event-3",
    ]
    await store.close()
    assert verify(tmp_path / "attempts" / "a-1").ok


async def test_what_a_failed_sync_left_in_the_file_is_cut_and_written_again(
    tmp_path: Path,
) -> None:
    disk = BadDisk()
    store, lease = await begun(tmp_path, disk)
    disk.sync_error = disk.truncate_error = BROKEN
    with pytest.raises(StoreBroken):
        await store.append(lease, 2, [happened(3, text="never acknowledged")])
    assert "never acknowledged" in (tmp_path / "attempts" / "a-1" / "events.log").read_text()
    disk.sync_error = disk.truncate_error = 0
    await store.append(lease, 2, [happened(4)])
    assert [event.id for event in await all_of(store.read("a-1"))][2:] == ["event-4"]
    await store.close()
    assert verify(tmp_path / "attempts" / "a-1").ok


async def test_a_file_that_lost_acknowledged_events_is_never_written_on(tmp_path: Path) -> None:
    disk = BadDisk()
    store, lease = await begun(tmp_path, disk)
    path = tmp_path / "attempts" / "a-1" / "events.log"
    disk.sync_error = BROKEN
    with pytest.raises(StoreBroken):
        await store.append(lease, 2, [happened(3)])
    disk.sync_error = 0
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(StoreBroken):
        await store.append(lease, 2, [happened(3)])
    with pytest.raises(StoreBroken):
        await store.open("a-1", owner="one", seat="tty1", take_over=True)
    await store.close()


async def test_opening_anew_after_a_failed_sync_goes_on_from_the_last_acknowledged_event(
    tmp_path: Path,
) -> None:
    disk = BadDisk()
    store, lease = await begun(tmp_path, disk)
    disk.sync_error = BROKEN
    with pytest.raises(StoreBroken):
        await store.append(lease, 2, [happened(3)])
    disk.sync_error = 0
    lease, head = await store.open("a-1", owner="one", seat="tty1", take_over=True)
    assert head.seq == 2
    assert (await store.append(lease, 2, [happened(3)])).seq == 3
    await store.close()


async def test_who_was_overtaken_while_the_disk_was_bad_learns_it(tmp_path: Path) -> None:
    disk = BadDisk()
    store, old = await begun(tmp_path, disk)
    disk.sync_error = BROKEN
    with pytest.raises(StoreBroken):
        await store.append(old, 2, [happened(3)])
    other = TinyAttemptStore(tmp_path, **SMALL)
    new, head = await other.open("a-1", owner="two", seat="tty2", take_over=True)
    await other.append(new, head.seq, [happened(9)])
    disk.sync_error = 0
    with pytest.raises(LeaseLost) as lost:
        await store.append(old, 2, [happened(3)])
    assert lost.value.holder == new
    await store.close()
    await other.close()


@pytest.mark.parametrize("short", [0, 1, 30])
async def test_a_write_that_fails_halfway_leaves_the_file_as_it_was(
    tmp_path: Path, short: int
) -> None:
    disk = BadDisk(short=short)
    store, lease = await begun(tmp_path, disk)
    path = tmp_path / "attempts" / "a-1" / "events.log"
    before = path.read_bytes()
    disk.write_error = NO_SPACE
    with pytest.raises(StoreFull):
        await store.append(lease, 2, [happened(3)])
    assert path.read_bytes() == before
    disk.write_error = 0
    assert (await store.append(lease, 2, [happened(3)])).seq == 3
    await store.close()


async def test_a_half_line_that_cannot_be_taken_back_is_cut_at_the_next_write(
    tmp_path: Path,
) -> None:
    disk = BadDisk(short=30)
    store, lease = await begun(tmp_path, disk)
    disk.write_error, disk.truncate_error = NO_SPACE, BROKEN
    with pytest.raises(StoreError):
        await store.append(lease, 2, [happened(3)])
    disk.write_error = disk.truncate_error = 0
    assert (await store.append(lease, 2, [happened(3)])).seq == 3
    await store.close()
    assert verify(tmp_path / "attempts" / "a-1").ok


async def test_a_seal_that_was_not_written_leaves_the_attempt_open(tmp_path: Path) -> None:
    disk = BadDisk()
    store, lease = await begun(tmp_path, disk)
    disk.sync_error = BROKEN
    with pytest.raises(StoreBroken):
        await store.seal(lease)
    disk.sync_error = 0
    assert (await store.append(lease, 2, [happened(3)])).seq == 3
    head = await store.seal(lease)
    assert head.sealed
    await store.close()
    assert verify(tmp_path / "attempts" / "a-1").ok


async def test_a_file_that_was_not_synced_is_not_there(tmp_path: Path) -> None:
    disk = BadDisk()
    store, _ = await begun(tmp_path, disk)
    for error, kind in ((BROKEN, StoreBroken), (NO_SPACE, StoreFull), (30, StoreReadOnly)):
        disk.sync_error = error
        with pytest.raises(kind):
            await store.put_artifact("a-1", "a.pdf", b"bytes")
    disk.sync_error = 0
    assert list((tmp_path / "attempts" / "a-1" / "artifacts").iterdir()) == []
    ref = await store.put_artifact("a-1", "a.pdf", b"bytes")
    assert await store.get_artifact("a-1", ref.sha256) == b"bytes"
    await store.close()


async def test_an_attempt_whose_making_failed_can_be_made_again(tmp_path: Path) -> None:
    disk = BadDisk(short=20)
    store = TinyAttemptStore(tmp_path, **SMALL, disk=disk)
    await store.health()
    disk.write_error = NO_SPACE
    with pytest.raises(StoreFull):
        await store.create("a-1", owner="one", seat="tty1")
    disk.write_error = 0
    assert await store.summaries() == []
    lease = await store.create("a-1", owner="one", seat="tty1")
    assert (await store.append(lease, 0, [happened(1)])).seq == 1
    await store.close()


async def test_a_sick_disk_is_not_called_healthy(tmp_path: Path) -> None:
    disk = BadDisk()
    store, _ = await begun(tmp_path, disk)
    disk.sync_error = BROKEN
    health = await store.health()
    assert not health.writable
    assert health.problem
    disk.sync_error = 0
    assert (await store.health()).problem == ""
    await store.close()


async def test_a_torn_end_is_said_in_words_when_the_attempt_is_opened(tmp_path: Path) -> None:
    store, _ = await begun(tmp_path, BadDisk())
    await store.close()
    path = tmp_path / "attempts" / "a-1" / "events.log"
    with open(path, "ab") as log:
        log.write(b"01234567 {")
    store = TinyAttemptStore(tmp_path, **SMALL)
    assert (await store.head("a-1")).seq == 2
    lease, head = await store.open("a-1", owner="two", seat="tty2")
    assert "10 byte" in head.mended
    assert (await store.append(lease, 2, [happened(3)])).seq == 3
    await store.release(lease)
    _, head = await store.open("a-1", owner="two", seat="tty2")
    assert head.mended == ""
    await store.close()
