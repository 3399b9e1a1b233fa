"""The disk is full while a room is at work: nobody loses anything, and everybody is told."""

from __future__ import annotations

import errno
from pathlib import Path

from tests.store.tools import BadDisk
from tui_exam.host.settings import HostSettings, Limits
from tui_exam.sitting.room import Room

from .live import Host, Seat, enrolled, hosting, until_async

CODES = ("CB001", "CB002", "CB003")


async def answered(host: Host, code: str) -> int:
    store = host.hall.room.store
    (summary,) = [each for each in await store.summaries() if each.candidate == code]
    return len([1 async for event in store.read(summary.attempt) if event.kind == "answered"])


async def test_a_full_disk_under_load_is_told_keeps_the_screens_alive_and_loses_nothing(
    tmp_path: Path, room: Room
) -> None:
    disk = BadDisk()
    people = [enrolled(number) for number in (1, 2, 3, 4)]
    async with (
        hosting(tmp_path, room, *people, disk=disk) as host,
        host.seat(CODES[0]) as first, host.seat(CODES[1]) as second, host.seat(CODES[2]) as third,
        host.seat("CB004") as late,
    ):  # fmt: skip
        seats: tuple[Seat, ...] = (first, second, third)
        for seat in seats:
            await seat.sit()
            seat.press(b"1")
        for code in CODES:
            await until_async(lambda code=code: count_is(host, code, 1))  # type: ignore[misc]
        disk.write_error = errno.ENOSPC
        for seat in seats:
            seat.press(b"n1")
        for seat in seats:
            await seat.see("đĩa đã đầy", "báo giám thị")
        first.press(b"n")
        await first.see("Câu 3.")  # looking on is possible, and nobody's screen stands still
        await late.see("Dự thi")
        late.press(b"4")
        await late.see("Bài thi thử này là gì")
        assert host.log("session failed") == []
        disk.write_error = 0
        for seat in (first, second, third):
            seat.press(b"n2")
        for code in CODES:
            await until_async(lambda code=code: count_is(host, code, 3))  # type: ignore[misc]
        assert len(host.hall.sessions) == 4


async def count_is(host: Host, code: str, wanted: int) -> bool:
    return await answered(host, code) == wanted


def test_a_host_sets_enough_aside_for_a_whole_room_to_finish() -> None:
    told = HostSettings(Path("x"), Path("y")).room_on_disk
    assert told["reserve_bytes"] >= 250 * (3 << 18)
    assert told["low_water_bytes"] >= told["reserve_bytes"]
    assert Limits().reserve == told["reserve_bytes"]
