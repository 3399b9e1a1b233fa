"""One channel: a terminal gets the app, anything else a line about the host's health."""

from __future__ import annotations

import asyncio
import contextvars
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import asyncssh

from ..store.protocol import StoreError
from .apps.hosted import HostedApp
from .line.driver import ChannelDriver
from .line.terminal import VARIABLES_KEPT, Terminal, allowed_variable, clamped

if TYPE_CHECKING:
    from ..sitting.candidate import Candidate
    from .hall import Hall

HIGH_WATER = 48 << 10
LOW_WATER = 4 << 10
A_SCREEN = 500  # bytes; less than this only prepares the terminal
LEAVE_WITHIN = 12.0  # seconds an app has to end by itself
FAILED = (
    "Chương trình gặp lỗi nên phiên này phải dừng. Bài làm đã lưu vẫn còn nguyên; "
    "xin kết nối lại để làm tiếp, và báo giám thị nếu lỗi lặp lại."
)
GOODBYE = "Phiên đã kết thúc. Xin chào ông/bà."
FULL = "Phòng thi đã đủ người hoặc máy chủ sắp dừng. Xin thử lại sau ít phút."
NO_TERMINAL = "Cần một cửa sổ dòng lệnh: ssh SỐ_BÁO_DANH@máy_chủ (không kèm lệnh)."


class ExamSession(asyncssh.SSHServerSession[bytes]):
    """A signed-in candidate's one session.

    Args:
        hall: What this worker's sessions share.
        who: The candidate, by the authenticated account.
        address: Where the client is.
    """

    def __init__(self, hall: Hall, who: Candidate, address: str, now: float) -> None:
        self._hall = hall
        self.who = who
        self.address = address
        self.began = self.touched = now
        self._chan: asyncssh.SSHServerChannel[bytes] | None = None
        self._term: str | None = None
        self._size = (0, 0)
        self._command: str | None = None
        self._context = contextvars.Context()
        self._app: HostedApp | None = None
        self._task: asyncio.Task[None] | None = None
        self._words = GOODBYE
        self._failed = False
        self._gone = False
        self._ending = False
        self._held = False
        self._slow: set[str] = set()
        self._over = asyncio.Event()
        self._leaving: asyncio.Task[None] | None = None
        self._shown = asyncio.Event()  # the first screen is there, or never will be

    @property
    def in_exam(self) -> bool:
        """Whether an attempt is being written here."""
        return self._app is not None and self._app.in_exam

    # -- what the client asks for --------------------------------------------------

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        self._chan = chan
        chan.set_write_buffer_limits(HIGH_WATER, LOW_WATER)

    def pty_requested(
        self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Mapping[int, int]
    ) -> bool:
        """A terminal: only what it says of itself is noted, nothing is opened."""
        self._term, self._size = term_type, term_size[:2]
        return True

    def shell_requested(self) -> bool:
        """The exam, or the health line where there is no terminal."""
        return True

    def exec_requested(self, command: str) -> bool:
        """Nothing is ever executed; two words are known."""
        self._command = " ".join(command.split())
        return self._command in COMMANDS

    def subsystem_requested(self, subsystem: str) -> bool:
        """No sftp, no netconf, nothing."""
        return False

    def session_started(self) -> None:
        assert self._chan is not None
        if self._command is not None or self._term is None:
            self._tell_health()
            return
        if self._hall.full() or self._hall.draining:
            self._chan.write(f"{FULL}\r\n".encode())
            self._chan.exit(75)  # EX_TEMPFAIL of sysexits.h
            return
        self._hall.enter(self)
        loop = asyncio.get_running_loop()
        self._task = loop.create_task(self._run(), context=self._context)

    def _tell_health(self) -> None:
        assert self._chan is not None
        gauges = self._hall.whole_room(asyncio.get_running_loop().time()).gauges
        facts = {"release": self._hall.release, "sessions": gauges["sessions"],
                 "in_exam": gauges["in_exam"], "full": self._hall.full()}  # fmt: skip
        if self._command == "status --json":
            text = json.dumps(facts)
        else:
            state = "đủ người" if facts["full"] else "sẵn sàng"
            text = (
                f"tui-exam {facts['release']}: {state}, {facts['sessions']} phiên, "
                f"{facts['in_exam']} đang thi"
            )
        self._chan.write(f"{text}\n".encode())
        if self._command is None:
            self._chan.write_stderr(f"{NO_TERMINAL}\n".encode())
        self._chan.exit(0)

    # -- the app -------------------------------------------------------------------

    def _terminal(self) -> Terminal:
        assert self._chan is not None
        said = self._chan.get_environment()
        kept = {k: v for k, v in said.items() if allowed_variable(k, v)}
        return Terminal(
            term=self._term or "",
            size=clamped(*self._size),
            variables=dict(list(kept.items())[:VARIABLES_KEPT]),
            address=self.address,
            keymap=self._hall.personal.keymap(self.who.code).keys,
        )

    async def _run(self) -> None:
        hall = self._hall
        hall.journal.say("session began", who=self.who.code, address=self.address)
        try:
            await hall.entrance.pass_through(self._shown)
            if self._gone or hall.draining:
                self._words = FULL
                return
            self._app = HostedApp(
                self,
                self._terminal(),
                self.who,
                self._hall.room_for(self.address),
                exports=hall.settings.exports / self.who.code,
                failed=self._app_failed,
                parsed=hall.parsed,
                preferences=hall.personal.preferences,
                ahead=hall.ahead,
                openings=hall.openings,
            )
            if not self._gone:
                await self._app.run_async()
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            self._app_failed(error)
        finally:
            self._shown.set()
            self._over.set()
            hall.sessions.discard(self)
            hall.journal.say("session ended", who=self.who.code, address=self.address)
            await self._release()
            self._farewell()

    def _app_failed(self, error: BaseException) -> None:
        if not self._failed:
            self._failed, self._words = True, FAILED
            self._hall.metrics.add("sessions_failed")
            self._hall.journal.failed("session failed", error, who=self.who.code)

    async def _release(self) -> None:
        """Give the attempt back however the app ended, so that the next seat need not ask."""
        running = self._app.running if self._app is not None else None
        if running is not None:
            try:
                await running.exam.sitting.leave()
            except (StoreError, OSError) as error:
                self._hall.journal.failed("lease not given back", error, who=self.who.code)

    def _farewell(self) -> None:
        if self._chan is None or self._gone:
            return
        self._chan.write(f"{self._words}\r\n".encode())
        self._chan.exit(1 if self._failed else 0)

    def wreck_if_it_raised(self, error: BaseException) -> bool:
        """End if it was this app that raised what would have ended the whole process."""
        if self._app is None or self._task is None or not self._app.raised(error):
            return False
        self._app_failed(error)
        self.end(FAILED)
        self._task.cancel()
        return True

    def end(self, words: str) -> None:
        """Save, say why, close. The exam's clock runs on."""
        if self._ending or self._app is None or self._task is None:
            return
        self._ending = True
        if not self._failed:
            self._words = words
        self._context.run(self._app.press_quit)
        asyncio.get_running_loop().call_later(LEAVE_WITHIN, self._task.cancel)

    # -- the line, as the driver sees it ---------------------------------------------

    @property
    def _driver(self) -> ChannelDriver | None:
        return self._app.channel if self._app is not None else None

    def send(self, data: bytes) -> None:
        """Queue bytes for the client."""
        if self._chan is not None and not self._gone:
            self._chan.write(data)

    def hold_input(self, held: bool) -> None:
        """Stop reading from the client, or go on."""
        if held == self._held or self._chan is None or self._gone:
            return
        self._held = held
        # Resuming delivers what waited at once; not inside the app's context, where we are now.
        call = self._chan.pause_reading if held else self._chan.resume_reading
        asyncio.get_running_loop().call_soon(call)

    def painted(self, seconds: float, keys: int, size: int) -> None:
        """Count a frame."""
        metrics = self._hall.metrics
        metrics.add("frames")
        metrics.add("bytes_out", size)
        if size >= A_SCREEN:
            self._shown.set()
        if keys:
            metrics.add("keys", keys)
            metrics.painted(seconds)

    # -- what the channel tells ------------------------------------------------------

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        self.touched = asyncio.get_running_loop().time()
        if (driver := self._driver) is not None:
            self._context.run(driver.feed, data)

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        self._size = (width, height)
        if (driver := self._driver) is not None:
            self._context.run(driver.resize, width, height)

    def signal_received(self, signal: str) -> None:
        """Signals are for processes; there is none here."""

    def pause_writing(self) -> None:
        self.slow("channel")

    def resume_writing(self) -> None:
        self.caught_up("channel")

    def slow(self, where: str) -> None:
        """The client does not keep up: nothing is painted until it does."""
        if not self._slow:
            self._hall.metrics.add("slow_readers")
            self._in_app("block")
        self._slow.add(where)

    def caught_up(self, where: str) -> None:
        """One of the buffers has emptied."""
        self._slow.discard(where)
        if not self._slow:
            self._in_app("unblock")

    def _in_app(self, what: str) -> None:
        # Called while the driver is writing, so inside its context: a turn later, then.
        def call() -> None:
            if (driver := self._driver) is not None and not self._gone:
                driver.block() if what == "block" else driver.unblock()

        asyncio.get_running_loop().call_soon(call, context=self._context)

    def eof_received(self) -> bool:
        self.end(GOODBYE)
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone = True
        if self._task is None or self._task.done():
            return
        self._hall.metrics.add("drops")
        if (driver := self._driver) is not None:
            driver.close()
        # A room that is cut off at once leaves one after the other, and before anybody returns.
        self._leaving = asyncio.get_running_loop().create_task(self._leave_in_turn())

    async def _leave_in_turn(self) -> None:
        await self._hall.entrance.pass_through(self._over)
        self.end(GOODBYE)


COMMANDS = frozenset({"status", "status --json"})
