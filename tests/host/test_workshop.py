"""Documents are set, signed and checked in one process for all workers; it may die, they do not."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import pytest

from mock_office.signing.background import NotDone
from mock_office.signing.embed import CannotSign
from mock_office.signing.pki import BrokenPki, Pki, WrongPin, build
from mock_office.signing.sign import sign_as_leader
from mock_office.signing.typeset import typeset
from mock_office.signing.validate import validate
from mock_office.signing.verdict import Expectation
from mock_office.signing.view import look_at
from mock_office.tasks import library
from tests.signing.samples import AGENCY, NOW, draft, spec
from tui_exam.host.asking import Workshop
from tui_exam.host.control import Control
from tui_exam.host.orders import BEGUN, HEAD, carried_out, packed

from .live import until

TOKEN = spec("leader")
RUN = """
import socket, sys
from tui_exam.host.control import Control
from tui_exam.host.journal import Journal
from tui_exam.host.workshop import run_workshop
sock, control = (socket.socket(fileno=int(number)) for number in sys.argv[1:])
run_workshop(sock, Control(control), Journal(sys.stdout, "workshop"))
"""


class Bench:
    """A workshop in a process of its own, as the supervisor has one."""

    def __init__(self, folder: Path) -> None:
        self.path = str(folder / "workshop")
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.bind(self.path)
        self.sock.listen()
        self.control: Control | None = None

    def start(self) -> None:
        if self.control is not None:
            self.control.close()
        self.control, theirs = Control.pair()
        fds = (self.sock.fileno(), theirs.sock.fileno())
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, *map(str, fds)], pass_fds=fds, stdout=subprocess.DEVNULL
        )
        theirs.close()

    async def replaced_when_it_dies(self) -> None:
        while True:
            await asyncio.sleep(0.02)
            if self.process.poll() is not None:
                self.start()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.sock.close()
        if self.control is not None:
            self.control.close()


@pytest.fixture
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    bench = Bench(tmp_path_factory.mktemp("w"))
    bench.start()
    yield bench
    bench.stop()


@pytest.fixture
async def workshop(bench: Bench) -> AsyncIterator[Workshop]:
    workshop = Workshop(bench.path, within=30)
    yield workshop
    await workshop.close()


class Odd(Exception):
    """One that can be pickled and not made again."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} and {two}")


def odd() -> NoReturn:
    raise Odd("this", "that")


def noted(path: Path, word: str, seconds: float = 0.0) -> str:
    with path.open("a") as file:
        file.write(f"{word}\n")
    time.sleep(seconds)
    return word


def die_the_first_time(path: Path) -> str:
    if path.exists():
        return "done"
    path.touch()
    os._exit(9)


async def test_a_document_is_made_signed_and_judged_in_the_other_process(
    workshop: Workshop,
) -> None:
    pki = await workshop(build, (TOKEN,), now=NOW, agency=AGENCY.name)
    assert isinstance(pki, Pki)
    made = await workshop(typeset, draft(), AGENCY, when=NOW)
    key = await workshop(pki.unlock, "leader", TOKEN.pin)
    signed = await workshop(sign_as_leader, made.data, pki, key, when=NOW)
    expected = Expectation.of(
        pki.trust, NOW + timedelta(minutes=1), layers=("leader",), draft=made.data
    )
    verdict = await workshop(validate, signed, expected)
    assert verdict == validate(signed, expected)
    assert verdict.ok
    view = await workshop(look_at, signed, 0, columns=60, rows=20, ink="sixteen", lang="vi")
    assert view == look_at(signed, 0, columns=60, rows=20, ink="sixteen", lang="vi")
    assert view.words
    assert await workshop(os.getpid) != os.getpid()


def test_read_only_mappings_can_be_sent() -> None:
    values = MappingProxyType({"a": MappingProxyType({1: 2})})
    back = pickle.loads(packed(values))
    assert back == values
    assert type(back) is type(back["a"]) is MappingProxyType


def test_every_shipped_task_can_be_sent_there() -> None:
    for task in library.all_tasks():
        desk = task.variant(b"1", NOW.date()).desk
        for paper in desk.drafts:
            order = packed((typeset, (paper, desk.agency), {"when": NOW}))
            assert pickle.loads(order) == (typeset, (paper, desk.agency), {"when": NOW})


async def test_errors_come_back_as_what_they_are(workshop: Workshop) -> None:
    pki = build((TOKEN,), now=NOW, agency=AGENCY.name)
    with pytest.raises(WrongPin):
        await workshop(pki.unlock, "leader", "00000000")
    key = pki.unlock("leader", TOKEN.pin)
    with pytest.raises(CannotSign):
        await workshop(sign_as_leader, b"no PDF", pki, key, when=NOW)
    with pytest.raises(BrokenPki):
        await workshop(Pki.from_bytes, b"{}")
    with pytest.raises(RuntimeError, match="Odd: this and that"):
        await workshop(odd)
    with pytest.raises(TypeError, match="pickle"):
        await workshop(threading.Lock)


async def test_what_cannot_be_sent_is_told_to_whoever_asks_and_harms_nobody(
    workshop: Workshop,
) -> None:
    with pytest.raises((AttributeError, pickle.PicklingError)):
        await workshop(lambda: 1)
    assert await workshop(abs, -1) == 1


async def test_orders_are_carried_out_one_after_the_other_in_turn_for_all_who_ask(
    bench: Bench, tmp_path: Path
) -> None:
    one, other = Workshop(bench.path), Workshop(bench.path)
    await asyncio.gather(one(abs, 1), other(abs, 1))
    notes = tmp_path / "notes"
    many = [asyncio.create_task(one(noted, notes, f"a{n}", 0.02)) for n in range(10)]
    await until(notes.exists)
    await other(noted, notes, "b")
    await asyncio.gather(*many)
    await one.close()
    await other.close()
    order = notes.read_text().split()
    assert [word for word in order if word != "b"] == [f"a{n}" for n in range(10)]
    assert order.index("b") <= 3


async def test_one_who_does_not_read_his_answer_keeps_nobody_waiting(
    bench: Bench, workshop: Workshop
) -> None:
    await workshop(abs, 1)
    deaf = socket.socket(socket.AF_UNIX)
    deaf.connect(bench.path)
    order = packed((bytes, (32 << 20,), {}))
    deaf.sendall(HEAD.pack(1, len(order)) + order)
    assert deaf.recv(HEAD.size) == HEAD.pack(1, BEGUN)
    async with asyncio.timeout(10):
        assert await workshop(abs, -1) == 1
    deaf.close()


async def test_large_files_go_through_whole(workshop: Workshop) -> None:
    data = os.urandom(8 << 20)
    assert await workshop(bytes, data) == data


async def test_the_loop_goes_on_meanwhile(workshop: Workshop) -> None:
    await workshop(abs, 1)
    asked = asyncio.create_task(workshop(time.sleep, 0.3))
    turns = 0
    while not asked.done():
        await asyncio.sleep(0.005)
        turns += 1
    assert turns > 20


async def test_when_it_dies_only_the_order_that_killed_it_is_lost(
    bench: Bench, workshop: Workshop, tmp_path: Path
) -> None:
    keeper = asyncio.create_task(bench.replaced_when_it_dies())
    notes = tmp_path / "notes"
    try:
        await workshop(abs, 1)
        deadly = asyncio.create_task(workshop(os._exit, 9))
        others = [asyncio.create_task(workshop(noted, notes, f"{n}")) for n in range(5)]
        with pytest.raises(NotDone):
            await deadly
        assert await asyncio.gather(*others) == ["0", "1", "2", "3", "4"]
        assert sorted(notes.read_text().split()) == ["0", "1", "2", "3", "4"]
    finally:
        keeper.cancel()


async def test_an_order_during_which_it_was_killed_from_outside_is_carried_out_by_the_next(
    bench: Bench, workshop: Workshop, tmp_path: Path
) -> None:
    keeper = asyncio.create_task(bench.replaced_when_it_dies())
    try:
        assert await workshop(die_the_first_time, tmp_path / "died") == "done"
    finally:
        keeper.cancel()


async def test_whoever_does_not_wait_any_more_leaves_the_line_in_order(workshop: Workshop) -> None:
    await workshop(abs, 1)
    given_up = asyncio.create_task(workshop(time.sleep, 0.2))
    await asyncio.sleep(0.05)
    given_up.cancel()
    assert await workshop(abs, -3) == 3
    assert not workshop._asked


async def test_one_that_never_answers_is_told_as_a_failure(bench: Bench) -> None:
    hurried = Workshop(bench.path, within=0.3)
    with pytest.raises(NotDone, match="time"):
        await hurried(time.sleep, 1)
    await hurried.close()


async def test_whoever_still_waits_when_the_line_is_closed_is_told(bench: Bench) -> None:
    workshop = Workshop(bench.path)
    await workshop(abs, 1)
    waiting = asyncio.create_task(workshop(time.sleep, 0.5))
    await asyncio.sleep(0.1)
    await workshop.close()
    with pytest.raises(NotDone, match="closed"):
        await waiting
    with pytest.raises(NotDone, match="closed"):
        await workshop(abs, 1)


async def test_one_that_is_not_there_is_told_as_a_failure(tmp_path: Path) -> None:
    with pytest.raises(NotDone):
        await Workshop(str(tmp_path / "nothing"))(abs, 1)


async def test_the_line_keeps_nothing_of_the_session_that_first_needed_it(
    workshop: Workshop,
) -> None:
    class App:
        """Stands for a session's app, which its context names."""

    named: contextvars.ContextVar[App] = contextvars.ContextVar("named")

    async def ask() -> Any:
        named.set(App())
        gone = weakref.ref(named.get())
        await workshop(abs, 1)
        return gone

    gone = await asyncio.create_task(ask(), context=contextvars.Context())
    await asyncio.sleep(0)
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("junk", [b"", b"\x00" * 5, HEAD.pack(1, 4) + b"junk", os.urandom(300)])
async def test_junk_on_the_socket_ends_only_that_line(
    bench: Bench, workshop: Workshop, junk: bytes
) -> None:
    stranger = socket.socket(socket.AF_UNIX)
    await until(lambda: stranger.connect_ex(bench.path) in {0, 106})
    stranger.sendall(junk)
    stranger.close()
    assert await workshop(abs, -2) == 2


def test_an_order_that_is_no_order_answers_with_an_error() -> None:
    well, error = pickle.loads(carried_out(b"junk"))
    assert not well
    assert isinstance(error, Exception)


async def test_told_to_stop_it_stays_until_nobody_is_left_who_could_ask(
    bench: Bench, workshop: Workshop
) -> None:
    await workshop(abs, 1)
    bench.process.terminate()
    await asyncio.sleep(0.2)
    assert await workshop(abs, -1) == 1
    await workshop.close()
    await until(lambda: bench.process.poll() == 0)


async def test_it_ends_and_tidies_up_when_the_supervisor_is_gone(
    bench: Bench, workshop: Workshop
) -> None:
    await workshop(abs, 1)
    assert bench.control is not None
    bench.control.close()
    await workshop.close()
    await until(lambda: bench.process.poll() == 0)
    assert not Path(bench.path).parent.exists()
