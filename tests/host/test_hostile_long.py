"""What a hostile client may try for longer. The room goes on, and nothing crosses over."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tui_exam.sitting.room import Room

from .live import LOOP, Seat, hosting, until
from .test_hostile import still_answers
from .test_processes import served

TRICKY = (
    b"\x1b[48;9999;9999;9;9t", b"\x1b[99999999999999999999999999999u", b"\x1b[1114112u", b"\x1b[O",
    b"\x1b[<0;99999;99999M", b"\x1b[200~", b"\x1b[201~", b"\x1b[?2048;2$y", b"\xff\xfe", b"\x1b[I",
    b"\x1bP", b"\x1b]52;c;AA\x07", b"\x1b]0;x\x07", b"\xe1\xba", b"\x00", b"\x1b[57358u", b"\x1a",
    b"\x1c", b"\x11", b"\x13", b"\x1b[9;9R", b"\x1b", b"\t", b"\r", b"\x1bOR", b"\x1bOS", b"n",
    b"\x1b[15~", b"\x1b[17~", b"\x1b[18~", b"\x1b[19~", b"\x1b[21~", b"1", b"\x1b[B", b"\x7f",
)  # fmt: skip
FLOOD = """
import asyncio, sys, time, asyncssh
port, clients, until = int(sys.argv[1]), int(sys.argv[2]), time.monotonic() + float(sys.argv[3])
class Guessing(asyncssh.SSHClient):
    tries = 0
    def password_auth_requested(self):
        self.tries += 1
        return "sai" if self.tries < 4 else None
async def guess():
    made = 0
    while time.monotonic() < until:
        try:
            await asyncssh.connect("127.0.0.1", port, username="CB002", client_factory=Guessing,
                known_hosts=None, config=None, client_keys=None, agent_path=None, login_timeout=20)
        except (OSError, asyncssh.Error):
            made += 1
    return made
async def main():
    print(sum(await asyncio.gather(*(guess() for _ in range(clients)))))
asyncio.run(main())
"""


@pytest.mark.slow
async def test_hostile_bytes_in_every_window_end_nothing_and_show_nowhere_else(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host, host.seat("CB002") as neighbour:
        await neighbour.see("Dự thi")
        sent = 0
        for seed in range(12):
            chance = random.Random(seed)
            async with host.seat("CB001", term=chance.choice(("linux", "xterm"))) as seat:
                if seed == 0:
                    await seat.sit()
                await seat.see("F1")
                for _ in range(120):
                    hostile = chance.random()
                    seat.press(
                        chance.choice(TRICKY) if hostile < 0.7
                        else chance.randbytes(12) if hostile < 0.9
                        else b"zqxj"
                    )  # fmt: skip
                    sent += 1
                await until(lambda: not pending(host.hall.sessions), within=30)
                assert b"\x1b]" not in seat.received
            assert [entry["where"] for entry in host.log("session failed")] == []
            await still_answers(neighbour)
        assert sent == 12 * 120
        assert b"zqxj" not in neighbour.received
        assert "CB001" not in neighbour.text


def pending(sessions: set[object]) -> bool:
    """Whether keys of anybody still wait their turn."""
    drivers = [each._driver for each in sessions]  # type: ignore[attr-defined]
    return any(driver is not None and (driver._queue or driver._pieces) for driver in drivers)


@pytest.mark.slow
async def test_a_thousand_sizes_a_second_for_seconds_hold_nobody_up(
    tmp_path: Path, room: Room
) -> None:
    async with (
        hosting(tmp_path, room) as host,
        host.seat("CB002") as neighbour,
        host.seat("CB001") as seat,
    ):
        await seat.sit()
        await neighbour.see("Dự thi")
        frames = host.hall.metrics.counts["frames"]
        began, turn = time.monotonic(), 0
        while time.monotonic() - began < 3.0:
            for _ in range(20):
                turn += 1
                seat.process.change_terminal_size(80 + turn % 60, 24 + turn % 30)
            await asyncio.sleep(0.02)
        await still_answers(neighbour)
        assert turn > 1000
        assert host.hall.metrics.counts["frames"] - frames < 400
        assert host.log("session failed") == []


@pytest.mark.slow
async def test_a_flood_of_guesses_does_not_keep_a_sitting_candidate_waiting(
    tmp_path: Path,
) -> None:
    with served(tmp_path, workers=2) as host:
        seat = await host.seat("CB001")
        await seat.sit()
        flood = subprocess.Popen(
            [sys.executable, "-c", FLOOD, str(host.run["port"]), "40", "9"], stdout=subprocess.PIPE
        )
        try:
            await until(lambda: len(host.log("sign-in failed")) > 20)
            waits = [await answer(seat, key) for key in (b"1", b"2") * 12]
            made = int(flood.communicate(timeout=60)[0])
        finally:
            flood.kill()
        assert made > 60
        # A machine that is busy with other things is late now and then, not as a rule.
        assert sorted(waits)[len(waits) // 2] < 0.25, waits
        assert max(waits) < 2.0, waits
        await seat.close()


async def answer(seat: Seat, key: bytes) -> float:
    """Seconds until a key has shown."""
    before, began = len(seat.received), time.monotonic()
    seat.press(key)
    await until(lambda: len(seat.received) > before)
    took = time.monotonic() - began
    await asyncio.sleep(0.15)
    return took


@pytest.mark.slow
async def test_a_room_of_250_behind_one_address_gets_through_the_door_within_seconds(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host:
        lines = [await asyncio.open_connection(LOOP, host.port) for _ in range(250)]
        began = time.monotonic()
        for _, writer in lines:
            writer.write(b"SSH-2.0-OpenSSH_9.2\r\n")
        for reader, _ in lines:
            assert (await asyncio.wait_for(reader.readline(), 30)).startswith(b"SSH-2.0-tui-exam")
        await until(lambda: all(each.spoke for each in host.hall.strangers._since), within=30)
        assert time.monotonic() - began < 20
        assert host.hall.metrics.counts["refused"] == 0
        assert len(host.hall.strangers) == 250
        for _, writer in lines:
            writer.transport.abort()
        await until(lambda: host.hall.connections == 0)
