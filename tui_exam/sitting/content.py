"""What an exam was sat with, kept with the attempt: the plan, the questions and the tasks.

Marking an attempt again, years later or on another machine, uses this and not
whatever bank happens to be installed there.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..exam.blueprint import Blueprint
from ..exam.codec import (
    blueprint_from_json,
    blueprint_to_json,
    items_from_json,
    items_to_json,
)
from ..exam.items import Item


@dataclass(frozen=True)
class Content:
    """Blueprint, items by id, the titles of their topics, and the tasks' files by task.

    Attempts of version 0.1.0 kept no tasks; theirs is empty.
    """

    blueprint: Blueprint
    items: Mapping[str, Item]
    titles: Mapping[str, str]
    tasks: Mapping[str, bytes] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """Canonical JSON (UTF-8)."""
        return json.dumps(
            {
                "blueprint": blueprint_to_json(self.blueprint),
                "bank": json.loads(items_to_json(self.items.values(), self.titles)),
                "tasks": {
                    name: base64.b64encode(kept).decode() for name, kept in self.tasks.items()
                },
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
            tasks = {
                name: base64.b64decode(kept, validate=True)
                for name, kept in raw.get("tasks", {}).items()
            }
            return cls(blueprint_from_json(raw["blueprint"]), items, titles, tasks)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not the content of an exam: {error}") from None
