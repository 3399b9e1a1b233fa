"""The power goes at every write boundary.

The store runs once on a disk that notes every change. Then, for each moment in that
list, the folder is built as a disk could have it after a cut: what was synced is
there; of what was not, nothing, all, any prefix, or only some sectors of it, with
zeros in between; a file whose folder was not synced may have no name.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tui_exam.store import TinyAttemptStore

from ..tools import SMALL, RecordingDisk, Step, happened
from . import Outcome
from .check import attempts_of, lost, wrong
from .writers import happened_with

_SECTOR = 512
_MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Recording:
    """A run: every step, and each acknowledgement with the number of steps before it."""

    steps: list[Step]
    acknowledged: list[tuple[int, str]]


@dataclass
class _File:
    """A file: what the disk surely has, and what is there now."""

    durable: bytes = b""
    now: bytes = b""


@dataclass
class _Model:
    """A disk with a cache in front of it, fed with steps."""

    files: dict[str, _File] = field(default_factory=dict)
    names: dict[str, dict[str, _File | None]] = field(default_factory=dict)  # synced folders

    def take(self, step: Step) -> None:
        """Do what a step did."""
        if step.call == "write":
            file = self.files.setdefault(step.path, _File())
            file.now += step.data
        elif step.call == "truncate":
            file = self.files[step.path]
            file.now = file.now[: step.size]
        elif step.call == "sync":
            file = self.files.setdefault(step.path, _File())
            file.durable = file.now
        elif step.call == "replace" and step.source in self.files:
            self.files[step.path] = self.files.pop(step.source)
        elif step.call == "folder":
            base = "" if step.path == "." else f"{step.path}/"
            self.names[step.path] = {name: self.files.get(f"{base}{name}") for name in step.names}

    def states(self, chance: random.Random) -> Iterator[dict[str, bytes]]:
        """What could be found after a cut now: path -> bytes."""
        synced = dict(self._synced())
        yield {path: file.durable for path, file in synced.items()}
        yield {path: file.now for path, file in synced.items()}
        yield {path: file.now for path, file in self.files.items()}
        for path, file in self.files.items():
            if file.now == file.durable or not file.now.startswith(file.durable):
                continue
            others = {other: each.durable for other, each in synced.items()}
            for end in _ends(file, chance):
                yield {**others, path: file.now[:end]}
            for _ in range(4):
                yield {**others, path: _holes(file, chance)}

    def _synced(self) -> Iterator[tuple[str, _File]]:
        """Files with a name that every folder above it surely has."""
        waiting = ["."]
        while waiting:
            folder = waiting.pop()
            for name, file in self.names.get(folder, {}).items():
                path = name if folder == "." else f"{folder}/{name}"
                if file is not None:
                    yield path, file
                elif path in self.names:
                    waiting.append(path)


def _ends(file: _File, chance: random.Random) -> list[int]:
    start, stop = len(file.durable), len(file.now)
    borders = range(start - start % _SECTOR + _SECTOR, stop, _SECTOR)
    some = [chance.randrange(start, stop) for _ in range(3)]
    return sorted({start, start + 1, stop - 1, *some, *list(borders)[:3]})


def _holes(file: _File, chance: random.Random) -> bytes:
    """The whole length, but some sectors of the new part still as they were: zeros."""
    found = bytearray(file.now)
    start = len(file.durable)
    while start < len(found):
        stop = min(start - start % _SECTOR + _SECTOR, len(found))
        if chance.random() < 0.5:
            found[start:stop] = bytes(stop - start)
        start = stop
    return bytes(found)


async def record(root: Path, disk: RecordingDisk, events: int) -> Recording:
    """Run a sitting with everything in it: events short and long, files, the list, a seal."""
    store = TinyAttemptStore(root, **SMALL, disk=disk)
    done: list[tuple[int, str]] = []

    def say(line: str) -> None:
        done.append((len(disk.steps), line))

    for attempt in ("one", "two"):
        lease = await store.create(attempt, owner="a", seat="b")
        seq = 0
        for number in range(events):
            new = [happened(number * 3 + n) for n in range(1 + number % 3)]
            if number % 4 == 1:
                new[0] = happened(number * 3, text="Đơn vị chủ trì " * 300)
            if number % 4 == 3:
                ref = await store.put_artifact(attempt, "a.pdf", b"%PDF" * 900 + bytes([number]))
                say(f"file {attempt} {ref.sha256}")
                new = [happened_with(ref.sha256)]
            receipt = await store.append(lease, seq, new)
            seq = receipt.seq
            say(f"event {attempt} {receipt.seq} {receipt.hash}")
        if attempt == "one":
            head = await store.seal(lease)
            say(f"seal {attempt} {head.seq} {head.hash}")
        else:
            await store.release(lease)
            lease, _ = await store.open(attempt, owner="c", seat="d")
            receipt = await store.append(lease, seq, [happened(9000)])
            say(f"event {attempt} {receipt.seq} {receipt.hash}")
    await store.close()
    return Recording(disk.steps, done)


class _NoSync(RecordingDisk):
    """A store without syncs: the control, which must lose events."""

    def sync(self, fd: int) -> None:
        """Nothing."""

    def sync_folder(self, folder: Path) -> None:
        """Only the name: else there would be nothing to lose."""
        super().sync_folder(folder)


def cuts(events: int, *, syncing: bool = True, seed: int = 1) -> Outcome:
    """Cut the power after every step of a run, in every way, and open what is left."""
    chance = random.Random(seed)
    memory = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        base = Path(folder)
        root = base / "run"
        root.mkdir()
        disk = (RecordingDisk if syncing else _NoSync)(root)
        run = asyncio.run(record(root, disk, events))
        tries = missing = 0
        faults: list[str] = []
        model = _Model()
        for number, step in enumerate(run.steps, 1):
            model.take(step)
            before = [line for at, line in run.acknowledged if at <= number]
            for state in model.states(chance):
                found = _lay_out(base / "cut", state)
                tries += 1
                gone = lost(found, before)
                missing += len(gone)
                faults += wrong(found, attempts_of(before))
                gone = lost(found, before)
                if gone and not missing:
                    faults.append(f"opening lost {gone[0]}")
    name = "power cut" if syncing else "power cut, never synced (control)"
    return Outcome(name, tries, len(run.acknowledged), missing, tuple(faults[:5]))


def _lay_out(folder: Path, state: dict[str, bytes]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in state.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    folder.mkdir(exist_ok=True)
    return folder
