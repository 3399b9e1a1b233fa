"""The closed vocabulary of checks: each says what share of its points was earned, and why.

Authors compose these in YAML (`criteria.ARGUMENTS` says what each takes); there is no
other code that decides about points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from . import conduct_checks, content_checks, document_checks
from .case import Case
from .criteria import Criterion
from .outcome import Outcome

Check = Callable[[Case, Criterion], Outcome]


def run(case: Case, criterion: Criterion) -> Outcome:
    """The outcome of one check; nothing without the deed it is about.

    What was done wrong is told all the same: it is why the points would be lost anyway.
    """
    outcome = CHECKS[criterion.check](case, criterion)
    if not criterion.given or case.events(criterion.given):
        return outcome
    if outcome.share < 1:
        return replace(outcome, share=0)
    deeds = " hoặc ".join(dict.fromkeys(case.told(deed) for deed in criterion.given))
    return Outcome(0, f"Chỉ được tính điểm khi đã {deeds}.")


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
