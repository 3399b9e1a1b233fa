"""Slowing down whoever guesses, without locking out a room that shares one address.

Pure rules: time is an argument (steady seconds), nothing is read or written elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

FREE_TRIES = 5  # wrong passwords for one account from one address before it must wait
FIRST_WAIT = 15.0
LONGEST_WAIT = 120.0
ACCOUNT_TRIES = 40  # from everywhere together
ACCOUNT_WAIT = 60.0
ADDRESS_TRIES = 30.0  # at one address, over all accounts, before answers come slowly
ADDRESS_FORGIVES = 0.5  # tries a second
SLOWEST_ANSWER = 3.0
FORGOTTEN_AFTER = 3600.0
MOST_KEPT = 20_000
Key = TypeVar("Key")


@dataclass(slots=True)
class _Record:
    failures: float = 0.0
    at: float = 0.0
    until: float = 0.0


@dataclass(slots=True)
class Guard:
    """Remembers failures. Every worker of a host keeps one and is told of all failures."""

    _pairs: dict[tuple[str, str], _Record] = field(default_factory=dict)
    _accounts: dict[str, _Record] = field(default_factory=dict)
    _addresses: dict[str, _Record] = field(default_factory=dict)
    _welcome: dict[tuple[str, str], float] = field(default_factory=dict)

    def locked(self, account: str, address: str, now: float) -> float:
        """Seconds this account must still wait at this address; 0 when it may try.

        Only an account that was guessed at waits. Where its owner came in before, guesses
        from elsewhere do not make him wait.
        """
        pair = self._pairs.get((account, address))
        wait = max(0.0, pair.until - now) if pair else 0.0
        everywhere = self._accounts.get(account)
        if everywhere and (account, address) not in self._welcome:
            wait = max(wait, everywhere.until - now)
        return wait

    def slowness(self, address: str, now: float) -> float:
        """Seconds by which answers at an address are delayed, never more than three."""
        record = self._addresses.get(address)
        if record is None:
            return 0.0
        over = record.failures - (now - record.at) * ADDRESS_FORGIVES - ADDRESS_TRIES
        return min(SLOWEST_ANSWER, over * 0.1) if over > 0 else 0.0

    def failed(self, account: str, address: str, now: float) -> None:
        """A wrong password."""
        self._make_room(now)
        pair = _counted(self._pairs, (account, address), now)
        if pair.failures >= FREE_TRIES:
            doubled = FIRST_WAIT * 2.0 ** min(10.0, pair.failures - FREE_TRIES)
            pair.until = now + min(LONGEST_WAIT, doubled)
        everywhere = _counted(self._accounts, account, now)
        if everywhere.failures >= ACCOUNT_TRIES:
            everywhere.until = now + ACCOUNT_WAIT
        at_address = self._addresses.setdefault(address, _Record(at=now))
        passed = max(0.0, now - at_address.at)
        at_address.failures = max(0.0, at_address.failures - passed * ADDRESS_FORGIVES) + 1
        at_address.at = now

    def came_in(self, account: str, address: str, now: float) -> None:
        """A right password or key: this account at this address begins anew."""
        self._pairs.pop((account, address), None)
        self._welcome[(account, address)] = now

    def _make_room(self, now: float) -> None:
        _shrink(self._pairs, now)
        _shrink(self._accounts, now)
        _shrink(self._addresses, now)
        if len(self._welcome) > MOST_KEPT:
            self._welcome.pop(next(iter(self._welcome)))


def _counted(table: dict[Key, _Record], key: Key, now: float) -> _Record:
    record = table.pop(key, None)
    if record is None or now - record.at > FORGOTTEN_AFTER:
        record = _Record()
    record.failures += 1
    record.at = now
    table[key] = record  # the freshest last, so that the oldest can be dropped first
    return record


def _shrink(table: dict[Key, _Record], now: float) -> None:
    while table:
        key, record = next(iter(table.items()))
        if len(table) < MOST_KEPT and now - record.at <= FORGOTTEN_AFTER:
            return
        del table[key]
