"""A holder that is stopped, not dead, in the middle of a write: it can be overtaken."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tui_exam.store import TinyAttemptStore
from tui_exam.store.disk import Disk
from tui_exam.store.protocol import HeldElsewhere
from tui_exam.store.verify import verify

from .tools import SMALL, all_of, happened

ROOT = Path(__file__).parents[2]
HOLDER = """
import asyncio, os, signal, sys, time
from pathlib import Path
from tests.store.tools import SMALL, happened
from tui_exam.store import TinyAttemptStore
from tui_exam.store.disk import Disk
from tui_exam.store.protocol import LeaseLost, StoreBroken

class Stopping(Disk):
    armed = False
    def sync(self, fd):
        if self.armed:
            self.armed = False
            os.kill(os.getpid(), signal.SIGSTOP)
            time.sleep(0.2)  # the stop reaches this thread while it sleeps
        super().sync(fd)

async def hold():
    disk = Stopping()
    store = TinyAttemptStore(Path(sys.argv[1]), **SMALL, disk=disk)
    lease = await store.create("a-1", owner="one", seat="tty1")
    await store.append(lease, 0, [happened(1)])
    print("held", flush=True)
    disk.armed = True
    for _ in range(2):
        try:
            await store.append(lease, 1, [happened(2)])
            print("acknowledged", flush=True)
        except StoreBroken:
            print("StoreBroken", flush=True)
        except LeaseLost as lost:
            print("LeaseLost", lost.holder.seat, flush=True)

asyncio.run(hold())
"""


class Impatient(Disk):
    """Does not wait ten seconds for a write of another program."""

    patience = 0.3


async def test_who_is_stopped_in_the_middle_of_a_write_is_overtaken_and_learns_it(
    tmp_path: Path,
) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        os.waitid(os.P_PID, holder.pid, os.WSTOPPED | os.WNOWAIT)
        store = TinyAttemptStore(tmp_path, **SMALL, disk=Impatient())
        began = time.monotonic()
        lease, head = await store.open("a-1", owner="two", seat="tty2", take_over=True)
        assert time.monotonic() - began < 5
        assert head.seq in {1, 2}  # what was written, but not yet answered for, may be there
        receipt = await store.append(lease, head.seq, [happened(9)])
        holder.send_signal(signal.SIGCONT)
        said, _ = holder.communicate(timeout=20)
        assert said == "StoreBroken\nLeaseLost tty2\n"
        events = await all_of(store.read("a-1"))
        assert (events[-1].seq, events[-1].seat) == (receipt.seq, "tty2")
        await store.append(lease, receipt.seq, [happened(10)])
        await store.close()
        assert verify(tmp_path / "attempts" / "a-1").ok
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()


async def test_who_does_not_ask_to_take_over_is_told_of_the_holder(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        os.waitid(os.P_PID, holder.pid, os.WSTOPPED | os.WNOWAIT)
        store = TinyAttemptStore(tmp_path, **SMALL, disk=Impatient())
        with pytest.raises(HeldElsewhere, match="tty1"):
            await store.open("a-1", owner="two", seat="tty2")
        await store.close()
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
