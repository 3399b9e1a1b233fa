"""What a program that uses the store must be able to rely on: cost of import, modes, order."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tui_exam.store import TinyAttemptStore
from tui_exam.store.protocol import StoreFull

from .tools import SMALL, SlowDisk, all_of, happened


def loaded_by(code: str) -> set[str]:
    """Which heavy modules a piece of code loads."""
    watched = ("tinydb", "cryptography", "textual", "rich", "asyncio", "pyhanko", "tarfile")
    ask = f"import sys\n{code}\nprint([m for m in {watched!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    return set(eval(done.stdout))


def test_naming_the_store_loads_nothing_and_using_it_no_cryptography() -> None:
    assert loaded_by("import tui_exam.store, tui_exam.store.protocol") == set()
    assert loaded_by("from tui_exam.store import TinyAttemptStore") == {"tinydb", "asyncio"}


def test_an_unknown_name_is_an_attribute_error() -> None:
    import tui_exam.store

    with pytest.raises(AttributeError):
        _ = tui_exam.store.NoSuchStore  # type: ignore[attr-defined]


async def test_only_the_owner_may_read_the_data(tmp_path: Path) -> None:
    store = TinyAttemptStore(tmp_path / "data", **SMALL)
    lease = await store.create("a-1", owner="one", seat="tty1")
    await store.put_artifact("a-1", "a.pdf", b"a")
    await store.append(lease, 0, [happened(1)])
    await store.seal(lease)
    await store.close()
    for path in (tmp_path / "data").rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        open_by_design = path.suffix == ".pem" and "installation" not in path.name
        assert mode & 0o077 == 0 or (open_by_design and mode == 0o644), path


async def test_a_cancelled_append_leaves_all_or_nothing_and_the_next_one_goes_on(
    tmp_path: Path,
) -> None:
    store = TinyAttemptStore(tmp_path, **SMALL, disk=SlowDisk(0.05))
    lease = await store.create("a-1", owner="one", seat="tty1")
    first = asyncio.create_task(store.append(lease, 0, [happened(1), happened(2)]))
    second = asyncio.create_task(store.append(lease, 2, [happened(3)]))
    await asyncio.sleep(0.02)
    first.cancel()
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    again = await store.append(lease, 0, [happened(1), happened(2)])
    assert (again.seq, again.duplicate) == (2, True)
    assert len(await all_of(store.read("a-1"))) == 2
    await store.close()


async def test_no_attempt_begins_below_the_low_water_mark(tmp_path: Path) -> None:
    store = TinyAttemptStore(tmp_path, reserve_bytes=0, low_water_bytes=1 << 60)
    with pytest.raises(StoreFull, match="MB"):
        await store.create("a-1", owner="one", seat="tty1")
    assert "MB" in (await store.health()).problem
    await store.close()


async def test_room_is_set_aside_before_the_first_attempt(tmp_path: Path) -> None:
    store = TinyAttemptStore(tmp_path, reserve_bytes=100_000, low_water_bytes=0)
    await store.create("a-1", owner="one", seat="tty1")
    assert (tmp_path / "reserve.bin").stat().st_blocks * 512 >= 100_000
    await store.close()


async def test_an_appends_cost_in_bytes_does_not_grow_with_the_log(tmp_path: Path) -> None:
    store = TinyAttemptStore(tmp_path, **SMALL)
    lease = await store.create("a-1", owner="one", seat="tty1")
    path = tmp_path / "attempts" / "a-1" / "events.log"
    sizes = []
    for seq in range(60):
        before = path.stat().st_size
        await store.append(lease, seq, [happened(seq + 1)])
        sizes.append(path.stat().st_size - before)
    assert max(sizes) - min(sizes) < 10
    await store.close()
