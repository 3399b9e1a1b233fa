"""How sure a mark is: its standard error over items of that kind.

A mark is a sample: with other items of the same kind the same person would have got a few
points more or less. By the binomial error model (Lord, "Do tests of the same length have the
same standard error of measurement?", 1957) a mark that is the sum of items worth w, each
earned with chance p, has the standard error sqrt(sum of w squared times p(1 - p)). The p of one
person on so few items is guessed low or high, and at 0 and 1 the formula would claim certainty;
so two right and two wrong answers are added before p is taken (Agresti and Coull,
"Approximate is better than exact for interval estimation of binomial proportions", 1998).
About two times in three a mark with other items lies within one standard error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_office.marks import TaskMark

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
    """Standard error, in points, of marks earned on items of one kind worth `weights`.

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

    Questions are items of one kind; the tasks of practice are drawn apart from each other, so
    their variances add up.
    """
    theory = spread(
        [mark.max for mark in result.questions], [mark.fraction for mark in result.questions]
    )
    squares = sum(_task_spread(task) ** 2 for task in result.tasks)
    return (
        Measured(result.theory, theory, result.theory_max),
        Measured(result.practice, sqrt(squares), result.practice_max),
        Measured(result.total, sqrt(theory**2 + squares), result.theory_max + result.practice_max),
    )


def _task_spread(task: TaskMark) -> float:
    """Standard error of one task's points.

    Checks of one criterion (B5.a, B5.b) look at one skill and stand or fall together, so they
    are one item. A task that lost everything at one stroke was one item altogether.
    """
    if task.voided:
        return spread([task.max], [0.0])
    got: defaultdict[str, float] = defaultdict(float)
    most: defaultdict[str, float] = defaultdict(float)
    for check in task.checks:
        criterion = check.code.split(".")[0]
        got[criterion] += check.points
        most[criterion] += check.max
    weights = [most[each] for each in most if most[each] > 0]
    return spread(weights, [min(1.0, max(0.0, got[e] / most[e])) for e in most if most[e] > 0])
