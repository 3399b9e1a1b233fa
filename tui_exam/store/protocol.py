"""What every attempt store promises, whatever stands behind it.

An attempt is its event log. A store appends events all-or-none, in sequence, by
the one holder of the attempt's lease, and answers only when they are durable.
The conformance suite in `tests/store/conformance.py` holds each backend to this.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Durability = Literal["local", "central"]
"""Where an event is when it has been answered for: on the disk of this machine, or also
at the centre, on the disk of another machine that would go on without this one."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event before it has a place in the log.

    Args:
        kind: What happened, in the past tense (`answered`, `mail_sent`).
        data: JSON-able; strings in NFC.
        wall: Seconds since the epoch, UTC, as the computer's clock had it.
        mono: Seconds of a clock that only goes forward within one boot.
        boot: Names the boot `mono` belongs to.
        id: Idempotency key; the same id again gives the same receipt.
    """

    kind: str
    data: Mapping[str, Any]
    wall: float
    mono: float
    boot: str
    id: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event in its place: `prev` and `hash` chain it (SHA-256, hex)."""

    attempt: str
    seq: int
    id: str
    kind: str
    data: Mapping[str, Any]
    wall: float
    mono: float
    boot: str
    seat: str
    actor: str
    schema: int
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds an attempt. The highest epoch holds it; all earlier ones are stale."""

    attempt: str
    epoch: int
    owner: str  # unique to one opening
    seat: str  # shown to people: "tty2, pid 812" or "192.168.1.20"
    since: float  # wall time of the taking


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log: number of events, hash of the last, sealed or not."""

    attempt: str
    seq: int
    hash: str
    sealed: bool = False
    mended: str = ""  # what was cut off a torn end when it was opened, in words


@dataclass(frozen=True, slots=True)
class Receipt:
    """Given only when the events are on the disk.

    Args:
        seq: Of the last event.
        hash: Of the last event.
        duplicate: They had been written before.
        durability: How far they have come. "local" where "central" was wished for says
            that the centre had not answered in time; it is sent them later.
    """

    seq: int
    hash: str
    duplicate: bool = False
    durability: Durability = "local"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the events of an exam from which a watch goes on.

    Args:
        seen: Attempt -> sequence of the last event seen of it; a number above that of all
            its events leaves it out. A store may keep under these names whatever else it
            finds its place by.
    """

    seen: Mapping[str, int]

    def __str__(self) -> str:
        """As it can be kept, and read again by `parse`."""
        return json.dumps(dict(self.seen), separators=(",", ":"), sort_keys=True)

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """A cursor that was kept. ValueError when it is none."""
        try:
            seen = json.loads(text)
        except RecursionError:
            raise ValueError("not a cursor") from None
        if not isinstance(seen, dict) or not all(type(seq) is int for seq in seen.values()):
            raise ValueError("not a cursor")
        return cls(seen)


@dataclass(frozen=True, slots=True)
class ArtifactRef:
    """A stored file, by the SHA-256 (hex) of its bytes."""

    sha256: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Order:
    """What an organiser wants recorded in an attempt that somebody else holds.

    Args:
        id: Becomes the event's id: 16 to 64 hex digits, never used twice.
        kind: Kind of the event (`time_added`, `paused`).
        data: Data of the event.
        given: Wall time of the order, seconds since the epoch.
    """

    id: str
    kind: str
    data: Mapping[str, Any]
    given: float


@dataclass(frozen=True, slots=True)
class Health:
    """How the store is: told before an exam, and on the screen when it is not well.

    Args:
        writable: Whether events can be stored now.
        free_bytes: Room left on the disk.
        sync_ms_p99: Milliseconds that 99 of 100 syncs stayed under.
        problem: Why no exam should begin, in Vietnamese; "" when one may.
        durability: The farthest an append from here can be answered for.
    """

    writable: bool
    free_bytes: int
    sync_ms_p99: float
    problem: str = ""
    durability: Durability = "local"


@dataclass(frozen=True, slots=True)
class AttemptSummary:
    """One line of the list of attempts; an index entry, never trusted over the log."""

    attempt: str
    exam: str
    candidate: str  # code
    name: str
    unit: str
    started: float
    closed: float | None = None
    sealed: bool = False
    theory: float | None = None
    practice: float | None = None
    total: float | None = None
    band: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


class StoreError(Exception):
    """Something a store could not do; nothing that was acknowledged is lost."""


class NoSuchAttempt(StoreError):
    """There is no attempt of that name."""


class Conflict(StoreError):
    """The expected sequence was not the last one: somebody else has written."""

    def __init__(self, last: int, head: str) -> None:
        super().__init__(f"the log ends at {last}")
        self.last = last
        self.head = head


class LeaseLost(StoreError):
    """A newer holder has taken the attempt over; this one may only read."""

    def __init__(self, holder: Lease) -> None:
        super().__init__(f"taken over at {holder.seat}")
        self.holder = holder


class HeldElsewhere(StoreError):
    """The attempt is open in a living program; taking over must be asked for."""

    def __init__(self, holder: Lease) -> None:
        super().__init__(f"held at {holder.seat}")
        self.holder = holder


class StoreFull(StoreError):
    """No room on the disk; what was acknowledged is kept, this write is not."""


class StoreReadOnly(StoreError):
    """The data folder cannot be written."""


class StoreBroken(StoreError):
    """A sync failed or the file is not what was written: reopen, never retry on."""


class Sealed(StoreError):
    """The attempt is closed for good; it takes no more events."""


class Corrupt(StoreError):
    """A line in the middle of a log is damaged; the file was not touched.

    Args:
        path: The file.
        line: 1-based number of the first bad line.
        reason: What is wrong with it.
    """

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}, line {line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


class AttemptStore(Protocol):
    """The one door to stored attempts."""

    async def create(self, attempt: str, *, owner: str, seat: str) -> Lease:
        """Make an empty attempt and hold it. StoreFull, StoreReadOnly, StoreError."""
        ...

    async def open(
        self, attempt: str, *, owner: str, seat: str, take_over: bool = False
    ) -> tuple[Lease, Head]:
        """Take the lease and verify the chain.

        Raises NoSuchAttempt, Corrupt, and HeldElsewhere when a living program holds
        it and `take_over` is not set. A sealed attempt can be opened (to read).
        """
        ...

    async def append(
        self,
        lease: Lease,
        expected_seq: int,
        events: Sequence[NewEvent],
        *,
        durability: Durability = "local",
        timeout: float = 5.0,
    ) -> Receipt:
        """Write all or none behind event `expected_seq`, durable here when it returns.

        The same ids again return the earlier receipt. Raises Conflict, LeaseLost,
        Sealed, StoreFull, StoreReadOnly, StoreBroken.

        Args:
            durability: How far they should have come; the receipt says how far they have.
                A centre that does not answer is no error: the exam goes on without it.
            timeout: Seconds to wait for the centre once they are durable here.
        """
        ...

    def read(self, attempt: str, after: int = 0) -> AsyncIterator[Event]:
        """The events in order, from the one behind `after`. Needs no lease."""
        ...

    def watch(
        self, exam: str, cursor: Cursor | None = None
    ) -> AsyncGenerator[tuple[Cursor, Event], None]:
        """The events of all attempts of an exam: those that are there, then those to come.

        For boards, reports and whatever must follow a whole room: one watch looks after
        every attempt together, so that nobody has to ask about each. In order within an
        attempt, each at least once; with the cursor that came beside an event a later
        watch, in another program too, goes on behind it. It never ends by itself; close
        it with `aclose`. An event may be seen a moment before it is durable; one that
        then could not be made so comes again. A damaged attempt is passed over.

        Args:
            exam: The id its `started` events carry as `blueprint`; "" for every exam.
            cursor: Where an earlier watch was; None from the beginning.
        """
        ...

    async def head(self, attempt: str) -> Head:
        """The end of the log as it is now."""
        ...

    async def holder(self, attempt: str) -> Lease | None:
        """Who holds it now, or None. Asking often costs its own holder next to nothing."""
        ...

    async def release(self, lease: Lease) -> None:
        """Give the lease back. Doing so twice, or with a stale lease, is no error."""
        ...

    async def put_artifact(self, attempt: str, name: str, data: bytes) -> ArtifactRef:
        """Store bytes durably, before any event names them."""
        ...

    async def get_artifact(self, attempt: str, sha256: str) -> bytes:
        """The bytes, checked against their digest. KeyError when there are none."""
        ...

    async def order(self, attempt: str, order: Order) -> None:
        """Leave an order for whoever holds the attempt, or opens it next; durable.

        Raises NoSuchAttempt, Sealed, StoreFull, StoreReadOnly; ValueError for a bad one.
        """
        ...

    async def orders(self, attempt: str) -> list[Order]:
        """Orders that nobody has carried out yet, oldest first. NoSuchAttempt.

        Asking often costs next to nothing while there are none.
        """
        ...

    async def carried_out(self, attempt: str, order: str) -> None:
        """Forget an order that has become an event. Doing so twice is no error."""
        ...

    async def seal(self, lease: Lease) -> Head:
        """Sign the head with the installation's key; nothing is appended afterwards."""
        ...

    async def summarize(self, summary: AttemptSummary) -> None:
        """Put or replace the index entry of an attempt."""
        ...

    async def summaries(self) -> list[AttemptSummary]:
        """All index entries, newest first."""
        ...

    async def health(self) -> Health:
        """Whether an exam can be started here."""
        ...
