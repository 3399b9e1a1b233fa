"""What an organiser orders for an attempt that a candidate's program holds.

Only the holder writes to a log. An order is therefore left beside it, one durable file
each, and becomes an event when the holder, or whoever opens the attempt next, finds it.
The order's id is the event's id, so that no crash in between carries it out twice.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from pathlib import Path
from typing import Any

from .chain import canonical, plain
from .disk import Disk, store_error
from .ledger import LOG_NAME, is_sealed
from .protocol import NoSuchAttempt, Order, Sealed

FOLDER = "orders"
_LARGEST = 64 << 10
_LATEST = 1e11
_REMEMBERED = 4096
_TICK = 2_000_000_000  # ns: as coarse as some file systems count
_ID = re.compile(r"[0-9a-f]{16,64}")
_NAME = re.compile(r"[0-9]{17}-([0-9a-f]{16,64})\.json")


def leave(folder: Path, order: Order, disk: Disk) -> None:
    """Leave an order, durably. NoSuchAttempt, Sealed, StoreError; ValueError for a bad one."""
    if not _ID.fullmatch(order.id) or not order.kind or not 0 <= order.given < _LATEST:
        raise ValueError("an order needs an id, a kind and a time")
    said = {"id": order.id, "kind": order.kind, "data": plain(order.data), "given": order.given}
    data = canonical(said)
    if len(data) > _LARGEST:
        raise ValueError("the order is too long")
    if is_sealed(folder):
        raise Sealed(folder.name)
    place = folder / FOLDER
    try:
        disk.make_folder(place)
        disk.put_file(place / _file_name(order), data)
    except OSError as error:
        raise store_error(error) from error


def waiting(folder: Path) -> list[Order]:
    """Orders nobody has carried out yet, oldest first; files that are none are passed over.

    NoSuchAttempt when the attempt is not (or no longer) there, StoreError.
    """
    try:
        names = sorted(path.name for path in (folder / FOLDER).iterdir())
    except FileNotFoundError:
        names = []
    except OSError as error:
        raise store_error(error) from error
    if not (folder / LOG_NAME).is_file():
        raise NoSuchAttempt(folder.name)
    found = (_read(folder / FOLDER / name) for name in names if is_order_name(name))
    return [order for order in found if order is not None]


def take_away(folder: Path, order: str, disk: Disk) -> None:
    """Forget an order that has become an event; doing so twice is no error. StoreError."""
    place = folder / FOLDER
    try:
        for path in place.glob(f"*-{order}.json") if _ID.fullmatch(order) else ():
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
        if place.is_dir():
            disk.sync_folder(place)
    except OSError as error:
        raise store_error(error) from error


def is_order_name(name: str) -> bool:
    """Whether a file of that name can be an order."""
    return _NAME.fullmatch(name) is not None


class Unordered:
    """Remembers in which attempts there was no order, so that looking again costs two stats.

    A folder's time changes with every file that comes or goes. It is only relied on when it
    is old enough that a further change could not bear the same time.
    """

    def __init__(self) -> None:
        self._empty: dict[str, int] = {}  # attempt -> time of its folder of orders when empty

    def still(self, folder: Path) -> bool:
        """Whether the attempt stands there with as few orders as when it was last looked at."""
        known = self._empty.get(folder.name)
        if known is None:
            return False
        try:
            os.stat(folder / LOG_NAME)
        except OSError:
            return False
        return _changed(folder) == known

    def look(self, folder: Path) -> list[Order]:
        """As `waiting`, and remembered."""
        before = _changed(folder)
        found = waiting(folder)
        if len(self._empty) >= _REMEMBERED:
            self._empty.clear()
        if not found and before is not None and abs(time.time_ns() - before) > _TICK:
            self._empty[folder.name] = before
        else:
            self._empty.pop(folder.name, None)
        return found


def _changed(folder: Path) -> int | None:
    """When orders came or went last; 0 when there never was one, None when nobody can say."""
    try:
        return os.stat(folder / FOLDER).st_mtime_ns
    except FileNotFoundError:
        return 0
    except OSError:
        return None


def _file_name(order: Order) -> str:
    return f"{int(order.given * 1_000_000):017d}-{order.id}.json"


def _read(path: Path) -> Order | None:
    """The order of a file; None when it is gone or is none."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        said: Any = json.loads(path.read_bytes())
        order = Order(said["id"], said["kind"], plain(said["data"]), said["given"])
    except FileNotFoundError:
        return None
    except OSError as error:
        raise store_error(error) from error
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    texts = isinstance(order.id, str) and isinstance(order.kind, str)
    if not isinstance(order.given, int | float) or not 0 <= order.given < _LATEST:
        return None
    if not texts or not isinstance(order.data, dict) or not path.name.endswith(f"-{order.id}.json"):
        return None
    return order
