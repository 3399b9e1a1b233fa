"""A bound on processor time that other people's load does not touch."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from mock_office.signing.deadline import OutOfTime, processor_limit


def work_for(seconds: float) -> int:
    """Keep the processor busy for that long."""
    end, rounds = time.thread_time() + seconds, 0
    while time.thread_time() < end:
        rounds += 1
    return rounds


def stubborn() -> None:
    """Work that no exception stops."""
    while True:
        try:
            work_for(10)
        except Exception:
            continue


def test_endless_work_is_stopped_where_it_catches_every_exception() -> None:
    started = time.thread_time()
    with pytest.raises(OutOfTime), processor_limit(0.3):
        stubborn()
    assert time.thread_time() - started < 3


def test_waiting_does_not_count() -> None:
    with processor_limit(0.2):
        time.sleep(0.8)


def test_short_work_is_left_alone_and_nothing_arrives_afterwards() -> None:
    for _ in range(3):
        with processor_limit(0.2):
            work_for(0.05)
    work_for(0.6)


def test_it_stops_the_thread_that_asked_and_no_other() -> None:
    stopped: list[str] = []

    def bounded() -> None:
        try:
            with processor_limit(0.2):
                work_for(20)
        except OutOfTime:
            stopped.append("worker")

    thread = threading.Thread(target=bounded)
    thread.start()
    work_for(0.3)
    thread.join(20)
    assert stopped == ["worker"]


def test_the_interpreter_is_left_as_it_was() -> None:
    """An exception taken back would leave it looking for one at every step, for ever."""
    program = (
        "import cProfile\n"
        "from mock_office.signing.deadline import processor_limit\n"
        "with processor_limit(5):\n"
        "    pass\n"
        "cProfile.run('sorted(range(1000), key=lambda n: -n)')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, timeout=30)
