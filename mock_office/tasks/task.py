"""One candidate's variant of a practical task, with all that marking it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ..marks import Family, TaskSheet
from ..tabletop import Desk
from .criteria import Criterion
from .rehearsed import Mistake, Step
from .scaling import scaled


@dataclass(frozen=True)
class Task:
    """One candidate's variant of a task.

    Args:
        digest: SHA-256 (hex) of the task's and agency's files: which text was used.
        desk: The desk as the task lays it out.
        day: The simulated day, always a working day.
        pins: Token id -> PIN; the sheet prints them.
        answer: Marks of the letter asked for: `source`, `to`.
        signer_token: The one token that may sign for the candidate; "" without signing.
        agency_token: The agency's own token; "" without sealing.
        solution: A model solution, as (kind, data) steps; `artifact` is "" in them,
            since the PDFs are made when somebody does the steps.
        mistakes: Single mistakes, with the points each must cost.
    """

    id: str
    version: int
    digest: str
    family: Family
    points: float
    sheet: TaskSheet
    desk: Desk
    day: date
    pins: Mapping[str, str]
    checks: tuple[Criterion, ...]
    solution: tuple[Step, ...]
    mistakes: tuple[Mistake, ...]
    answer: Mapping[str, str] = field(default_factory=dict)
    signer_token: str = ""
    agency_token: str = ""

    def worth(self, points: float) -> Task:
        """This task made worth so many points, each check in its proportion, to the hundredth."""
        if points == self.points:
            return self
        shares = scaled([criterion.points for criterion in self.checks], points)
        checks = tuple(
            replace(criterion, points=share)
            for criterion, share in zip(self.checks, shares, strict=True)
        )
        return replace(self, points=points, checks=checks)
