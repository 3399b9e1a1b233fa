"""What the command `follow` shows: who sits just now, then what happens, line by line."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from .sitting.finish import TIME
from .sitting.history import span
from .sitting.records import DRILL_LOG, Records
from .sitting.report import points
from .store.personal import read_card
from .store.protocol import Cursor, Event, StoreError
from .vietnamese.text import clean
from .vntime import clock_time, day_time

QUIET = 0.5  # seconds: shorter than the pause between two looks of a watch
FIRST = 5.0  # seconds the first look at a large folder may take
TRIES = 3
_ALL = 1 << 50  # more events than any attempt has
Say = Callable[[str], None]
_Seen = tuple[Cursor, Event]


@dataclass
class _Sat:
    """One attempt as its events have shown it so far; times are wall times."""

    who: str
    started: float
    last: float = 0.0
    wrong: Counter[str] = field(default_factory=Counter)  # wrong PINs in a row, by token
    exam: bool = True
    over: bool = False


class Follower:
    """Follows every exam of a data folder.

    Args:
        records: What is sat here.
        say: Takes each line.
    """

    def __init__(self, records: Records, say: Say) -> None:
        self._store = records.store
        self._say = say
        self._sat: dict[str, _Sat] = {}
        self._live = False

    async def run(self, *, once: bool = False) -> None:
        """Tell who sits now, then everything that happens, without end.

        Args:
            once: End when it has been told who sits now.

        Raises StoreError when the data folder cannot be read.
        """
        rows = await self._store.summaries()
        sealed = {row.attempt: _ALL for row in rows if row.sealed}
        watch = self._store.watch("", Cursor(sealed))

        def next_one() -> asyncio.Task[_Seen]:
            return asyncio.create_task(watch.asend(None))

        patience = FIRST if len(rows) > len(sealed) else QUIET
        coming = next_one()
        try:
            while True:
                done, _ = await asyncio.wait({coming}, timeout=None if self._live else patience)
                if done:
                    _, event = coming.result()
                    coming, patience = next_one(), QUIET
                    await self._take(event)
                    continue
                self._live = True
                self._tell_who_sits()
                if once:
                    return
        finally:
            coming.cancel()
            with contextlib.suppress(asyncio.CancelledError, StoreError):
                await coming
            await watch.aclose()

    def _tell_who_sits(self) -> None:
        here = [each for each in self._sat.values() if each.exam and not each.over]
        self._say(f"Chưa nộp bài: {len(here)}." if here else "Không có bài nào đang thi.")
        for each in sorted(here, key=lambda each: each.started):
            self._say(
                f"  {each.who}: bắt đầu {day_time(each.started)}, "
                f"việc gần nhất lúc {clock_time(each.last)}"
            )

    async def _take(self, event: Event) -> None:
        sat = self._sat.get(event.attempt)
        if event.kind == "started" or sat is None:
            who = await self._who(event) if event.kind == "started" else event.attempt
            sat = _Sat(who, event.wall, exam=event.data.get("blueprint") != DRILL_LOG)
            self._sat[event.attempt] = sat
        sat.last = event.wall
        sat.over = sat.over or event.kind == "closed"
        words = _words(event, sat)
        if words and self._live and sat.exam:
            self._say(f"{clock_time(event.wall)}  {sat.who}: {words}")

    async def _who(self, event: Event) -> str:
        try:
            card = read_card(
                await self._store.get_artifact(event.attempt, str(event.data.get("person")))
            )
        except (KeyError, ValueError, StoreError):
            return f"(đã xóa thông tin) {event.attempt}"
        return f"{card.code} {card.name}, {card.unit}"


def _words(event: Event, sat: _Sat) -> str:
    """What the organiser is told of an event; "" for what is the candidate's own business."""
    data = event.data
    why = f", lý do: {clean(str(data.get('reason', '')))}"
    token = str(data.get("token", ""))
    match event.kind:
        case "started":
            return f"bắt đầu làm bài tại {event.seat}"
        case "resumed":
            return f"vào làm tiếp tại {event.seat}"
        case "reopened":
            return f"được mở lại bài{why}"
        case "time_added":
            return f"được thêm {span(float(data['seconds']))}{why}"
        case "paused":
            return f"tạm dừng{why}"
        case "unpaused":
            return f"được làm tiếp{why}"
        case "token_unlocked":
            sat.wrong[token] = 0
            return f"được mở khóa thiết bị ký số{why}"
        case "pin_tried":
            sat.wrong[token] = 0 if data.get("ok") else sat.wrong[token] + 1
            locked = sat.wrong[token] == TRIES
            return "thiết bị ký số bị khóa vì nhập sai mã PIN ba lần" if locked else ""
        case "closed":
            return "hết giờ, bài được thu" if data.get("reason") == TIME else "nộp bài"
        case "marked":
            return f"được {points(float(data['total']))} điểm, {clean(str(data['band']))}"
    return ""
