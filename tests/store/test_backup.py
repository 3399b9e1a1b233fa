"""Backup and rescue: consistent while running, never over anything, nothing hostile in."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import io
import json
import os
import tarfile
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tui_exam.store import TinyAttemptStore
from tui_exam.store.backup import backup, export_attempt, import_attempt, restore
from tui_exam.store.disk import Disk
from tui_exam.store.personal import make_card
from tui_exam.store.protocol import AttemptSummary, Corrupt, NoSuchAttempt, Order, StoreError
from tui_exam.store.verify import verify

from .tools import SMALL, all_of, happened


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TinyAttemptStore]:
    """A store with a sealed attempt and a running one."""
    store = TinyAttemptStore(tmp_path / "data", **SMALL, clock=lambda: 9.0)
    for name in ("sealed", "running"):
        lease = await store.create(name, owner="one", seat="tty1")
        card = make_card("CB001", "Nguyễn Văn An", "Sở Nội vụ", bytes(16))
        ref = await store.put_artifact(name, "person", card)
        started = happened(1, "started", person=ref.sha256, blueprint="thu-2026")
        await store.append(lease, 0, [started])
        await store.summarize(
            AttemptSummary(name, "thu-2026", "CB001", "Nguyễn Văn An", "Sở Nội vụ", 9.0)
        )
        if name == "sealed":
            await store.seal(lease)
    yield store
    await store.close()


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


async def test_what_was_backed_up_can_be_restored_elsewhere(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    made = backup(store.root, tmp_path / "copy.tar.gz", now=9.0)
    assert made.attempts == ("running", "sealed")
    other = tmp_path / "other"
    assert restore(tmp_path / "copy.tar.gz", other) == made
    for name in made.attempts:
        assert verify(other / "attempts" / name).ok
    second = TinyAttemptStore(other, **SMALL)
    assert await second.summaries() == await store.summaries()
    lease, head = await second.open("running", owner="two", seat="tty2")
    await second.append(lease, head.seq, [happened(2)])
    assert (await second.seal(lease)).sealed
    assert verify(other / "attempts" / "running").ok
    await second.close()


async def test_orders_nobody_has_carried_out_are_copied_and_come_back(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    order = Order("a" * 32, "time_added", {"seconds": 600, "reason": "mất điện"}, 9.0)
    await store.order("running", order)
    (store.root / "attempts" / "running" / "orders" / "notes.txt").write_text("not one")
    backup(store.root, tmp_path / "all.tar.gz", now=9.0)
    export_attempt(store.root, "running", tmp_path / "one.tar.gz", now=9.0)
    restore(tmp_path / "all.tar.gz", tmp_path / "restored")
    import_attempt(tmp_path / "one.tar.gz", tmp_path / "imported")
    for place in ("restored", "imported"):
        other = TinyAttemptStore(tmp_path / place, **SMALL)
        assert await other.orders("running") == [order]
        await other.carried_out("running", order.id)
        assert await other.orders("running") == []
        await other.close()


async def test_an_order_carried_out_during_a_backup_is_in_the_copy_as_order_or_as_event(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    lease = await store.create("busy", owner="one", seat="tty1")
    given: list[str] = []
    done = asyncio.Event()

    async def give_and_take() -> None:
        for number in range(60):
            order = Order(f"{number:032x}", "paused", {}, 9.0 + number)
            await store.order("busy", order)
            given.append(order.id)
            new = replace(happened(number + 1, "paused"), id=order.id)
            await store.append(lease, number, [new])
            await store.carried_out("busy", order.id)
        done.set()

    working = asyncio.create_task(give_and_take())
    copies = 0
    while not done.is_set():
        copies += 1
        before = list(given)
        await asyncio.to_thread(backup, store.root, tmp_path / f"{copies}.tar.gz", now=9.0)
        restore(tmp_path / f"{copies}.tar.gz", tmp_path / f"{copies}")
        copy = TinyAttemptStore(tmp_path / f"{copies}", **SMALL)
        known = {event.id for event in await all_of(copy.read("busy"))}
        known |= {order.id for order in await copy.orders("busy")}
        assert known >= set(before)
        await copy.close()
    await working
    assert copies > 1


async def test_a_backup_of_running_exams_is_a_state_each_of_them_was_in(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    lease = await store.create("busy", owner="one", seat="tty1")
    done = asyncio.Event()

    async def write() -> None:
        for seq in range(0, 400, 2):
            ref = await store.put_artifact("busy", "a.pdf", os.urandom(500))
            await store.append(
                lease, seq, [happened(seq + 1, artifact=ref.sha256), happened(seq + 2)]
            )
        done.set()

    writing = asyncio.create_task(write())
    copies = 0
    while not done.is_set():
        copies += 1
        target = tmp_path / f"{copies}.tar.gz"
        await asyncio.to_thread(backup, store.root, target, now=9.0)
        await asyncio.to_thread(restore, target, tmp_path / f"{copies}")
        report = verify(tmp_path / f"{copies}" / "attempts" / "busy")
        assert report.ok
        assert report.events % 2 == 0
    await writing
    assert copies > 1


async def test_nothing_is_ever_overwritten(store: TinyAttemptStore, tmp_path: Path) -> None:
    target = tmp_path / "copy.tar.gz"
    backup(store.root, target, now=9.0)
    before, archive = tree(store.root), target.read_bytes()
    with pytest.raises(StoreError, match="ghi đè"):
        backup(store.root, target, now=9.0)
    with pytest.raises(StoreError, match="ghi đè"):
        restore(target, store.root)
    assert (tree(store.root), target.read_bytes()) == (before, archive)
    half = tmp_path / "half"
    export_attempt(store.root, "sealed", tmp_path / "one.tar.gz", now=9.0)
    restore(tmp_path / "one.tar.gz", half)
    there = tree(half)
    with pytest.raises(StoreError, match="sealed"):
        restore(target, half)
    assert tree(half) == there


async def test_a_dry_run_says_what_would_happen_and_does_nothing(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    target = tmp_path / "copy.tar.gz"
    backup(store.root, target, now=9.0)
    assert restore(target, tmp_path / "new", dry_run=True).conflicts == ()
    assert not (tmp_path / "new").exists()
    before = tree(store.root)
    assert restore(target, store.root, dry_run=True).conflicts == ("running", "sealed")
    assert tree(store.root) == before


async def test_the_private_key_is_never_copied(store: TinyAttemptStore, tmp_path: Path) -> None:
    backup(store.root, tmp_path / "copy.tar.gz", now=9.0)
    restore(tmp_path / "copy.tar.gz", tmp_path / "other")
    assert not any(b"PRIVATE" in data for data in tree(tmp_path / "other").values())


class MemoryStick(Disk):
    """A file system on which a file has one name, as FAT."""

    def link(self, source: Path, target: Path) -> None:
        """Refused."""
        raise PermissionError(errno.EPERM, "Operation not permitted")


async def test_a_backup_can_be_made_on_a_memory_stick(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    stick = MemoryStick()
    made = backup(store.root, tmp_path / "copy.tar.gz", now=9.0, disk=stick)
    assert restore(tmp_path / "copy.tar.gz", tmp_path / "other", disk=stick) == made
    with pytest.raises(StoreError, match="ghi đè"):
        backup(store.root, tmp_path / "copy.tar.gz", now=9.0, disk=stick)
    assert not list(tmp_path.glob(".copy*"))


async def test_an_archive_is_readable_by_its_owner_only(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    backup(store.root, tmp_path / "copy.tar.gz", now=9.0)
    assert (tmp_path / "copy.tar.gz").stat().st_mode & 0o777 == 0o600


async def test_one_attempt_travels_in_one_file(store: TinyAttemptStore, tmp_path: Path) -> None:
    target = tmp_path / "one.tar.gz"
    assert export_attempt(store.root, "sealed", target, now=9.0).attempts == ("sealed",)
    report = import_attempt(target, tmp_path / "centre")
    assert [finding.code for finding in report.findings] == ["foreign_key"]
    other = TinyAttemptStore(tmp_path / "centre", **SMALL)
    assert [event.kind for event in await all_of(other.read("sealed"))] == ["started"]
    assert [entry.name for entry in await other.summaries()] == ["Nguyễn Văn An"]
    await other.close()
    with pytest.raises(StoreError, match="ghi đè"):
        import_attempt(target, tmp_path / "centre")
    with pytest.raises(NoSuchAttempt):
        export_attempt(store.root, "../sealed", tmp_path / "none.tar.gz", now=9.0)


async def test_a_damaged_attempt_is_not_taken_in(store: TinyAttemptStore, tmp_path: Path) -> None:
    path = store.root / "attempts" / "sealed" / "events.log"
    path.write_bytes(path.read_bytes().replace(b"thu-2026", b"thu-2025"))
    export_attempt(store.root, "sealed", tmp_path / "one.tar.gz", now=9.0)
    with pytest.raises(StoreError, match="hỏng"):
        import_attempt(tmp_path / "one.tar.gz", tmp_path / "centre")
    assert tree(tmp_path / "centre") == {}


async def test_a_damaged_archive_is_refused_and_leaves_nothing(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    target = tmp_path / "copy.tar.gz"
    backup(store.root, target, now=9.0)
    good = target.read_bytes()
    for bad in (b"", b"no archive", good[: len(good) // 2], good[:-100], good[200:]):
        target.write_bytes(bad)
        with pytest.raises(Corrupt):
            restore(target, tmp_path / "other")
        assert tree(tmp_path / "other") == {}
    with pytest.raises(StoreError):
        restore(tmp_path / "none", tmp_path / "other")


def packed(
    target: Path, *members: tarfile.TarInfo | tuple[str, bytes], listed: bool = True
) -> Path:
    """An archive made by somebody else, with a list that fits unless told otherwise."""

    files = {}
    with tarfile.open(target, "w:gz") as tar:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                tar.addfile(member)
                continue
            name, data = member
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
            files[name] = [len(data), hashlib.sha256(data).hexdigest()]
        if listed:
            text = json.dumps({"format": 1, "files": files}).encode()
            info = tarfile.TarInfo("manifest.json")
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
    return target


@pytest.mark.parametrize(
    "name",
    [
        "../escaped",
        "/tmp/escaped",
        "attempts/../../escaped",
        "attempts/a-1/../escaped",
        "attempts/a-1/other",
        "attempts/.hidden/events.log",
        "attempts/a-1/artifacts/short",
        "keys/installation.pem",
        "keys/trusted/x.pem",
    ],
)
def test_an_archive_cannot_write_beside_its_place(tmp_path: Path, name: str) -> None:
    archive = packed(tmp_path / "bad.tar.gz", (name, b"x"))
    with pytest.raises(Corrupt):
        restore(archive, tmp_path / "data")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.tar.gz"]


def _link(kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo("attempts/a-1/events.log")
    info.type, info.linkname = kind, "/etc/passwd"
    return info


@pytest.mark.parametrize(
    "make",
    [
        lambda path: packed(path, _link(tarfile.SYMTYPE)),
        lambda path: packed(path, _link(tarfile.LNKTYPE)),
        lambda path: packed(path, _link(tarfile.FIFOTYPE)),
        lambda path: packed(path, ("attempts/a-1/events.log", b""), listed=False),
        lambda path: packed(path, *[("attempts/a-1/events.log", b"")] * 2),
        lambda path: packed(path, ("manifest.json", b"[]")),
        lambda path: packed(path, ("manifest.json", b'{"format": 2, "files": {}}'), listed=False),
    ],
)
def test_a_hostile_archive_is_refused(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    with pytest.raises(Corrupt):
        restore(make(tmp_path / "bad.tar.gz"), tmp_path / "data")
    assert not (tmp_path / "data").exists()
