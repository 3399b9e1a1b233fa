"""Checking a draft's form against Decree 30/2020/NĐ-CP, and planting errors in it.

The same rule object finds an error and puts it in, so that an examiner's key and
the checker can never disagree. What the law leaves open (a zero before the months
3 to 9, for one) is no finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from ..agency import Agency
from . import rules_foot, rules_head, rules_layout, rules_text
from .outgoing import OutgoingDraft
from .rules import NotApplicable, Page, Rule

__all__ = ["RULES", "Finding", "NotApplicable", "check", "lines_of", "plant"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One error of form.

    Args:
        code: T1 to T25 or M1 to M6.
        line: Index of the line in the draft; None when it is the page as a whole.
        message: What is wrong and how it should be, in Vietnamese.
        basis: Where the rule is written.
    """

    code: str
    line: int | None
    message: str
    basis: str


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        rule.code: rule
        for rule in sorted(
            (*rules_head.RULES, *rules_text.RULES, *rules_foot.RULES, *rules_layout.RULES),
            key=lambda rule: (rule.code[0] != "T", int(rule.code[1:])),
        )
    }
)
"""Code -> rule, T1 to T25 and then M1 to M6."""


def check(draft: OutgoingDraft, agency: Agency, today: date) -> tuple[Finding, ...]:
    """Every error of form in the draft, from the top of the page down."""
    page = Page(draft, agency, today)
    found = [
        Finding(rule.code, line, message, rule.basis)
        for rule in RULES.values()
        for line, message in rule.find(page)
    ]
    return tuple(sorted(found, key=lambda finding: -1 if finding.line is None else finding.line))


def plant(draft: OutgoingDraft, code: str) -> OutgoingDraft:
    """The draft with one error switched on.

    Raises NotApplicable when this draft has no place for it, or there is no such code.
    """
    rule = RULES.get(code)
    if rule is None:
        raise NotApplicable(f"Không có mã lỗi “{code}”.")
    return rule.plant(draft)


def lines_of(
    draft: OutgoingDraft, agency: Agency, today: date, codes: Iterable[str]
) -> frozenset[int]:
    """The lines on which the errors of `codes` stand: the key to "mark the wrong lines"."""
    page = Page(draft, agency, today)
    found = (line for code in codes for line, _ in RULES[code].find(page))
    return frozenset(line for line in found if line is not None)
