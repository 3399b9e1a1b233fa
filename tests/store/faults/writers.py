"""Programs that write to a store until they are killed, and say what was acknowledged.

They are forked, not started, so that a thousand of them take a minute. The parent must
run no threads. Each acknowledgement is one line on a pipe, written after the store has
answered: `event ATTEMPT SEQ HASH`, `file ATTEMPT SHA256` or `seal ATTEMPT SEQ HASH`.
"""

from __future__ import annotations

import asyncio
import os
import random
import select
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from tui_exam.store import TinyAttemptStore
from tui_exam.store.protocol import HeldElsewhere, Lease, LeaseLost, NewEvent, NoSuchAttempt

from ..tools import SMALL, happened

Say = Callable[[str], None]
Writer = Callable[[TinyAttemptStore, str, Say], Awaitable[None]]


async def _held(store: TinyAttemptStore, attempt: str) -> tuple[Lease, int]:
    """The attempt, made when it is not there; never by taking over: the dead hold nothing."""
    owner = str(os.getpid())
    try:
        lease, head = await store.open(attempt, owner=owner, seat="writer")
    except NoSuchAttempt:
        return await store.create(attempt, owner=owner, seat="writer"), 0
    return lease, head.seq


def _new(length: int = 40) -> NewEvent:
    event = happened(1, text="Đ" * length)
    return NewEvent(event.kind, event.data, event.wall, event.mono, event.boot, os.urandom(8).hex())


async def single(store: TinyAttemptStore, attempt: str, say: Say) -> None:
    """One small event after the other."""
    lease, seq = await _held(store, attempt)
    while True:
        receipt = await store.append(lease, seq, [_new()])
        seq = receipt.seq
        say(f"event {attempt} {receipt.seq} {receipt.hash}")


async def batch(store: TinyAttemptStore, attempt: str, say: Say) -> None:
    """Several events together, and long ones: lines that span many disk blocks."""
    lease, seq = await _held(store, attempt)
    while True:
        receipt = await store.append(lease, seq, [_new(random.randrange(9000)) for _ in range(5)])
        seq = receipt.seq
        say(f"event {attempt} {receipt.seq} {receipt.hash}")


async def files(store: TinyAttemptStore, attempt: str, say: Say) -> None:
    """A file, then the event that names it."""
    lease, seq = await _held(store, attempt)
    while True:
        ref = await store.put_artifact(attempt, "a.pdf", os.urandom(20_000))
        say(f"file {attempt} {ref.sha256}")
        receipt = await store.append(lease, seq, [happened_with(ref.sha256)])
        seq = receipt.seq
        say(f"event {attempt} {receipt.seq} {receipt.hash}")


def happened_with(digest: str) -> NewEvent:
    """An event that names a file."""
    event = _new()
    data = {"artifact": digest}
    return NewEvent("draft_signed", data, event.wall, event.mono, event.boot, event.id)


async def coming_and_going(store: TinyAttemptStore, attempt: str, say: Say) -> None:
    """Open, write two events, give back; again and again."""
    while True:
        lease, seq = await _held(store, attempt)
        for _ in range(2):
            receipt = await store.append(lease, seq, [_new()])
            seq = receipt.seq
            say(f"event {attempt} {receipt.seq} {receipt.hash}")
        await store.release(lease)


async def whole_attempts(store: TinyAttemptStore, attempt: str, say: Say) -> None:
    """Make an attempt, write three events, seal it; then the next one."""
    while True:
        name = f"{attempt}-{os.urandom(6).hex()}"
        lease, seq = await _held(store, name)
        for _ in range(3):
            receipt = await store.append(lease, seq, [_new()])
            seq = receipt.seq
            say(f"event {name} {receipt.seq} {receipt.hash}")
        head = await store.seal(lease)
        say(f"seal {name} {head.seq} {head.hash}")


async def fight(store: TinyAttemptStore, attempt: str, say: Say) -> None:
    """Take the attempt from whoever has it, write until it is taken away, take it back."""
    while True:
        lease, head = await store.open(attempt, owner=str(os.getpid()), seat="x", take_over=True)
        seq = head.seq
        try:
            while True:
                receipt = await store.append(lease, seq, [_new()])
                seq = receipt.seq
                say(f"event {attempt} {receipt.seq} {receipt.hash}")
        except LeaseLost:
            await asyncio.sleep(random.random() * 0.02)


async def polite(store: TinyAttemptStore, attempt: str, say: Say) -> None:
    """Wait until nobody holds the attempt, write a few events, give it back."""
    while True:
        try:
            lease, seq = await _held(store, attempt)
        except HeldElsewhere:
            await asyncio.sleep(0.002)
            continue
        for _ in range(3):
            receipt = await store.append(lease, seq, [_new()])
            seq = receipt.seq
            say(f"event {attempt} {receipt.seq} {receipt.hash}")
        await store.release(lease)
        await asyncio.sleep(0.002)


KINDS: tuple[Writer, ...] = (single, batch, files, coming_and_going, whole_attempts)


class Forked:
    """A writer in a process of its own.

    Attributes:
        pid: The process.
    """

    def __init__(self, writer: Writer, root: Path, attempt: str) -> None:
        self._out, into = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._out)
            _write_on(writer, root, attempt, into)
        os.close(into)

    def spoke(self, seconds: float = 0.0) -> bool:
        """Whether it has acknowledged anything, waiting up to `seconds` for it."""
        return bool(select.select([self._out], [], [], seconds)[0])

    def kill(self) -> tuple[list[str], str]:
        """Kill it as `kill -9` does; what it had acknowledged, and how it failed before that."""
        os.kill(self.pid, signal.SIGKILL)
        said = b""
        while part := os.read(self._out, 1 << 16):
            said += part
        os.close(self._out)
        _, status = os.waitpid(self.pid, 0)
        lines = said.decode().split("\n")[:-1]
        failed = [line for line in lines if line.startswith("failed ")]
        if not failed and not os.WIFSIGNALED(status):
            failed = [f"failed: ended with {status}"]
        return [line for line in lines if not line.startswith("failed ")], "; ".join(failed)


def _write_on(writer: Writer, root: Path, attempt: str, into: int) -> None:
    """The child: never returns."""

    def say(line: str) -> None:
        os.write(into, f"{line}\n".encode())

    try:
        random.seed(os.getpid())
        asyncio.run(writer(TinyAttemptStore(root, **SMALL), attempt, say))
    except BaseException as error:
        say(f"failed {type(error).__name__}: {error}".replace("\n", " "))
        time.sleep(60)  # until the parent asks
    finally:
        os._exit(1)
