"""A worker looks through all its memory only when that disturbs nobody."""

from __future__ import annotations

import asyncio
import gc
import weakref
from pathlib import Path

import pytest

from tui_exam.host.apps import components
from tui_exam.host.apps.hosted import HostedApp
from tui_exam.host.door.entrance import Entrance
from tui_exam.host.hall import Hall
from tui_exam.host.tidy import FULL, YOUNG, Tidy
from tui_exam.sitting.room import Room

from .live import enrolled, hosting, until


class Watch:
    """A clock that is set, and a collector that takes its time on it."""

    def __init__(self, hall: Hall, takes: float = 0.0) -> None:
        self.at, self.takes, self.passes = 100.0, takes, 0
        self.tidy = Tidy(hall, self.collect, lambda: self.at)

    def collect(self) -> None:
        self.at += self.takes
        self.passes += 1

    def later(self, seconds: float) -> bool:
        self.at += seconds
        return self.tidy.maybe()


async def test_a_pass_waits_until_nobody_types(room: Room, tmp_path: Path) -> None:
    async with hosting(tmp_path, room) as host:
        metrics, watch = host.hall.metrics, Watch(host.hall)
        assert not watch.later(10)  # nobody has left
        metrics.add("sessions_started")
        metrics.add("keys")
        assert not watch.later(1)
        metrics.add("connections")  # somebody is at the door
        assert not watch.later(3)
        assert not watch.later(3)
        assert watch.later(1)
        assert not watch.later(10)


async def test_it_is_not_made_while_many_sit_until_memory_needs_it(
    room: Room, tmp_path: Path
) -> None:
    async with hosting(tmp_path, room) as host, host.seat() as seat:
        await seat.see("Thoát")
        gauges, watch = host.hall.metrics.gauges, Watch(host.hall, takes=3.0)
        gauges["in_exam"], gauges["resident_bytes"] = 1, 100 << 20
        host.hall.metrics.add("sessions_started")
        assert not watch.later(1)
        assert watch.later(4)  # what a pass takes is not known yet
        host.hall.metrics.add("sessions_started")
        assert not watch.later(9)  # three seconds, as is known now
        host.hall.metrics.add("sessions_started")
        host.hall.metrics.add("keys")
        assert not watch.later(0.1)
        gauges["resident_bytes"] = int(host.hall.settings.limits.memory * FULL) + 1
        assert watch.later(0.1)


async def test_sessions_that_ended_are_freed(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(components, "TAKE_APART_AFTER", 0.2)
    thresholds = gc.get_threshold()
    gc.set_threshold(*YOUNG)
    try:
        async with hosting(tmp_path, room, *map(enrolled, range(1, 5))) as host:
            apps: weakref.WeakSet[HostedApp] = weakref.WeakSet()
            for number in range(1, 5):
                async with host.seat(f"CB{number:03}") as seat:
                    await seat.sit()
                    seat.press(b"1")
                    await seat.see("Đã lưu")
                    apps.update(each._app for each in host.hall.sessions if each._app)
                await until(lambda: not host.hall.sessions)
            await asyncio.sleep(0.1)
            await until(lambda: not host.hall.parsed.remains.waiting)
            await until(lambda: gc.collect() >= 0 and len(apps) <= 1)  # the last may be ending
    finally:
        gc.set_threshold(*thresholds)


async def test_sessions_begin_a_few_at_a_time_in_their_order() -> None:
    entrance, begun = Entrance(at_once=2, longest=5.0), list[int]()
    shown = [asyncio.Event() for _ in range(5)]

    async def come(number: int) -> None:
        await entrance.pass_through(shown[number])
        begun.append(number)

    tasks = [asyncio.create_task(come(number)) for number in range(5)]
    await asyncio.sleep(0.01)
    assert begun == [0, 1]
    shown[1].set()
    await asyncio.sleep(0.01)
    assert begun == [0, 1, 2]
    for each in shown:
        each.set()
    await asyncio.gather(*tasks)
    assert begun == [0, 1, 2, 3, 4]


async def test_one_that_stands_still_does_not_close_the_door() -> None:
    entrance = Entrance(at_once=1, longest=0.05)
    await entrance.pass_through(asyncio.Event())
    async with asyncio.timeout(2):
        await entrance.pass_through(asyncio.Event())


async def test_a_place_is_given_back_by_one_who_goes_away_while_waiting() -> None:
    entrance, first = Entrance(at_once=1, longest=5.0), asyncio.Event()
    await entrance.pass_through(first)
    waiting = asyncio.create_task(entrance.pass_through(asyncio.Event()))
    await asyncio.sleep(0.01)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    first.set()
    async with asyncio.timeout(2):
        await entrance.pass_through(asyncio.Event())
