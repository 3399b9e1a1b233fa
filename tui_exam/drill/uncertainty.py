"""How sure a mark is: its standard error over items of that kind.

A score is a sample: with other questions of the same kind the same person would have
got a few points more or less. Two right and two wrong answers are added before the
spread is taken (Agresti and Coull 1998), so that a clean sweep is not called certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..sitting.result import Result


@dataclass(frozen=True, slots=True)
class Measured:
    """Points with their standard error, in points."""

    points: float
    error: float
    most: float

    @property
    def low(self) -> float:
        """Whole points one standard error below, never under zero."""
        return float(max(0, round(self.points - self.error)))

    @property
    def high(self) -> float:
        """Whole points one standard error above, never over what can be had."""
        return float(min(round(self.most), round(self.points + self.error)))


def spread(weights: Sequence[float], fractions: Sequence[float]) -> float:
    """Standard error, in points, of marks earned on items worth `weights`.

    Args:
        weights: What each item is worth.
        fractions: How much of it was earned, 0 to 1.

    The variance of a share between 0 and 1 is at most p(1 - p): this errs to the wide
    side for part marks.
    """
    count = len(weights)
    if not count:
        return 0.0
    share = (sum(fractions) + 2) / (count + 4)
    return sqrt(share * (1 - share) * sum(weight**2 for weight in weights))


def measured(result: Result) -> tuple[Measured, Measured, Measured]:
    """Theory, practice and total of a result with their standard errors.

    The checks of one task are taken as items of one kind; each task is a kind of its own.
    """
    theory = spread(
        [mark.max for mark in result.questions], [mark.fraction for mark in result.questions]
    )
    squares = 0.0
    for task in result.tasks:
        weights = [check.max for check in task.checks]
        shares = [check.points / check.max if check.max else 0.0 for check in task.checks]
        squares += spread(weights, shares) ** 2
    return (
        Measured(result.theory, theory, result.theory_max),
        Measured(result.practice, sqrt(squares), result.practice_max),
        Measured(result.total, sqrt(theory**2 + squares), result.theory_max + result.practice_max),
    )
