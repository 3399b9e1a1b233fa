"""Following a room's logs: what other programs leave half done, damage, and what it costs."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_exam.store import TinyAttemptStore
from tui_exam.store.attempt_log import AttemptLog
from tui_exam.store.disk import Disk
from tui_exam.store.protocol import Cursor
from tui_exam.store.tail import Tail

from .tools import SMALL, happened


def begun(attempts: Path, name: str, exam: str = "e") -> AttemptLog:
    """An attempt of an exam with its first event."""
    log = AttemptLog.create(attempts / name, "one", "tty1", 0.0, Disk())
    log.append(0, [happened(1, kind="started", blueprint=exam)])
    return log


def told(tail: Tail) -> list[tuple[str, int]]:
    """Where the events of one look stand."""
    return [(event.attempt, event.seq) for _, event in tail.look()]


def test_a_line_half_written_is_left_for_the_next_look(tmp_path: Path) -> None:
    log = begun(tmp_path, "a")
    path = tmp_path / "a" / "events.log"
    log.append(1, [happened(2)])
    whole = path.read_bytes()
    tail = Tail(tmp_path, "e", None)
    path.write_bytes(whole[:-30])
    assert told(tail) == [("a", 1)]
    path.write_bytes(whole)
    assert told(tail) == [("a", 2)]
    assert told(tail) == []


def test_an_event_that_was_taken_back_comes_again_as_it_stands_now(tmp_path: Path) -> None:
    log = begun(tmp_path, "a")
    path = tmp_path / "a" / "events.log"
    before = path.read_bytes()
    tail = Tail(tmp_path, "e", None)
    log.append(1, [happened(2)])
    assert told(tail) == [("a", 1), ("a", 2)]
    log.close()
    path.write_bytes(before)
    assert told(tail) == [("a", 1)]
    again = AttemptLog.open(tmp_path / "a", "two", "tty2", 0.0, Disk(), take_over=True)
    assert isinstance(again, AttemptLog)
    again.append(1, [happened(3), happened(4)])
    assert told(tail) == [("a", 2), ("a", 3)]
    again.close()


def test_an_event_replaced_by_a_longer_one_between_two_looks_is_not_missed(tmp_path: Path) -> None:
    log = begun(tmp_path, "a")
    path = tmp_path / "a" / "events.log"
    before = path.read_bytes()
    tail = Tail(tmp_path, "e", None)
    log.append(1, [happened(2)])
    assert told(tail) == [("a", 1), ("a", 2)]
    log.close()
    path.write_bytes(before)
    again = AttemptLog.open(tmp_path / "a", "two", "tty2", 0.0, Disk(), take_over=True)
    assert isinstance(again, AttemptLog)
    again.append(1, [happened(3), happened(4)])
    assert told(tail) == [("a", 1), ("a", 2), ("a", 3)]
    again.close()


def test_a_damaged_attempt_is_passed_over_and_the_others_are_not(tmp_path: Path) -> None:
    for name in ("a", "b"):
        begun(tmp_path, name).append(1, [happened(2)])
    path = tmp_path / "a" / "events.log"
    path.write_bytes(path.read_bytes().replace(b"one", b"two", 1))
    tail = Tail(tmp_path, "e", None)
    assert told(tail) == [("b", 1), ("b", 2)]
    assert told(tail) == []


@pytest.mark.parametrize("junk", [b"", b"\x00" * 500, b"\n\n\n", b"x" * 5000, b'{"events":{}}\n'])
def test_what_is_no_log_stops_nothing(tmp_path: Path, junk: bytes) -> None:
    begun(tmp_path, "b")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "events.log").write_bytes(junk)
    (tmp_path / "notes.txt").write_bytes(junk)
    (tmp_path / "c").mkdir()
    os.symlink("nowhere", tmp_path / "c" / "events.log")
    assert told(Tail(tmp_path, "e", None)) == [("b", 1)]


def test_an_attempt_is_told_of_once_it_says_which_exam_it_is(tmp_path: Path) -> None:
    log = AttemptLog.create(tmp_path / "a", "one", "tty1", 0.0, Disk())
    tail = Tail(tmp_path, "e", None)
    log.append(0, [happened(7)])
    assert told(tail) == []
    log.append(1, [happened(1, kind="started", blueprint="e")])
    assert told(tail) == [("a", 1), ("a", 2)]


def test_a_deleted_attempt_and_a_deleted_folder_end_nothing(tmp_path: Path) -> None:
    begun(tmp_path / "x", "a")
    tail = Tail(tmp_path / "x", "e", None)
    assert told(tail) == [("a", 1)]
    shutil.rmtree(tmp_path / "x")
    assert told(tail) == []
    begun(tmp_path / "x", "b")
    assert told(tail) == [("b", 1)]


def test_sealed_attempts_and_those_of_other_exams_are_not_looked_at_again(tmp_path: Path) -> None:
    sealed = begun(tmp_path, "a")
    sealed.seal(lambda head: {"attempt": "a", "events": head.seq, "head": head.hash})
    begun(tmp_path, "b", "another")
    tail = Tail(tmp_path, "e", None)
    assert told(tail) == [("a", 1)]
    for name in ("a", "b"):
        (tmp_path / name / "events.log").unlink()
        os.mkfifo(tmp_path / name / "events.log")  # opening it would hang
    assert told(tail) == []


def test_a_sealed_attempt_that_was_seen_to_its_end_is_not_read_again(tmp_path: Path) -> None:
    sealed = begun(tmp_path, "a")
    sealed.append(1, [happened(n) for n in range(2, 60)])
    sealed.seal(lambda head: {"attempt": "a", "events": head.seq, "head": head.hash})
    begun(tmp_path, "b")
    for seen, expected in ((59, []), (99, []), (58, [("a", 59)])):
        tail = Tail(tmp_path, "e", Cursor({"a": seen, "b": 1}))
        assert told(tail) == expected
    tail = Tail(tmp_path, "e", Cursor({"a": 59, "b": 1}))
    path = tmp_path / "a" / "events.log"
    with open(path, "r+b") as file:  # only its last line is looked at
        file.write(bytes(100))
    assert told(tail) == []
    assert told(tail) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.booleans()), max_size=25))
def test_whatever_happens_in_between_every_event_is_told_in_order_and_once(
    doings: list[tuple[int, int, bool]],
) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        attempts = Path(folder) / "attempts"
        logs = [begun(attempts, f"a-{n}") for n in range(3)]
        lengths = [1, 1, 1]
        tail, cursor = Tail(attempts, "e", None), None
        seen: list[tuple[str, int]] = []
        for which, count, looks in [*doings, (0, 1, True)]:
            start = lengths[which]
            logs[which].append(start, [happened(start + n + 1) for n in range(count)])
            lengths[which] += count
            if looks:
                found = list(tail.look())
                seen += [(event.attempt, event.seq) for _, event in found]
                cursor = found[-1][0] if found else cursor
                tail = Tail(attempts, "e", cursor and Cursor.parse(str(cursor)))
        expected = [(f"a-{n}", seq) for n in range(3) for seq in range(1, lengths[n] + 1)]
        assert sorted(seen) == expected
        for log in logs:
            log.close()


async def test_asking_who_holds_and_what_is_ordered_needs_no_thread(tmp_path: Path) -> None:
    store = TinyAttemptStore(tmp_path, **SMALL)
    lease = await store.create("a", owner="o", seat="s")
    assert await store.orders("a") == []
    store._crew.close()  # from here on, whatever needs a thread fails
    for _ in range(3):
        assert await store.holder("a") == lease
        assert await store.orders("a") == []
    shutil.rmtree(tmp_path / "attempts" / "a")
    for asked in (store.holder("a"), store.orders("a")):
        with pytest.raises(RuntimeError):
            await asked
