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
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class NotDone(OSError):
    """The background broke down or cannot be reached; the work may be asked for again."""


class Background(Protocol):
    """Where heavy work is done while the event loop goes on.

    It may be another process: work is a function that a module has under its name, or a method
    of a value, and it, what it is given and what it gives can be pickled.
    """

    async def __call__(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What `work` gives; raises what it raises, and NotDone."""
        ...


async def in_background(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What `work` gives, done in this process's thread for it; in the order of asking."""
    call = partial(contextvars.copy_context().run, partial(work, *args, **named))
    return await asyncio.get_running_loop().run_in_executor(_thread(os.getpid()), call)


@cache
def _thread(process: int) -> ThreadPoolExecutor:
    """A thread does not come along when a process is forked, so each has its own."""
    return ThreadPoolExecutor(1, thread_name_prefix=f"signing-{process}")
