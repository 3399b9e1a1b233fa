"""The response processing of a QTI 1.2 item: points of its answers and the feedback they bring."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from .gathering import unique
from .xml_tree import Node

# What Canvas calls feedback that is shown for the whole question.
_GENERAL = frozenset({"correct_fb", "general_fb", "general_incorrect_fb"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition of the response processing: which answers, how many points, what is shown."""

    picked: tuple[tuple[str, str], ...]  # (response, value), not under a negation
    left: bool  # whether other answers are named as not to be picked
    all_of: bool
    score: float
    feedback: tuple[str, ...]


class Scoring:
    """The response processing and the feedback of one item."""

    def __init__(self, item: Node) -> None:
        self.rules = [_rule(node) for node in item.all("respcondition")]
        self._feedback = {node.get("ident"): node for node in item.all("itemfeedback")}
        self._points: dict[str, dict[str, float]] = {}
        self._linked: dict[str, list[str]] = {}
        for rule in self.rules:
            for response, value in rule.picked if rule.score else ():
                known = self._points.setdefault(response, {})
                known[value] = max(known.get(value, rule.score), rule.score)
            if len(rule.picked) == 1:
                names = [name for name in rule.feedback if name not in _GENERAL]
                self._linked.setdefault(rule.picked[0][1], []).extend(names)

    def points(self, response: str) -> dict[str, float]:
        """Value -> the points that answering with it alone, or as part of a set, earns."""
        return self._points.get(response, {})

    def reasons(self, value: str) -> list[Node]:
        """The feedback that answering with this value brings up."""
        wanted = unique([*self._linked.get(value, ()), f"{value}_fb"])
        return [self._feedback[name] for name in wanted if name in self._feedback]

    def general(self, values: set[str]) -> list[Node]:
        """The feedback that belongs to no single answer."""
        own = {id(node) for value in values for node in self.reasons(value)}
        return [node for node in self._feedback.values() if id(node) not in own]


def _rule(node: Node) -> Rule:
    condition = node.first("conditionvar") or Node("conditionvar", {}, 0)
    picked: list[tuple[str, str]] = []
    left = False
    waiting = deque(condition.elements())
    while waiting:
        inner = waiting.popleft()
        if inner.name in ("varequal", "varsubstring"):
            picked.append((inner.get("respident"), inner.text().strip()))
        elif inner.name == "not":
            left = True
        else:
            waiting.extend(inner.elements())
    scores = [_number(found.text()) for found in node.elements("setvar")]
    return Rule(
        tuple(picked),
        left,
        condition.first("and") is not None or (len(picked) > 1 and condition.first("or") is None),
        max(scores, default=0.0, key=abs),
        tuple(found.get("linkrefid") for found in node.elements("displayfeedback")),
    )


def _number(text: str) -> float:
    try:
        value = float(text.strip() or 0)
    except ValueError:
        return 0.0
    return value if -1e6 < value < 1e6 else 0.0
