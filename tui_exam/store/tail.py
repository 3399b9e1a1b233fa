"""Following the logs of a whole room: what has been added since the last look.

One look costs a stat of the folder and one of each log that can still grow, and reads
only what is new; sealed attempts and those of other exams cost nothing any more.
Everything here blocks, and reads without a lock.
"""

from __future__ import annotations

import os
import time
from collections import ChainMap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .chain import event
from .disk import store_error
from .ledger import EVENTS, LOG_NAME, SEAL
from .lines import Tables, unpack
from .logfile import read_all
from .protocol import Cursor, Event
from .summary import EXAM, STARTED

_TICK = 2_000_000_000
"""Nanoseconds: a folder changed so short a time before it was listed may have been changed
once more under the same time, as coarse as some file systems count."""

_SEAL_BYTES = 4096  # a seal is shorter


@dataclass(slots=True)
class _Place:
    """How far one log has been read."""

    name: str
    path: str
    offset: int = 0  # behind the last whole line that was read
    size: int = -1  # of the file at the last look
    seq: int = 0  # of the last event that was read
    hash: str = ""
    exam: str | None = None  # None as long as its first event is not there
    read_before: bool = False
    over: bool = False  # sealed, or of another exam: nothing more will be wanted of it


class Tail:
    """Where a watch is in each log of a data folder.

    Args:
        attempts: The folder of attempts; need not be there yet.
        exam: Whose events are wanted; "" for all.
        cursor: Where an earlier watch was.
    """

    def __init__(self, attempts: Path, exam: str, cursor: Cursor | None) -> None:
        self._attempts = str(attempts)
        self._exam = exam
        self._seen = dict(cursor.seen) if cursor else {}
        self._places: dict[str, _Place] = {}
        self._listed = -1

    def look(self) -> Iterator[tuple[Cursor, Event]]:
        """What is new. StoreError when the folder cannot be read."""
        self._list()
        for place in list(self._places.values()):
            if not place.over:
                yield from self._wanted(place)

    def _list(self) -> None:
        """Take in attempts that have come, if the folder has changed."""
        try:
            changed = os.stat(self._attempts).st_mtime_ns
            if changed == self._listed:
                return
            names = sorted(os.listdir(self._attempts))
        except FileNotFoundError:
            return
        except OSError as error:
            raise store_error(error) from error
        for name in names:
            if name not in self._places:
                path = os.path.join(self._attempts, name, LOG_NAME)
                self._places[name] = _Place(name, path)
        self._listed = changed if abs(time.time_ns() - changed) > _TICK else -1

    def _wanted(self, place: _Place) -> Iterator[tuple[Cursor, Event]]:
        if not place.read_before and _is_sealed_at(place.path, self._seen.get(place.name, 0)):
            place.over = True
            return
        new = _new(place)
        if place.exam is None:
            place.exam = next((_exam_of(one) for one in new if one.kind == STARTED), None)
            if place.exam is None:
                # Nobody can say yet whether it is wanted: read again when it has grown.
                place.offset, place.seq, place.hash = 0, 0, ""
                return
        if self._exam not in ("", place.exam):
            place.over = True
            return
        if new and new[0].seq == 1 and place.read_before:
            self._seen.pop(place.name, None)  # what was seen is not what stands there now
        place.read_before = True
        before = dict(self._seen)
        for one in new:
            if one.seq > before.get(place.name, 0):
                self._seen[place.name] = one.seq
                yield Cursor(ChainMap({place.name: one.seq}, before)), one


def _is_sealed_at(path: str, seen: int) -> bool:
    """Whether a log is sealed and all of it was seen; its last line tells, the rest is not read."""
    if not seen:
        return False
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            end = read_all(fd, max(0, os.fstat(fd).st_size - _SEAL_BYTES))
        finally:
            os.close(fd)
        seal = unpack(end[end.rfind(b"\n", 0, len(end) - 1) + 1 : -1]).get(SEAL, {}).get("1")
        return seal is not None and int(seal["events"]) <= seen
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _new(place: _Place) -> list[Event]:
    """The events behind where one was; none from a log that cannot be read just now."""
    try:
        size = os.stat(place.path).st_size
        if size == place.size:
            return []
        fd = os.open(place.path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return []
    try:
        events = _read(fd, place)
    except OSError:
        return []
    except ValueError:
        events = []  # damaged: not looked at again before it has changed
    finally:
        os.close(fd)
    place.size = size
    return events


def _read(fd: int, place: _Place) -> list[Event]:
    """Read on; from the beginning when what was read does not stand there any more."""
    if place.offset:
        try:
            return _read_on(fd, place)
        except ValueError:
            place.offset, place.seq, place.hash = 0, 0, ""
    return _read_on(fd, place)


def _read_on(fd: int, place: _Place) -> list[Event]:
    """Whole lines from the offset on. ValueError for one that cannot stand there."""
    data = read_all(fd, place.offset)
    if not data and os.fstat(fd).st_size < place.offset:
        raise ValueError("shorter than it was")
    offset, seq, last = place.offset, place.seq, place.hash
    events: list[Event] = []
    over = False
    start = 0
    while (stop := data.find(b"\n", start)) >= 0:
        change = unpack(data[start:stop])
        for one in _events(change):
            if one.seq != seq + 1 or (seq and one.prev != last):
                raise ValueError("not the next event")
            seq, last = one.seq, one.hash
            events.append(one)
        over = SEAL in change
        start = stop + 1
    place.offset, place.seq, place.hash, place.over = offset + start, seq, last, over
    return events


def _events(change: Tables) -> Iterator[Event]:
    for key, row in change.get(EVENTS, {}).items():
        yield event(int(key), row or {})


def _exam_of(started: Event) -> str:
    exam = started.data.get(EXAM)
    return exam if isinstance(exam, str) else ""
