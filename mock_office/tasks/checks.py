"""The closed vocabulary of checks: each says what share of its points was earned, and why.

Authors compose these in YAML (`criteria.ARGUMENTS` says what each takes); there is no
other code that decides about points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from . import conduct_checks, content_checks, document_checks
from .case import Case
from .criteria import Criterion
from .outcome import Outcome

Check = Callable[[Case, Criterion], Outcome]


def run(case: Case, criterion: Criterion) -> Outcome:
    """The outcome of one check; nothing without the deed it is about."""
    if criterion.given and not case.events(criterion.given):
        return Outcome(0, "Chưa thực hiện việc được giao nên chưa được tính điểm.")
    return CHECKS[criterion.check](case, criterion)


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "addressed": content_checks.addressed,
        "chosen": content_checks.chosen,
        "value": content_checks.value,
        "text": content_checks.text,
        "window": content_checks.window,
        "happened": conduct_checks.happened,
        "order": conduct_checks.order,
        "avoided": conduct_checks.avoided,
        "tries": conduct_checks.tries,
        "read_first": conduct_checks.read_first,
        "marked": document_checks.marked,
        "signature": document_checks.signature,
        "unchanged": conduct_checks.unchanged,
    }
)
"""Name of a check -> what decides it; the names are those of `criteria.ARGUMENTS`."""
