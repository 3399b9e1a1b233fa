"""The parent of all: warms up once, forks the other processes, replaces who dies.

Plain code in one thread, without an event loop: a process with either is no good parent.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, TextIO

import asyncssh

from ..sitting.room import Room
from .apps.stylesheets import Parsed
from .control import Control, Said, text
from .door.identity import fingerprint
from .door.recall import Recall
from .journal import Journal
from .keeper import Overview, run_keeper
from .serving import BACKLOG, listener
from .settings import HostSettings
from .succession import Successor, notify
from .worker import Share, run_worker
from .workshop import run_workshop

SHORT_LIFE = 10.0  # a process that died younger than this is replaced after a pause
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
SILENT = 30.0  # seconds; a worker that says nothing for so long hangs, and is killed
STOP_WITHIN = 20.0
LOOP = "127.0.0.1"


@dataclass
class Child:
    """A place for a process, and who fills it now.

    Args:
        door: Where a worker listens. It outlives the worker, so that those who come back after
            a death wait for the next one and do not all go to another.
    """

    name: str
    pid: int = 0
    control: Control | None = None
    began: float = 0.0
    heard: float = 0.0
    pause: float = 0.0
    not_before: float = 0.0
    ready: bool = False
    door: socket.socket | None = None

    @property
    def serves(self) -> bool:
        """Whether it is a worker."""
        return self.name.startswith("worker")

    def shut(self) -> None:
        """Nobody is to wait here any more."""
        if self.door is not None:
            self.door.close()
            self.door = None


@dataclass
class Supervisor:
    """One host, from its start to its stop.

    Args:
        room: Warmed; see `warming`.
        out: Where the log goes.
    """

    settings: HostSettings
    room: Room
    parsed: Parsed
    key: asyncssh.SSHKey
    release: str
    out: TextIO
    _children: list[Child] = field(default_factory=list)
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    _stopping: bool = False
    _followed: bool = False  # somebody asked for a successor
    _successor: Successor | None = None
    _succeeded: bool = False
    _told: bool = False
    _recall: Recall = field(default_factory=Recall)

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; the exit status. Raises OSError when a port is taken."""
        self._journal = Journal(self.out, "supervisor")
        self._began = time.monotonic()
        # Bound but not listening: it holds the number while workers come and go.
        self._place = listener(self.settings.address, self.settings.port)
        self._port = int(self._place.getsockname()[1])
        self._page = listener(LOOP, self.settings.metrics_port)
        self._children = [Child(f"worker {n}") for n in range(1, self.settings.workers + 1)]
        self._children += [Child("workshop"), Child("keeper")]
        wake = self._catch_signals()
        with tempfile.TemporaryDirectory(prefix="tui-exam-", dir=_short()) as folder:
            self._bench_path = str(Path(folder, "workshop"))
            self._bench = socket.socket(socket.AF_UNIX)
            self._bench.bind(self._bench_path)
            self._bench.listen()
            try:
                self._watch(wake)
            finally:
                self._forget_run()
        self._journal.say("stopped")
        return 0

    def _catch_signals(self) -> socket.socket:
        wake, write = socket.socketpair()
        wake.setblocking(False)
        write.setblocking(False)
        signal.set_wakeup_fd(write.fileno(), warn_on_full_buffer=False)
        self._wake_write = write
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGUSR2, self._follow)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(wake, selectors.EVENT_READ, None)
        return wake

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _follow(self, *_: object) -> None:
        self._followed = True

    def _watch(self, wake: socket.socket) -> None:
        stop_at = 0.0
        while True:
            self._reap()
            now = time.monotonic()
            self._hand_over()
            if self._stopping and not stop_at:
                stop_at = now + STOP_WITHIN
                self._journal.say("stopping")
                if not self._succeeded:
                    notify("STOPPING=1")
                self._signal_all(signal.SIGTERM)
                for child in self._children:
                    child.shut()
            if stop_at and now > stop_at:
                self._signal_all(signal.SIGKILL)
            if self._stopping and not any(child.pid for child in self._children):
                return
            if not self._stopping:
                self._fill(now)
            for key, _ in self._selector.select(timeout=1.0):
                if key.data is None:
                    with contextlib.suppress(BlockingIOError):
                        wake.recv(4096)
                else:
                    self._hear(key.data)

    def _hand_over(self) -> None:
        """Start a successor when asked to; stop as soon as it serves.

        A stop that comes before ends it as well.
        """
        if self._followed and self._successor is None and not self._stopping:
            try:
                self._successor = Successor.start(os.environ)
            except OSError as error:
                self._journal.failed("successor cannot be started", error)
            else:
                self._journal.say("successor started", pid=self._successor.pid)
        self._followed = False
        if self._successor is not None and not self._succeeded:
            if self._stopping:
                self._successor.end()
                self._successor = None
            elif self._successor.ready(self.settings.run_file):
                self._succeeded = True
                self._journal.say("successor serves", pid=self._successor.pid)
                notify(f"MAINPID={self._successor.pid}")
                self._stopping = True

    # -- children ------------------------------------------------------------------

    def _fill(self, now: float) -> None:
        for child in self._children:
            if child.pid and child.ready and now - child.heard > SILENT:
                self._journal.say("hangs, killed", name=child.name, pid=child.pid)
                os.kill(child.pid, signal.SIGKILL)
                child.heard = now
            if not child.pid and now >= child.not_before:
                self._fork(child, now)

    def _fork(self, child: Child, now: float) -> None:
        if child.serves and child.door is None:
            child.door = listener(self.settings.address, self._port)
            child.door.listen(BACKLOG)
        mine, theirs = Control.pair()
        pid = os.fork()
        if pid == 0:
            mine.close()  # or the child would never notice that its parent is gone
            self._be(child, theirs)
        theirs.close()
        child.pid, child.control, child.ready = pid, mine, False
        child.began = child.heard = now
        self._selector.register(mine.sock, selectors.EVENT_READ, child)

    def _be(self, child: Child, control: Control) -> NoReturn:
        """In the child: let go of what is the parent's, work, exit."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            for number in (signal.SIGHUP, signal.SIGUSR2):
                signal.signal(number, signal.SIG_IGN)  # the supervisor's to pass on
            for other in self._children:
                if other.control is not None:
                    other.control.close()
                if other is not child:
                    other.shut()
            self._place.close()
            journal = Journal(self.out, child.name)
            self._life_of(child, control, journal)()
            status = 0
        except BaseException as error:
            Journal(self.out, child.name).failed("died", error, about=str(error))
        finally:
            os._exit(status)

    def _life_of(self, child: Child, control: Control, journal: Journal) -> Callable[[], None]:
        if child.name == "workshop":
            self._page.close()
            return lambda: run_workshop(self._bench, control, journal)
        self._bench.close()
        if child.name == "keeper":
            overview = Overview(
                self.release, self._port, fingerprint(self.key), self.settings.workers, self._began
            )
            return lambda: run_keeper(
                self.room, self.settings, overview, control, self._page, journal, self._bench_path
            )
        self._page.close()
        assert child.door is not None
        share = Share(
            self.settings, self.room, self.parsed, self.key, child.door, child.name, self.release,
            self._recall, self._bench_path,
        )  # fmt: skip
        return lambda: run_worker(share, control, journal)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            for child in self._children:
                if child.pid == pid:
                    self._died(child, code)
            if self._successor is not None and self._successor.pid == pid:
                self._successor = None  # the exam goes on here
                self._journal.say("successor died", code=code)

    def _died(self, child: Child, code: int) -> None:
        now = time.monotonic()
        if child.control is not None:
            self._selector.unregister(child.control.sock)
            child.control.close()
        child.pid, child.control = 0, None
        if self._stopping:
            return
        young = now - child.began < SHORT_LIFE and not child.ready
        child.pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, child.pause * 2)) if young else 0.0
        child.not_before = now + child.pause
        if child.pause:  # it may not come up again soon: whoever comes goes to the others
            child.shut()
        self._journal.say("died, replaced", name=child.name, code=code, pause=child.pause)
        self._pass_on(child, {"t": "died", "name": child.name})

    def _signal_all(self, number: int) -> None:
        for child in self._children:
            if child.pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child.pid, number)

    # -- messages ------------------------------------------------------------------

    def _hear(self, child: Child) -> None:
        if child.control is None:
            return
        for said in child.control.receive():
            child.heard = time.monotonic()
            if said.get("t") == "ready":
                child.ready = True
                self._all_ready()
            elif said.get("t") in {"guard", "metrics", "right"}:
                if said.get("t") == "right":  # whoever is forked later is to know it too
                    self._recall.note(text(said, "mark"), child.heard)
                self._pass_on(child, {**said, "name": child.name})
        if not child.control.open:
            self._selector.unregister(child.control.sock)
            child.control.close()
            child.control = None

    def _pass_on(self, sender: Child, said: Said) -> None:
        """Sign-ins to the other workers, deaths to the keeper, numbers to both."""
        kind = said.get("t")
        for child in self._children:
            wanted = kind == "metrics" or (child.name == "keeper") == (kind == "died")
            if child is not sender and child.control and wanted:
                child.control.send(**said)

    def _all_ready(self) -> None:
        if self._told or not all(child.ready for child in self._children):
            return
        self._told = True
        facts = {
            "pid": os.getpid(),
            "port": self._port,
            "metrics_port": int(self._page.getsockname()[1]),
            "fingerprint": fingerprint(self.key),
            "release": self.release,
        }
        beside = self.settings.run_file.with_name(f".run.{os.getpid()}")
        beside.write_text(json.dumps(facts), encoding="utf-8")
        os.replace(beside, self.settings.run_file)
        self._journal.say("ready", port=self._port, fingerprint=text(facts, "fingerprint"))
        notify("READY=1")

    def _forget_run(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            if json.loads(self.settings.run_file.read_text())["pid"] == os.getpid():
                self.settings.run_file.unlink()


def _short() -> str | None:
    """Where a folder for a socket can lie: its path holds 107 bytes at most (unix(7))."""
    return None if len(os.fsencode(tempfile.gettempdir())) <= 64 else "/tmp"
