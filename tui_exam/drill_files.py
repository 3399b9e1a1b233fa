"""Exports for the command line: a learner's progress and the deck, without a screen."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from .drill.book import learners, read_learner
from .drill.deck import MINI, Deck, deck_of
from .drill.drilling import TITLES
from .drill.export import as_anki, as_csv
from .drill.learner import Learner
from .drill.minis import faces_of
from .places import places, seat_name
from .seat import local_records, local_room
from .sitting.room import Room
from .store.protocol import StoreError
from .texts import Words
from .yaml_lines import FileFaults


def write_files(
    code: str, *, csv: Path | None, anki: Path | None, banks: Path | None, lang: str = "vi"
) -> int:
    """Write what was asked for; the exit status.

    Args:
        lang: The language of the table.
        code: Whose progress; may be left out when only one person has drilled here.
        csv: Where progress goes; `anki` where the deck goes. Existing files are replaced.
    """
    try:
        return asyncio.run(_write(code, csv, anki, banks, Words(lang)))
    except (StoreError, OSError, FileFaults) as error:
        print(f"Không xuất được / Could not be written: {error}", file=sys.stderr)
        return 1


def unknown_topics(wanted: Iterable[str], banks: Path | None) -> str:
    """The topics there are, a line each, when one of those wanted is none of them; else nothing.

    Raises StoreError, OSError and FileFaults when the bank cannot be read.
    """

    async def deck() -> Deck:
        where = places(dict(os.environ))
        room = await local_room(local_records(where, seat_name()), banks, where.cache)
        return _deck(room, Learner())

    titles = asyncio.run(deck()).titles
    if all(each in titles for each in wanted):
        return ""
    return "\n".join(f"{topic:<24} {title}" for topic, title in sorted(titles.items()))


async def _write(
    code: str, csv: Path | None, anki: Path | None, banks: Path | None, tr: Words
) -> int:
    where = places(dict(os.environ))
    records = local_records(where, seat_name())
    room = await local_room(records, banks, where.cache)
    if anki is not None:
        _put(anki, as_anki(room.bank, _deck(room, Learner())))
    if csv is None:
        return 0
    found = [each for each in await learners(records) if not code or each.code == code.upper()]
    if len(found) != 1:
        codes = ", ".join(each.code for each in found) or "-"
        print(
            f"Hãy ghi --who. Người học trên máy này / Set --who. Learners here: {codes}.",
            file=sys.stderr,
        )
        return 2
    learner = await read_learner(records, found[0].code)
    _put(csv, as_csv(learner, _deck(room, learner), room.bank, room.clock.wall(), tr))
    return 0


def _deck(room: Room, learner: Learner) -> Deck:
    deck = deck_of(room.bank, room.blueprint, room.today(), learner.exam_day, TITLES)
    known = (card for card in learner.cards if card.startswith(MINI))
    return deck.with_minis(faces_of(known, room.blueprint))


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
    print(path)
