"""TinyDB's store against the conformance suite, every promise of the protocol."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tui_exam.store import TinyAttemptStore

from .conformance import StoreConformance
from .tools import SMALL


class TestTinyAttemptStore(StoreConformance):
    """The embedded store; each store is one more program on the same folder."""

    @pytest.fixture
    async def new_store(self, tmp_path: Path) -> AsyncIterator[Callable[[], TinyAttemptStore]]:
        """Stores over one folder, closed at the end."""
        stores: list[TinyAttemptStore] = []

        def another() -> TinyAttemptStore:
            stores.append(TinyAttemptStore(tmp_path / "data", **SMALL, watch_every=0.02))
            return stores[-1]

        yield another
        for store in stores:
            await store.close()
