"""What a hostile client may try. Each is answered, bounded, or cut off; the room goes on."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import time
from pathlib import Path

import asyncssh
import pytest

from tui_exam.host.door import door, waiting
from tui_exam.host.line.inputs import PASTE_LIMIT
from tui_exam.host.settings import Limits
from tui_exam.sitting.room import Room

from .live import ABOUT, LOOP, Seat, enrolled, hosting, until

WHOLE = (b"THI TH", "nhỏ quá".encode())  # the home screen, or that there is no room for it
PROMPT = 3.0  # seconds within which a neighbour must still be answered on a busy machine


async def still_answers(seat: Seat) -> None:
    """A neighbour's key is answered promptly."""
    seat.press(ABOUT)
    await seat.see("Bài thi thử này là gì", within=PROMPT)
    seat.press(b"\x1b")
    await seat.see("Dự thi", within=PROMPT)


@pytest.mark.parametrize("seed", range(2))
async def test_random_bytes_neither_end_the_session_nor_disturb_a_neighbour(
    tmp_path: Path, room: Room, seed: int
) -> None:
    chance = random.Random(seed)
    tricky = [
        b"\x1b[48;9999;9999;9;9t", b"\x1b[99999999999999999999999999999u", b"\x1b[1114112u",
        b"\x1b[<0;99999;99999M", b"\x1b[200~", b"\x1b[201~", b"\x1b[?2048;2$y", b"\xff\xfe",
        b"\x1bP", b"\x1b]52;c;AA\x07", b"\x1b[O", b"\x1b[I", b"\xe1\xba", b"\x00", b"\x1b[57358u",
        b"\x1a", b"\x1c", b"\x11", b"\x13", b"\x1b[9;9R",
    ]  # fmt: skip
    async with (
        hosting(tmp_path, room) as host,
        host.seat("CB002") as neighbour,
        host.seat("CB001") as seat,
    ):
        await seat.sit()
        await neighbour.see("Dự thi")
        for _ in range(60):
            seat.press(chance.choice(tricky) if chance.random() < 0.5 else chance.randbytes(20))
        seat.press(b"\x1b[201~")
        await still_answers(neighbour)
        await asyncio.sleep(0.5)
        assert [entry["where"] for entry in host.log("session failed")] == []


async def test_a_paste_of_ten_megabytes_is_cut(tmp_path: Path, room: Room) -> None:
    async with (
        hosting(tmp_path, room) as host,
        host.seat("CB002") as neighbour,
        host.seat("CB001") as seat,
    ):
        await seat.see("Dự thi")
        await neighbour.see("Dự thi")
        seat.press(b"\x1b[200~")
        for _ in range(160):
            seat.press(b"x" * 65536)
            await seat.process.stdin.drain()
        seat.press(b"\x1b[201~", ABOUT)
        await still_answers(neighbour)
        await seat.see("Bài thi thử này là gì")
        (session,) = [each for each in host.hall.sessions if each.who.code == "CB001"]
        driver = session._driver
        assert driver is not None
        assert driver._cutter._size > PASTE_LIMIT
        assert not host.log("session failed")


async def test_keys_without_end_pause_the_reading_but_none_is_lost(
    tmp_path: Path, room: Room
) -> None:
    async with (
        hosting(tmp_path, room) as host,
        host.seat("CB002") as neighbour,
        host.seat("CB001") as seat,
    ):
        await seat.sit()
        await neighbour.see("Dự thi")
        (session,) = [each for each in host.hall.sessions if each.who.code == "CB001"]
        seat.press(b"z" * 300_000)
        await until(lambda: session._held)
        driver = session._driver
        assert driver is not None
        assert len(driver._queue) < 200
        assert driver._waiting <= 64 << 10
        await still_answers(neighbour)


async def test_who_never_reads_is_not_painted_for_and_sees_all_when_he_reads(
    tmp_path: Path, room: Room
) -> None:
    async with hosting(tmp_path, room) as host, host.seat("CB001") as seat:
        await seat.sit()
        assert seat._reader is not None
        seat.process.channel.pause_reading()
        transport = seat.conn._transport
        assert transport is not None
        transport.pause_reading()
        (session,) = host.hall.sessions
        session.slow("channel")  # as its full window would say after two megabytes
        await asyncio.sleep(0.1)
        sent = host.hall.metrics.counts["bytes_out"]
        for _ in range(5):
            seat.press(b"n")
        await asyncio.sleep(0.5)
        assert host.hall.metrics.counts["bytes_out"] == sent
        transport.resume_reading()
        seat.process.channel.resume_reading()
        session.caught_up("channel")
        await seat.see("Câu 6.")


async def test_a_full_window_stops_the_painting_by_itself(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host, await host.connection() as conn:
        process = await conn.create_process(
            term_type="xterm-256color", term_size=(200, 60), encoding=None, window=16 << 10
        )
        process.channel.pause_reading()
        for turn in range(60):
            process.change_terminal_size(120 + turn, 50)
            process.stdin.write(ABOUT + b"\x1b")
            await asyncio.sleep(0.12)
            if host.hall.metrics.counts["slow_readers"]:
                break
        assert host.hall.metrics.counts["slow_readers"] >= 1
        (session,) = host.hall.sessions
        assert session._chan is not None
        assert session._chan.get_write_buffer_size() < 256 << 10


async def test_a_storm_of_sizes_counts_as_the_last(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host, host.seat() as seat:
        await seat.see("Dự thi")
        frames = host.hall.metrics.counts["frames"]
        for turn in range(1000):
            seat.process.change_terminal_size(60 + turn % 40, 20 + turn % 20)
        seat.process.change_terminal_size(90, 30)
        (session,) = host.hall.sessions
        await until(lambda: session._app is not None and tuple(session._app.size) == (90, 30))
        assert host.hall.metrics.counts["frames"] - frames < 60


async def test_absurd_sizes_are_drawn_for_within_reason(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host, await host.connection("CB001") as one:
        for size in ((10_000, 10_000), (1, 1), (0, 0), (2**32 - 1, 2**32 - 1)):
            async with await host.connection("CB002") as conn:
                process = await conn.create_process(
                    term_type="xterm", term_size=size, encoding=None
                )
                seen = b""
                while not any(words in seen for words in WHOLE):
                    seen += await asyncio.wait_for(process.stdout.read(65536), 5)
                assert len(seen) < 100_000
        assert not host.log("session failed")
        one.abort()


async def test_lies_about_the_terminal_change_the_look_only(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host:
        for term in ("x", "x" * 5000, "linux", "dumb", "xterm\x1b]0;x\x07", "../../etc"):
            async with host.seat(term=term) as seat:
                await seat.see("Dự thi")
        assert not host.log("session failed")


async def test_who_never_signs_in_is_cut_off(tmp_path: Path, room: Room) -> None:
    limits = Limits(login=0.4, drain=5.0)
    async with hosting(tmp_path, room, limits=limits) as host:
        reader, writer = await asyncio.open_connection(LOOP, host.port)
        began = time.monotonic()
        while await asyncio.wait_for(reader.read(4096), 5):
            continue
        assert time.monotonic() - began < 4
        writer.close()
        await until(lambda: host.hall.connections == 0)
        assert not host.hall.strangers


async def test_strangers_are_limited_and_a_candidate_still_comes_in_after_them(
    tmp_path: Path, room: Room
) -> None:
    limits = Limits(login=1.0, unauthenticated_per_address=10, drain=5.0)
    async with hosting(tmp_path, room, limits=limits) as host:
        crowd = [socket.create_connection((LOOP, host.port)) for _ in range(40)]
        await until(lambda: host.hall.metrics.counts["refused"] >= 30)
        assert len(host.hall.strangers) <= 10
        for sock in crowd:
            sock.close()
        await until(lambda: host.hall.connections == 0)
        async with host.seat() as seat:
            await seat.see("Dự thi")


async def test_half_open_connections_are_noticed(tmp_path: Path, room: Room) -> None:
    limits = Limits(keep_alive=0.2, drain=5.0)
    async with hosting(tmp_path, room, limits=limits) as host, host.seat() as seat:
        await seat.sit()
        transport = seat.conn._transport
        assert transport is not None
        transport.pause_reading()  # as a machine that lost its power: no answer, no end
        await until(lambda: not host.hall.sessions, within=10)


async def test_what_is_no_ssh_is_hung_up_on(tmp_path: Path, room: Room) -> None:
    limits = Limits(login=0.5, drain=5.0)
    said = (
        b"GET / HTTP/1.0\r\n\r\n", b"\x00" * 4096, b"SSH-1.5-old\r\n",
        b"SSH-2.0-x\r\n\xff" * 99,
    )  # fmt: skip
    async with hosting(tmp_path, room, limits=limits) as host:
        for each in said:
            reader, writer = await asyncio.open_connection(LOOP, host.port)
            writer.write(each)
            with contextlib.suppress(ConnectionError):
                while await asyncio.wait_for(reader.read(65536), 5):
                    continue
            writer.close()
        async with host.seat() as seat:
            await seat.see("Dự thi")


async def test_wrong_passwords_are_counted_and_the_line_is_cut(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host:
        for _ in range(6):
            with pytest.raises(asyncssh.PermissionDenied):
                await host.connection("CB001", password="sai")
        assert host.log("sign-in failed")[-1]["how"] == "locked"
        with pytest.raises(asyncssh.PermissionDenied):
            await host.connection("CB001")
        async with await host.connection("CB002"):
            assert host.hall.metrics.counts["login_failures"] >= 7


async def test_many_tries_on_one_connection_end_it(tmp_path: Path, room: Room) -> None:
    class Stubborn(asyncssh.SSHClient):
        def __init__(self) -> None:
            self.tries = 0

        def password_auth_requested(self) -> str | None:
            self.tries += 1
            return f"sai {self.tries}" if self.tries < 50 else None

    async with hosting(tmp_path, room) as host:
        client = Stubborn()
        with pytest.raises((asyncssh.DisconnectError, OSError)):
            await asyncssh.connect(
                LOOP, host.port, username="CB001", known_hosts=None, config=None,
                client_keys=None, agent_path=None, client_factory=lambda: client,
            )  # fmt: skip
        assert client.tries <= 5


async def test_an_offered_key_is_not_a_proved_one(tmp_path: Path, room: Room) -> None:
    mine = asyncssh.generate_private_key("ssh-ed25519")
    theirs = asyncssh.generate_private_key("ssh-ed25519")
    one = enrolled(1, keys=(mine.export_public_key().decode(),), password="")
    two = enrolled(2, keys=(theirs.export_public_key().decode(),), password="")
    async with hosting(tmp_path, room, one, two) as host:
        with pytest.raises(asyncssh.PermissionDenied):
            await host.connection("CB001", client_keys=[theirs], password=None)
        async with await host.connection("CB001", client_keys=[mine], password=None):
            assert host.log("signed in")[-1]["who"] == "CB001"


async def test_old_algorithms_are_not_spoken(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host:
        for old in (
            {"kex_algs": ["diffie-hellman-group14-sha1"]},
            {"encryption_algs": ["aes128-cbc"]},
            {"mac_algs": ["hmac-sha1"], "encryption_algs": ["aes128-ctr"]},
        ):
            with pytest.raises((asyncssh.KeyExchangeFailed, OSError)):
                await host.connection(**old)


async def test_many_requests_and_variables_are_not_hoarded(tmp_path: Path, room: Room) -> None:
    async with hosting(tmp_path, room) as host, await host.connection() as conn:
        env = {f"LC_{chr(65 + n % 26)}{chr(65 + n // 26)}": "x" for n in range(400)}
        process = await conn.create_process(
            term_type="xterm", term_size=(80, 24), encoding=None, env=env
        )
        await asyncio.wait_for(process.stdout.read(100), 5)
        (session,) = host.hall.sessions
        assert session._chan is not None
        assert len(session._chan.get_environment()) <= 24


async def test_silent_connections_make_room_for_a_candidate_behind_their_address(
    tmp_path: Path, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MAY_SPEAK", 0.2)
    monkeypatch.setattr(waiting, "SILENT_FOR", 0.2)
    limits = Limits(
        unauthenticated_per_address=10, handshakes_a_second=20.0, handshakes_at_once=4.0, drain=5.0
    )
    async with hosting(tmp_path, room, limits=limits) as host:
        crowd = [socket.create_connection((LOOP, host.port)) for _ in range(10)]
        await until(lambda: len(host.hall.strangers) == 10)
        await asyncio.sleep(0.8)
        async with host.seat() as seat:
            await seat.see("Dự thi")
        assert host.hall.metrics.counts["refused"] >= 1
        for sock in crowd:
            sock.close()
