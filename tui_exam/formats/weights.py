"""Moodle's percentages for options, turned into right and wrong and a way of marking.

The allowed percentages are those of Moodle's question bank; a file may write any number, but
Moodle takes one that is not in the list only when told to round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..exam.items import Kind, Option, PartMarks
from .gathering import Unfit, letter

_POSITIVE = (
    *(100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20),
    *(16.66667, 14.28571, 12.5, 11.11111, 10, 5),
)
ALLOWED = frozenset({*_POSITIVE, 0, *(-value for value in _POSITIVE)})
_NEAR = 0.001  # percent; Moodle's own tolerance
_SUM_NEAR = 1.0  # percent; eleven times 9.09 is still meant as 100

Note = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Weighted:
    """An option with the share of the points (percent, -100 to 100) that ticking it earns."""

    text: str
    why: str
    weight: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the weights of one question amount to."""

    kind: Kind
    options: tuple[Option, ...]
    part_marks: PartMarks | None


def nearest(weight: float) -> float:
    """The allowed percentage that is nearest."""
    return min(ALLOWED, key=lambda allowed: abs(allowed - weight))


def shown(weight: float) -> str:
    """A percentage as Moodle writes it: 50, 33.33333."""
    return f"{weight:.5f}".rstrip("0").rstrip(".")


def weigh(given: Sequence[Weighted], *, single: bool, note: Note) -> Weighed:
    """Judge the options of one question; Unfit when its weights make no sense.

    Args:
        single: Whether only one option may be ticked.
        note: Called with a problem's code and values for what a bank cannot keep.
    """
    options = [_allowed(option, note) for option in given]
    if any(not -100 <= option.weight <= 100 for option in options):
        worst = next(option.weight for option in options if not -100 <= option.weight <= 100)
        raise Unfit("bad_weight", weight=shown(worst))
    if single:
        return Weighed(Kind.SINGLE, _single(options, note), None)
    right = [option for option in options if option.weight > 0]
    total = sum(option.weight for option in right)
    if right and abs(total - 100) > _SUM_NEAR:
        raise Unfit("weights_sum", total=shown(total))
    marked = tuple(
        Option(letter(at), option.text, option.why, option.weight > 0)
        for at, option in enumerate(options)
    )
    if len(right) == 1:
        _note_penalties(options, note)
        return Weighed(Kind.SINGLE, marked, None)
    if right and max(o.weight for o in right) - min(o.weight for o in right) > _SUM_NEAR:
        note("unequal_weights")
    return Weighed(Kind.MULTIPLE, marked, _part_marks(options, len(right), note))


def _allowed(option: Weighted, note: Note) -> Weighted:
    if not -100 <= option.weight <= 100:
        return option
    if option.weight in ALLOWED:
        return option
    allowed = nearest(option.weight)
    if abs(allowed - option.weight) > _NEAR:
        note("weight_not_allowed", weight=shown(option.weight), nearest=shown(allowed))
    return Weighted(option.text, option.why, allowed)


def _single(options: Sequence[Weighted], note: Note) -> tuple[Option, ...]:
    for option in options:
        if 0 < option.weight < 100:
            note("partial_credit_lost", weight=shown(option.weight))
    _note_penalties(options, note)
    return tuple(
        Option(letter(at), option.text, option.why, option.weight == 100)
        for at, option in enumerate(options)
    )


def _note_penalties(options: Sequence[Weighted], note: Note) -> None:
    if penalties := sorted({option.weight for option in options if option.weight < 0}):
        note("penalty_lost", weight=shown(penalties[0]))


def _part_marks(options: Sequence[Weighted], right: int, note: Note) -> PartMarks | None:
    """The native way of marking that means the same, if there is one."""
    wrong = [option.weight for option in options if option.weight <= 0]
    if not right or not any(wrong):
        return None  # no wrong tick costs anything: no native way is like that
    if all(abs(weight + 100 / right) <= _SUM_NEAR for weight in wrong):
        return PartMarks.RIGHT_MINUS_WRONG
    note("penalty_lost", weight=shown(min(wrong)))
    return None
