"""What a QTI 2 or 3 item declares about its right answers, their points and their feedback.

Works on trees whose names have one spelling (`qti.normal`).
"""

from __future__ import annotations

from collections import deque

from .xml_tree import Node


class Answer:
    """What an item declares about right answers and feedback for one response."""

    def __init__(self, item: Node, response: str) -> None:
        self._item = item
        self._response = response
        self._processing = item.first("responseprocessing")
        declared = [
            node
            for node in item.elements("responsedeclaration")
            if node.get("identifier") == response
        ]
        self.declaration = declared[0] if declared else Node("responsedeclaration", {}, 0)

    @property
    def correct(self) -> list[str]:
        """The values of the correct response, in their order."""
        found = self.declaration.first("correctresponse")
        return [value.text().strip() for value in found.elements("value")] if found else []

    @property
    def mapping(self) -> dict[str, float]:
        """Value -> points of the declared mapping."""
        found = self.declaration.first("mapping")
        entries = found.elements("mapentry") if found else ()
        return {entry.get("mapkey"): _number(entry.get("mappedvalue")) for entry in entries}

    def uses_mapping(self) -> bool:
        """Whether the score comes from the mapping."""
        template = self._processing.get("template") if self._processing else ""
        return "map_response" in template or self._computes("mapresponse")

    def adds_constant(self) -> bool:
        """Whether the score is a mapping plus a constant: points for options left alone."""
        if self._processing is None:
            return False
        return any(
            node.first("mapresponse") and node.first("basevalue")
            for node in self._processing.all("sum")
        )

    def rewarded(self) -> list[str]:
        """Values that the response processing matches and gives a positive score."""
        out: list[str] = []
        for branch in self._branches():
            if self._score(branch) > 0:
                out += self._matched(branch)
        return out

    def reasons(self) -> dict[str, list[Node]]:
        """Value -> the modal feedback that answering with it brings up."""
        feedback = {node.get("identifier"): node for node in self._feedback()}
        out = {name: [node] for name, node in feedback.items()}
        for branch in self._branches():
            shown = [
                value.text().strip()
                for outcome in branch.elements("setoutcomevalue")
                for value in outcome.all("basevalue")
                if value.text().strip() in feedback
            ]
            for value in self._matched(branch):
                out.setdefault(value, [])
                out[value] += [feedback[name] for name in shown]
        return out

    def general(self) -> list[Node]:
        """Modal feedback that belongs to no single answer."""
        own: set[int] = set()
        choices = {node.get("identifier") for node in self._item.all("simplechoice")}
        for value, nodes in self.reasons().items():
            if value in choices:
                own |= {id(node) for node in nodes}
        return [node for node in self._feedback() if id(node) not in own]

    def _feedback(self) -> list[Node]:
        return list(self._item.elements("modalfeedback"))

    def _computes(self, name: str) -> bool:
        return bool(self._processing and next(self._processing.all(name), None))

    def _branches(self) -> list[Node]:
        names = ("responseif", "responseelseif")
        return list(self._processing.all(*names)) if self._processing else []

    def _matched(self, branch: Node) -> list[str]:
        """Values that a branch compares the response with, not under a negation."""
        out: list[str] = []
        waiting = deque(node for node in branch.elements() if node.name != "setoutcomevalue")
        while waiting:
            node = waiting.popleft()
            if node.name in ("match", "member", "stringmatch", "equal"):
                about = next(node.elements("variable"), None)
                if about is not None and about.get("identifier") == self._response:
                    out += [value.text().strip() for value in node.all("basevalue")]
            elif node.name != "not":
                waiting.extend(node.elements())
        return out

    def _score(self, branch: Node) -> float:
        for outcome in branch.elements("setoutcomevalue"):
            if outcome.get("identifier") == "SCORE":
                values = [_number(value.text()) for value in outcome.all("basevalue")]
                return max(values, default=0.0)
        return 0.0


def _number(text: str) -> float:
    try:
        value = float(text.strip() or 0)
    except ValueError:
        return 0.0
    return value if -1e6 < value < 1e6 else 0.0
