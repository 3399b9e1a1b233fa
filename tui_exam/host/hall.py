"""What the sessions of one worker share: the room, the counts, the guard, who is here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..sitting.room import Room
from .apps.ahead import Ahead
from .apps.openings import Openings
from .apps.personal import Personal
from .apps.stylesheets import Parsed
from .door.accounts import Accounts
from .door.entrance import Entrance
from .door.guard import Guard
from .door.recall import Recall
from .door.waiting import Strangers, Turnstile
from .journal import Journal
from .metrics import Metrics, summed
from .settings import HostSettings

if TYPE_CHECKING:
    from .door.door import Door
    from .session import ExamSession

Tell = Callable[[str, str, str], None]


@dataclass
class Hall:
    """One worker's share of the host.

    Args:
        room: The exam room with this worker's store; each session gets it under its own seat.
        tell: Passes a failed or good sign-in on to the other workers (what, account, address).
        tell_right: Passes on to them the mark of a password found right.
    """

    settings: HostSettings
    room: Room
    accounts: Accounts
    journal: Journal
    release: str
    parsed: Parsed = field(default_factory=Parsed)
    tell: Tell = lambda what, account, address: None
    tell_right: Callable[[str], None] = lambda mark: None
    recall: Recall = field(default_factory=Recall)
    metrics: Metrics = field(default_factory=Metrics)
    guard: Guard = field(default_factory=Guard)
    sessions: set[ExamSession] = field(default_factory=set)
    connections: int = 0
    draining: bool = False
    entrance: Entrance = field(default_factory=Entrance)
    ahead: Ahead = field(default_factory=Ahead)
    openings: Openings = field(default_factory=Openings)
    elsewhere: dict[str, tuple[float, Metrics]] = field(default_factory=dict)  # other workers
    _turnstile: Turnstile | None = None
    _next_turn: asyncio.TimerHandle | None = None

    def __post_init__(self) -> None:
        limits = self.settings.limits
        self.strangers: Strangers[Door] = Strangers(
            limits.unauthenticated, limits.unauthenticated_per_address
        )
        self.personal = Personal(
            self.settings.data,
            self.settings.home,
            lambda file, about: self.journal.say("keys refused", file=file, about=about),
        )

    def room_for(self, seat: str) -> Room:
        """The room as a session at that seat sees it."""
        return replace(self.room, seat=seat)

    # -- connections -------------------------------------------------------------

    def admit(self, door: Door, now: float) -> tuple[bool, Door | None]:
        """Whether a new connection may stay, and which silent one leaves for it."""
        if self.draining or self.connections >= self.settings.limits.connections:
            return False, None
        return self.strangers.come(door, now)

    def begin_in_turn(self, door: Door) -> bool:
        """Whether a handshake may begin now; otherwise the door is called when it may.

        A flood of connections so costs the sitting candidates a bounded share of the loop.
        """
        loop = asyncio.get_running_loop()
        if self._turnstile is None:
            limits = self.settings.limits
            rate, burst = limits.handshakes_a_second, limits.handshakes_at_once
            self._turnstile = Turnstile(rate, burst, loop.time())
        if self._turnstile.come(door, loop.time()):
            return True
        if self._next_turn is None:
            self._let_on()
        return False

    def _let_on(self) -> None:
        assert self._turnstile is not None
        loop = asyncio.get_running_loop()
        wait = self._turnstile.let_on(loop.time())
        self._next_turn = None if wait is None else loop.call_later(wait, self._let_on)

    # -- sessions ----------------------------------------------------------------

    def full(self) -> bool:
        """Whether there is no room for another session."""
        limits = self.settings.limits
        return (
            len(self.sessions) >= limits.sessions
            or self.metrics.gauges["resident_bytes"] > limits.memory
        )

    def enter(self, session: ExamSession) -> None:
        """A session begins; the account's oldest one ends if it has too many."""
        same = [each for each in self.sessions if each.who.code == session.who.code]
        if len(same) >= self.settings.limits.sessions_per_account:
            min(same, key=lambda each: each.began).end(TOO_MANY)
        self.sessions.add(session)
        self.metrics.add("sessions_started")

    def count(self) -> None:
        """Bring the gauges up to date."""
        gauges = self.metrics.gauges
        gauges["sessions"] = len(self.sessions)
        gauges["in_exam"] = sum(each.in_exam for each in self.sessions)
        gauges["open_connections"] = self.connections
        gauges["resident_bytes"] = _resident()

    def whole_room(self, now: float) -> Metrics:
        """The numbers of all workers together: this one's of now, the others' as last told."""
        self.count()
        fresh = [part for at, part in self.elsewhere.values() if now - at < STALE]
        return summed([self.metrics, *fresh])

    def end_idle(self, now: float) -> None:
        """End sessions nobody has touched for long, never one in an exam."""
        for session in list(self.sessions):
            if not session.in_exam and now - session.touched > self.settings.limits.idle:
                session.end(IDLE)

    async def drain(self, words: str) -> None:
        """Let nobody in any more, save and end every session, within the limit for it."""
        self.draining = True
        for session in list(self.sessions):
            session.end(words)
        until = asyncio.get_running_loop().time() + self.settings.limits.drain
        while self.sessions and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.02)


def _resident() -> int:
    """Resident memory of this process in bytes."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * 4096


STALE = 5.0  # seconds after which another worker's numbers count no more
TOO_MANY = "Tài khoản này đã đăng nhập ở nhiều nơi; phiên cũ nhất được đóng lại."
IDLE = "Đã lâu không có phím nào được bấm nên phiên được đóng lại. Xin kết nối lại khi cần."
"""Why a session was ended, in the candidate's words."""
