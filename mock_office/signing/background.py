"""The one thread of a process in which signing, typesetting and checking are done.

Such work is pure computation under the interpreter's lock. Several threads of it would not
be faster, and an event loop would wait for each of them in turn before it could go on;
beside one it waits a few milliseconds, however many people sign at the same time.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_background(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What `work` gives, done in this process's thread for it; in the order of asking."""
    call = partial(contextvars.copy_context().run, partial(work, *args, **named))
    return await asyncio.get_running_loop().run_in_executor(_thread(os.getpid()), call)


@cache
def _thread(process: int) -> ThreadPoolExecutor:
    """A thread does not come along when a process is forked, so each has its own."""
    return ThreadPoolExecutor(1, thread_name_prefix=f"signing-{process}")
