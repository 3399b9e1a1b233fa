"""The checks of a task as data: what is looked at, for how many points, by which rule.

Titles and legal bases that many tasks share stand once, in `scenarios/rubric.yaml`;
a check `B2.khan` of a task takes what it does not say itself from the entry `B2`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from .table import Table

ARGUMENTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "addressed": ("is",),
        "chosen": ("is", "exact"),
        "value": ("is",),
        "text": ("needs", "not", "marks", "words"),
        "window": ("after", "until"),
        "happened": ("events",),
        "order": ("first", "then"),
        "avoided": ("events",),
        "tries": ("most",),
        "read_first": ("things",),
        "marked": ("errors",),
        "signature": ("layer", "spares", "files"),
        "unchanged": ("except", "sends"),
    }
)
"""The closed vocabulary of checks, and what each takes beside `of` and `field`.

addressed: a letter's `to`, `cc` or `bcc` are these boxes and no other.
chosen: a list of ids is this set; part marks, a wrong one takes one away.
value: a field has one of these values.
text: a field holds these words (`a|b` are synonyms, `{name, any}` gives the group a name),
    in proportion; `words` is the least number of words, `marks` asks for Vietnamese marks.
window: a date is a working day in these limits.
happened / avoided: an event like this was, or was not, in the log.
order: the first event came, and not after the other ones.
tries: at most so many wrong PINs.
read_first: each was read to its end before it was dealt with.
marked: the lines with planted errors were marked, and no others; errors of the page as a
    whole (M2, M5, M6) were named in the remarks of a returned draft.
signature: the PDF's signatures, one layer or both, were judged valid; codes in `spares`
    (as PICTURE_MOVED, when the place is judged by a check of its own) do not count. With
    `files` the seals on those annexes are looked at instead, each for its share. `of` an
    incoming document it is the agency's signature on its newest copy.
unchanged: nothing else on the desk was touched.
"""

NEEDS_DEED: Final = frozenset({"avoided", "unchanged", "tries"})
"""Checks an idle candidate would pass: they count only with a deed named by `given`."""


@dataclass(frozen=True)
class Criterion:
    """One check of a task.

    Args:
        of: What it looks at: `letter`, `document:…`, `draft:…`; "" for the log.
        field: The field of it.
        given: Events of which one must be in the log for any points.
    """

    code: str
    check: str
    points: float
    title: str
    basis: str
    of: str
    field: str
    given: tuple[Mapping[str, Any], ...]
    arguments: Mapping[str, Any]


def read_criteria(table: Table, rubric: Table) -> tuple[Criterion, ...]:
    """The checks of a task. TaskFileError for an unknown check or a missing part."""
    criteria = tuple(_criterion(row, rubric) for row in table.tables("checks"))
    codes = [criterion.code for criterion in criteria]
    for code in codes:
        if codes.count(code) > 1:
            raise table.error("checks", f"Mã tiêu chí “{code}” lặp lại.")
    return criteria


def _criterion(row: Table, rubric: Table) -> Criterion:
    code = row.text("code")
    shared = rubric.data.get(code.split(".")[0]) or {}
    merged = Table(row.source, row.path, {**shared, **row.data})
    check = merged.text("check")
    if check not in ARGUMENTS:
        raise merged.error("check", f"Không có tiêu chí “{check}”.", ", ".join(ARGUMENTS))
    merged.only(
        "code", "check", "points", "title", "basis", "of", "field", "given", *ARGUMENTS[check]
    )
    for group in merged.data.get("needs") or () if check == "text" else ():
        if isinstance(group, dict) and set(group) != {"name", "any"}:
            raise merged.error("needs", "Nhóm từ phải có đúng “name” và “any”.")
    given = tuple(item.data for item in merged.tables("given"))
    if check in NEEDS_DEED and not given:
        raise merged.error(None, "Tiêu chí này cần “given”.", "Nêu việc đã làm để được tính điểm.")
    return Criterion(
        code=code,
        check=check,
        points=merged.number("points"),
        title=merged.text("title"),
        basis=merged.text("basis"),
        of=merged.text("of", ""),
        field=merged.text("field", ""),
        given=given,
        arguments=MappingProxyType({key: merged.data.get(key) for key in ARGUMENTS[check]}),
    )
