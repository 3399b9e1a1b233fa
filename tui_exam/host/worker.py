"""One worker process: its share of the sessions, in one event loop."""

from __future__ import annotations

import asyncio
import gc
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import asyncssh

from ..sitting.room import Room
from ..store import TinyAttemptStore
from .accounts import Accounts
from .control import Control, Said, text
from .hall import Hall
from .hall_store import HallStore
from .journal import Journal
from .passwords import stand_back
from .process import Life, run_loop
from .serving import listener, serve
from .settings import HostSettings
from .stylesheets import Parsed
from .watchdog import Watchdog

REPORT_EVERY = 1.0
SWEEP_EVERY = 5.0
CHECKERS = 2
RESTARTING = (
    "Máy chủ sắp dừng để bảo trì. Bài làm đã được lưu; đồng hồ bài thi vẫn chạy. "
    "Xin kết nối lại ngay để làm tiếp."
)
# Young garbage is collected as it comes. A pass over everything costs a worker with a hundred
# sessions tenths of a second, so it waits for a quiet moment, or for enough sessions to have ended.
YOUNG = (20_000, 50, 1_000_000)
ENDED_BEFORE_PASS = 20
QUIET = 2.0  # seconds without a key
GROWN = 256 << 20  # bytes since the last pass after which one is made all the same


@dataclass(frozen=True)
class Share:
    """What the supervisor hands to a worker."""

    settings: HostSettings
    room: Room
    parsed: Parsed
    key: asyncssh.SSHKey
    port: int
    name: str
    release: str


def run_worker(share: Share, control: Control, journal: Journal) -> None:
    """The life of a worker, from fork to exit."""
    hall = Hall(
        share.settings,
        replace(share.room, store=HallStore(share.settings.data, **share.settings.room_on_disk)),
        Accounts(share.settings.accounts),
        journal,
        share.release,
        parsed=share.parsed,
        tell=lambda what, account, address: _tell(control, what, account, address),
    )
    run_loop(_work(share, hall, control), journal, lambda error: _stray(hall, error))


def _tell(control: Control, what: str, account: str, address: str) -> None:
    control.send(t="guard", what=what, account=account, address=address)


def _heard(hall: Hall, said: Said) -> None:
    """Another worker's sign-ins, good and bad."""
    if said.get("t") != "guard":
        return
    now = asyncio.get_running_loop().time()
    act = hall.guard.failed if text(said, "what") == "failed" else hall.guard.came_in
    act(text(said, "account"), text(said, "address"), now)


def _stray(hall: Hall, error: BaseException) -> None:
    """Something in a session asked the whole process to exit: only that session ends."""
    hall.journal.failed("asked the process to exit", error)
    for session in list(hall.sessions):
        session.wreck_if_it_raised(error)


async def _work(share: Share, hall: Hall, control: Control) -> None:
    life = Life(control, lambda said: _heard(hall, said))
    gc.set_threshold(*YOUNG)
    watchdog = Watchdog(lambda held, where: _held(hall, held, where))
    with ThreadPoolExecutor(CHECKERS, "passwords", initializer=stand_back) as checkers:
        sock = listener(share.settings.address, share.port)
        acceptor = await serve(hall, share.key, sock, checkers)
        watchdog.start()
        hall.count()
        control.send(t="metrics", metrics=hall.metrics.as_json())
        control.send(t="ready")
        hall.journal.say("listening", port=share.port, pid=os.getpid())
        tidy = _Tidy(hall)
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
    store = hall.room.store
    if isinstance(store, TinyAttemptStore):
        await store.close()


def _held(hall: Hall, held: float, where: str) -> None:
    hall.metrics.add("stalls")
    hall.journal.say("loop held up", ms=round(held * 1000), where=where)


class _Tidy:
    """Collects old garbage when it disturbs nobody."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._ended = 0
        self._keys = 0
        self._resident = 0
        self._quiet_since = time.monotonic()

    def maybe(self) -> None:
        """Called every second."""
        counts, now = self._hall.metrics.counts, time.monotonic()
        if counts["keys"] != self._keys:
            self._keys, self._quiet_since = counts["keys"], now
        ended = counts["sessions_started"] - len(self._hall.sessions)
        waiting = ended - self._ended
        quiet = now - self._quiet_since >= QUIET
        resident = self._hall.metrics.gauges["resident_bytes"]
        self._resident = self._resident or resident
        grown = resident - self._resident > GROWN
        if waiting >= ENDED_BEFORE_PASS or (waiting and quiet) or grown:
            self._ended = ended
            gc.collect()
            self._resident = 0
