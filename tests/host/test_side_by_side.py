"""Two different sessions in one process: what Textual keeps per process harms neither."""

from __future__ import annotations

import asyncio
import contextvars
import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pyte
import pytest
from textual import events
from textual._context import active_app
from textual.css.stylesheet import Stylesheet
from textual.message import Message

from tui_exam.host.apps.environment import scrub
from tui_exam.host.apps.hosted import HostedApp
from tui_exam.host.apps.stylesheets import Parsed
from tui_exam.host.journal import Journal
from tui_exam.host.line.terminal import Terminal
from tui_exam.host.load.screen import Screen
from tui_exam.host.process import run_loop
from tui_exam.sitting.candidate import Candidate
from tui_exam.sitting.room import Room

from .eye import Cells, seen
from .live import ABOUT, PARSED, until

WHO = Candidate("CB001", "A", "B")


class Wire:
    """A line that keeps what was sent."""

    def __init__(self) -> None:
        self.sent = ""
        self.screen = Screen()
        self.held = False

    def send(self, data: bytes) -> None:
        self.sent += data.decode()
        self.screen.feed(data)

    def hold_input(self, held: bool) -> None:
        self.held = held

    def painted(self, seconds: float, keys: int, size: int) -> None:
        assert seconds >= 0


class Session:
    """An app on a wire."""

    def __init__(
        self,
        room: Room,
        terminal: Terminal,
        folder: Path,
        parsed: Parsed,
        who: Candidate = WHO,
    ) -> None:
        self.wire = Wire()
        self.failures: list[BaseException] = []
        self.context = contextvars.Context()
        self.app = HostedApp(
            self.wire, terminal, who, room,
            exports=folder, failed=self.failures.append, parsed=parsed,
        )  # fmt: skip
        self.task = asyncio.create_task(self.app.run_async(), context=self.context)

    def press(self, data: bytes) -> None:
        assert self.app.channel is not None
        self.context.run(self.app.channel.feed, data)

    async def see(self, words: str) -> None:
        await until(lambda: words in self.wire.screen.text)

    async def end(self) -> None:
        self.context.run(self.app.press_quit)
        await asyncio.wait([self.task], timeout=10)


def plain(sent: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", sent)


@asynccontextmanager
async def two(
    room: Room, folder: Path, one: Terminal, other: Terminal
) -> AsyncIterator[tuple[Session, Session]]:
    first, second = (Session(room, terminal, folder, PARSED) for terminal in (one, other))
    try:
        await first.see("Thoát")
        await second.see("Thoát")
        yield first, second
    finally:
        await first.end()
        await second.end()


FULL = Terminal("xterm-256color", variables={"COLORTERM": "truecolor"})
MANY = Terminal("xterm-256color")
CONSOLE = Terminal("linux")
NO_COLOUR = Terminal("xterm-256color", variables={"NO_COLOR": "1"})


async def test_each_gets_the_colours_of_its_own_terminal(room: Room, tmp_path: Path) -> None:
    async with two(room, tmp_path, FULL, MANY) as (full, many):
        assert "38;2;" in full.wire.sent
        assert "38;2;" not in many.wire.sent
        assert "38;5;" in many.wire.sent
    async with two(room, tmp_path, MANY, CONSOLE) as (many, console):
        assert "38;5;" in many.wire.sent
        assert not re.search(r"[34]8;[25];", console.wire.sent)


async def test_one_without_colours_does_not_take_the_other_s(room: Room, tmp_path: Path) -> None:
    async with two(room, tmp_path, NO_COLOUR, MANY) as (bare, many):
        greys = {int(n) for n in re.findall(r"[34]8;5;(\d+)", bare.wire.sent)}
        assert all(n >= 231 or n in {0, 7, 8, 15, 16} for n in greys), greys
        assert {int(n) for n in re.findall(r"38;5;(\d+)", many.wire.sent)} - greys


async def test_shared_style_sheets_draw_what_stock_ones_draw(room: Room, tmp_path: Path) -> None:
    parsed = Parsed()
    for terminal in (MANY, CONSOLE, NO_COLOUR):
        sent = []
        for share in (True, True, False):
            session = Session(room, terminal, tmp_path, parsed)
            if not share:
                session.app.stylesheet = Stylesheet(variables=session.app.get_css_variables())
            await session.see("Thoát")
            session.press(ABOUT)
            await session.see("Bài thi thử này là gì")
            await session.end()
            sent.append(screen_of(session.wire.sent))
        assert sent[0] == sent[1] == sent[2]


def screen_of(sent: str) -> Cells:
    screen = pyte.Screen(80, 24)
    pyte.Stream(screen).feed(sent.rsplit("\x1b[?1000l", 1)[0].rsplit("\x1b[?2004l", 1)[0])
    return seen(screen)


async def test_the_process_keeps_its_own_output_whatever_order_apps_end_in(
    room: Room, tmp_path: Path
) -> None:
    out, err = sys.stdout, sys.stderr
    async with two(room, tmp_path, MANY, CONSOLE) as (first, second):
        assert (sys.stdout, sys.stderr) == (out, err)
        await first.end()
        assert (sys.stdout, sys.stderr) == (out, err)
        await second.end()
    assert (sys.stdout, sys.stderr) == (out, err)


async def test_input_acts_in_its_own_app(room: Room, tmp_path: Path) -> None:
    async with two(room, tmp_path, MANY, CONSOLE) as (first, second):
        assert first.context.run(active_app.get) is first.app
        assert second.context.run(active_app.get) is second.app
        await asyncio.sleep(0.3)
        before = plain(second.wire.sent)
        first.press(ABOUT)
        await first.see("Bài thi thử này là gì")
        assert plain(second.wire.sent) == before


async def test_signals_and_tasks_of_the_process_stay_as_they_are(
    room: Room, tmp_path: Path
) -> None:
    numbers = (signal.SIGTSTP, signal.SIGCONT, signal.SIGINT, signal.SIGTERM, signal.SIGWINCH)
    before = [signal.getsignal(number) for number in numbers]
    async with two(room, tmp_path, MANY, CONSOLE) as (first, _):
        first.press(b"\x1a\x1c")
        await asyncio.sleep(0.1)
        assert [signal.getsignal(number) for number in numbers] == before
        assert asyncio.get_running_loop().get_task_factory() is None
        assert not first.app.channel or not first.app.channel.can_suspend


async def test_sizes_focus_and_modes_are_not_taken_from_the_input(
    room: Room, tmp_path: Path
) -> None:
    async with two(room, tmp_path, MANY, CONSOLE) as (first, _):
        first.press(b"\x1b[48;50;150;500;1500t\x1b[O\x1b[?2026;1$y\x1b[10;10R")
        await asyncio.sleep(0.2)
        assert tuple(first.app.size) == (80, 24)
        assert first.app.app_focus
        assert not first.app._sync_available


async def test_a_crash_sends_no_traceback_and_no_values_to_anybody(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with two(room, tmp_path, MANY, CONSOLE) as (first, second):

        def fail() -> None:
            secret = "đáp-án-mật"
            raise ValueError(secret)

        first.context.run(first.app.call_next, fail)
        await asyncio.wait([first.task], timeout=10)
        assert [type(each) for each in first.failures] == [ValueError]
        assert "đáp-án-mật" not in first.wire.sent + second.wire.sent
        second.press(ABOUT)
        await second.see("Bài thi thử này là gì")
    captured = capsys.readouterr()
    assert "đáp-án-mật" not in captured.out + captured.err


async def test_urls_files_and_suspending_never_act_on_the_server(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url, *_: opened.append(url))
    async with two(room, tmp_path, MANY, CONSOLE) as (first, _):
        first.context.run(first.app.open_url, "file:///etc/passwd")
        first.context.run(first.app.action_suspend_process)
        first.context.run(first.app.deliver_text, __file__, save_directory=tmp_path)
        await asyncio.sleep(0.1)
    assert opened == []
    assert not list(tmp_path.glob("*.py"))


def test_a_request_to_exit_ends_one_session_and_not_the_process(tmp_path: Path) -> None:
    strays: list[BaseException] = []
    done: list[str] = []

    async def naughty() -> None:
        raise SystemExit(3)

    async def main() -> None:
        asyncio.get_running_loop().create_task(naughty())
        await asyncio.sleep(0.05)
        done.append("went on")

    run_loop(main(), Journal(io.StringIO(), "test"), strays.append)
    assert done == ["went on"]
    assert [type(each) for each in strays] == [SystemExit]


async def test_which_app_asked_to_exit_can_be_told(room: Room, tmp_path: Path) -> None:
    async with two(room, tmp_path, MANY, CONSOLE) as (first, second):
        error = KeyError("x")

        async def fail() -> None:
            raise error

        widget = first.app.screen.children[0]
        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        kept, widget._task = widget._task, task
        assert first.app.raised(error)
        assert not second.app.raised(error)
        widget._task = kept


def test_the_server_s_environment_shows_in_nobody_s_session(tmp_path: Path) -> None:
    environment = {
        "NO_COLOR": "1", "TERM": "dumb", "COLORTERM": "x", "TEXTUAL_THEME": "nord",
        "TEXTUAL_DRIVER": "os:system", "TEXTUAL": "debug", "ESCDELAY": "9000", "PATH": "/bin",
    }  # fmt: skip
    scrub(environment)
    assert environment["PATH"] == "/bin"
    assert not {"NO_COLOR", "ESCDELAY", "TEXTUAL_DRIVER", "TEXTUAL"} & set(environment)
    assert environment["TEXTUAL_ANIMATIONS"] == "none"


@pytest.mark.parametrize("module", ["tui_exam.cli", "tui_exam.seat", "tui_exam.app"])
def test_the_local_seat_loads_nothing_of_the_host(module: str) -> None:
    code = (
        f"import sys, {module}\n"
        "print([m for m in sys.modules if m.startswith(('asyncssh', 'tui_exam.host'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


async def test_a_lone_escape_is_the_key_and_a_split_sequence_is_not(
    room: Room, tmp_path: Path
) -> None:
    async with two(room, tmp_path, MANY, CONSOLE) as (first, _):
        keys: list[str] = []
        driver = first.app.channel
        assert driver is not None

        def note(message: Message) -> None:
            assert isinstance(message, events.Key)
            keys.append(message.key)

        driver.send_message = note  # type: ignore[method-assign]
        first.press(b"\x1b")
        first.press(b"[")
        first.press(b"B")
        await asyncio.sleep(0.25)
        first.press(b"\x1b")
        await asyncio.sleep(0.25)
        assert keys == ["down", "escape"]
