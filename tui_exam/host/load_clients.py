"""The load tool's clients: many candidates in one process, over real connections.

Reads its orders as one JSON object from the standard input and answers in lines of JSON.
Only the loopback is ever connected to.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from typing import Any

import asyncssh

LOOP = "127.0.0.1"
QUIET = 0.35  # seconds without bytes after which a screen counts as whole
LOST_AFTER = 8.0
F2, F3, F5, F8 = b"\x1bOQ", b"\x1bOR", b"\x1b[15~", b"\x1b[19~"
ANSWERING = (b"1", b"n", b"2", b"n", b"3", b"n", b"p", b"1")
LETTER = "Kính gửi Ủy ban nhân dân phường, đề nghị báo cáo kết quả chuyển đổi số."
_BYTES_RECEIVED = 128  # offset of tcpi_bytes_received in struct tcp_info, linux/tcp.h


@dataclass
class Tally:
    """What one client process measured. Times in seconds."""

    first_paint: list[float] = field(default_factory=list)
    screen_bytes: list[int] = field(default_factory=list)
    key_paint: list[float] = field(default_factory=list)
    key_bytes: list[int] = field(default_factory=list)
    returned: list[float] = field(default_factory=list)
    lost: int = 0
    failed: int = 0
    keys: int = 0
    moved: dict[str, int] = field(default_factory=dict)


class Client:
    """One candidate at one terminal."""

    def __init__(self, order: dict[str, Any], code: str, tally: Tally) -> None:
        self._order = order
        self.code = code
        self._tally = tally
        self._at = 0  # the question shown, from 0
        self._seen = bytearray()
        self._count = 0
        self._fresh = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._conn: asyncssh.SSHClientConnection | None = None
        self._process: asyncssh.SSHClientProcess[bytes] | None = None

    async def connect(self) -> None:
        """Sign in and ask for a terminal."""
        self._conn = await asyncssh.connect(
            LOOP, self._order["port"], username=self.code, password=self._order["password"],
            known_hosts=None, config=None, client_keys=None, agent_path=None,
            compression_algs=["zlib@openssh.com"] if self._order["zlib"] else ["none"],
            login_timeout=60, preferred_auth="password",
        )  # fmt: skip
        self._process = await self._conn.create_process(
            term_type="xterm-256color", term_size=(80, 24), encoding=None
        )
        self._reader = asyncio.create_task(self._read(self._process))

    async def _read(self, process: asyncssh.SSHClientProcess[bytes]) -> None:
        while data := await process.stdout.read(65536):
            self._seen += data
            self._count += len(data)
            self._fresh.set()

    async def see(self, words: str, within: float = 30.0) -> None:
        """Wait until these words have been painted. TimeoutError."""
        wanted = words.encode()
        async with asyncio.timeout(within):
            while wanted not in self._seen:
                self._fresh.clear()
                await self._fresh.wait()

    async def settle(self) -> None:
        """Wait until nothing more is painted for a moment."""
        while True:
            self._fresh.clear()
            try:
                await asyncio.wait_for(self._fresh.wait(), QUIET)
            except TimeoutError:
                return

    def press(self, keys: bytes) -> None:
        """Send keys; what was seen before is forgotten."""
        assert self._process is not None
        self._seen.clear()
        self._fresh.clear()
        self._process.stdin.write(keys)

    async def timed(self, key: bytes) -> None:
        """Press a key and measure until its first paint."""
        if key == b"p" and self._at == 0:
            key = b"n"  # there is nothing before the first question, and nothing would be painted
        self._at += {b"n": 1, b"p": -1}.get(key, 0)
        self._tally.keys += 1
        before = self._count
        began = time.perf_counter()
        self.press(key)
        try:
            await asyncio.wait_for(self._fresh.wait(), LOST_AFTER)
        except TimeoutError:
            self._tally.lost += 1
            return
        self._tally.key_paint.append(time.perf_counter() - began)
        await self.settle()
        self._tally.key_bytes.append(self._count - before)
        if key in {b"n", b"p"}:
            self._tally.moved[self.code] = self._tally.moved.get(self.code, 0) + 1

    def wire_bytes(self) -> int:
        """Bytes received on the wire, encrypted and compressed, as TCP counts them."""
        assert self._conn is not None
        sock = self._conn.get_extra_info("socket")
        info = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
        return int(struct.unpack_from("Q", info, _BYTES_RECEIVED)[0])

    @property
    def painted(self) -> int:
        """Bytes of frames received so far."""
        return self._count

    @property
    def is_in(self) -> bool:
        """Whether it has a terminal."""
        return self._process is not None

    async def hang_up(self) -> None:
        """Drop the line without a word."""
        if self._conn is not None:
            self._conn.abort()
        if self._reader is not None:
            await asyncio.gather(self._reader, return_exceptions=True)


class Crowd:
    """The clients of this process."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._order = order
        self.tally = Tally()
        self._clients = [Client(order, code, self.tally) for code in order["codes"]]

    async def _all(
        self, do: Callable[[int, Client], Awaitable[None]], *, there: bool = True
    ) -> None:
        """Each does it at the same time; `there`: only those who have come in."""

        async def one(at: int, client: Client) -> None:
            try:
                await do(at, client)
            except (TimeoutError, OSError, asyncssh.Error) as error:
                self.tally.failed += 1
                print(f"{client.code}: {type(error).__name__} {error}", file=sys.stderr)

        who = [client for client in self._clients if client.is_in or not there]
        await asyncio.gather(*(one(at, client) for at, client in enumerate(who)))

    async def arrive(self, seconds: float) -> None:
        """All connect, spread over this time; from the first packet to the first screen."""
        gap = seconds / max(1, len(self._clients))

        async def come(at: int, client: Client) -> None:
            await asyncio.sleep(at * gap)
            began = time.perf_counter()
            await client.connect()
            await client.see("Thoát")
            self.tally.first_paint.append(time.perf_counter() - began)
            await client.settle()
            self.tally.screen_bytes.append(client.painted)

        await self._all(come, there=False)

    async def begin(self, seconds: float) -> None:
        """All start their exam, spread over this time."""
        gap = seconds / max(1, len(self._clients))

        async def start(at: int, client: Client) -> None:
            await asyncio.sleep(at * gap)
            client.press(b"1")
            await client.see("F8")
            client.press(F8)
            await client.see("Câu 1")
            await client.settle()

        await self._all(start)

    async def answer(self, seconds: float, pause: float) -> None:
        """All answer questions, a key every `pause` seconds."""
        until = time.monotonic() + seconds

        async def work(at: int, client: Client) -> None:
            await asyncio.sleep(pause * (at / max(1, len(self._clients))))
            turn = at
            while time.monotonic() < until:
                next_key = time.monotonic() + pause
                await client.timed(ANSWERING[turn % len(ANSWERING)])
                turn += 1
                await asyncio.sleep(max(0.0, next_key - time.monotonic()))

        await self._all(work)

    async def write(self, seconds: float, pause: float) -> None:
        """All write a letter, a key every `pause` seconds, then return to the questions."""
        until = time.monotonic() + seconds

        async def work(at: int, client: Client) -> None:
            await asyncio.sleep(pause * (at / max(1, len(self._clients))))
            client.press(F3)
            await client.settle()
            client.press(b"n")
            await client.settle()
            turn = 0
            while time.monotonic() < until:
                next_key = time.monotonic() + pause
                await client.timed(LETTER[turn % len(LETTER)].encode())
                turn += 1
                await asyncio.sleep(max(0.0, next_key - time.monotonic()))
            client.press(F2)
            await client.settle()

        await self._all(work)

    async def sign(self, count: int) -> None:
        """Some open the signing desk, for which keys are made and the draft is typeset."""

        async def work(at: int, client: Client) -> None:
            if at < count:
                client.press(F5)
                await client.settle()
                client.press(b"\r")
                await asyncio.sleep(2)
                await client.settle()
                client.press(F2)
                await client.settle()

        await self._all(work)

    async def idle(self, seconds: float) -> dict[str, float]:
        """Nobody presses a key; bytes a minute and session."""
        frames = sum(client.painted for client in self._clients)
        inside = [client for client in self._clients if client.is_in]
        wire = sum(client.wire_bytes() for client in inside)
        await asyncio.sleep(seconds)
        scale = 60 / seconds / max(1, len(self._clients))
        return {
            "frame_bytes": (sum(c.painted for c in self._clients) - frames) * scale,
            "wire_bytes": (sum(c.wire_bytes() for c in inside) - wire) * scale,
        }

    async def drop(self) -> None:
        """All lines are cut."""
        await self._all(lambda _, client: client.hang_up())

    async def come_back(self, seconds: float) -> None:
        """All return; measured until the question is on the screen again."""
        gap = seconds / max(1, len(self._clients))
        fresh = [Client(self._order, client.code, self.tally) for client in self._clients]
        self._clients = fresh

        async def come(at: int, client: Client) -> None:
            await asyncio.sleep(at * gap)
            began = time.perf_counter()
            await client.connect()
            await client.see("Câu ")
            self.tally.returned.append(time.perf_counter() - began)

        await self._all(come, there=False)


async def _obey() -> None:
    loop = asyncio.get_running_loop()
    crowd: Crowd | None = None
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        what = order.pop("do")
        if what == "who":
            crowd = Crowd(order)
            answer: object = {}
        elif what == "tally":
            assert crowd is not None
            answer = asdict(crowd.tally)
        else:
            answer = await getattr(crowd, what)(**order) or {}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(_obey())
