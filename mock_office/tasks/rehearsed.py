"""The model solution of a task and its named mistakes, as the author wrote them.

A step of the solution names an action and its data: `{step: send, do: mail_sent, …}`.
Fields that are left out take their empty value, so authors write what matters. A
mistake is a change to the solution: fields of a step altered (`change`), steps left
out (`without`), put in behind a step (`after`), or taken in another order (`order`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from ..actions import KINDS
from ..documents import format_rules
from ..signing.ways import NAMES
from ..tabletop import Desk
from .table import Table

MARK_LINES: Final = "mark_lines"
"""A step for authors alone: mark the lines on which the named errors stand."""

_KINDS: Final = MappingProxyType({**KINDS, MARK_LINES: ("draft", "errors", "skip", "wrong")})

WAYS: Final = frozenset({"draft_signed", "draft_sealed", "attachment_sealed", "copy_sealed"})
"""Actions beside whose keys may stand how the signature was made, where it is not as usual."""

_EMPTY: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "mode": "new", "source": "", "to": (), "cc": (), "bcc": (), "subject": "", "body": "",
        "attachments": (), "note": "", "lead": (), "supporting": (), "for_information": (),
        "due": "", "reason": "", "remarks": "", "files": (), "artifact": "", "on": True,
        "ok": True, "letter": "moi", "issued": False, "skip": 0, "wrong": 0, "text": "",
        "recipients": (), "parts": (), "copy": "ban_sao_1",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a rehearsal; `name` is how mistakes refer to it."""

    name: str
    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A single mistake: the solution with it, and the points it must cost by check code.

    `voids` says that the mistake must void the whole task; `offered` that the screens let
    a candidate make it (what they do not offer is still proved for the marking).
    """

    code: str
    title: str
    steps: tuple[Step, ...]
    loses: Mapping[str, float]
    voids: bool = False
    offered: bool = True


def read_solution(table: Table) -> tuple[Step, ...]:
    """The steps of `solution`. TaskFileError for an unknown action or a doubled name."""
    steps = tuple(_step(row) for row in table.tables("solution"))
    names = [step.name for step in steps]
    for position, name in enumerate(names):
        if name in names[:position]:
            raise table.error("solution", f"Bước “{name}” lặp lại.", "Đặt tên khác bằng step:.")
    return steps


def _step(row: Table) -> Step:
    kind = row.text("do")
    if kind not in _KINDS:
        raise row.error("do", f"Không có thao tác “{kind}”.")
    more = [name for name in NAMES if kind in WAYS and row.has(name)]
    row.only("do", "step", *_KINDS[kind], *more)
    data = {name: row.data[name] for name in more}
    for key in _KINDS[kind]:
        value = row.data.get(key, _EMPTY.get(key))
        if value is None:
            raise row.error(None, f"Thiếu “{key}”.")
        data[key] = _jsonable(value)
    return Step(row.text("step", kind), kind, MappingProxyType(data))


def _jsonable(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


def read_mistakes(table: Table, solution: Sequence[Step]) -> tuple[Mistake, ...]:
    """The mistakes of the file, each as a whole changed solution."""
    return tuple(_mistake(row, solution) for row in table.tables("mistakes"))


def _mistake(row: Table, solution: Sequence[Step]) -> Mistake:
    row.only("code", "title", "change", "without", "after", "order", "loses", "voids", "offered")
    known = {step.name for step in solution}
    steps = list(solution)
    for name in row.texts("without"):
        _must_know(row, "without", name, known)
        steps = [step for step in steps if step.name != name]
    for name in row.table("change").data:
        _must_know(row, "change", name, known)
        changes = row.table("change").table(name).data
        steps = [_changed(row, step, changes) if step.name == name else step for step in steps]
    for name in row.table("after").data:
        _must_know(row, "after", name, known)
        more = [_step(item) for item in row.table("after").tables(name)]
        at = next(n for n, step in enumerate(steps) if step.name == name)
        steps[at + 1 : at + 1] = more
    if row.has("order"):
        wanted = row.texts("order")
        for name in wanted:
            _must_know(row, "order", name, known)
        moved = iter([next(step for step in steps if step.name == name) for name in wanted])
        steps = [next(moved) if step.name in wanted else step for step in steps]
    loses = row.table("loses")
    return Mistake(
        code=row.text("code"),
        title=row.text("title"),
        steps=tuple(steps),
        loses=MappingProxyType({key: loses.number(key) for key in loses.data}),
        voids=row.flag("voids"),
        offered=row.flag("offered", True),
    )


def expand(steps: Sequence[Step], desk: Desk) -> tuple[Step, ...]:
    """The steps with every `mark_lines` written out for the drafts of `desk`."""
    found: list[Step] = []
    for step in steps:
        found += _marks(step, desk) if step.kind == MARK_LINES else [step]
    return tuple(found)


def _marks(step: Step, desk: Desk) -> list[Step]:
    draft = desk.draft(step.data["draft"])
    errors = step.data["errors"]
    places = [
        sorted(format_rules.lines_of(draft, desk.agency, desk.today, [code])) for code in errors
    ]
    wrong = frozenset().union(*places)
    marked = [lines[0] for lines in places[step.data["skip"] :] if lines]
    right = [n for n, line in enumerate(draft.lines) if n not in wrong and line.part == "body"]
    marked += right[: step.data["wrong"]]
    return [
        Step(
            f"{step.name}.{n}",
            "line_marked",
            MappingProxyType({"draft": draft.id, "line": n, "on": True}),
        )
        for n in marked
    ]


def _must_know(row: Table, key: str, name: str, known: set[str]) -> None:
    if name not in known:
        raise row.error(key, f"Lời giải không có bước “{name}”.", ", ".join(sorted(known)))


def _changed(row: Table, step: Step, changes: Mapping[str, Any]) -> Step:
    ways = NAMES if step.kind in WAYS else ()
    for key in changes:
        if key not in (*step.data, *ways):
            raise row.error("change", f"Bước “{step.name}” không có “{key}”.")
    data = {**step.data, **{key: _jsonable(value) for key, value in changes.items()}}
    return Step(step.name, step.kind, MappingProxyType(data))
