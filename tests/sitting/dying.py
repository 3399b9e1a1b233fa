"""A program that sits an exam and is killed at a given place of its end.

`python -m tests.sitting.dying PLACE FOLDER` prints the attempt's id, then dies by SIGKILL.
Places: `closed` (nothing is marked yet), `result` (the result lies there, no event names
it), `marked` (not sealed yet), `seal` (the public key lies there, the seal does not).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from tests.rooms import WHO, content
from tui_exam.sitting.clock import SystemClock
from tui_exam.sitting.finish import close, mark_and_seal
from tui_exam.sitting.room import Room
from tui_exam.store import TinyAttemptStore
from tui_exam.store.attempt_log import AttemptLog
from tui_exam.store.protocol import ArtifactRef, Head, Lease

PLACES = ("closed", "result", "marked", "seal")


def die() -> NoReturn:
    """As a power cut ends a program: at once."""
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


class Dying(TinyAttemptStore):
    """The real store, up to one place."""

    place = ""

    async def put_artifact(self, attempt: str, name: str, data: bytes) -> ArtifactRef:
        if name == "result" and self.place == "closed":
            die()
        kept = await super().put_artifact(attempt, name, data)
        if name == "result" and self.place == "result":
            die()
        return kept

    async def seal(self, lease: Lease) -> Head:
        if self.place == "marked":
            die()
        return await super().seal(lease)


async def sit(place: str, folder: Path) -> None:
    """Answer every question rightly, hand in, die."""
    store = Dying(folder, reserve_bytes=4096, low_water_bytes=0)
    store.place = place
    bank, blueprint = content()
    exam = await Room(store, SystemClock.read(), "máy 1", bank, blueprint, "test").begin(WHO)
    for question in exam.paper.questions:
        answer = list(exam.items[question.item].keys)
        await exam.sitting.record("answered", {"item": question.item, "answer": answer})
    print(exam.sitting.attempt.id, flush=True)
    if place == "seal":
        AttemptLog.seal = lambda *_: die()  # type: ignore[method-assign]
    await close(exam, "handed_in")
    await mark_and_seal(exam)


if __name__ == "__main__":
    asyncio.run(sit(sys.argv[1], Path(sys.argv[2])))
