"""The log as an ordinary TinyDB: tables, queries, documents; and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.table import Document

from tui_exam.store import TinyAttemptStore
from tui_exam.store.protocol import Corrupt, StoreError, StoreReadOnly
from tui_exam.store.storage import AttemptDB, LogStorage, reader

from .tools import SMALL, happened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a log can be."""
    return tmp_path / "events.log"


def test_a_database_is_there_again_after_closing(path: Path) -> None:
    with TinyDB(path, storage=LogStorage) as db:
        db.insert({"name": "Nguyễn Văn An"})
        db.table("units").insert_multiple([{"unit": "Sở Nội vụ"}, {"unit": "UBND"}])
    with TinyDB(path, storage=LogStorage) as db:
        assert db.all() == [{"name": "Nguyễn Văn An"}]
        assert db.table("units").count(where("unit") == "UBND") == 1
        assert db.tables() == {"_default", "units"}


def test_update_and_remove_of_an_ordinary_table_are_appended(path: Path) -> None:
    with TinyDB(path, storage=LogStorage) as db:
        db.insert_multiple([{"n": 1, "in": {"deep": 1}}, {"n": 2, "in": {"deep": 1}}])
        before = path.stat().st_size
        db.update({"in": {"deep": 2}}, where("n") == 1)
        db.remove(where("n") == 2)
        assert path.stat().st_size > before
    with TinyDB(path, storage=LogStorage) as db:
        assert db.all() == [{"n": 1, "in": {"deep": 2}}]


def test_a_change_within_what_was_read_is_seen_as_a_change(path: Path) -> None:
    def mark(document: Document) -> None:
        document["in"]["deep"] = 2

    with TinyDB(path, storage=LogStorage) as db:
        db.insert({"in": {"deep": 1}})
        db.update(mark)
    assert reader(path).all() == [{"in": {"deep": 2}}]


def test_a_write_that_changes_nothing_writes_nothing(path: Path) -> None:
    with TinyDB(path, storage=LogStorage) as db:
        db.insert({"n": 1})
        before = path.read_bytes()
        db.update({"n": 1})
        assert path.read_bytes() == before


def test_events_are_only_ever_added(path: Path) -> None:
    with AttemptDB(path) as db:
        events = db.table("events")
        events.insert_multiple([{"n": 1}, {"n": 2}])
        for refused in (
            lambda: events.update({"n": 3}),
            lambda: events.update({"n": 3}, where("n") == 1),
            lambda: events.update_multiple([({"n": 3}, where("n") == 1)]),
            lambda: events.upsert({"n": 3}, where("n") == 1),
            lambda: events.remove(where("n") == 1),
            lambda: events.remove(doc_ids=[1]),
            events.truncate,
            db.drop_tables,
            lambda: db.drop_table("events"),
        ):
            with pytest.raises(StoreError):
                refused()
        assert [document.doc_id for document in events.all()] == [1, 2]
    assert reader(path).table("events").all() == [{"n": 1}, {"n": 2}]


def test_a_document_keeps_the_number_it_was_given_and_numbers_only_grow(path: Path) -> None:
    with AttemptDB(path) as db:
        events = db.table("events")
        assert events.insert(Document({"n": 1}, 7)) == 7
        assert events.insert({"n": 2}) == 8
        with pytest.raises(ValueError, match="come after"):
            events.insert(Document({"n": 3}, 8))
        with pytest.raises(ValueError, match="come after"):
            events.insert_multiple([Document({"n": 3}, 9), Document({"n": 4}, 9)])
        assert len(events) == 2


def test_two_programs_append_to_one_table_without_losing_a_row(path: Path) -> None:
    with AttemptDB(path) as one, AttemptDB(path) as other:
        for number in range(10):
            (one if number % 2 else other).table("events").insert({"n": number})
        assert [row["n"] for row in one.table("events").all()] == list(range(10))


def test_an_attempts_events_can_be_queried_while_it_is_written(tmp_path: Path) -> None:
    async def run() -> None:
        store = TinyAttemptStore(tmp_path, **SMALL)
        lease = await store.create("a-1", owner="one", seat="tty1")
        db = reader(tmp_path / "attempts" / "a-1" / "events.log")
        for number in range(3):
            kind = "flagged" if number == 1 else "answered"
            await store.append(lease, number, [happened(number + 1, kind)])
            assert len(db.table("events")) == number + 1
        [document] = db.table("events").search(where("kind") == "flagged")
        assert isinstance(document, Document)
        assert document.doc_id == 2
        with pytest.raises(StoreError):
            db.table("events").insert({})
        await store.close()

    import asyncio

    asyncio.run(run())


def test_a_torn_end_is_cut_and_the_next_insert_stands_in_its_place(path: Path) -> None:
    with TinyDB(path, storage=LogStorage) as db:
        db.insert({"n": 1})
    whole = path.read_bytes()
    path.write_bytes(whole + b'0badc0de {"_default":{"2":{"n"')
    with TinyDB(path, storage=LogStorage) as db:
        assert path.read_bytes() == whole
        db.insert({"n": 2})
        assert [row["n"] for row in db.all()] == [1, 2]


def test_a_damaged_middle_is_refused_and_left_as_it_is(path: Path) -> None:
    with TinyDB(path, storage=LogStorage) as db:
        for number in range(3):
            db.insert({"n": number})
    data = bytearray(path.read_bytes())
    data[20] ^= 1
    path.write_bytes(data)
    with pytest.raises(Corrupt) as refused:
        TinyDB(path, storage=LogStorage)
    assert refused.value.line == 1
    assert path.read_bytes() == data


def test_a_log_is_not_opened_through_a_link(path: Path, tmp_path: Path) -> None:
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises((StoreError, StoreReadOnly)):
        TinyDB(path, storage=LogStorage)
    assert not (tmp_path / "elsewhere").exists()
