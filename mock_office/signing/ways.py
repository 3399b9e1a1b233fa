"""How a signature can be made, beside whose it is: what a person chooses in the form.

Annex I of Decree 30/2020/NĐ-CP says how it should look: the leader's signature blue,
between position and name (II.7d); the seal red, over the left third of it (II.8a); on an
annex or a copy no picture at all but lines of text, top right of its first page (II.8b).
Every other choice is a mistake a candidate may make.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mock_office.tasks.task import Task


class Layer(StrEnum):
    """What is being signed, and for whom."""

    LEADER = "leader"
    AGENCY = "agency"
    ATTACHMENT = "attachment"
    COPY = "copy"


class Position(StrEnum):
    """Where the picture goes."""

    IN_PLACE = "in_place"  # in the field the draft has for it
    TOP_RIGHT = "top_right"  # first page
    OVER_TEXT = "over_text"  # in the middle of the first page, over what is written


class Look(StrEnum):
    """What is seen of a signature."""

    BLUE = "blue"
    RED = "red"
    SEAL = "seal"
    TEXT = "text"  # lines of text
    NONE = "none"


class Level(StrEnum):
    """PAdES levels (ETSI EN 319 142-1): with evidence kept in the file, or without."""

    BASIC = "basic"
    LONG_TERM = "long_term"


@dataclass(frozen=True, slots=True)
class Way:
    """One complete choice."""

    position: Position
    picture: Look
    timestamp: bool
    level: Level

    def to_data(self) -> dict[str, Any]:
        """What the log keeps of it, beside the keys of the action."""
        return {
            "position": self.position.value,
            "picture": self.picture.value,
            "timestamp": self.timestamp,
            "level": self.level.value,
        }

    @classmethod
    def of(cls, layer: Layer, chosen: Mapping[str, Any]) -> Way:
        """The right way for a layer, but for what was chosen. ValueError for unknown values."""
        said = {**RIGHT[layer].to_data(), **{k: v for k, v in chosen.items() if k in NAMES}}
        return cls(
            Position(said["position"]),
            Look(said["picture"]),
            bool(said["timestamp"]),
            Level(said["level"]),
        )


NAMES: Final = ("position", "picture", "timestamp", "level")
"""The choices, in the order of the form."""

RIGHT: Final[Mapping[Layer, Way]] = {
    Layer.LEADER: Way(Position.IN_PLACE, Look.BLUE, True, Level.BASIC),
    Layer.AGENCY: Way(Position.IN_PLACE, Look.SEAL, True, Level.LONG_TERM),
    Layer.ATTACHMENT: Way(Position.TOP_RIGHT, Look.TEXT, True, Level.LONG_TERM),
    Layer.COPY: Way(Position.TOP_RIGHT, Look.TEXT, True, Level.LONG_TERM),
}
"""The way annex I prescribes, and what the agency's rules ask besides."""

_APART: Final[Mapping[str, tuple[Any, ...]]] = {
    "position": (Position.OVER_TEXT, Position.TOP_RIGHT),
    "picture": (Look.SEAL, Look.TEXT, Look.NONE),
    "timestamp": (True, False),
    "level": (Level.BASIC, Level.LONG_TERM),
}

OFFERED: Final[Mapping[Layer, Mapping[str, tuple[Any, ...]]]] = {
    Layer.LEADER: {
        "position": (Position.TOP_RIGHT, Position.IN_PLACE, Position.OVER_TEXT),
        "picture": (Look.RED, Look.BLUE, Look.NONE),
        "timestamp": (True, False),
        "level": (Level.BASIC, Level.LONG_TERM),
    },
    Layer.AGENCY: {
        "position": (Position.TOP_RIGHT, Position.IN_PLACE, Position.OVER_TEXT),
        "picture": (Look.TEXT, Look.SEAL, Look.NONE),
        "timestamp": (True, False),
        "level": (Level.BASIC, Level.LONG_TERM),
    },
    Layer.ATTACHMENT: _APART,
    Layer.COPY: _APART,
}
"""What the form has to choose from, in an order that tells nothing."""


def tested(task: Task) -> frozenset[str]:
    """Which choices the checks of a task name: there the form may preselect nothing.

    As the field of a check (`signed_position` counts as `position`), or as a key of an
    event it looks for.
    """
    found: set[str] = set()
    for criterion in task.checks:
        found.add(criterion.field.rpartition(".")[2].rpartition("_")[2])
        matchers = [*criterion.given, criterion.arguments.get("first")]
        for name in ("events", "then"):
            matchers += criterion.arguments.get(name) or ()
        for matcher in matchers:
            found |= set(matcher or ())
    return frozenset(name for name in NAMES if name in found)
