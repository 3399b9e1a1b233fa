"""A real host on a free loopback port, and candidates at real terminals, for tests."""

from __future__ import annotations

import asyncio
import io
import json
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncssh
import pyte
from argon2 import PasswordHasher

from tui_exam.host.apps.stylesheets import Parsed
from tui_exam.host.door.accounts import Account, Accounts
from tui_exam.host.door.identity import host_key
from tui_exam.host.hall import Hall
from tui_exam.host.hall_store import HallStore
from tui_exam.host.journal import Journal
from tui_exam.host.serving import listener, serve
from tui_exam.host.settings import HostSettings, Limits
from tui_exam.screens.home import CHOICES
from tui_exam.sitting.room import Room
from tui_exam.store.disk import Disk

LOOP = "127.0.0.1"
PASSWORD = "mat-khau-thu"
# As cheap as argon2 gets; what a real one costs is tested with the passwords.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
PATIENCE = 20.0
PARSED = Parsed()  # of style sheets, as the workers of one host share them
F8 = b"\x1b[19~"
_KEYS = {choice[0]: str(at).encode() for at, choice in enumerate(CHOICES, 1)}
SIT, RESULTS, ABOUT = _KEYS["sit"], _KEYS["results"], _KEYS["about"]
"""Keys of the home screen."""


def enrolled(number: int = 1, **changes: Any) -> Account:
    """Account number `number`, with the tests' password."""
    plain = Account(f"CB{number:03}", f"Nguyễn Văn {number}", "Sở Nội vụ", HASH, one_time=False)
    return replace(plain, **changes)


class Host:
    """A host whose every part runs in the test's own loop."""

    def __init__(self, hall: Hall, port: int, log: io.StringIO) -> None:
        self.hall = hall
        self.port = port
        self._log = log

    def log(self, what: str = "") -> list[dict[str, Any]]:
        """The entries of its log, all or those that say `what`."""
        entries = [json.loads(line) for line in self._log.getvalue().splitlines()]
        return [entry for entry in entries if not what or entry["what"] == what]

    @property
    def log_text(self) -> str:
        """The log as written."""
        return self._log.getvalue()

    async def connection(self, code: str = "CB001", **how: Any) -> asyncssh.SSHClientConnection:
        """A signed-in connection."""
        said: dict[str, Any] = {
            "username": code, "password": PASSWORD, "known_hosts": None, "config": None,
            "client_keys": None, "agent_path": None, "login_timeout": 15, **how,
        }  # fmt: skip
        return await asyncssh.connect(LOOP, self.port, **said)

    @asynccontextmanager
    async def seat(self, code: str = "CB001", **how: Any) -> AsyncIterator[Seat]:
        """Somebody at a terminal."""
        async with await self.connection(code) as conn:
            seat = Seat(conn)
            await seat.open(**how)
            try:
                yield seat
            finally:
                await seat.close()


class Seat:
    """A client with a terminal of its own (pyte)."""

    def __init__(self, conn: asyncssh.SSHClientConnection) -> None:
        self.conn = conn
        self.received = bytearray()
        self._fresh = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None

    async def open(
        self, term: str = "xterm-256color", size: tuple[int, int] = (80, 24), **env: str
    ) -> None:
        """Ask for a terminal and a shell."""
        self._screen = pyte.Screen(min(size[0], 300) or 80, min(size[1], 100) or 24)
        self._stream = pyte.ByteStream(self._screen)
        self.process = await self.conn.create_process(
            term_type=term, term_size=size, encoding=None, env=env
        )
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        while data := await self.process.stdout.read(65536):
            self.received += data
            self._stream.feed(data)
            self._fresh.set()
        self._fresh.set()

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def colours(self) -> set[str]:
        """All colours on the screen, ink and paper."""
        cells = [cell for row in self._screen.buffer.values() for cell in row.values()]
        return {cell.fg for cell in cells} | {cell.bg for cell in cells}

    async def see(self, *words: str, within: float = PATIENCE) -> None:
        """Wait until all these words stand on the screen. TimeoutError shows the screen."""
        try:
            async with asyncio.timeout(within):
                while not all(word in self.text for word in words):
                    self._fresh.clear()
                    await self._fresh.wait()
                    if self.process.stdout.at_eof() and not all(w in self.text for w in words):
                        raise TimeoutError
        except TimeoutError:
            raise TimeoutError(f"{words} not in:\n{self.text}") from None

    def press(self, *keys: bytes) -> None:
        """Send keys."""
        for key in keys:
            self.process.stdin.write(key)

    async def sit(self) -> None:
        """From the home screen into the exam."""
        await self.see("Dự thi")
        self.press(SIT)
        await self.see("F8", "Làm quen")
        self.press(F8)
        await self.see("Câu 1", "Còn 60 phút")

    async def ended(self, within: float = PATIENCE) -> str:
        """Wait for the end of the channel; the last words."""
        async with asyncio.timeout(within):
            await self.process.wait_closed()
            if self._reader is not None:
                await self._reader
        return bytes(self.received[-600:]).decode(errors="replace")

    async def close(self) -> None:
        """Hang up."""
        self.conn.abort()
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)


@asynccontextmanager
async def hosting(
    folder: Path,
    room: Room,
    *accounts: Account,
    limits: Limits | None = None,
    port: int = 0,
    disk: Disk | None = None,
) -> AsyncIterator[Host]:
    """A host with these accounts until the block ends, its attempts on that disk."""
    settings = HostSettings(folder / "data", folder / "home", limits=limits or Limits(drain=5.0))
    with Accounts(settings.accounts).changing() as kept:
        kept.update({each.code: each for each in accounts or (enrolled(1), enrolled(2))})
    log = io.StringIO()
    store = HallStore(settings.data, reserve_bytes=1 << 16, low_water_bytes=1 << 16, disk=disk)
    here = replace(room, store=store)
    hall = Hall(
        settings, here, Accounts(settings.accounts), Journal(log, "test"), "0.0.test", PARSED
    )
    sock: socket.socket = listener(LOOP, port)
    with ThreadPoolExecutor(2) as checkers:
        acceptor = await serve(hall, host_key(settings.host_key), sock, checkers)
        try:
            yield Host(hall, int(sock.getsockname()[1]), log)
        finally:
            acceptor.close()
            await hall.drain("Hết buổi thử.")
            for task in [each._task for each in hall.sessions if each._task is not None]:
                task.cancel()
            await store.close()
            await asyncio.sleep(0.05)


async def until(is_so: Callable[[], bool], within: float = PATIENCE) -> None:
    """Wait until something is so. TimeoutError."""
    end = time.monotonic() + within
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.02)


async def until_async(is_so: Callable[[], Awaitable[bool]], within: float = PATIENCE) -> None:
    """Wait until something that has to be asked for is so. TimeoutError."""
    async with asyncio.timeout(within):
        while not await is_so():
            await asyncio.sleep(0.05)
