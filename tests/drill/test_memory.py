"""Memory: FSRS as the package computes it, and its formulas as the planner writes them out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_exam.drill.deck import Face
from tui_exam.drill.learner import CardState, Learner
from tui_exam.drill.memory import DAY, Memory, Rating, kept, recall, reviewed, scheduler
from tui_exam.drill.plan import HORIZON, exam_time
from tui_exam.drill.weighing import Weigher
from tui_exam.exam.items import Level

NOW = 1_795_400_000.0
ratings = st.sampled_from(list(Rating))
gaps = st.floats(0, 40 * DAY)
FACE = Face("q:x", "t", Level.RECALL, "single", 1.0, 0.0, 1, "k")


@given(st.lists(st.tuples(ratings, gaps), min_size=1, max_size=8))
def test_a_right_answer_never_makes_a_memory_less_stable_and_a_wrong_one_never_more(
    history: list[tuple[Rating, float]],
) -> None:
    memory, at = None, NOW
    for rating, gap in history:
        before, at = memory, at + gap
        memory = reviewed(before, rating, at)
        assert memory.due > at
        if before is not None and rating >= Rating.GOOD:
            assert memory.stability >= before.stability * 0.999
        if before is not None and rating is Rating.AGAIN:
            assert memory.stability <= before.stability * 1.001


@given(ratings, gaps)
def test_a_clock_set_back_counts_as_no_time_at_all(rating: Rating, back: float) -> None:
    first = reviewed(None, Rating.GOOD, NOW)
    assert reviewed(first, rating, NOW - back) == reviewed(first, rating, NOW)
    assert recall(first, NOW - back) == 1.0


@given(st.integers(0, 400), st.floats(0.1, 300))
def test_what_is_left_after_whole_days_is_what_the_package_says(days: int, stable: float) -> None:
    from fsrs import Card

    card = Card(card_id=1)
    card.stability = stable
    card.last_review = datetime.fromtimestamp(NOW, UTC)
    there = datetime.fromtimestamp(NOW + days * DAY, UTC)
    assert kept(stable, days) == pytest.approx(
        scheduler().get_card_retrievability(card, there), rel=1e-9
    )


@given(st.floats(1, 10), st.floats(0.5, 200), st.integers(1, 200))
def test_the_planner_reckons_a_review_as_the_package_does(
    difficulty: float, stable: float, days: int
) -> None:
    memory = Memory(stable, difficulty, NOW - days * DAY, NOW)
    learner = Learner(cards={FACE.id: CardState(memory, FACE.key, FACE.revision, fraction=1.0)})
    weighed = Weigher().weigh(learner, [FACE], NOW, exam_time(learner, NOW))
    [(_, _, points, _)] = weighed[FACE.topic]
    right = kept(reviewed(memory, Rating.GOOD, NOW).stability, HORIZON)
    w = scheduler().parameters
    again = reviewed(reviewed(None, Rating.AGAIN, NOW), Rating.GOOD, NOW)
    here = kept(stable, days)
    expected = here * right + (1 - here) * kept(again.stability, HORIZON)
    expected -= kept(stable, days + HORIZON)
    assert w[0] < again.stability
    assert points == pytest.approx(max(0.0, expected), abs=1e-6)
