"""Run a command in a real pseudo-terminal and look at the cells a person would see."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyte
from pyte.screens import Char

# The characters of the Vietnamese-Fixed console fonts (13 to 18 lines high), read from their
# Unicode tables: 786 of them, the same in every size.
_CONSOLE_FONT = (
    "20-7E A0-113 116-12B 12E-131 134-137 139-13E 141-148 14C-14D 150-165 168-17E 192 1A0-1A1 "
    "1AF-1B0 1F4-1F5 1F8-1F9 218-21B 2C6-2C7 2C9 2D8-2D9 2DB-2DD 300-301 303 309 323 391-392 "
    "395-397 399-39A 39C-39D 39F 3A1 3A4 3A7 3BC 3C0 401 405-408 410 412 415 41A 41C-41E 420-422 "
    "425 430 435 43E 440-441 443 445 451 455-458 4AE 4D0-4D1 1E02-1E05 1E0A-1E0D 1E1E-1E1F "
    "1E24-1E25 1E30-1E33 1E36-1E37 1E3E-1E43 1E46-1E47 1E54-1E57 1E5A-1E5B 1E60-1E63 1E6A-1E6D "
    "1E7C-1E85 1E88-1E89 1E92-1E93 1EA0-1EF9 2000-200A 2010-2015 2018-201A 201C-201E 2020-2022 "
    "2026 202F-2030 2039-203A 207F 20A7 20AC 2116 2122 212A-212B 2190-2193 2212 2248 2260 "
    "2264-2265 226A-226B 2295-2296 2298-2299 229B-229C 2460-2468 24B6-24EA 2500-257F 2588 "
    "2591-2592 25A0 25AE 25B2 25B4 25B6 25B8 25BC 25BE 25C0 25C2 25C8 25CF 2610-2612 2666 "
    "2717-2718 2BBD FFFD"
)

# The palette of the Linux console, by pyte's names; the bright ones follow at the same places.
_NAMES = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")
_NORMAL = ("000000", "aa0000", "00aa00", "aa5500", "0000aa", "aa00aa", "00aaaa", "aaaaaa")
_BRIGHT = ("555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff")
_PALETTE = dict(zip(_NAMES, _NORMAL, strict=True)) | {
    f"bright{name}": value for name, value in zip(_NAMES, _BRIGHT, strict=True)
}
# pyte spells one of the bright papers in its own way.
_PALETTE["bfightmagenta"] = _PALETTE["brightmagenta"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One character on the screen, with the colours it is seen in (RRGGBB on the console)."""

    column: int
    row: int
    char: str
    ink: str
    paper: str

    @property
    def contrast(self) -> float:
        """The contrast of the ink on the paper, from 1 to 21 (WCAG 2, relative luminance)."""
        return contrast(self.ink, self.paper)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a program showed: the cells, the lines as text, the bytes it sent."""

    cells: tuple[Cell, ...]
    lines: tuple[str, ...]
    sent: bytes

    @property
    def text(self) -> str:
        """The whole screen as text, right ends trimmed."""
        return "\n".join(self.lines)

    def missing_glyphs(self) -> set[str]:
        """The characters that the Vietnamese console font cannot draw."""
        return {char for cell in self.cells for char in cell.char if ord(char) not in CONSOLE_FONT}

    def faint(self, least: float = 3.0) -> list[Cell]:
        """The cells with something to read whose contrast lies below the least."""
        return [cell for cell in self.cells if cell.char.strip() and cell.contrast < least]


def contrast(ink: str, paper: str) -> float:
    """Return the contrast of two colours given as RRGGBB, from 1 to 21 (WCAG 2)."""
    light, dark = sorted((_luminance(ink), _luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Visit:
    """A program running in a pseudo-terminal, to be gone through key by key.

    Args:
        term: the TERM the command is told; no other variable of ours reaches it but PATH.
        argv: the command and its arguments, run from the root of the project.
        size: columns and lines.
        env: more variables for the command.
        quiet: seconds without output after which the screen counts as drawn.
        patience: seconds after which waiting for output gives up.
    """

    def __init__(
        self,
        term: str,
        argv: Sequence[str],
        size: tuple[int, int] = (80, 24),
        *,
        env: dict[str, str] | None = None,
        quiet: float = 0.4,
        patience: float = 20.0,
    ) -> None:
        self._size = size
        self._quiet, self._patience = quiet, patience
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self.sent = b""
        root = Path(__file__).resolve().parents[2]
        variables = {"TERM": term, "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
        variables |= {"PYTHONPATH": str(root), "TEXTUAL_ANIMATIONS": "none"} | (env or {})
        self._pid, self._master = pty.fork()
        if self._pid == 0:  # pragma: no cover - the child is another program at once
            os.chdir(root)
            os.execvpe(argv[0], list(argv), variables)
        self.resize(size)

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._master)

    def resize(self, size: tuple[int, int]) -> None:
        """Change the size of the terminal, as dragging its corner does."""
        columns, lines = size
        self._size = size
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._screen.resize(lines, columns)

    def begin(self) -> None:
        """Wait for the first frame."""
        self.sent += _until_quiet(
            self._master, self._stream, self._quiet, self._patience, first=True
        )

    def send(self, keys: bytes) -> None:
        """Send keys in one write, and wait until the screen is quiet."""
        os.write(self._master, keys)
        self.sent += _until_quiet(self._master, self._stream, self._quiet, self._patience)

    def until(self, words: str) -> Shown:
        """What is shown once these words are; raises when they do not come."""
        stop = time.monotonic() + self._patience
        while words not in (shown := self.shown()).text:
            if time.monotonic() > stop:
                raise AssertionError(f"{words!r} did not come; the screen reads:\n{shown.text}")
            self.sent += _until_quiet(self._master, self._stream, 0.1, 1.0)
        return shown

    def end(self) -> int:
        """Wait for the program to end by itself; its exit status."""
        self.sent += _until_quiet(self._master, self._stream, 3.0, self._patience)
        _, status = os.waitpid(self._pid, 0)
        return os.waitstatus_to_exitcode(status)

    def shown(self) -> Shown:
        """What the screen shows now."""
        columns, lines = self._size
        return Shown(
            tuple(
                _cell(column, row, self._screen.buffer[row][column])
                for row in range(lines)
                for column in range(columns)
            ),
            tuple(line.rstrip() for line in self._screen.display),
            self.sent,
        )


def cells(
    term: str,
    argv: Sequence[str],
    keys: Iterable[bytes] = (),
    size: tuple[int, int] = (80, 24),
    *,
    env: dict[str, str] | None = None,
    quiet: float = 0.4,
    patience: float = 20.0,
) -> Shown:
    """Run a command in a pseudo-terminal, send keys, and return what it shows at the end.

    Args:
        keys: each element is one write, so the bytes of one element arrive in one read. It is
            sent once the screen has been quiet. For the others see `Visit`.
    """
    with Visit(term, argv, size, env=env, quiet=quiet, patience=patience) as visit:
        visit.begin()
        for burst in keys:
            visit.send(burst)
        return visit.shown()


def _until_quiet(
    master: int, stream: pyte.ByteStream, quiet: float, patience: float, *, first: bool = False
) -> bytes:
    """Feed the screen until nothing came for a while; before the first frame, wait for one."""
    got = bytearray()
    until = time.monotonic() + patience
    while time.monotonic() < until:
        # Terminal questions are sent before anything is drawn; they are not the first frame.
        wait = quiet if not first or len(got) > 600 else patience
        ready, _, _ = select.select([master], [], [], wait)
        if not ready:
            break
        try:
            chunk = os.read(master, 65536)
        except OSError:  # the program has ended
            break
        if not chunk:
            break
        got += chunk
        stream.feed(chunk)
    return bytes(got)


def _cell(column: int, row: int, char: Char) -> Cell:
    ink, paper = char.fg, char.bg
    if char.bold and ink in _NAMES:
        ink = f"bright{ink}"  # a console draws bold as the bright colour
    # The console has eight colours of paper: the bright ones are drawn as the plain ones.
    paper = paper.removeprefix("bright").replace("bfightmagenta", "magenta")
    if char.reverse:
        ink, paper = _rgb(paper, "000000"), _rgb(ink, "aaaaaa")
    else:
        ink, paper = _rgb(ink, "aaaaaa"), _rgb(paper, "000000")
    return Cell(column, row, char.data, ink, paper)


def _rgb(colour: str, default: str) -> str:
    return default if colour == "default" else _PALETTE.get(colour, colour)


def _luminance(rgb: str) -> float:
    channels = (int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _code_points(ranges: str) -> frozenset[int]:
    points: set[int] = set()
    for each in ranges.split():
        low, _, high = each.partition("-")
        points.update(range(int(low, 16), int(high or low, 16) + 1))
    return frozenset(points)


CONSOLE_FONT = _code_points(_CONSOLE_FONT)
