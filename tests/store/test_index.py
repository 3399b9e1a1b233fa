"""The list of attempts: rebuilt whenever it is torn, missing, damaged or behind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from tinydb import TinyDB

from tui_exam.store import TinyAttemptStore
from tui_exam.store.personal import make_card
from tui_exam.store.protocol import AttemptSummary
from tui_exam.store.storage import LogStorage

from .tools import SMALL, happened

SUMMARY = AttemptSummary("a-1", "thu-2026", "CB001", "Nguyễn Văn An", "Sở Nội vụ", 1_790_000_001.0)
DONE = replace(
    SUMMARY,
    closed=1_790_000_003.0,
    theory=40.0,
    practice=50.5,
    total=90.5,
    band="Tốt",
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TinyAttemptStore]:
    """A store with one attempt that was sat, closed, marked and left."""
    store = TinyAttemptStore(tmp_path, **SMALL)
    lease = await store.create("a-1", owner="one", seat="tty1")
    card = make_card("CB001", "Nguyễn Văn An", "Sở Nội vụ", bytes(16))
    ref = await store.put_artifact("a-1", "person", card)
    mark = {"theory": 40.0, "practice": 50.5, "total": 90.5, "band": "Tốt"}
    for seq, event in enumerate(
        (
            happened(1, "started", person=ref.sha256, blueprint="thu-2026"),
            happened(2),
            happened(3, "closed", reason="handed_in"),
            happened(4, "marked", **mark),
        )
    ):
        await store.append(lease, seq, [event])
    await store.summarize(DONE)
    await store.release(lease)
    yield store
    await store.close()


async def test_the_list_can_be_made_from_the_attempts_alone(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    (tmp_path / "index.log").unlink()
    assert await store.summaries() == [DONE]
    (tmp_path / "index.log").write_bytes(b"")
    await store.rebuild_index()
    assert await store.summaries() == [DONE]


@pytest.mark.parametrize("cut", [1, 5, 40])
async def test_a_torn_list_is_mended(store: TinyAttemptStore, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "index.log"
    path.write_bytes(path.read_bytes()[:-cut])
    assert await store.summaries() == [DONE]
    await store.summarize(DONE)
    assert await store.summaries() == [DONE]


async def test_a_damaged_list_is_made_anew(store: TinyAttemptStore, tmp_path: Path) -> None:
    path = tmp_path / "index.log"
    path.write_bytes(b"rubbish\n" * 5 + path.read_bytes())
    assert await store.summaries() == [DONE]
    path.write_bytes(b"rubbish\n" * 5 + path.read_bytes())
    await store.summarize(DONE)
    assert await store.summaries() == [DONE]
    path.write_bytes(b"rubbish\n" * 5)
    await store.rebuild_index()
    assert await store.summaries() == [DONE]


async def test_the_log_is_believed_and_not_the_list(store: TinyAttemptStore) -> None:
    await store.summarize(replace(DONE, total=100.0, name="Ai đó"))
    lease, head = await store.open("a-1", owner="two", seat="tty2")
    await store.append(lease, head.seq, [happened(9)])
    await store.release(lease)
    assert await store.summaries() == [DONE]


async def test_a_running_attempt_is_listed_as_its_holder_said(store: TinyAttemptStore) -> None:
    lease, head = await store.open("a-1", owner="two", seat="tty2")
    said = replace(DONE, band="đang thi")
    await store.summarize(said)
    await store.append(lease, head.seq, [happened(9)])
    assert await store.summaries() == [said]


async def test_what_is_no_longer_there_is_not_listed(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    (tmp_path / "attempts" / "a-1" / "events.log").rename(tmp_path / "gone")
    assert await store.summaries() == []


async def test_a_damaged_attempt_is_listed_with_its_trouble(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    path = tmp_path / "attempts" / "a-1" / "events.log"
    path.write_bytes(b"x" + path.read_bytes()[1:] + b"more")
    [entry] = await store.summaries()
    assert entry.name == "Nguyễn Văn An"
    assert entry.extra["problem"] == "Nhật ký bài thi bị hỏng ở dòng 1."


async def test_folders_that_are_no_attempts_are_passed_over(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    (tmp_path / "attempts" / "lost+found").mkdir()
    (tmp_path / "attempts" / "half-born").mkdir()
    (tmp_path / "attempts" / "half-born" / "events.log").write_bytes(b"")
    (tmp_path / "attempts" / "a file").write_bytes(b"")
    assert await store.summaries() == [DONE]


async def test_rows_of_the_wrong_kind_are_passed_over(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    with TinyDB(tmp_path / "index.log", storage=LogStorage) as db:
        for change in (
            {"started": "x"},
            {"name": None},
            {"extra": 5},
            {"band": []},
            {"attempt": 7},
        ):
            db.table("attempts").update(change)
            assert await store.summaries() == [DONE]


async def test_the_list_does_not_grow_without_end(store: TinyAttemptStore, tmp_path: Path) -> None:
    path = tmp_path / "index.log"
    path.write_bytes(path.read_bytes() * 400)
    await store.summarize(replace(DONE, total=91.0))
    for _ in range(2):
        assert [entry.total for entry in await store.summaries()] == [91.0]
    assert len(path.read_bytes().splitlines()) < 10


async def test_the_list_follows_what_another_program_writes(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    assert await store.summaries() == [DONE]
    other = TinyAttemptStore(tmp_path, **SMALL)
    for band in ("Khá", "Đạt"):
        changed = replace(DONE, band=band)
        await other.summarize(changed)
        assert await store.summaries() == [changed]
        assert await store.summaries() == [changed]
    await other.rebuild_index()
    assert [row.attempt for row in await store.summaries()] == ["a-1"]
    await other.close()


async def test_a_folder_that_leads_nowhere_does_not_hide_the_others(
    store: TinyAttemptStore, tmp_path: Path
) -> None:
    (tmp_path / "attempts" / "loop").mkdir()
    (tmp_path / "attempts" / "loop" / "events.log").symlink_to("events.log")
    (tmp_path / "attempts" / "file").write_bytes(b"")
    assert await store.summaries() == [DONE]
