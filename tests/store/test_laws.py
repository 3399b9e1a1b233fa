"""Laws of the log under any sequence of what several programs may do to it."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tui_exam.store.attempt_log import AttemptLog
from tui_exam.store.disk import Disk
from tui_exam.store.ledger import read_ledger
from tui_exam.store.protocol import HeldElsewhere, LeaseLost, Receipt
from tui_exam.store.verify import verify

from .tools import happened

HOLDERS = range(3)
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["open", "take over", "append", "again", "release", "die", "tear"]),
        st.sampled_from(HOLDERS),
        st.integers(1, 3),
    ),
    max_size=25,
)


class NoWait(Disk):
    """Laws do not depend on syncs; the power cuts are tried elsewhere."""

    def sync(self, fd: int) -> None:
        """Nothing."""

    def sync_folder(self, folder: Path) -> None:
        """Nothing."""


@dataclass
class World:
    """Programs that share a log, and what the store has promised them."""

    folder: Path
    logs: dict[int, AttemptLog] = field(default_factory=dict)
    newest: int | None = None  # who must be able to write
    promised: list[str] = field(default_factory=list)  # hash of each acknowledged event
    last: tuple[int, int, Receipt] | None = None  # events, first number, receipt
    made: int = 0

    def open(self, who: int, take_over: bool) -> None:
        """Open, as the lease allows; the living holder is in the way unless overtaken."""
        free = self.newest is None
        try:
            log = AttemptLog.open(
                self.folder, f"{who}", f"seat {who}", 0.0, NoWait(), take_over=take_over
            )
        except HeldElsewhere:
            assert not free
            assert not take_over
            return
        assert free or take_over
        assert isinstance(log, AttemptLog)
        if who in self.logs:
            self.logs[who].close()
        self.logs[who], self.newest = log, who
        assert log.ledger.hashes == self.promised

    def append(self, who: int, count: int) -> None:
        """Append as whoever holds it, or be told that one does not."""
        events = [happened(self.made + n) for n in range(count)]
        try:
            receipt = self.logs[who].append(len(self.promised), events)
        except LeaseLost:
            assert who != self.newest
            return
        assert who == self.newest
        self.promised += self.logs[who].ledger.hashes[len(self.promised) :]
        self.last = (count, self.made, receipt)
        self.made += count
        assert receipt.seq == len(self.promised)

    def again(self, who: int) -> None:
        """Ask once more for what was acknowledged, as after a lost answer."""
        if self.last is None or who != self.newest:
            return
        count, first, receipt = self.last
        events = [happened(first + n) for n in range(count)]
        said = self.logs[who].append(0, events)
        assert (said.seq, said.hash, said.duplicate) == (receipt.seq, receipt.hash, True)

    def leave(self, who: int, politely: bool) -> None:
        """Give the lease back, or die."""
        log = self.logs.pop(who)
        if politely:
            log.release()
        else:
            log.close()
        if self.newest == who:
            self.newest = None

    def tear(self) -> None:
        """What a writer that died in the middle of a write leaves behind."""
        if self.newest is None and not self.logs:
            with open(self.folder / "events.log", "ab") as log:
                log.write(b'0badc0de {"events":{"' + os.urandom(3).hex().encode())


@settings(max_examples=40, deadline=None)
@given(DEEDS)
def test_no_order_of_events_loses_an_event_or_lets_two_write(
    deeds: list[tuple[str, int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "a-1")
        AttemptLog.create(world.folder, "0", "seat 0", 0.0, NoWait()).close()
        for deed, who, count in deeds:
            if deed in {"open", "take over"}:
                world.open(who, deed == "take over")
            elif deed == "tear":
                world.tear()
            elif who not in world.logs:
                continue
            elif deed == "append":
                world.append(who, count)
            elif deed == "again":
                world.again(who)
            else:
                world.leave(who, deed == "release")
            assert read_ledger(world.folder).hashes == world.promised
        assert verify(world.folder).ok
        for log in world.logs.values():
            log.close()
