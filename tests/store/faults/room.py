"""A full disk and one that cannot be written, on a small disk of its own where possible."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tui_exam.store import TinyAttemptStore
from tui_exam.store.protocol import StoreError, StoreFull, StoreReadOnly

from ..tools import all_of, happened
from . import Outcome
from .check import lost, wrong

_SIZE = 1 << 20
_FILE_LIMIT = 100_000


@contextlib.contextmanager
def small_disk() -> Iterator[Path | None]:
    """A disk of one megabyte; None when this user may not mount one."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", folder]
        try:
            done = subprocess.run(mount, capture_output=True, check=False)
        except FileNotFoundError:
            yield None
            return
        if done.returncode:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], capture_output=True, check=True)


def full_disk(tries: int) -> Outcome:
    """Fill the disk while an exam runs, free some room, go on; again and again."""
    with small_disk() as root:
        if root is None:
            return Outcome("disk full", 0, 0, 0, note="no right to mount; see the file limit")
        return asyncio.run(_fill(root, tries))


async def _fill(root: Path, tries: int) -> Outcome:
    faults: list[str] = []
    said: list[str] = []
    filler = root / "filler"
    store = TinyAttemptStore(root, reserve_bytes=20_000, low_water_bytes=50_000)
    lease = await store.create("full", owner="a", seat="b")
    seq = 0
    reserve_used = False
    for number in range(tries):
        _fill_up(filler)
        text = "Kính gửi " * (200 + number)
        while True:
            new = happened(seq + 1, text=text)
            try:
                receipt = await store.append(lease, seq, [new])
            except StoreFull:
                break
            seq = receipt.seq
            said.append(f"event full {receipt.seq} {receipt.hash}")
        reserve_used = reserve_used or not (root / "reserve.bin").exists()
        health = await store.health()
        if not health.problem:
            faults.append("a full disk was called healthy")
        with contextlib.suppress(StoreFull):
            await store.create(f"new-{number}", owner="a", seat="b")
            faults.append("an attempt was begun on a full disk")
        filler.unlink()
        receipt = await store.append(lease, seq, [new])
        if receipt.duplicate:
            faults.append("what was refused had been written all the same")
        seq = receipt.seq
        said.append(f"event full {receipt.seq} {receipt.hash}")
        await store.health()  # sets the reserve aside again
    if len(await all_of(store.read("full"))) != seq:
        faults.append("not as many events as were acknowledged")
    if not reserve_used:
        faults.append("the reserve was not used")
    await store.close()
    missing = lost(root, said)
    faults += wrong(root, ["full"])
    return Outcome("disk full", tries, len(said), len(missing), tuple(faults[:5]))


def _fill_up(filler: Path) -> None:
    with open(filler, "wb", buffering=0) as out, contextlib.suppress(OSError):
        for size in (4096, 512, 1):
            with contextlib.suppress(OSError):
                while True:
                    if out.write(bytes(size)) == 0:
                        break


def file_limit() -> Outcome:
    """A quota on the size of files stops the log in the middle of a line; no rights needed."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        out, into = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(out)
                resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_LIMIT, _FILE_LIMIT))
                asyncio.run(_until_full(root, into))
            finally:
                os._exit(0)
        os.close(into)
        with os.fdopen(out) as lines:
            said = lines.read().splitlines()
        os.waitpid(pid, 0)
        faults = [line for line in said if not line.startswith("event")]
        if faults == ["full", "kept"]:
            faults = []
        said = [line for line in said if line.startswith("event")]
        missing = lost(root, said)
        faults += wrong(root, ["full"])
    return Outcome("file size limit", 1, len(said), len(missing), tuple(faults))


async def _until_full(root: Path, into: int) -> None:
    store = TinyAttemptStore(root, reserve_bytes=0, low_water_bytes=0)
    lease = await store.create("full", owner="a", seat="b")
    seq = 0
    try:
        while True:
            receipt = await store.append(lease, seq, [happened(seq + 1, text="a" * 3000)])
            seq = receipt.seq
            os.write(into, f"event full {receipt.seq} {receipt.hash}\n".encode())
    except StoreFull:
        os.write(into, b"full\n")
    if (await store.append(lease, seq, [])).seq == seq:
        os.write(into, b"kept\n")


def read_only_disk() -> Outcome:
    """A data folder that cannot be written: it says so, and what is there can be read."""
    with small_disk() as root:
        if root is None:
            return Outcome("read-only disk", 0, 0, 0, note="no right to mount")
        return asyncio.run(_read_only(root))


async def _read_only(root: Path) -> Outcome:
    faults: list[str] = []
    store = TinyAttemptStore(root, reserve_bytes=0, low_water_bytes=0)
    said = []
    for attempt in ("open", "sealed"):
        lease = await store.create(attempt, owner="a", seat="b")
        receipt = await store.append(lease, 0, [happened(1)])
        said.append(f"event {attempt} {receipt.seq} {receipt.hash}")
    await store.seal(lease)
    await store.close()
    subprocess.run(["mount", "-o", "remount,ro", str(root)], check=True, capture_output=True)
    store = TinyAttemptStore(root, reserve_bytes=0, low_water_bytes=0)
    for name, doing in {
        "create": lambda: store.create("new", owner="a", seat="b"),
        "open": lambda: store.open("open", owner="a", seat="b"),
        "file": lambda: store.put_artifact("open", "a", b"a"),
    }.items():
        try:
            await doing()
            faults.append(f"{name} was possible")
        except StoreReadOnly:
            pass
        except StoreError as error:
            faults.append(f"{name}: {type(error).__name__}")
    _, head = await store.open("sealed", owner="a", seat="b")
    if not head.sealed or len(await all_of(store.read("open"))) != 1:
        faults.append("what is there could not be read")
    if (await store.health()).writable:
        faults.append("a read-only disk was called writable")
    await store.summaries()
    await store.close()
    missing = lost(root, said)
    subprocess.run(["mount", "-o", "remount,rw", str(root)], check=True, capture_output=True)
    return Outcome("read-only disk", 3, len(said), len(missing), tuple(faults))
