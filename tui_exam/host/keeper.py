"""The process that closes attempts at their deadline and answers on the metrics port.

It is apart from the workers because marking is heavy: nobody's keys wait for it.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from dataclasses import dataclass, field, replace

from mock_office.signing.background import Background, NotDone

from ..sitting.room import Room
from ..store import TinyAttemptStore
from ..store.protocol import Health
from .asking import Workshop
from .closer import Closer
from .control import Control, Said, text
from .journal import Journal
from .metrics import Metrics, prometheus, summed
from .page import Page
from .process import Life, run_loop
from .settings import HostSettings

LOOK_EVERY = 5.0
PATIENCE = 15.0  # seconds the workshop may take to come to a small order
SEAT = "Máy chủ (hết giờ)"
SILENT = 15.0  # seconds without news after which a worker counts as gone


@dataclass
class Overview:
    """What the keeper knows of the whole host."""

    release: str
    port: int
    fingerprint: str
    workers: int
    began: float
    pid: int = field(default_factory=os.getppid)  # the supervisor's, for this is its child
    parts: dict[str, tuple[float, Metrics]] = field(default_factory=dict)
    health: Health = field(default_factory=lambda: Health(False, 0, 0.0, "chưa kiểm tra"))
    signing: bool = True  # whether documents can be set, signed and checked
    own: Metrics = field(default_factory=Metrics)
    restarts: int = 0
    gone: list[Metrics] = field(default_factory=list)

    def heard(self, said: Said) -> None:
        """News the supervisor passes on."""
        if said.get("t") == "metrics":
            numbers = said.get("metrics")
            if isinstance(numbers, dict):
                fresh = Metrics.from_json(numbers)
                self.parts[text(said, "name")] = (time.monotonic(), fresh)
        elif said.get("t") == "died":
            self.restarts += 1
            last = self.parts.pop(text(said, "name"), None)
            if last is not None:  # its counts stay, so that counters never fall
                self.gone.append(Metrics(counts=last[1].counts, paints=last[1].paints,
                                         paint_seconds=last[1].paint_seconds))  # fmt: skip
                self.gone = [summed(self.gone)]

    def alive(self) -> list[Metrics]:
        """The workers heard from lately."""
        now = time.monotonic()
        return [part for at, part in self.parts.values() if now - at < SILENT]

    def status(self) -> dict[str, object]:
        """Facts for `tui-exam status`."""
        alive = self.alive()
        total = summed(alive)
        return {
            "healthy": len(alive) == self.workers and self.health.writable and self.signing,
            "pid": self.pid,
            "release": self.release,
            "port": self.port,
            "fingerprint": self.fingerprint,
            "up_seconds": int(time.monotonic() - self.began),
            "workers": len(alive),
            "workers_wanted": self.workers,
            "restarts": self.restarts,
            "signing": self.signing,
            "sessions": total.gauges["sessions"],
            "in_exam": total.gauges["in_exam"],
            "connections": total.gauges["open_connections"],
            "resident_bytes": total.gauges["resident_bytes"],
            "free_bytes": self.health.free_bytes,
            "sync_ms_p99": round(self.health.sync_ms_p99, 2),
            "problem": self.health.problem,
        }

    def metrics(self) -> str:
        """The Prometheus text."""
        total = summed([*self.alive(), *self.gone, self.own])
        return prometheus(
            total,
            {
                "workers": ("Workers alive", len(self.alive())),
                "restarts": ("Workers restarted", self.restarts),
                "signing": ("Whether documents can be set, signed and checked", int(self.signing)),
                "store_writable": ("Whether attempts can be saved", int(self.health.writable)),
                "store_free_bytes": ("Free space for attempts", self.health.free_bytes),
            },
        )


def run_keeper(
    room: Room, settings: HostSettings, overview: Overview, control: Control, sock: socket.socket,
    journal: Journal, workshop: str,
) -> None:  # fmt: skip
    """The life of the keeper, from fork to exit; `workshop` is the path of its socket."""
    store = TinyAttemptStore(settings.data, **settings.room_on_disk)
    here = replace(room, store=store, seat=SEAT, background=Workshop(workshop))
    run_loop(
        _keep(here, store, overview, control, sock, journal),
        journal,
        lambda error: journal.failed("asked the process to exit", error),
    )


async def look_after(workshop: Background, overview: Overview, every: float = LOOK_EVERY) -> None:
    """Ask the workshop again and again for next to nothing, and note whether it answers."""
    while True:
        try:
            async with asyncio.timeout(PATIENCE):
                overview.signing = await workshop(bool, 1)
        except (NotDone, TimeoutError):
            overview.signing = False
        await asyncio.sleep(every)


async def _say_alive(control: Control) -> None:
    """Marking a whole room takes longer than the supervisor's patience."""
    while True:
        control.send(t="alive")
        await asyncio.sleep(LOOK_EVERY)


async def _keep(
    room: Room, store: TinyAttemptStore, overview: Overview, control: Control,
    sock: socket.socket, journal: Journal,
) -> None:  # fmt: skip
    life = Life(control, overview.heard)
    closer = Closer(room, journal, lambda: overview.own.add("closed_late"))
    server = await Page(overview.metrics, overview.status).serve(sock)
    overview.health = await store.health()
    control.send(t="ready")
    beside = (
        asyncio.create_task(_say_alive(control)),
        asyncio.create_task(look_after(room.background, overview)),
    )
    while not life.over:
        try:
            await closer.look()
            overview.health = await store.health()
        except Exception as error:
            journal.failed("keeper", error)
        await life.pause(LOOK_EVERY)
    for task in beside:
        task.cancel()
    server.close()
    await store.close()
