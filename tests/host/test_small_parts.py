"""The keeper's closing, the watchdog, the numbers page, messages between processes."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_office.signing.background import NotDone
from tui_exam.host.closer import GRACE, STUCK, Closer
from tui_exam.host.commands import status
from tui_exam.host.control import Control
from tui_exam.host.journal import Journal
from tui_exam.host.keeper import Overview, look_after
from tui_exam.host.line.terminal import LEAST, MOST, Terminal, allowed_variable, clamped
from tui_exam.host.metrics import Metrics, prometheus, summed
from tui_exam.host.page import Page
from tui_exam.host.serving import listener
from tui_exam.host.settings import HostSettings
from tui_exam.host.watchdog import Watchdog
from tui_exam.sitting.candidate import Candidate
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.room import Room
from tui_exam.store import TinyAttemptStore
from tui_exam.store.protocol import Health

from .live import until

P = ParamSpec("P")
T = TypeVar("T")

LOOP = "127.0.0.1"
WHO = Candidate("CB001", "Lê Thị Ngọc", "Sở Y tế")


def here(room: Room, folder: Path, clock: ManualClock) -> tuple[Room, TinyAttemptStore]:
    store = TinyAttemptStore(
        folder, reserve_bytes=1 << 16, low_water_bytes=1 << 16, clock=clock.wall
    )
    return replace(room, store=store, clock=clock), store


def journal() -> tuple[Journal, io.StringIO]:
    out = io.StringIO()
    return Journal(out, "test"), out


async def test_an_attempt_is_closed_and_marked_at_its_deadline_with_nobody_there(
    room: Room, tmp_path: Path
) -> None:
    clock = ManualClock()
    mine, store = here(room, tmp_path, clock)
    exam = await mine.begin(WHO)
    await exam.sitting.leave()
    closed: list[int] = []
    closer = Closer(mine, journal()[0], lambda: closed.append(1))
    assert await closer.look() == 0
    clock.advance(mine.blueprint.minutes * 60 + GRACE - 1)
    assert await closer.look() == 0
    clock.advance(60)
    assert await closer.look() == 1
    (summary,) = await store.summaries()
    assert summary.sealed
    assert summary.total == 0.0
    assert await closer.look() == 0
    assert closed == [1]
    await store.close()


async def test_a_living_holder_is_let_be_for_a_while_and_then_taken_over(
    room: Room, tmp_path: Path
) -> None:
    clock = ManualClock()
    mine, store = here(room, tmp_path, clock)
    await mine.begin(WHO)
    other = TinyAttemptStore(tmp_path, reserve_bytes=1 << 16, low_water_bytes=1 << 16)
    closer = Closer(replace(mine, store=other), journal()[0], lambda: None)
    clock.advance(mine.blueprint.minutes * 60 + GRACE + 1)
    assert await closer.look() == 0
    clock.advance(STUCK)
    assert await closer.look() == 1
    await store.close()
    await other.close()


async def test_one_attempt_that_cannot_be_read_does_not_keep_the_others_open(
    room: Room, tmp_path: Path
) -> None:
    clock = ManualClock()
    mine, store = here(room, tmp_path, clock)
    for code in ("CB001", "CB002"):
        await (await mine.begin(replace(WHO, code=code))).sitting.leave()
    bad = sorted((tmp_path / "attempts").iterdir())[0] / "events.log"
    log = next(path for path in bad.parent.iterdir() if path.suffix == ".log")
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(lines[0] + b"x" * 30 + b"\n" + b"".join(lines[1:]))
    clock.advance(mine.blueprint.minutes * 60 + GRACE + 60)
    said, out = journal()
    assert await Closer(mine, said, lambda: None).look() == 1
    assert "attempt not closed" in out.getvalue()
    await store.close()


async def test_the_watchdog_names_what_held_up_the_loop() -> None:
    held: list[tuple[float, str]] = []
    dog = Watchdog(lambda seconds, where: held.append((seconds, where)))
    dog.start()
    await asyncio.sleep(0.1)
    hold_up_the_loop()
    await asyncio.sleep(0.15)
    dog.stop()
    assert any(seconds > 0.2 and "hold_up_the_loop" in where for seconds, where in held)


def hold_up_the_loop() -> None:
    time.sleep(0.4)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (b"GET /metrics HTTP/1.0\r\n\r\n", b"200"),
        (b"GET /healthz HTTP/1.0\r\n\r\n", b"503"),
        (b"GET /../x HTTP/1.0\r\n\r\n", b"404"),
        (b"POST /metrics HTTP/1.0\r\n\r\n", b"400"),
        (b"\x00\xff\r\n\r\n", b"400"),
    ],
)
async def test_the_page_answers_three_questions(asked: bytes, answer: bytes) -> None:
    server = await Page(lambda: "x 1\n", lambda: {"healthy": False}).serve(
        socket.create_server(("127.0.0.1", 0))
    )
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(asked)
    said = await asyncio.wait_for(reader.read(), 5)
    assert said.split(b" ")[1] == answer
    writer.close()
    server.close()


async def test_the_page_hangs_up_on_endless_requests() -> None:
    server = await Page(lambda: "", dict).serve(socket.create_server(("127.0.0.1", 0)))
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"GET /" + b"x" * 100_000)
    with contextlib.suppress(ConnectionError):
        assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()
    server.close()


def test_numbers_survive_the_way_through_the_supervisor_and_add_up() -> None:
    one = Metrics()
    one.add("keys", 5)
    one.painted(0.003)
    one.painted(9.0)
    there = Metrics.from_json(json.loads(json.dumps(one.as_json())))
    assert there == one
    text = prometheus(summed([one, there]), {})
    assert "tui_exam_keys_total 10" in text
    assert 'tui_exam_key_to_paint_seconds_bucket{le="0.005"} 2' in text
    assert "tui_exam_key_to_paint_seconds_count 4" in text


@given(st.dictionaries(st.text(max_size=8), st.one_of(st.text(), st.integers(), st.none())))
def test_strange_numbers_are_left_out(data: dict[str, object]) -> None:
    made = Metrics.from_json({"counts": data, "gauges": data, "paints": data, "paint_seconds": 1})
    assert all(isinstance(value, int) for value in made.counts.values())


def test_counters_never_fall_when_a_worker_dies() -> None:
    overview = Overview("1", 22, "SHA256:x", 1, 0.0)
    one = Metrics()
    one.add("keys", 7)
    overview.heard({"t": "metrics", "name": "worker 1", "metrics": one.as_json()})
    overview.heard({"t": "died", "name": "worker 1"})
    assert "tui_exam_keys_total 7" in overview.metrics()
    assert overview.status()["workers"] == 0
    assert overview.status()["healthy"] is False


async def test_a_workshop_that_does_not_answer_makes_the_room_unhealthy() -> None:
    overview = Overview("1", 22, "SHA256:x", 0, 0.0, health=Health(True, 1 << 30, 0.0, ""))
    assert overview.status()["healthy"] is True
    trouble: list[Exception] = []

    async def workshop(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        if trouble:
            raise trouble[0]
        return work(*args, **named)

    looking = asyncio.create_task(look_after(workshop, overview, every=0.01))
    for what in (NotDone("gone"), TimeoutError()):
        trouble.append(what)
        await until(lambda: not overview.signing)
        assert overview.status()["healthy"] is False
        assert "tui_exam_signing 0" in overview.metrics()
        trouble.clear()
        await until(lambda: overview.signing)
        assert overview.status()["healthy"] is True
    looking.cancel()


def test_messages_are_whole_and_a_full_pipe_drops_them() -> None:
    one, other = Control.pair()
    assert one.send(t="guard", account="CB001")
    assert list(other.receive()) == [{"t": "guard", "account": "CB001"}]
    while one.send(t="x" * 1000):
        continue
    assert sum(1 for _ in other.receive()) > 0
    one.close()
    while other.open:
        list(other.receive())
    other.close()


@given(st.integers(-5, 2**32), st.integers(-5, 2**32))
def test_sizes_are_always_drawable(width: int, height: int) -> None:
    columns, lines = clamped(width, height)
    assert LEAST[0] <= columns <= MOST[0]
    assert LEAST[1] <= lines <= MOST[1]


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("LANG", "vi_VN.UTF-8", True), ("LC_ALL", "C", True), ("NO_COLOR", "1", True),
        ("COLORTERM", "truecolor", True), ("PATH", "/x", False), ("LC_", "x", False),
        ("LANG", "a b", False), ("LANG", "x" * 65, False), ("LANG", "\x1b[2J", False),
        ("TEXTUAL_DRIVER", "x:y", False), ("LC_ALL\n", "C", False),
    ],
)  # fmt: skip
def test_only_some_variables_are_taken(name: str, value: str, allowed: bool) -> None:
    assert allowed_variable(name, value) is allowed


def test_the_look_follows_the_client_and_not_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    monkeypatch.setenv("NO_COLOR", "1")
    assert Terminal("xterm-256color").ui().look.depth == "256"
    assert Terminal("linux", variables={"COLORTERM": "truecolor"}).ui().look.depth == "standard"
    assert not Terminal("xterm").no_color


def test_the_journal_cleans_what_comes_from_outside_and_never_raises() -> None:
    said, out = journal()
    said.say("sign-in failed", who="x\x1b[2J\n{}" + "y" * 1000)
    (line,) = out.getvalue().splitlines()
    entry = json.loads(line)
    assert "\x1b" not in entry["who"]
    assert len(entry["who"]) <= 200
    out.close()
    said.say("after the end")


async def test_while_two_hosts_share_the_numbers_port_the_newer_one_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = HostSettings(tmp_path / "data", tmp_path / "home")
    settings.home.mkdir()
    first = listener(LOOP, 0)
    port = int(first.getsockname()[1])
    servers = []
    for pid, sock in ((1, first), (2, listener(LOOP, port))):
        overview = Overview(f"0.{pid}", 22, "SHA256:x", 0, 0.0, pid=pid)
        servers.append(await Page(overview.metrics, overview.status).serve(sock))
    settings.run_file.write_text(json.dumps({"pid": 2, "metrics_port": port}))
    for _ in range(3):
        assert await asyncio.to_thread(status, settings, as_json=True) == 1
        assert json.loads(capsys.readouterr().out)["release"] == "0.2"
    for server in servers:
        server.close()


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"pid": 1, "metrics_port": 1}', "\x00"])
def test_without_a_host_the_status_says_so(
    tmp_path: Path, kept: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = HostSettings(tmp_path / "data", tmp_path)
    settings.run_file.write_text(kept)
    assert status(settings) == 1
    assert "không chạy" in capsys.readouterr().out
