"""Heavy work goes into one thread of the process, in the order of asking."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import threading
import time

import pytest

from mock_office.signing.background import in_background
from tests.signing.conftest import Office
from tests.signing.samples import AGENCY, NOW, draft


async def test_all_of_it_is_done_in_one_thread_that_is_not_the_loops() -> None:
    seen = await asyncio.gather(*(in_background(threading.get_ident) for _ in range(20)))
    assert len(set(seen)) == 1
    assert seen[0] != threading.get_ident()


async def test_it_is_done_in_the_order_of_asking_and_the_loop_goes_on() -> None:
    order: list[int] = []

    def work(number: int) -> None:
        time.sleep(0.005)
        order.append(number)

    turns = 0
    asked = asyncio.gather(*(in_background(work, n) for n in range(10)))
    while not asked.done():
        await asyncio.sleep(0.002)
        turns += 1
    await asked
    assert order == list(range(10))
    assert turns >= 5


async def test_errors_and_the_context_of_the_asker_come_through() -> None:
    who = contextvars.ContextVar("who", default="nobody")
    who.set("an")
    assert await in_background(who.get) == "an"
    with pytest.raises(ZeroDivisionError):
        await in_background(lambda: 1 // 0)


def test_what_signing_and_checking_leave_behind_needs_no_long_collection(office: Office) -> None:
    from mock_office.signing.typeset import typeset

    office.judge(office.two)
    typeset(draft(), AGENCY, when=NOW)
    gc.collect()
    gc.disable()
    try:
        office.seal(office.sign(office.draft))
        assert gc.collect() < 200
        assert office.judge(office.two).ok
        assert gc.collect() < 2000  # twenty times as many objects are read
        typeset(draft(), AGENCY, when=NOW)
        assert gc.collect() < 1000
    finally:
        gc.enable()
