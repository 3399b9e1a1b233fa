"""How long an event loop is kept waiting while a process signs and checks its first file.

    python -m tests.signing.loop_gap

Everything heavy runs in worker threads, the loading of libraries included; what is left is
the interpreter's lock, which changes hands every few milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from tui_exam.sitting.candidate import Candidate
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.office import Office
from tui_exam.sitting.records import Records
from tui_exam.sitting.room import open_room
from tui_exam.store import TinyAttemptStore

STEP = 0.001
PART = "signing"
WHO = Candidate("CT001", "Nguyễn Văn An", "UBND phường Hương Tràm")


class Watch:
    """The longest gap between two turns of the loop, in milliseconds, by phase."""

    def __init__(self) -> None:
        self.worst: dict[str, float] = {}
        self.phase = ""
        self._task = asyncio.ensure_future(self._run())

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        last = loop.time()
        while True:
            await asyncio.sleep(STEP)
            now = loop.time()
            gap = (now - last - STEP) * 1000
            self.worst[self.phase] = round(max(self.worst.get(self.phase, 0.0), gap), 1)
            last = now

    def stop(self) -> None:
        """Look no more."""
        self._task.cancel()


async def measure(folder: Path) -> dict[str, float]:
    """The worst gap of each phase of the first signing in this process."""
    store = TinyAttemptStore(folder, reserve_bytes=4096, low_water_bytes=0)
    room = await open_room(Records(store, ManualClock(), "máy 1"), program="loop")
    exam = await room.begin(WHO, seed="loop")
    office, task = Office(exam), exam.tasks[PART]
    draft = task.desk.drafts[0].id
    watch = Watch()
    watch.phase = "idle"
    await asyncio.sleep(0.2)
    watch.phase = "keys and typesetting"
    await office.prepare(PART)
    watch.phase = "PIN"
    key: Any = await office.unlock(PART, task.signer_token, task.pins[task.signer_token])
    watch.phase = "signing"
    await office.sign(PART, draft, key)
    watch.phase = "checking"
    await office.verdict(PART, draft)
    watch.stop()
    await store.close()
    return watch.worst


def main() -> None:
    """Print the worst gaps as one JSON object, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asyncio.run(measure(Path(folder)))))


if __name__ == "__main__":
    main()
