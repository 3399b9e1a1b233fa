"""What lies in the folder of orders besides orders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tui_exam.store import TinyAttemptStore
from tui_exam.store.protocol import NoSuchAttempt, Order

from .tools import SMALL

GOOD = {"id": "a" * 32, "kind": "paused", "data": {}, "given": 10.0}
NAME = f"{10_000_000:017d}-{'a' * 32}.json"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (NAME, b""),
        (NAME, b"\xff\xfe"),
        (NAME, b"[" * 50_000),
        (NAME, b"[]"),
        (NAME, json.dumps({**GOOD, "data": []}).encode()),
        (NAME, json.dumps({**GOOD, "id": 7}).encode()),
        (NAME, json.dumps({**GOOD, "given": "soon"}).encode()),
        (NAME, json.dumps({**GOOD, "given": 1e999}).encode()),
        (NAME, json.dumps({**GOOD, "kind": "x" * 70_000}).encode()),
        (f"{10_000_000:017d}-{'c' * 32}.json", json.dumps(GOOD).encode()),
        ("notes.txt", json.dumps(GOOD).encode()),
    ],
)
async def test_what_is_no_order_is_passed_over(tmp_path: Path, name: str, content: bytes) -> None:
    store = TinyAttemptStore(tmp_path, **SMALL)
    await store.create("a", owner="o", seat="s")
    good = Order("b" * 32, "paused", {"by": "Bình"}, 20.0)
    await store.order("a", good)
    (tmp_path / "attempts" / "a" / "orders" / name).write_bytes(content)
    assert await store.orders("a") == [good]
    await store.close()


async def test_a_deleted_attempt_is_noticed_when_orders_are_looked_for(tmp_path: Path) -> None:
    store = TinyAttemptStore(tmp_path, **SMALL)
    await store.create("a", owner="o", seat="s")
    shutil.rmtree(tmp_path / "attempts" / "a")
    with pytest.raises(NoSuchAttempt):
        await store.orders("a")
    await store.close()
