"""What an organiser may order for a running attempt: more time, a pause, its end.

The reason and the name go into the attempt's record for good; they are cleaned here.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from ..store.protocol import Order
from ..vietnamese.text import clean

LONGEST = 12 * 3600.0
"""Seconds that can be added at once."""
_TEXT = 200
_DURATION = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})(?:m|p))?(?:(\d{1,5})s)?")
_ID = re.compile(r"[0-9A-Za-z_.-]{1,64}")
_KINDS = ("time_added", "paused", "unpaused")


class BadOrder(ValueError):
    """The order cannot be given; the message says why, in Vietnamese."""


def seconds_of(text: str) -> float:
    """Seconds of `10m`, `1h30m`, `90s`, or a bare number of minutes. BadOrder."""
    text = clean(text).strip().lower()
    found = _DURATION.fullmatch(f"{text}m" if text.isdecimal() and text.isascii() else text)
    if not text or found is None or not text.isascii():
        raise BadOrder(f"Không hiểu thời gian «{text[:20]}». Ghi như 10m, 1h30m hoặc 90s.")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = float(hours * 3600 + minutes * 60 + seconds)
    if not 0 < total <= LONGEST:
        raise BadOrder("Thời gian phải nhiều hơn 0 và không quá 12 giờ.")
    return total


def because(reason: str, by: str) -> dict[str, str]:
    """Reason and name as they are recorded. BadOrder when one is missing or too long."""
    said = {"reason": clean(reason).strip(), "by": clean(by).strip()}
    if not said["reason"]:
        raise BadOrder("Chưa ghi lý do (--reason).")
    if not said["by"]:
        raise BadOrder("Chưa ghi tên người quyết định (--by).")
    if any(len(text) > _TEXT for text in said.values()):
        raise BadOrder(f"Lý do và tên không quá {_TEXT} chữ.")
    return said


def add_time(seconds: float, reason: str, by: str, now: float) -> Order:
    """Give an attempt more time. BadOrder."""
    return _order("time_added", {"seconds": seconds, **because(reason, by)}, now)


def pause(reason: str, by: str, now: float) -> Order:
    """Stop an attempt's clock and its input. BadOrder."""
    return _order("paused", because(reason, by), now)


def go_on(reason: str, by: str, now: float) -> Order:
    """Let a paused attempt go on. BadOrder."""
    return _order("unpaused", because(reason, by), now)


def unlock_token(task: str, token: str, reason: str, by: str, now: float) -> Order:
    """Give a locked signing token of a task its tries back. BadOrder."""
    return _order("token_unlocked", {"task": task, "token": token, **because(reason, by)}, now)


def event_data(order: Order) -> Mapping[str, Any] | None:
    """The data of the event an order becomes; None for what nobody may order.

    What lies in a folder is not taken on trust: it is held to the same rules as a command.
    """
    data = order.data
    try:
        said: dict[str, Any] = {**because(data["reason"], data["by"]), "given": order.given}
        if order.kind == "time_added":
            seconds = float(data["seconds"])
            return {"seconds": seconds, **said} if 0 < seconds <= LONGEST else None
        if order.kind == "token_unlocked":
            task, token = data["task"], data["token"]
            named = _ID.fullmatch(task) and _ID.fullmatch(token)
            return {"task": task, "token": token, **said} if named else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return said if order.kind in _KINDS else None


def _order(kind: str, data: Mapping[str, Any], now: float) -> Order:
    return Order(secrets.token_hex(16), kind, data, now)
