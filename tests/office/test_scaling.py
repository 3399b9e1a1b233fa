"""Points in another total keep their proportions and lose no hundredth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_office.tasks import library
from mock_office.tasks.rehearsal import RuleHand, points
from mock_office.tasks.scaling import scaled

from .conftest import variant

_HUNDREDTHS = st.integers(1, 3000).map(lambda n: n / 100)


@given(st.lists(_HUNDREDTHS, min_size=1, max_size=20), _HUNDREDTHS)
def test_parts_add_up_to_the_whole_and_keep_their_proportion(
    parts: list[float], total: float
) -> None:
    found = scaled(parts, total)
    assert round(sum(found) * 100) == round(total * 100)
    for part, share in zip(parts, found, strict=True):
        assert abs(share - part * total / sum(parts)) < 0.0101


@given(st.lists(_HUNDREDTHS, min_size=1, max_size=20))
def test_the_same_total_changes_nothing(parts: list[float]) -> None:
    assert scaled(parts, round(sum(parts), 2)) == tuple(parts)


@pytest.mark.parametrize("worth", [1, 7, 10, 12.5, 20, 33.33, 55])
@pytest.mark.parametrize("name", library.names())
def test_a_task_of_any_worth_gives_all_of_it_or_nothing(name: str, worth: float) -> None:
    task = variant(name).worth(worth)
    full = points(task, task.solution, RuleHand())
    assert (full.points, full.max, full.voided) == (worth, worth, "")
    assert round(sum(check.max for check in full.checks), 2) == worth
    assert points(task, (), RuleHand()).points == 0
