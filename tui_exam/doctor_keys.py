"""Which of the program's keys this terminal sends, tried one by one by the person at it."""

from __future__ import annotations

import contextlib
import os
import select
import termios
import time
import tty
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .texts import Words, msg

SILENCE = 0.4
"""Seconds without a byte after which a key has been sent whole."""
PATIENCE = 15.0
"""Seconds waited for a key to be pressed."""
SLOW = 0.06
"""Seconds between two bytes of one key from which a program may take them for two keys."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the program, all that terminals send for it, and what does the same without it."""

    name: str
    sent: frozenset[bytes]
    instead: str


def _function(number: int, *sent: bytes) -> Key:
    return Key(f"F{number}", frozenset(sent), msg("mở thực đơn bằng phím m"))


KEYS = (
    _function(1, b"\x1bOP", b"\x1b[11~", b"\x1b[[A", b"\x1b[P"),
    _function(2, b"\x1bOQ", b"\x1b[12~", b"\x1b[[B", b"\x1b[Q"),
    _function(8, b"\x1b[19~"),
    Key("F9", frozenset({b"\x1b[20~"}), msg("bật, tắt bộ gõ bằng Ctrl+Space hoặc trong thực đơn")),
    _function(10, b"\x1b[21~"),
    Key("Shift+Tab", frozenset({b"\x1b[Z", b"\x1b\t"}), msg("bấm Tab cho đến khi trở lại")),
    Key("Backspace", frozenset({b"\x7f", b"\x08"}), msg("đặt lại terminal: stty erase ^?")),
    Key("Esc", frozenset({b"\x1b"}), msg("chọn Quay lại trong thực đơn (phím m)")),
)
"""What is tried; function keys by xterm (VT220), PuTTY and the Linux console (console_codes(4))."""

Pressed = Callable[[], tuple[bytes, float]]
"""Waits for a key: its bytes, and the longest pause between two of them in seconds."""


def try_keys(tr: Words, pressed: Pressed, say: Callable[[str], None]) -> tuple[list[str], float]:
    """Ask for every key; what did not arrive as it should, in words, and the longest pause."""
    wrong, slowest = [], 0.0
    for key in KEYS:
        say(tr("Bấm phím {key} (Enter để bỏ qua):", key=key.name))
        data, pause = pressed()
        if data in key.sent:
            slowest = max(slowest, pause)
            continue
        shown = data.decode("ascii", "backslashreplace").encode("unicode_escape").decode()
        if data in (b"", b"\r", b"\n"):
            shown = tr("(không có)")
        instead = tr(key.instead)
        wrong.append(tr("{key}: nhận được {sent}; {instead}.", key=key.name, sent=shown,
                        instead=instead))  # fmt: skip
    return wrong, slowest


@contextlib.contextmanager
def keyboard(source: int) -> Iterator[Pressed]:
    """The keys of a terminal as bytes, unread by anybody else; put back at the end."""
    before = termios.tcgetattr(source)
    tty.setraw(source)
    try:
        yield lambda: _key(source)
    finally:
        termios.tcsetattr(source, termios.TCSADRAIN, before)


def _key(source: int) -> tuple[bytes, float]:
    data, pause, wait = b"", 0.0, PATIENCE
    last = time.monotonic()
    while select.select([source], [], [], wait)[0]:
        got = os.read(source, 64)
        if not got:
            break
        now = time.monotonic()
        if data:
            pause = max(pause, now - last)
        data, last, wait = data + got, now, SILENCE
    return data, pause
