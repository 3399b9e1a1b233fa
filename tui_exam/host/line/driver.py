"""Textual on an SSH channel: no pty, no thread, nothing of the server's own terminal."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol, TextIO

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from ...turns import LOOK_AGAIN, PATIENCE, at_rest
from ..apps.openings import Openings, Turn
from .inputs import Bucket, Cutter, Pasted, Typed
from .pen import Pen
from .terminal import Terminal, clamped

EVENTS_A_SECOND = 40.0
EVENTS_AT_ONCE = 80.0
WAITING_LONG = 4096  # letters; more than this waiting, and reading from the client pauses
SLICE = 64  # letters parsed at a time, so that what waits does so as text and not as events
RESIZE_EVERY = 0.1  # seconds
# Suspending, flow control and quitting by accident: keys that would act on a real terminal's job.
DEAD_KEYS = frozenset({"ctrl+z", "ctrl+backslash", "ctrl+s", "ctrl+q", "ctrl+y"})

ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[m\x1b[2J"
LEAVE = "\x1b[?2004l\x1b[?7h\x1b[m\x1b[2J\x1b[H\x1b[?1049l\x1b[?25h"
MOUSE_ON = "\x1b[?1000h\x1b[?1006h"
MOUSE_OFF = "\x1b[?1000l\x1b[?1006l"


class Line(Protocol):
    """The channel as the driver needs it."""

    def send(self, data: bytes) -> None:
        """Queue bytes for the client; never blocks."""
        ...

    def hold_input(self, held: bool) -> None:
        """Stop reading from the client, or go on."""
        ...

    def painted(self, seconds: float, keys: int, size: int) -> None:
        """Told of each frame: time since the first key it answers (0 without one), its bytes."""
        ...


class KeyParser(XTermParser):
    """The stock parser without its cache: that one is shared by all and keeps dead ones alive."""

    _parse_extended_key = XTermParser._parse_extended_key.__wrapped__  # type: ignore[assignment]


class ChannelDriver(Driver):
    """Drives one app on one channel. All of it runs in the event loop, in the app's context.

    Args:
        line: The channel.
        terminal: What the client said of itself.
        openings: Whose turn it is to open a screen, among all sessions of the process.
        opens: Whether a key may open one.
    """

    def __init__(
        self,
        app: App[Any],
        *,
        line: Line,
        terminal: Terminal,
        openings: Openings | None = None,
        opens: Callable[[events.Key], bool] = lambda _: False,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=False, mouse=mouse and terminal.mouse, size=terminal.size)
        self._line = line
        depth = app.ui.look.depth if hasattr(app, "ui") else "truecolor"
        self._pen = Pen(depth, erases=terminal.erases_in_colour)
        self._cutter = Cutter()
        self._parser = KeyParser()
        self._openings = openings or Openings()
        self._opens = opens
        self._turn: Turn | None = None
        self._bucket = Bucket(EVENTS_A_SECOND, EVENTS_AT_ONCE, self._loop.time())
        self._pieces: deque[Typed | Pasted] = deque()
        self._waiting = 0  # letters in `_pieces`
        self._queue: deque[events.Event] = deque()
        self._out: list[str] = []
        self._flushing: asyncio.Handle | None = None
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._keyed_at = 0.0
        self._waits_since = 0.0  # for the key before to have its effect; 0 when it does not
        self._keys = 0
        self._reading = True
        self._blocked = False
        self._ended = False

    # -- out ---------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Collect; one flush per turn of the loop makes one packet."""
        if self._ended:
            return
        self._out.append(data)
        if self._flushing is None:
            self._flushing = self._loop.call_soon(self._send)

    def _send(self) -> None:
        self._flushing = None
        frame, self._out = "".join(self._out), []
        data = self._pen.draw(frame).encode("utf-8", "replace")
        if data:
            self._line.send(data)
        since = self._loop.time() - self._keyed_at if self._keys else 0.0
        self._line.painted(since, self._keys, len(data))
        self._keys = 0

    def block(self) -> None:
        """The client reads too slowly: the app goes on, but nothing is painted."""
        if not self._blocked and not self._ended:
            self._blocked = True
            self._app._begin_batch()

    def unblock(self) -> None:
        """The client caught up: one whole frame instead of all that were missed."""
        if self._blocked:
            self._blocked = False
            self._pen.forget()
            if not self._ended:
                self._app._end_batch()
                if self._app._screen_stack:
                    self._app.screen.refresh()

    # -- in ----------------------------------------------------------------------

    def feed(self, data: bytes) -> None:
        """Bytes from the client."""
        if self._ended or not self._reading:
            return
        self._cancel("escape")
        for piece in self._cutter.feed(data):
            self._put(piece)
        self._pump()

    def _put(self, piece: Typed | Pasted) -> None:
        self._pieces.append(piece)
        self._waiting += len(piece.text)

    def _parse_some(self) -> None:
        """Turn the next few letters into events."""
        piece = self._pieces.popleft()
        if isinstance(piece, Pasted):
            self._waiting -= len(piece.text)
            self._enqueue([events.Paste(piece.text)])
            return
        if rest := piece.text[SLICE:]:
            self._pieces.appendleft(Typed(rest))
        text = piece.text[:SLICE]
        self._waiting -= len(text)
        self._parse(self._parser.feed(text))

    def _parse(self, found: Iterable[Message]) -> None:
        try:
            self._enqueue(found)
        except (ParseError, ValueError, OverflowError, StopIteration, RuntimeError):
            self._parser = KeyParser()  # one that has raised is dead

    def _lone_escape(self) -> None:
        for piece in self._cutter.release():
            self._put(piece)
        while self._pieces:
            self._parse_some()
        if self._parser._timeout_time is not None:
            self._parser._timeout_time = self._loop.time() - 1e9  # whatever the parser's clock
            self._parse(self._parser.tick())
        self._pump()

    def _enqueue(self, found: Iterable[Message]) -> None:
        for event in found:
            if isinstance(event, events.Key):
                if event.key in DEAD_KEYS:
                    continue
            elif isinstance(event, events.MouseEvent):
                if not self._mouse or not self._on_screen(event):
                    continue
            elif not isinstance(event, events.Paste):
                continue  # sizes, modes and focus are never taken from the input stream
            self._queue.append(event)

    def _on_screen(self, event: events.MouseEvent) -> bool:
        width, height = self._size or (0, 0)
        return 0 <= event.x < width and 0 <= event.y < height

    def _pump(self) -> None:
        """Hand on what the pace allows; the rest waits, and so, at last, does the client."""
        now = self._loop.time()
        while self._queue or self._pieces:
            if not self._queue:
                self._parse_some()
                continue
            if not self._its_turn(now):
                self._later("pump", LOOK_AGAIN, self._pump)
                break
            if not self._may_open(self._queue[0]):
                break  # called when it may
            if not self._bucket.take(now):
                self._later("pump", self._bucket.wait(), self._pump)
                break
            if not self._keys:
                self._keyed_at = now
            self._keys += 1
            self.process_message(self._queue.popleft())
        else:
            if self._cutter.holding or self._parser._timeout_time is not None:
                self._later("escape", _ESCAPE, self._lone_escape)
        self._line.hold_input(self._waiting > WAITING_LONG)

    def _may_open(self, event: events.Event) -> bool:
        """Whether an event opens no screen, or it is this session's turn to open one."""
        if isinstance(event, events.Key) and self._opens(event):
            if self._turn is None or self._turn.over:
                self._turn = self._openings.ask(self._pump)
            if self._turn.has:
                self._later("turn", LOOK_AGAIN, self._opened)
        return self._turn is None or self._turn.has

    def _opened(self) -> None:
        """Give the turn on once the screen is there."""
        if self._turn is not None and not self._turn.over and not at_rest(self._app):
            self._later("turn", LOOK_AGAIN, self._opened)
            return
        self._end_turn()
        self._pump()

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.end()

    def _its_turn(self, now: float) -> bool:
        """Whether the next key may go: what came before has had its effect, or never will."""
        if not at_rest(self._app):
            self._waits_since = self._waits_since or now
            if now - self._waits_since < PATIENCE:
                return False
        self._waits_since = 0.0
        return True

    def send_message(self, message: Message) -> None:
        """Post at once: this runs in the app's own thread and context."""
        self._app.post_message(message)

    def resize(self, width: int, height: int) -> None:
        """The client's window changed; a storm of changes counts as its last one."""
        self._size = clamped(width, height)
        if "resize" not in self._timers and not self._ended:
            self._later("resize", RESIZE_EVERY, self._resized)

    def _resized(self) -> None:
        size = Size(*(self._size or (80, 24)))
        self._pen.forget()
        self._app.post_message(events.Resize(size, size))

    # -- timers ------------------------------------------------------------------

    def _later(self, name: str, delay: float, call: Callable[[], None]) -> None:
        self._cancel(name)

        def run() -> None:
            self._timers.pop(name, None)
            if not self._ended:
                call()

        self._timers[name] = self._loop.call_later(delay, run)

    def _cancel(self, name: str) -> None:
        if (timer := self._timers.pop(name, None)) is not None:
            timer.cancel()

    # -- beginning and end -------------------------------------------------------

    def start_application_mode(self) -> None:
        """Take the client's screen."""
        self.write(ENTER + (MOUSE_ON if self._mouse else ""))
        self._resized()

    def disable_input(self) -> None:
        """Nothing is read any more."""
        self._reading = False
        self._forget_input()

    def _forget_input(self) -> None:
        self._queue.clear()
        self._pieces.clear()
        self._waiting = 0

    def stop_application_mode(self) -> None:
        """Give the client's screen back."""
        if self._ended:
            return
        self.write((MOUSE_OFF if self._mouse else "") + LEAVE)
        if self._flushing is not None:
            self._flushing.cancel()
        self._send()
        self.close()

    def close(self) -> None:
        """Forget everything that could still call back."""
        self._ended = True
        self._end_turn()
        for name in list(self._timers):
            self._cancel(name)
        if self._flushing is not None:
            self._flushing.cancel()
        self._forget_input()

    # -- what must never act on the server ---------------------------------------

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """No browser is opened on the server."""

    def deliver_binary(
        self,
        binary: BinaryIO | TextIO,
        *,
        delivery_key: str,
        save_path: Path,
        open_method: Literal["browser", "download"] = "download",
        encoding: str | None = None,
        mime_type: str | None = None,
        name: str | None = None,
    ) -> None:
        """No file is written to the server's folders on a client's behalf."""
        binary.close()

    def suspend_application_mode(self) -> None:
        """A hosted session cannot be suspended."""

    def resume_application_mode(self) -> None:
        """A hosted session cannot be suspended."""


_ESCAPE = 0.11  # seconds after which an Escape alone is the key, as Textual has it (100 ms)
