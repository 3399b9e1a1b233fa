"""Connections that have not signed in: how many there may be, and whose handshake comes next.

A whole room may come from one address within seconds, and so may a flood; an address says
nothing about which of the two it is. So nobody is turned away for the number of those behind
his address alone as long as some of them have not even spoken, and the handshakes, which cost
5 to 9 ms of a core each, are begun at a bounded pace and in turn for each address.

Pure rules: time is an argument (steady seconds), nothing is read or closed here.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from ..line.inputs import Bucket

SILENT_FOR = 2.0  # seconds before anybody is asked to leave for having said nothing


class Stranger(Protocol):
    """A connection that has not signed in."""

    address: str

    @property
    def spoke(self) -> bool:
        """Whether it has said anything, or has not had the time to."""
        ...


Who = TypeVar("Who", bound=Stranger)


@dataclass
class Strangers(Generic[Who]):
    """Everybody who has connected and not signed in.

    Args:
        most: How many there may be.
        most_per_address: How many of them from one address.
    """

    most: int
    most_per_address: int
    _since: dict[Who, float] = field(default_factory=dict)  # the oldest first
    _at: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._since)

    def at(self, address: str) -> int:
        """How many there are at an address."""
        return self._at.get(address, 0)

    def come(self, who: Who, now: float) -> tuple[bool, Who | None]:
        """A new connection: whether it may stay, and who must leave for it.

        Where its address (or the whole place) is full, the oldest connection there that has
        not spoken for two seconds leaves; where all have spoken, the new one may not stay.
        """
        crowded = self.at(who.address) >= self.most_per_address
        leaving = None
        if crowded or len(self) >= self.most:
            leaving = self._silent(who.address if crowded else "", now)
            if leaving is None:
                return False, None
            self.leave(leaving)
        self._since[who] = now
        self._at[who.address] = self.at(who.address) + 1
        return True, leaving

    def leave(self, who: Who) -> None:
        """A connection has signed in or gone. Once is enough, twice does no harm."""
        if self._since.pop(who, None) is None:
            return
        self._at[who.address] -= 1
        if not self._at[who.address]:
            del self._at[who.address]

    def _silent(self, address: str, now: float) -> Who | None:
        for each, since in self._since.items():
            if now - since < SILENT_FOR:
                return None
            if not each.spoke and address in {"", each.address}:
                return each
        return None


class Waiting(Protocol):
    """A connection whose handshake has not begun."""

    address: str

    def begin(self) -> bool:
        """Begin the handshake; False when the connection is gone."""
        ...


class Turnstile:
    """Lets handshakes begin: so many a second, each address in its turn.

    Args:
        rate: Handshakes a second.
        burst: The most that may begin at once after a quiet time.
    """

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._pace = Bucket(rate, burst, now)
        self._queues: dict[str, deque[Waiting]] = {}  # whose turn it is first

    def come(self, who: Waiting, now: float) -> bool:
        """Whether a connection may begin at once; otherwise it waits its turn."""
        if not self._queues and self._pace.take(now):
            return True
        self._queues.setdefault(who.address, deque()).append(who)
        return False

    def let_on(self, now: float) -> float | None:
        """Let those begin whose turn it is.

        Returns the seconds until the next may, None when nobody waits.
        """
        while self._queues:
            address, queue = next(iter(self._queues.items()))
            if not self._pace.take(now):
                return max(0.01, self._pace.wait())
            begun = False
            while queue and not begun:
                begun = queue.popleft().begin()
            del self._queues[address]
            if queue:
                self._queues[address] = queue  # to the end: the other addresses come first
        return None
