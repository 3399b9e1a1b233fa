"""Everything a first session would wait for, done once before there is anybody.

What is loaded here is shared, page for page, by all workers: they are forked from this
process. No thread may be left when they are, so nothing here starts one that stays.
"""

from __future__ import annotations

import asyncio
import contextvars
import gc
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import asyncssh

from mock_office.signing.libraries import load_libraries
from mock_office.tasks import library

from ..sitting.candidate import Candidate
from ..sitting.clock import SystemClock
from ..sitting.records import Records
from ..sitting.room import Room, open_room
from ..store import TinyAttemptStore
from .apps.handlers import look_up_once
from .apps.hosted import HostedApp
from .apps.strips import keep_no_cuts
from .apps.stylesheets import Parsed
from .line.terminal import Terminal

KEYS = (b"1", b"\x1b[19~", b"2", b"n", b"r", b"\x1b[18~", b"\x1b", b"\x1b[13~", b"n", b"\x1b", b"h")
"""Home, the exam, an answer, the next question, a flag, the sheet, the mail, a letter, hand in."""
BETWEEN = 0.15  # seconds
TERMS = ("xterm-256color", "linux")
_WHO = Candidate("WARM-UP", "Thí sinh thử máy", "Máy chủ")
_SMALL = 1 << 16


class StillThreads(RuntimeError):
    """A thread was left over; a process with threads cannot be forked safely."""


def warm(banks: Path | None, release: str, parsed: Parsed) -> Room:
    """Load the room and run the app once in each look, on a store that is thrown away.

    Returns the room; whoever uses it puts a store of his own into it. Style sheets are left
    in `parsed`. Raises FileFaults.
    """
    look_up_once()
    keep_no_cuts()
    load_libraries()  # of signing; nothing is typeset, which would leave threads behind
    room = asyncio.run(_warm(banks, release, parsed))
    left = [each.name for each in threading.enumerate() if each is not threading.main_thread()]
    if left:
        raise StillThreads(", ".join(left))
    gc.collect()
    gc.freeze()  # shared pages stay shared only if the collector does not write to them
    return room


async def _warm(banks: Path | None, release: str, parsed: Parsed) -> Room:
    with tempfile.TemporaryDirectory(prefix="tui-exam-") as folder:
        store = TinyAttemptStore(Path(folder), reserve_bytes=_SMALL, low_water_bytes=0)
        try:
            records = Records(store, SystemClock.read(), "")
            room = await open_room(records, program=release, banks=banks)
            for _ in library.all_tasks():
                pass  # read, and kept for whoever draws one
            for term in TERMS:
                await _sit(room, term, Path(folder), parsed)
        finally:
            await store.close()
    await _shake_hands()
    return room


async def _sit(room: Room, term: str, folder: Path, parsed: Parsed) -> None:
    """One short session on a line that leads nowhere."""

    failures: list[BaseException] = []
    app = HostedApp(
        _Nowhere(),
        Terminal(term),
        _WHO,
        room,
        exports=folder,
        failed=failures.append,
        parsed=parsed,
    )
    context = contextvars.Context()
    task = asyncio.get_running_loop().create_task(app.run_async(), context=context)
    for key in KEYS:
        await asyncio.sleep(BETWEEN)
        if (driver := app.channel) is not None:
            context.run(driver.feed, key)
    await asyncio.sleep(BETWEEN)
    context.run(app.press_quit)
    await asyncio.wait([task], timeout=10)
    if failures:
        raise failures[0]


class _Nowhere:
    """A line without a client."""

    def send(self, data: bytes) -> None:
        """Nobody reads it."""

    def hold_input(self, held: bool) -> None:
        """Nobody writes."""

    def painted(self, seconds: float, keys: int, size: int) -> None:
        """Nobody counts."""


async def _shake_hands() -> None:
    """One handshake with ourselves, for what the SSH library loads at its first."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    made: Callable[[], asyncssh.SSHServer] = _Refusing
    server = await asyncssh.create_server(
        made, "127.0.0.1", 0, server_host_keys=[key], config=None, login_timeout=5
    )
    try:
        await asyncssh.connect(
            "127.0.0.1", server.get_port(), username="x", password="x", known_hosts=None,
            config=None, client_keys=None, login_timeout=5,
        )  # fmt: skip
    except (OSError, asyncssh.Error):
        pass
    finally:
        server.close()
        await server.wait_closed()


class _Refusing(asyncssh.SSHServer):
    """Lets nobody in."""

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return False
