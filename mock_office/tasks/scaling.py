"""Sharing out points in another total, so that the parts always add up to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def scaled(points: Sequence[float], total: float) -> tuple[float, ...]:
    """The points in their proportions, as hundredths that add up to `total` exactly.

    What is lost by rounding down goes, a hundredth each, to those that lost most, the
    first of equals first (the method of largest remainders). Nothing is shared out when
    there are no points.
    """
    whole = sum(Fraction(str(each)) for each in points)
    if not whole:
        return tuple(0.0 for _ in points)
    exact = [Fraction(str(each)) * Fraction(str(total)) * 100 / whole for each in points]
    floors = [int(each) for each in exact]
    left = round(Fraction(str(total)) * 100) - sum(floors)
    by_loss = sorted(range(len(exact)), key=lambda n: floors[n] - exact[n])
    for n in by_loss[:left]:
        floors[n] += 1
    return tuple(each / 100 for each in floors)
