"""What happens around a store: a slow disk, no descriptors left, the folder deleted."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from tui_exam.store import TinyAttemptStore
from tui_exam.store.protocol import StoreBroken, StoreError

from ..tools import SMALL, SlowDisk, happened
from . import Outcome
from .check import lost, wrong


def slow_disk(attempts: int, events: int, seconds: float = 0.3) -> Outcome:
    """Each sync takes `seconds`: the program must go on, and candidates not wait in a row."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_slow(Path(folder), attempts, events, seconds))


async def _slow(root: Path, attempts: int, events: int, seconds: float) -> Outcome:
    quick = TinyAttemptStore(root, **SMALL)
    names = [f"slow-{number}" for number in range(attempts)]
    for name in names:
        await quick.create(name, owner="a", seat="b")
    await quick.close()
    store = TinyAttemptStore(root, **SMALL, disk=SlowDisk(seconds))
    leases = await asyncio.gather(*(store.open(name, owner="a", seat="b") for name in names))
    pauses: list[float] = []
    watch = asyncio.create_task(_pauses(pauses))
    said: list[str] = []

    async def write(name: str, lease: object) -> None:
        for seq in range(events):
            receipt = await store.append(lease, seq, [happened(seq + 1)])  # type: ignore[arg-type]
            said.append(f"event {name} {receipt.seq} {receipt.hash}")

    began = time.monotonic()
    await asyncio.gather(
        *(write(name, lease) for name, (lease, _) in zip(names, leases, strict=True))
    )
    took = time.monotonic() - began
    watch.cancel()
    p99 = (await store.health()).sync_ms_p99
    await store.close()
    faults = []
    if took > attempts * events * seconds / 2:
        faults.append(f"{attempts} attempts waited in a row: {took:.1f} s")
    # The median, since a busy machine makes anything pause now and then.
    if statistics.median(pauses) > seconds / 4:
        faults.append(f"the program stood still for {statistics.median(pauses):.2f} s")
    if p99 < seconds * 1000:
        faults.append(f"the slow disk was not noticed: {p99:.0f} ms")
    missing = lost(root, said)
    note = f"longest standstill {max(pauses) * 1000:.0f} ms"
    return Outcome(
        f"slow disk, {seconds * 1000:.0f} ms a sync",
        attempts * events,
        len(said),
        len(missing),
        tuple(faults),
        note,
    )


async def _pauses(found: list[float]) -> None:
    while True:
        began = time.monotonic()
        await asyncio.sleep(0.01)
        found.append(time.monotonic() - began - 0.01)


def no_descriptors() -> Outcome:
    """The last file descriptor is taken: an exam that runs goes on, a new one is refused."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_no_descriptors(Path(folder)))


async def _no_descriptors(root: Path) -> Outcome:
    store = TinyAttemptStore(root, **SMALL)
    lease = await store.create("running", owner="a", seat="b")
    said, faults = [], []
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.dup(0)
    os.close(lowest_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, hard))
    try:
        for seq in range(20):
            receipt = await store.append(lease, seq, [happened(seq + 1)])
            said.append(f"event running {receipt.seq} {receipt.hash}")
        for doing in (
            lambda: store.create("new", owner="a", seat="b"),
            lambda: store.put_artifact("running", "a", b"a"),
            lambda: store.head("running"),
        ):
            try:
                await doing()
                faults.append("a file was opened without a descriptor")
            except StoreError:
                pass
        if (await store.health()).writable:
            faults.append("called writable without a descriptor")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    await store.create("new", owner="a", seat="b")
    receipt = await store.append(lease, 20, [happened(21)])
    said.append(f"event running {receipt.seq} {receipt.hash}")
    await store.close()
    faults += wrong(root, ["running", "new"])
    return Outcome("no descriptors left", 4, len(said), len(lost(root, said)), tuple(faults))


def deleted_folder() -> Outcome:
    """The data folder goes while an exam runs: said at once, and nothing is pretended."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_deleted(Path(folder) / "data"))


async def _deleted(root: Path) -> Outcome:
    faults = []
    said = []
    store = TinyAttemptStore(root, **SMALL)
    for name, remove in (
        ("deleted", lambda path: shutil.rmtree(path)),
        ("moved", lambda path: path.rename(path.with_name("elsewhere"))),
        ("log-deleted", lambda path: (path / "events.log").unlink()),
    ):
        lease = await store.create(name, owner="a", seat="b")
        await store.append(lease, 0, [happened(1)])
        remove(root / "attempts" / name)
        for _ in range(2):
            try:
                await store.append(lease, 1, [happened(2)])
                faults.append(f"{name}: acknowledged into nothing")
            except StoreBroken:
                pass
        try:
            await store.open(name, owner="c", seat="d", take_over=True)
            faults.append(f"{name}: opened")
        except StoreError:
            pass
    shutil.rmtree(root)
    lease = await store.create("after", owner="a", seat="b")
    receipt = await store.append(lease, 0, [happened(1)])
    said.append(f"event after {receipt.seq} {receipt.hash}")
    await store.close()
    return Outcome("data folder deleted", 4, len(said), len(lost(root, said)), tuple(faults))
