"""The host's log: one JSON object a line. Who, when, from where; never what was answered."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable
from typing import TextIO

from textual.worker import WorkerFailed

from ..vietnamese.text import clean

_LONG = 200


class Journal:
    """Writes entries to a stream the service manager keeps.

    Args:
        out: Where lines go, normally the standard error stream.
        source: Which process speaks, e.g. "worker 1".
        wall: Seconds since the epoch.
    """

    def __init__(self, out: TextIO, source: str, wall: Callable[[], float] = time.time) -> None:
        self._out = out
        self._source = source
        self._wall = wall

    def say(self, what: str, **facts: str | int | float | bool) -> None:
        """Write one entry. Texts from outside are cleaned and cut."""
        entry: dict[str, object] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._wall())),
            "from": self._source,
            "what": what,
        }
        for name, value in facts.items():
            entry[name] = clean(value)[:_LONG] if isinstance(value, str) else value
        try:
            self._out.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self._out.flush()
        except (OSError, ValueError):
            return  # a full disk or a closed pipe must not end an exam

    def failed(self, what: str, error: BaseException, **facts: str | int | float | bool) -> None:
        """Write that something raised: the kind and the places in the code, no values.

        Of a task that failed inside an app, it is what the task raised that tells anything.
        """
        if isinstance(error, WorkerFailed):
            error = error.error
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        where = " < ".join(
            f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
            for frame in reversed(frames)
        )
        self.say(what, error=type(error).__name__, where=where, **facts)
