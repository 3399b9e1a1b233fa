"""A learner as JSON and back: what a new volume of his log begins with."""

from __future__ import annotations

import json
from dataclasses import asdict, astuple
from datetime import date
from typing import Any

from .learner import CardState, Day, Learner, Practice, Tally
from .memory import Memory

FORMAT = 1


def to_json(learner: Learner) -> bytes:
    """Canonical JSON (ASCII). Sequence numbers belong to one log and are left out."""
    return json.dumps(
        {
            "format": FORMAT,
            "exam_day": learner.exam_day.isoformat() if learner.exam_day else "",
            "minutes": learner.minutes,
            "cards": {card: _card(state) for card, state in learner.cards.items()},
            "days": {day.isoformat(): astuple(done) for day, done in learner.days.items()},
            "first": {topic: astuple(tally) for topic, tally in learner.first.items()},
            "pace": {kind: astuple(tally) for kind, tally in learner.pace.items()},
            "exams": sorted(learner.exams),
            "practices": [asdict(each) for each in learner.practices],
            "latest": learner.latest,
        },
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def from_json(data: bytes) -> Learner:
    """The inverse of `to_json`. ValueError when the bytes are something else."""
    try:
        raw = json.loads(data)
        if raw["format"] != FORMAT:
            raise ValueError(f"format {raw['format']}")
        return Learner(
            exam_day=date.fromisoformat(raw["exam_day"]) if raw["exam_day"] else None,
            minutes=raw["minutes"],
            cards={card: _state(row) for card, row in raw["cards"].items()},
            days={date.fromisoformat(day): Day(*row) for day, row in raw["days"].items()},
            first={topic: Tally(*row) for topic, row in raw["first"].items()},
            pace={kind: Tally(*row) for kind, row in raw["pace"].items()},
            exams=set(raw["exams"]),
            practices=[Practice(**row) for row in raw["practices"]],
            latest=raw["latest"],
        )
    except (AttributeError, KeyError, RecursionError, TypeError) as error:
        raise ValueError(f"not a learner: {error}") from None


def _card(state: CardState) -> list[Any]:
    memory = state.memory
    known = [memory.stability, memory.difficulty, memory.last, memory.due] if memory else None
    return [
        known, state.key, state.revision, state.right, state.wrong, state.owed, state.fraction,
    ]  # fmt: skip


def _state(row: list[Any]) -> CardState:
    known, key, revision, right, wrong, owed, fraction = row
    memory = Memory(*known) if known else None
    return CardState(memory, key, revision, right, wrong, owed, fraction=fraction)
