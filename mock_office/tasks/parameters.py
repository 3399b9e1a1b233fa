"""Drawing the parameters of a task: what differs from candidate to candidate.

Kinds of parameter, each a table with one of these fields:
`choice` (one of a list), `sample` (`count` of a list), `shuffle` (a list in drawn
order), `between` (a whole number), `after` (the number behind another), `workday`
(working days after the day named by `from`), `days` (calendar days after it),
`weekend` (the Saturday after it, and so many weeks more), `quarter` (so many quarters after
its own: `name` in Roman numerals and `year`), `digits` (so many of them),
`value` (computed from what was drawn before).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from . import workdays
from .agencies import fill
from .drawing import Draw
from .scope import Scope
from .table import Table

KINDS = (
    "choice",
    "sample",
    "shuffle",
    "between",
    "after",
    "workday",
    "weekend",
    "days",
    "quarter",
    "digits",
    "value",
)


def draw_all(table: Table, draw: Draw, scope: Scope) -> Scope:
    """The scope with every parameter of `table` drawn, in the order they are written."""
    for name in table.data:
        if not isinstance(table.data[name], dict):
            raise table.error(name, "Tham số phải là một bảng.", "Ví dụ: {choice: [a, b]}.")
        if name in scope.names:
            raise table.error(name, "Tên này đã có sẵn.", "Đặt tên khác.")
        row = table.table(name)
        row = Table(row.source, row.path, fill(row, scope))
        scope = scope.with_(**{name: _one(row, draw, name)})
    return scope


def _one(row: Table, draw: Draw, name: str) -> Any:
    row.only(*KINDS, "count", "from")
    kinds = [kind for kind in KINDS if row.has(kind)]
    if len(kinds) != 1:
        raise row.error(None, "Tham số cần đúng một cách lấy giá trị.", ", ".join(KINDS))
    kind = kinds[0]
    if kind in {"choice", "sample", "shuffle"}:
        return _from_list(row, kind, draw, name)
    if kind == "between":
        return _between(row, draw, name)
    if kind == "after":
        return row.integer(kind) + 1
    if kind == "digits":
        return draw.digits(max(1, row.integer(kind)), name)
    if kind == "value":
        return row.data["value"]
    start = row.day("from")
    steps = row.integer(kind)
    if kind == "quarter":
        return _quarter(start, steps)
    if kind == "weekend":
        return start + timedelta(days=(5 - start.weekday()) % 7 or 7, weeks=steps)
    return workdays.shift(start, steps) if kind == "workday" else start + timedelta(days=steps)


def _quarter(day: date, steps: int) -> Mapping[str, Any]:
    """The quarter so many steps from that of `day`, as `{name: III, year: 2026}`."""
    year, quarter = divmod(day.year * 4 + (day.month - 1) // 3 + steps, 4)
    return MappingProxyType({"name": ("I", "II", "III", "IV")[quarter], "year": year})


def _from_list(row: Table, kind: str, draw: Draw, name: str) -> Any:
    items = row.data[kind]
    if not isinstance(items, list) or not items:
        raise row.error(kind, "Phải là danh sách có ít nhất một mục.")
    if kind == "choice":
        return draw.choice(items, name)
    if kind == "shuffle":
        return draw.shuffled(items, name)
    count = row.integer("count")
    if not 1 <= count <= len(items):
        raise row.error("count", f"Phải từ 1 đến {len(items)}.")
    return draw.sample(items, count, name)


def _between(row: Table, draw: Draw, name: str) -> int:
    limits = row.data["between"]
    whole = isinstance(limits, list) and len(limits) == 2
    if not whole or not all(isinstance(n, int) for n in limits) or limits[0] > limits[1]:
        raise row.error("between", "Phải là hai số nguyên, nhỏ trước.", "Ví dụ: [100, 400].")
    return draw.between(limits[0], limits[1], name)
