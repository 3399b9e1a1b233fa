"""The app in a browser on this machine, for rooms without a terminal program.

textual-serve (an optional part) carries the screen; everything it would fetch from elsewhere
is taken from its own package instead, and nobody but this machine's browser gets in:

- the listener is on the loopback, and pages are served only under that name, so that no other
  site can reach it by a name of its own (DNS rebinding);
- the address carries a key that is kept in a cookie (SameSite=Strict), and the line for the
  screen must come from our own page, so that neither another site nor another user of the
  machine can open a seat;
- the page may load and connect to nothing but this server and may open no windows: addresses in
  the mails of the exam are part of the tasks and lead nowhere.
"""

from __future__ import annotations

import asyncio
import hmac
import importlib.util
import json
import os
import secrets
import shlex
import signal
import sys
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, TextIO

from ..line.inputs import PASTE_END, PASTE_START, Cutter, Pasted
from ..line.terminal import clamped

if TYPE_CHECKING:
    from aiohttp import web
    from textual_serve.app_service import AppService

LOOP = "127.0.0.1"
SEATS = 16  # pages open at once; each is a process of its own
STOP_WITHIN = 15.0
MISSING = (
    "Chưa cài phần mở bài thi trong trình duyệt. Hãy cài bằng một trong hai lệnh:\n"
    '  pip install "tui-exam[web]"\n'
    "  .tools/bin/uv sync --inexact --extra web      (trong thư mục mã nguồn)"
)
Handler = Callable[["web.Request"], Awaitable["web.StreamResponse"]]


def installed() -> bool:
    """Whether textual-serve is there."""
    return importlib.util.find_spec("textual_serve") is not None


def web_key(path: Path) -> str:
    """The key in the address; made once, for its owner's eyes only (0600). Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(fd, "w", encoding="ascii") as out:
        key = secrets.token_urlsafe(18)
        out.write(key + "\n")
    return key


class Site:
    """Who may have the page, and what the page may do.

    Args:
        key: What the address must carry the first time.
    """

    def __init__(self, key: str, port: int) -> None:
        self._key = key
        self.cookie = f"tui-exam-{port}"  # cookies are shared by all ports of a machine
        self._hosts = {f"{LOOP}:{port}", f"localhost:{port}"}

    def known_host(self, host: str) -> bool:
        """Whether a page is asked for under one of our own names."""
        return host in self._hosts

    def holds_key(self, said: str) -> bool:
        """Whether this is the key."""
        return hmac.compare_digest(said.encode(), self._key.encode())

    def own_page(self, origin: str) -> bool:
        """Whether a line was asked for by our own page."""
        return origin.removeprefix("http://") in self._hosts

    def policy(self, host: str) -> dict[str, str]:
        """Headers of every answer."""
        return {
            "Content-Security-Policy": (
                "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                f"font-src 'self'; img-src 'self' data:; connect-src 'self' ws://{host}; "
                "frame-ancestors 'none'; form-action 'none'; base-uri 'none'; "
                "sandbox allow-scripts allow-same-origin"
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }


def page(host: str) -> str:
    """The page that holds the screen."""
    text = (files("tui_exam.host.web") / "web_page.html").read_text(encoding="utf-8")
    return Template(text).substitute(line=f"ws://{host}/ws")


def refused() -> str:
    """What stands in the page's place without the key."""
    return (files("tui_exam.host.web") / "web_refused.html").read_text(encoding="utf-8")


class Messages:
    """What one page sends, taken with care before it reaches the app's process."""

    def __init__(self, app_service: AppService) -> None:
        self._service = app_service
        self._cutter = Cutter()

    async def take(self, text: str) -> dict[str, object] | None:
        """Pass one message on. What is to be answered at once; None for nothing.

        Anything that is no message of ours is left out.
        """
        try:
            said = json.loads(text)
        except ValueError:
            return None
        match said:
            case ["stdin", str(typed)]:
                for piece in self._cutter.feed(typed.encode("utf-8", "replace")):
                    text = piece.text
                    if isinstance(piece, Pasted):
                        text = f"{PASTE_START}{text}{PASTE_END}"
                    await self._service.send_bytes(text.encode("utf-8", "replace"))
                for rest in self._cutter.release():
                    await self._service.send_bytes(rest.text.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await self._service.set_terminal_size(*clamped(width, height))
            case ["ping", str() | int() | float() as mark]:
                return {"pong": mark}
        return None


def serve_web(home: Path, port: int, out: TextIO) -> int:
    """Serve until told to stop; the exit status.

    Args:
        home: Where the key is kept.
        port: On the loopback; 0 chooses a free one.
        out: Where people read the address.
    """
    if not installed():
        print(MISSING, file=out)
        return 1
    from .server import run

    try:
        key = web_key(home / "web_key")
        return asyncio.run(run(key, port, out, _command(), _stopped))
    except OSError as error:
        print(f"tui-exam serve --web: {error.strerror or error}", file=out)
        return 1


def _command() -> str:
    return shlex.join([sys.executable, "-m", "tui_exam.host.web.seat"])


async def _stopped() -> None:
    """Wait for SIGINT or SIGTERM."""
    over, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, over.set)
    await over.wait()
