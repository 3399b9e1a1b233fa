"""How fast the store is: `python -m tests.store.bench`, about a minute.

Everything compared runs in the same minutes on the same disk: the floor (raw append
and fdatasync of the same bytes), SQLite (WAL, synchronous=FULL), TinyDB's own storage.
Variants take turns, round after round; of each the median round is shown. With any
argument the disk of the current folder is measured instead of the temporary one.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from tinydb import TinyDB
from tinydb.storages import JSONStorage

from tui_exam.store import TinyAttemptStore
from tui_exam.store.attempt_log import AttemptLog
from tui_exam.store.chain import chained, genesis
from tui_exam.store.disk import Disk
from tui_exam.store.lines import pack
from tui_exam.store.tail import Tail

from .tools import SMALL, SlowDisk, happened

_LINE = pack(
    {"events": {"1": chained("a-1", 1, genesis("a-1"), happened(1), "tty1", "one")}}
).rstrip()
Append = Callable[[int], object]
Made = tuple[Append, Callable[[], object]]


@dataclass(frozen=True)
class Times:
    """Seconds each append took, and all of them together."""

    each: list[float]
    total: float

    def row(self) -> str:
        """Events a second, p50 and p99 in milliseconds."""
        ordered = sorted(self.each)
        p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
        return f"{len(ordered) / self.total:>9.0f}/s {p50 * 1000:>8.2f} {p99 * 1000:>8.2f} ms"


def raw(path: Path) -> Made:
    """The floor: one write, one fdatasync."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def append(_: int) -> None:
        os.write(fd, _LINE + b"\n")
        os.fdatasync(fd)

    return append, lambda: os.close(fd)


def raw_on(disk: Disk) -> Callable[[Path], Made]:
    """The floor on another disk."""

    def make(path: Path) -> Made:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

        def append(_: int) -> None:
            disk.write(fd, _LINE + b"\n")
            disk.sync(fd)

        return append, lambda: os.close(fd)

    return make


def sqlite(path: Path) -> Made:
    """One row, committed, in a database of its own."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=full")
    db.execute("create table e (seq integer primary key, body blob)")
    return lambda n: db.execute("insert into e values (?, ?)", (n, _LINE)), db.close


def stock(path: Path) -> Made:
    """TinyDB as it comes."""
    db = TinyDB(path, storage=JSONStorage)
    return lambda n: db.insert({"n": n, "body": _LINE.decode()}), db.close


def our_log(path: Path) -> Made:
    """Our log without threads or event loop: chain, TinyDB table, lock, sync."""
    log = AttemptLog.create(path, "one", "tty1", 0.0, Disk())
    return lambda n: log.append(n, [happened(n + 1)]), log.close


def blocking(make: Callable[[Path], Made], folder: Path, events: int) -> Times:
    """One writer's appends, one after the other."""
    append, close = make(folder / os.urandom(4).hex())
    each = []
    began = time.perf_counter()
    for number in range(events):
        start = time.perf_counter()
        append(number)
        each.append(time.perf_counter() - start)
    total = time.perf_counter() - began
    close()
    return Times(each, total)


def several(make: Callable[[Path], Made], folder: Path, writers: int, events: int) -> Times:
    """Many writers, each with a file of its own, in one program's threads."""
    made = [make(folder / os.urandom(4).hex()) for _ in range(writers)]

    async def write(append: Append, each: list[float]) -> None:
        for number in range(events):
            start = time.perf_counter()
            await asyncio.to_thread(append, number)
            each.append(time.perf_counter() - start)

    times = asyncio.run(_all([lambda each, a=a: write(a, each) for a, _ in made]))
    for _, close in made:
        close()
    return times


def store(folder: Path, writers: int, events: int, disk: Disk | None = None) -> Times:
    """The store as the program uses it: one event loop, many attempts."""
    return asyncio.run(_store(folder / os.urandom(4).hex(), writers, events, disk))


async def _store(root: Path, writers: int, events: int, disk: Disk | None) -> Times:
    opened = TinyAttemptStore(root, **SMALL, disk=disk)
    leases = [await opened.create(f"a-{n}", owner="one", seat="tty1") for n in range(writers)]

    async def write(lease: object, each: list[float]) -> None:
        for number in range(events):
            start = time.perf_counter()
            await opened.append(lease, number, [happened(number + 1)])  # type: ignore[arg-type]
            each.append(time.perf_counter() - start)

    times = await _all([lambda each, x=x: write(x, each) for x in leases])
    await opened.close()
    return times


async def _all(writers: list[Callable[[list[float]], Awaitable[None]]]) -> Times:
    each: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(write(each) for write in writers))
    return Times(each, time.perf_counter() - began)


def paced(folder: Path, writers: int, seconds: float) -> Times:
    """A room: every candidate does something once a second."""
    return asyncio.run(_paced(folder / os.urandom(4).hex(), writers, seconds))


async def _paced(root: Path, writers: int, seconds: float) -> Times:
    opened = TinyAttemptStore(root, **SMALL)
    leases = [await opened.create(f"a-{n}", owner="one", seat="tty1") for n in range(writers)]

    async def write(at: int, each: list[float]) -> None:
        await asyncio.sleep(at / writers)
        for number in range(int(seconds)):
            start = time.perf_counter()
            await opened.append(leases[at], number, [happened(number + 1)])
            took = time.perf_counter() - start
            each.append(took)
            await asyncio.sleep(max(0.0, 1.0 - took))

    times = await _all([lambda each, at=at: write(at, each) for at in range(writers)])
    await opened.close()
    return times


def room(folder: Path, candidates: int) -> list[str]:
    """What it costs to follow a room in which nothing happens, in CPU time."""
    return asyncio.run(_room(folder / "room", candidates))


async def _room(root: Path, candidates: int) -> list[str]:
    opened = TinyAttemptStore(root, **SMALL)
    for number in range(candidates):
        lease = await opened.create(f"a-{number}", owner="one", seat="tty1")
        await opened.append(lease, 0, [happened(1, "started", blueprint="e")])
        await opened.orders(f"a-{number}")
    tail = Tail(root / "attempts", "e", None)
    assert len(list(tail.look())) == candidates
    looks, asked = [], []
    for _ in range(20):
        began = time.process_time()
        list(tail.look())
        looks.append(time.process_time() - began)
        began = time.process_time()
        for number in range(candidates):
            await opened.holder(f"a-{number}")
            await opened.orders(f"a-{number}")
        asked.append((time.process_time() - began) / candidates)
    await opened.close()
    return [
        f"{min(looks) * 1000:>8.2f} ms a look of one watch at all of them",
        f"{min(asked) * 1e6:>8.1f} us for each attempt to ask for holder and orders",
    ]


def lengths(folder: Path) -> list[str]:
    """What an append costs, and a resume, in a log of 10 to 10,000 events."""
    rows = []
    for length in (10, 100, 1_000, 10_000):
        path = folder / f"length-{length}"
        log = AttemptLog.create(path, "one", "tty1", 0.0, Disk())
        for start in range(0, length, 100):
            log.append(start, [happened(n + 1) for n in range(start, min(start + 100, length))])
        each = []
        for number in range(length, length + 300):
            start_time = time.perf_counter()
            log.append(number, [happened(number + 1)])
            each.append(time.perf_counter() - start_time)
        log.release()
        began = time.perf_counter()
        opened = AttemptLog.open(path, "two", "tty2", 0.0, Disk(), take_over=False)
        resume = time.perf_counter() - began
        assert isinstance(opened, AttemptLog)
        opened.close()
        rows.append(
            f"{length:>8} events{statistics.median(each) * 1000:>10.3f} ms an append"
            f"{resume * 1000:>10.1f} ms to resume"
        )
    return rows


def main(rounds: int = 5) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory(dir=Path.cwd() if len(sys.argv) > 1 else None) as name:
        folder = Path(name)
        one: dict[str, Callable[[], Times]] = {
            "raw append + fdatasync": lambda: blocking(raw, folder, 600),
            "SQLite WAL FULL": lambda: blocking(sqlite, folder, 600),
            "TinyDB's own storage": lambda: blocking(stock, folder, 200),
            "our log, blocking": lambda: blocking(our_log, folder, 600),
            "raw from an event loop": lambda: several(raw, folder, 1, 600),
            "the store": lambda: store(folder, 1, 600),
        }
        _table("1 writer", one, rounds)
        for writers, events in ((8, 150), (250, 8)):
            many: dict[str, Callable[[], Times]] = {
                "raw from an event loop": lambda w=writers, e=events: several(raw, folder, w, e),
                "SQLite WAL FULL": lambda w=writers, e=events: several(sqlite, folder, w, e),
                "TinyDB's own storage": lambda w=writers, e=events: several(stock, folder, w, e),
                "the store": lambda w=writers, e=events: store(folder, w, e),
            }
            _table(f"{writers} writers, as fast as they can", many, rounds)
        print(f"\n250 candidates, one event a second each: {paced(folder, 250, 5).row()}")
        slow = SlowDisk(0.005)
        _table(
            "1 writer, a disk of 5 ms a sync",
            {
                "raw append + fdatasync": lambda: blocking(raw_on(slow), folder, 60),
                "the store": lambda: store(folder, 1, 60, slow),
            },
            rounds,
        )
        print("\n250 candidates who do nothing, CPU time")
        print("\n".join(room(folder, 250)))
        print("\ncost against length")
        print("\n".join(lengths(folder)))


def _table(title: str, variants: dict[str, Callable[[], Times]], rounds: int) -> None:
    runs: dict[str, list[Times]] = {name: [] for name in variants}
    for _ in range(rounds):
        for name, run in variants.items():
            runs[name].append(run())
    print(f"\n{title:<34}{'rate':>11} {'p50':>8} {'p99':>11}  of floor")
    floor = 0.0
    for name, times in runs.items():
        middle = sorted(times, key=lambda each: len(each.each) / each.total)[len(times) // 2]
        rate = len(middle.each) / middle.total
        floor = floor or rate
        print(f"{name:<34}{middle.row()}  {rate / floor:>6.2f}", flush=True)


if __name__ == "__main__":
    main()
