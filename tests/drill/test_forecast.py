"""Does the forecast's range hold eight times in ten? Simulated learners sit simulated exams."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from tests.drill.conftest import shipped_bank, shipped_blueprint
from tests.drill.test_learner import review
from tui_exam.drill.deck import Deck, deck_of
from tui_exam.drill.drilling import TITLES
from tui_exam.drill.forecast import forecast
from tui_exam.drill.learner import Learner, day_of
from tui_exam.drill.memory import DAY, recall
from tui_exam.drill.plan import Wishes, exam_time, make_plan
from tui_exam.drill.priors import KNOWN, Priors
from tui_exam.drill.weighing import Weigher

NOW = 1_795_400_000.0
TODAY = day_of(NOW)
BANK, BLUEPRINT = shipped_bank(), shipped_blueprint()


class Pupil:
    """Somebody who knows more of some topics than of others, and forgets as FSRS says."""

    def __init__(self, luck: random.Random, days: int) -> None:
        self.luck = luck
        self.learner = Learner(exam_day=TODAY + timedelta(days=days + 1))
        self.deck: Deck = deck_of(BANK, BLUEPRINT, TODAY, self.learner.exam_day, TITLES)
        ability = luck.betavariate(3, 3)
        skill = {item.topic: min(0.98, max(0.02, luck.gauss(ability, 0.15))) for item in BANK.items}
        self.known = {f"q:{item.id}": luck.random() < skill[item.topic] for item in BANK.items}

    def chance(self, card: str, at: float) -> float:
        """Of answering rightly, by knowing or by guessing."""
        state, face = self.learner.cards.get(card), self.deck.faces.get(card)
        memory = state.memory if state is not None else None
        known = recall(memory, at) if memory is not None else float(self.known[card])
        return known + (1 - known) * (face.guess if face is not None else 0.25)

    def drill(self, now: float, weigher: Weigher) -> None:
        """Ten minutes of one day."""
        plan = make_plan(self.learner, self.deck, Wishes(minutes=10), now, weigher=weigher)
        for card in plan.cards:
            face, right = self.deck.faces[card], self.luck.random() < self.chance(card, now)
            for share in (1.0,) if right else (0.0, 1.0):
                self.learner.apply(
                    review(
                        self.learner.seq + 1, card, wall=now, rating=3 if share else 1,
                        fraction=share, topic=face.topic, kind=face.kind, key=face.key,
                        revision=face.revision, seconds=25.0,
                    )
                )  # fmt: skip

    def exam(self, at: float) -> float:
        """Points of one paper's theory."""
        each = BLUEPRINT.theory_points / BLUEPRINT.questions
        day, points = day_of(at), 0.0
        for cell in BLUEPRINT.cells:
            pool = list(BANK.on(day, cell.topic, cell.level, BLUEPRINT.kinds))
            for item in self.luck.sample(pool, min(cell.count, len(pool))):
                points += each * (self.luck.random() < self.chance(f"q:{item.id}", at))
        return points


@pytest.mark.parametrize("days", [1, 6])
def test_the_range_holds_about_eight_times_in_ten(days: int) -> None:
    luck, inside, exams, off = random.Random(11), 0, 0, 0.0
    for _ in range(24):
        pupil, weigher, now = Pupil(luck, days), Weigher(), NOW
        for _ in range(days):
            pupil.drill(now, weigher)
            now += DAY
        found = forecast(pupil.learner, pupil.deck, BANK, BLUEPRINT, now - DAY / 2)
        at = exam_time(pupil.learner, now - DAY / 2)
        for _ in range(8):
            points = pupil.exam(at)
            inside += found.low <= points <= found.high
            exams, off = exams + 1, off + points - found.points
    assert 0.7 < inside / exams < 0.9
    assert abs(off / exams) < 1.5, "neither hopeful nor gloomy"


def test_answers_to_one_topic_tell_something_of_the_others() -> None:
    good, bad = Learner(), Learner()
    for seq in range(1, 13):
        good.apply(review(seq, f"q:{seq}", topic="a"))
        bad.apply(review(seq, f"q:{seq}", topic="a", rating=1, fraction=0.0))
    assert Priors(bad).of("b").known < KNOWN < Priors(good).of("b").known
    assert Priors(good).of("b").known < Priors(good).of("a").known
    assert Priors(good).of("a").doubt < Priors(good).of("b").doubt
    assert Priors(good).leaning("a") < Priors(good).leaning("b") == 1
