"""Threads of the store: order within a lane, none waiting for another, a proper end."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui_exam.store import TinyAttemptStore
from tui_exam.store.lane import Crew, Lane
from tui_exam.store.protocol import NoSuchAttempt

from .tools import SMALL, happened


@pytest.fixture
def crew() -> Iterator[Crew]:
    """Eight threads, ended behind the test."""
    made = Crew(8, "test")
    yield made
    made.close()


async def test_work_of_one_lane_runs_in_the_order_it_was_given(crew: Crew) -> None:
    lane, done = Lane(crew), []

    def work(number: int) -> int:
        time.sleep(0.001 * (number % 3))
        done.append(number)
        if number == 5:
            raise OSError("five")
        return number

    results = await asyncio.gather(
        *(lane.run(lambda n=n: work(n)) for n in range(20)), return_exceptions=True
    )
    assert done == list(range(20))
    assert [result for result in results if not isinstance(result, OSError)] == [
        number for number in range(20) if number != 5
    ]


async def test_lanes_do_not_wait_for_each_other(crew: Crew) -> None:
    meeting = threading.Barrier(8, timeout=5)
    await asyncio.gather(*(Lane(crew).run(meeting.wait) for _ in range(8)))


async def test_more_lanes_than_threads_are_all_served() -> None:
    few = Crew(2, "few")
    results = await asyncio.gather(*(Lane(few).run(lambda n=n: n) for n in range(50)))
    assert results == list(range(50))
    assert sum(thread.name == "few" for thread in threading.enumerate()) <= 2
    few.close()


async def test_one_who_waits_for_each_answer_needs_one_thread(crew: Crew) -> None:
    lane = Lane(crew)
    for _ in range(20):
        await lane.run(lambda: None)
    assert sum(thread.name == "test" for thread in threading.enumerate()) == 1


async def test_closing_waits_for_what_was_begun_and_ends_the_threads(crew: Crew) -> None:
    done = []
    task = asyncio.create_task(Lane(crew).run(lambda: (time.sleep(0.05), done.append(1))))
    await asyncio.sleep(0.01)
    crew.close()
    crew.close()
    assert done == [1]
    assert not any(thread.name == "test" for thread in threading.enumerate())
    await task
    with pytest.raises(RuntimeError):
        await Lane(crew).run(lambda: None)


async def test_threads_of_a_crew_nobody_knows_any_more_end() -> None:
    crew = Crew(2, "forgotten")
    await Lane(crew).run(lambda: None)
    gone = weakref.ref(crew)
    del crew
    gc.collect()
    assert gone() is None
    assert not any(thread.name == "forgotten" for thread in threading.enumerate())


def test_a_program_that_ends_without_closing_finishes_what_it_began(tmp_path: Path) -> None:
    path = tmp_path / "written"
    code = f"""
import asyncio, pathlib, time
from tui_exam.store.lane import Crew, Lane
crew = Crew(2, "store")
def work():
    time.sleep(0.2)
    pathlib.Path({str(path)!r}).write_text("all of it")
async def main():
    await asyncio.wait({{asyncio.create_task(Lane(crew).run(work))}}, timeout=0.05)
asyncio.run(main())
"""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", code], check=True, timeout=20)
    assert path.read_text() == "all of it"
    assert time.monotonic() - began < 15


async def test_a_lane_is_busy_until_its_work_is_done(crew: Crew) -> None:
    lane, done = Lane(crew), threading.Event()
    assert not lane.busy
    task = asyncio.create_task(lane.run(done.wait))
    await asyncio.sleep(0)
    assert lane.busy
    done.set()
    await task
    for _ in range(100):
        if not lane.busy:
            break
        await asyncio.sleep(0.01)
    assert not lane.busy


async def test_a_store_that_has_met_thousands_of_attempts_remembers_few(tmp_path: Path) -> None:
    store = TinyAttemptStore(tmp_path, **SMALL)
    lease = await store.create("mine", owner="o", seat="s")
    for number in range(1500):
        with pytest.raises(NoSuchAttempt):
            await store.head(f"a-{number}")
    assert len(store._lanes) <= 512
    assert (await store.append(lease, 0, [happened(1)])).seq == 1
    await store.close()
