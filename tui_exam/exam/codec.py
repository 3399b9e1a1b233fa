"""Items as JSON and back, so that an attempt carries the questions it was sat with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from .blueprint import Band, Blueprint, Cell, PracticePart
from .items import Basis, Item, Kind, Level, Option, PartMarks


def items_to_json(items: Iterable[Item], titles: Mapping[str, str]) -> bytes:
    """Canonical JSON (UTF-8) of the items and the titles of their topics."""
    chosen = sorted(items, key=lambda item: item.id)
    topics = {item.topic: titles.get(item.topic, item.topic) for item in chosen}
    return json.dumps(
        {"topics": topics, "items": [item_to_json(item) for item in chosen]},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def items_from_json(data: bytes) -> tuple[dict[str, Item], dict[str, str]]:
    """(item id -> item, topic id -> title). ValueError when the bytes are something else."""
    try:
        content = json.loads(data)
        items = [item_from_json(raw) for raw in content["items"]]
        return {item.id: item for item in items}, dict(content["topics"])
    except (AttributeError, KeyError, RecursionError, TypeError) as error:
        raise ValueError(f"not a set of items: {error}") from None


def item_to_json(item: Item) -> dict[str, Any]:
    """Plain values of one item, for JSON."""
    return {
        "id": item.id,
        "revision": item.revision,
        "topic": item.topic,
        "level": item.level.value,
        "kind": item.kind.value,
        "stem": item.stem,
        "options": [
            {
                "key": option.key,
                "text": option.text,
                "why": option.why,
                "correct": option.correct,
                "match": option.match,
            }
            for option in item.options
        ],
        "choose": item.choose,
        "part_marks": item.part_marks.value,
        "accept": list(item.accept),
        "accept_why": item.accept_why,
        "unit": item.unit,
        "basis": [{"document": basis.document, "article": basis.article} for basis in item.basis],
        "valid_from": item.valid_from.isoformat(),
        "valid_to": item.valid_to.isoformat() if item.valid_to else None,
        "reviewed": item.reviewed.isoformat(),
        "next_review": item.next_review.isoformat(),
        "source": item.source,
        "tags": list(item.tags),
    }


def item_from_json(raw: Mapping[str, Any]) -> Item:
    """The inverse of `item_to_json`; KeyError, TypeError or ValueError for anything else."""
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


def blueprint_to_json(blueprint: Blueprint) -> dict[str, Any]:
    """Plain values of a blueprint, for JSON."""
    return asdict(blueprint)


def blueprint_from_json(raw: Mapping[str, Any]) -> Blueprint:
    """The inverse of `blueprint_to_json`. KeyError, TypeError, ValueError for anything else."""
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
