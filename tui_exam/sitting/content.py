"""What an exam was sat with, kept with the attempt: the plan and the questions.

Marking an attempt again, years later or on another machine, uses this and not
whatever bank happens to be installed there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ..exam.blueprint import Band, Blueprint, Cell, PracticePart
from ..exam.codec import items_from_json, items_to_json
from ..exam.items import Item, Kind, Level


@dataclass(frozen=True)
class Content:
    """Blueprint, items by id, and the titles of their topics."""

    blueprint: Blueprint
    items: Mapping[str, Item]
    titles: Mapping[str, str]

    def to_json(self) -> bytes:
        """Canonical JSON (UTF-8)."""
        return json.dumps(
            {
                "blueprint": asdict(self.blueprint),
                "bank": json.loads(items_to_json(self.items.values(), self.titles)),
            },
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        ).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Content:
        """The inverse of `to_json`. ValueError when the bytes are something else."""
        try:
            raw = json.loads(data)
            items, titles = items_from_json(json.dumps(raw["bank"]).encode())
            return cls(_blueprint(raw["blueprint"]), items, titles)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not the content of an exam: {error}") from None


def _blueprint(raw: Mapping[str, Any]) -> Blueprint:
    plain = dict(raw)
    plain["kinds"] = tuple(Kind(kind) for kind in raw["kinds"])
    plain["cells"] = tuple(
        Cell(cell["topic"], Level(cell["level"]), cell["count"]) for cell in raw["cells"]
    )
    plain["practice"] = tuple(
        PracticePart(part["family"], part["points"], tuple(part["pool"]))
        for part in raw["practice"]
    )
    plain["bands"] = tuple(Band(**band) for band in raw["bands"])
    return Blueprint(**plain)
