"""One exam room for all tests of the host; each puts a store of its own into it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from tui_exam.host.apps.environment import scrub

scrub(os.environ)

from tui_exam.sitting.clock import SystemClock  # noqa: E402
from tui_exam.sitting.records import Records  # noqa: E402
from tui_exam.sitting.room import Room, open_room  # noqa: E402
from tui_exam.store import TinyAttemptStore  # noqa: E402


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """The shipped bank and blueprint, read once."""
    folder: Path = tmp_path_factory.mktemp("nobody")
    store = TinyAttemptStore(folder, reserve_bytes=1 << 16, low_water_bytes=1 << 16)
    records = Records(store, SystemClock.read(), "")
    return asyncio.run(open_room(records, program="0.0.test"))
