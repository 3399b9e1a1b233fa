"""One worker process: its share of the sessions, in one event loop."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import asyncssh

from ..memory import one_heap
from ..sitting.room import Room
from ..store import TinyAttemptStore
from .apps.stylesheets import Parsed
from .asking import Workshop
from .control import Control, Said, text
from .door.accounts import Accounts
from .door.passwords import stand_back
from .door.recall import Recall
from .hall import Hall
from .hall_store import HallStore
from .journal import Journal
from .metrics import Metrics
from .process import Life, run_loop
from .serving import serve
from .settings import HostSettings
from .tidy import YOUNG, Tidy
from .watchdog import Watchdog

REPORT_EVERY = 1.0
SWEEP_EVERY = 5.0
CHECKERS = 2
RESTARTING = (
    "Máy chủ sắp dừng để bảo trì. Bài làm đã được lưu; đồng hồ bài thi vẫn chạy. "
    "Xin kết nối lại ngay để làm tiếp."
)
SWITCH = 0.001  # seconds a working thread may keep the loop waiting for the interpreter


@dataclass(frozen=True)
class Share:
    """What the supervisor hands to a worker.

    Args:
        door: Where it listens; the supervisor keeps it for the next one.
        workshop: Path of the workshop's socket.
    """

    settings: HostSettings
    room: Room
    parsed: Parsed
    key: asyncssh.SSHKey
    door: socket.socket
    name: str
    release: str
    recall: Recall
    workshop: str


def run_worker(share: Share, control: Control, journal: Journal) -> None:
    """The life of a worker, from fork to exit."""
    workshop = Workshop(share.workshop)
    hall = Hall(
        share.settings,
        replace(
            share.room,
            store=HallStore(share.settings.data, **share.settings.room_on_disk),
            background=workshop,
        ),
        Accounts(share.settings.accounts),
        journal,
        share.release,
        parsed=share.parsed,
        tell=lambda what, account, address: _tell(control, what, account, address),
        tell_right=lambda mark: _tell_right(control, mark),
        recall=share.recall,
    )
    run_loop(_work(share, hall, control, workshop), journal, lambda error: _stray(hall, error))


def _tell(control: Control, what: str, account: str, address: str) -> None:
    control.send(t="guard", what=what, account=account, address=address)


def _tell_right(control: Control, mark: str) -> None:
    control.send(t="right", mark=mark)


def _heard(hall: Hall, said: Said) -> None:
    """What another worker has to say: its sign-ins, good and bad, and its numbers."""
    now = asyncio.get_running_loop().time()
    if said.get("t") == "metrics" and isinstance(numbers := said.get("metrics"), dict):
        hall.elsewhere[text(said, "name")] = (now, Metrics.from_json(numbers))
    if said.get("t") == "right":
        hall.recall.note(text(said, "mark"), now)
    if said.get("t") != "guard":
        return
    act = hall.guard.failed if text(said, "what") == "failed" else hall.guard.came_in
    act(text(said, "account"), text(said, "address"), now)


def _stray(hall: Hall, error: BaseException) -> None:
    """Something in a session asked the whole process to exit: only that session ends."""
    hall.journal.failed("asked the process to exit", error)
    for session in list(hall.sessions):
        session.wreck_if_it_raised(error)


async def _work(share: Share, hall: Hall, control: Control, workshop: Workshop) -> None:
    life = Life(control, lambda said: _heard(hall, said))
    one_heap()
    gc.set_threshold(*YOUNG)
    sys.setswitchinterval(SWITCH)
    watchdog = Watchdog(lambda held, where: _held(hall, held, where))
    with ThreadPoolExecutor(CHECKERS, "passwords", initializer=stand_back) as checkers:
        acceptor = await serve(hall, share.key, share.door, checkers)
        watchdog.start()
        hall.count()
        control.send(t="metrics", metrics=hall.metrics.as_json())
        control.send(t="ready")
        hall.journal.say("listening", port=share.door.getsockname()[1], pid=os.getpid())
        tidy = Tidy(hall)
        swept = 0.0
        while not await life.pause(REPORT_EVERY):
            now = time.monotonic()
            hall.count()
            control.send(t="metrics", metrics=hall.metrics.as_json())
            if now - swept >= SWEEP_EVERY:
                swept = now
                hall.end_idle(asyncio.get_running_loop().time())
            tidy.maybe()
        acceptor.close()
        await hall.drain(RESTARTING)
        control.send(t="metrics", metrics=hall.metrics.as_json())
        watchdog.stop()
    await workshop.close()
    store = hall.room.store
    if isinstance(store, TinyAttemptStore):
        await store.close()


def _held(hall: Hall, held: float, where: str) -> None:
    hall.metrics.add("stalls")
    hall.journal.say("loop held up", ms=round(held * 1000), where=where)
