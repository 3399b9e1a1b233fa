"""The kinds of mini-task, and what each can be asked about in a task."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from mock_office.tasks.definition import Task

from .letters import DEFECTS
from .mini_documents import fit, route
from .mini_letters import mail, send
from .mini_parts import Made, Material
from .mini_rules import rule
from .mini_signing import cert, steps

__all__ = ["MAKERS", "Made", "Material", "targets"]

MAKERS: Mapping[str, Callable[[Task, str, str], Made | None]] = {
    "route": route,
    "fit": fit,
    "cert": cert,
    "mail": mail,
    "send": send,
    "rule": rule,
    "steps": steps,
}


def targets(task: Task) -> dict[str, tuple[str, ...]]:
    """What a task can be asked about, by kind of mini-task."""

    def possible(kind: str) -> Iterator[str]:
        match kind:
            case "route":
                yield from (document.id for document in task.desk.incoming)
            case "fit":
                yield from (draft.id for draft in task.desk.drafts)
            case "cert":
                yield from ("leader", "agency")
            case "mail":
                yield from (letter.id for letter in task.desk.letters)
            case "send":
                yield from DEFECTS
            case "rule":
                yield from (check.code for check in task.checks)
            case _:
                yield "chain"

    seed = "0" * 64
    return {
        kind: tuple(target for target in possible(kind) if make(task, target, seed) is not None)
        for kind, make in MAKERS.items()
    }
