"""One of the load tool's candidates: a real connection, keys, and a note of what came of them."""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import asyncssh

from .screen import Screen

LOOP = "127.0.0.1"
QUIET = 0.35  # seconds without bytes after which a screen counts as whole
PATIENCE = 6.0  # seconds after which a key counts as not painted
F2, F3, F5, F8 = b"\x1bOQ", b"\x1bOR", b"\x1b[15~", b"\x1b[19~"
TICKED = ("(x)", "[x]")
QUESTIONS = "Lý thuyết: câu"
"""Stands above the questions, and nowhere else."""
_BYTES_RECEIVED = 128  # offset of tcpi_bytes_received in struct tcp_info, linux/tcp.h


@dataclass
class Seen:
    """What one candidate was shown, and so may count on. `load_check` looks for it in the log."""

    ticks: list[tuple[int, int]] = field(default_factory=list)  # question from 0, option from 1
    unpainted: list[tuple[str, str, int]] = field(default_factory=list)  # phase, key, question
    written: str = ""
    signed: int = 0


@dataclass
class Tally:
    """What one client process measured. Times in seconds; keys by what was being done."""

    first_paint: list[float] = field(default_factory=list)
    screen_bytes: list[int] = field(default_factory=list)
    key_paint: dict[str, list[float]] = field(default_factory=dict)
    key_bytes: dict[str, list[int]] = field(default_factory=dict)
    signed: list[float] = field(default_factory=list)
    returned: list[float] = field(default_factory=list)
    outlived: list[float] = field(default_factory=list)
    keys: int = 0
    failed: int = 0
    seen: dict[str, Seen] = field(default_factory=dict)


class Client:
    """One candidate at one terminal.

    Args:
        order: Where to connect: port, password, zlib.
    """

    def __init__(self, order: dict[str, Any], code: str, tally: Tally) -> None:
        self._order = order
        self.code = code
        self._tally = tally
        self.seen = tally.seen.setdefault(code, Seen())
        self.at = 0  # the question shown, from 0
        self._screen = Screen()
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
        with suppress(OSError, asyncssh.Error):  # whoever waits for words on the screen notices
            while data := await process.stdout.read(65536):
                self._screen.feed(data)
                self._count += len(data)
                self._fresh.set()

    async def see(self, *words: str, within: float = 30.0) -> None:
        """Wait until any of these words stands on the screen. TimeoutError shows the screen."""
        try:
            async with asyncio.timeout(within):
                while not self._stands(*words):
                    self._fresh.clear()
                    await self._fresh.wait()
        except TimeoutError:
            raise TimeoutError(f"{words} not on:\n{self._screen.text}") from None

    def _stands(self, *words: str) -> bool:
        return any(word in self._screen.text for word in words)

    async def settle(self) -> None:
        """Wait until nothing more is painted for a moment."""
        while True:
            self._fresh.clear()
            try:
                await asyncio.wait_for(self._fresh.wait(), QUIET)
            except TimeoutError:
                return

    def press(self, keys: bytes) -> None:
        """Send keys."""
        assert self._process is not None
        self._fresh.clear()
        self._process.stdin.write(keys)

    async def timed(self, key: bytes, phase: str) -> bool:
        """Press a key and measure until its first paint; whether there was one."""
        self._tally.keys += 1
        before = self._count
        began = time.perf_counter()
        self.press(key)
        try:
            await asyncio.wait_for(self._fresh.wait(), PATIENCE)
        except TimeoutError:
            self.seen.unpainted.append((phase, key.decode(), self.at))
            return False
        self._tally.key_paint.setdefault(phase, []).append(time.perf_counter() - began)
        await self.settle()
        self._tally.key_bytes.setdefault(phase, []).append(self._count - before)
        return True

    # -- what a candidate does -----------------------------------------------------------

    async def answer(self, key: bytes, phase: str) -> None:
        """Tick an option or go to a neighbouring question.

        What is painted first may still belong to the key before, when the host is slow; so the
        next key waits until this one's own effect is on the screen.
        """
        if key == b"p" and self.at == 0:
            key = b"n"  # there is nothing before the first question, and nothing would be painted
        self.at += {b"n": 1, b"p": -1}.get(key, 0)
        painted = await self.timed(key, phase)
        if not key.isdigit():
            await self.see(f"câu {self.at + 1}/")
        elif painted and self._stands(*(f"{mark} {key.decode()}. " for mark in TICKED)):
            self.seen.ticks.append((self.at, int(key)))

    async def sign(self, pin: str) -> None:
        """Sign the first draft with the first token, from the questions and back to them."""
        for key, word in ((F5, "[Dự thảo"), (b"\r", "Văn bản: "), (b"k", "Cách ký:")):
            self.press(key)
            await self.see(word)
            await self.settle()
        self.press(b"\r")
        await self.see("Nhập mã PIN", "Chưa chọn")
        await self.settle()
        if not self._stands("Chưa chọn"):  # else more is asked than a PIN
            began = time.perf_counter()
            self.press(pin.encode() + b"\r")
            await self.see("Toàn vẹn", within=60.0)
            self._tally.signed.append(time.perf_counter() - began)
            self.seen.signed += 1
            await self.settle()
        self.press(F2)
        await self.see(QUESTIONS)
        await self.settle()

    # -- the line --------------------------------------------------------------------------

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

    async def cut(self) -> None:
        """Wait until the host has hung up, or is gone."""
        if self._reader is not None:
            await asyncio.wait({self._reader})

    async def hang_up(self) -> None:
        """Drop the line without a word."""
        if self._conn is not None:
            self._conn.abort()
        if self._reader is not None:
            await asyncio.gather(self._reader, return_exceptions=True)
