"""A bound on the processor time of work that is done by somebody else's code.

A file can be made so that reading it takes a library hours. Wall time would be no fair
bound: when a whole room hands in at once, honest files wait too. So the working
thread's own processor time is watched, from a second thread.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STEP = 0.1  # seconds between two looks
WALL_FACTOR = 8  # where a thread's processor time cannot be read, that much wall time


class OutOfTime(BaseException):
    """The work was stopped. Not an Exception, so that no library catches it on its way."""


@contextmanager
def processor_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in this thread when the block takes more processor time than that.

    It can interrupt Python code only, between two of its instructions.
    """
    thread = threading.get_ident()
    spent = _clock(thread)
    limit = spent() + seconds
    over = threading.Event()
    deciding = threading.Lock()

    def watch() -> None:
        # Again and again: an exception that arrives within a finalizer gets lost there.
        while not over.wait(STEP):
            with deciding:
                if spent() >= limit and not over.is_set():
                    _raise_in(thread, OutOfTime)

    threading.Thread(target=watch, name="processor-limit", daemon=True).start()
    try:
        yield
    finally:
        try:
            over.set()
            with deciding:  # whoever was about to send has sent by now
                _let_it_arrive()
        except OutOfTime:  # on the very doorstep
            over.set()
            raise


def _clock(thread: int) -> Callable[[], float]:
    """The processor time of a thread, in seconds."""
    if hasattr(time, "pthread_getcpuclockid"):
        clock = time.pthread_getcpuclockid(thread)
        return lambda: time.clock_gettime(clock)
    return lambda: time.monotonic() / WALL_FACTOR


def _raise_in(thread: int, exception: type[BaseException]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(exception))


def _let_it_arrive() -> None:
    """Pass the points at which an exception sent to this thread comes up.

    One that has not arrived must not be taken back: the interpreter then keeps looking for
    it at every instruction, for ever.
    """
    for _ in range(64):
        pass
