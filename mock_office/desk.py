"""How the candidate's desk changes: a pure fold of actions.

`apply(desk, action)` gives the desk after an action. What a careless person could
do in a real office is done here too (signing unread, sealing an unsigned draft,
issuing before numbering): judging is for the marking, not for the desk. Only an
action that names something which is not on the desk is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from . import copy_moves, incoming_moves, mail_moves, outgoing_moves, remedy_moves
from .actions import KINDS, Action
from .agency import Role
from .tabletop import (
    TRIES,
    Arrival,
    Desk,
    Dossier,
    UnknownTarget,
    handover_choices,
    issue_choices,
    main_file,
)

__all__ = [
    "TRIES",
    "Arrival",
    "Desk",
    "Dossier",
    "UnknownTarget",
    "apply",
    "fold",
    "handover_choices",
    "issue_choices",
    "main_file",
]

Move = Callable[[Desk, Action], Desk]


def apply(desk: Desk, action: Action) -> Desk:
    """The desk after `action`, with what had come in by its clock.

    Raises UnknownTarget when the action's kind, or something it names, does not
    exist here; the desk handed in is never changed.
    """
    move = _MOVES.get(action.kind)
    if move is None:
        raise UnknownTarget("action", action.kind)
    for key in KINDS[action.kind]:
        if not _fits(action.kind, key, action.data.get(key)):
            raise UnknownTarget(f"{action.kind} field", key)
    return replace(move(desk.at(action.at), action), start=_origin(desk, action))


def fold(desk: Desk, actions: Iterable[Action]) -> Desk:
    """The desk after all of `actions`, in order; see `apply`."""
    for action in actions:
        desk = apply(desk, action)
    return desk


def _fits(kind: str, key: str, value: object) -> bool:
    """Whether a field of an action holds what `mock_office.actions` says it holds."""
    if (key in _LISTS and kind != "handed_over") or key == "files":
        return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    if key in _NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, bool if key in _FLAGS else str)


_LISTS: Final = frozenset(
    {
        "to", "cc", "bcc", "attachments", "lead", "supporting", "for_information",
        "recipients", "files", "parts",
    }
)  # fmt: skip
_NUMBERS: Final = frozenset({"line", "number"})
_FLAGS: Final = frozenset({"on", "ok", "issued"})


def _origin(desk: Desk, action: Action) -> Desk:
    """The starting desk. Typesetting is the office's own work and survives a reset."""
    if action.kind == "draft_typeset":
        return outgoing_moves.draft_typeset(desk.origin, action)
    return desk.origin


def _role_taken(desk: Desk, action: Action) -> Desk:
    try:
        role = Role(action.data["role"])
    except ValueError:
        raise UnknownTarget("role", action.data["role"]) from None
    return replace(desk, role=role)


def _task_reset(desk: Desk, action: Action) -> Desk:
    return desk.origin.at(action.at)  # what has come in does not go away again


_MOVES: Final[Mapping[str, Move]] = MappingProxyType(
    {
        **mail_moves.MOVES,
        **incoming_moves.MOVES,
        **copy_moves.MOVES,
        **outgoing_moves.MOVES,
        **remedy_moves.MOVES,
        "role_taken": _role_taken,
        "task_reset": _task_reset,
    }
)
