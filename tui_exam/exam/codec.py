"""Items as JSON and back, so that an attempt carries the questions it was sat with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from .items import Basis, Item, Kind, Level, Option, PartMarks


def items_to_json(items: Iterable[Item], titles: Mapping[str, str]) -> bytes:
    """Canonical JSON (UTF-8) of the items and the titles of their topics."""
    chosen = sorted(items, key=lambda item: item.id)
    topics = {item.topic: titles.get(item.topic, item.topic) for item in chosen}
    return json.dumps(
        {"topics": topics, "items": [asdict(item) for item in chosen]},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        default=_plain,
    ).encode()


def items_from_json(data: bytes) -> tuple[dict[str, Item], dict[str, str]]:
    """(item id -> item, topic id -> title). ValueError when the bytes are something else."""
    try:
        content = json.loads(data)
        items = [_item(raw) for raw in content["items"]]
        return {item.id: item for item in items}, dict(content["topics"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a set of items: {error}") from None


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _item(raw: Mapping[str, Any]) -> Item:
    plain = dict(raw)
    plain["level"] = Level(raw["level"])
    plain["kind"] = Kind(raw["kind"])
    plain["part_marks"] = PartMarks(raw["part_marks"])
    plain["options"] = tuple(Option(**option) for option in raw["options"])
    plain["basis"] = tuple(Basis(**basis) for basis in raw["basis"])
    for name in ("valid_from", "reviewed", "next_review"):
        plain[name] = date.fromisoformat(raw[name])
    plain["valid_to"] = date.fromisoformat(raw["valid_to"]) if raw["valid_to"] else None
    for name in ("accept", "tags"):
        plain[name] = tuple(raw[name])
    return Item(**plain)
