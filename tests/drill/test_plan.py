"""The day's plan: what is seen, in which minutes, and that it serves the day of the exam."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drill.conftest import shipped_bank, shipped_blueprint
from tests.drill.test_learner import review
from tui_exam.drill.deck import Deck, Face, deck_of
from tui_exam.drill.learner import CardState, Learner, day_of
from tui_exam.drill.memory import DAY, Memory, recall
from tui_exam.drill.plan import (
    Wishes,
    choice_of,
    chosen_of,
    due_cards,
    end_of_day,
    exam_time,
    make_plan,
)
from tui_exam.drill.weighing import Weigher
from tui_exam.exam.items import Level

NOW = 1_795_400_000.0
TODAY = day_of(NOW)


def face(name: str, **changes: Any) -> Face:
    return replace(Face(name, "t", Level.RECALL, "single", 0.1, 0.25, 1, "k"), **changes)


def deck(*faces: Face) -> Deck:
    return Deck({each.id: each for each in faces}, {})


def test_a_plan_keeps_to_the_minutes_and_to_the_number() -> None:
    cards = deck(*(face(f"q:{n}") for n in range(200)))
    plan = make_plan(Learner(), cards, Wishes(minutes=10), NOW)
    assert 5 < len(plan.picks) < 30
    assert plan.seconds <= 600
    assert len(make_plan(Learner(), cards, Wishes(0, 7), NOW).picks) == 7


def test_what_lost_points_in_an_exam_comes_first() -> None:
    learner = Learner(cards={"q:9": CardState(owed=1.5)})
    plan = make_plan(learner, deck(*(face(f"q:{n}") for n in range(30))), Wishes(), NOW)
    assert plan.cards[0] == "q:9"


def test_a_card_half_forgotten_comes_before_one_just_seen() -> None:
    old = CardState(Memory(5, 5, NOW - 20 * DAY, NOW - DAY), "k", fraction=1.0)
    fresh = CardState(Memory(5, 5, NOW - 600, NOW + 5 * DAY), "k", fraction=1.0)
    learner = Learner(cards={"q:old": old, "q:new": fresh})
    plan = make_plan(learner, deck(face("q:new"), face("q:old")), Wishes(), NOW)
    assert plan.cards == ("q:old", "q:new")


def test_a_changed_key_makes_a_card_new_again_and_due() -> None:
    known = CardState(Memory(100, 5, NOW - DAY, NOW + 90 * DAY), "old key", fraction=1.0)
    learner = Learner(cards={"q:a": known})
    cards = deck(face("q:a"))
    assert make_plan(learner, cards, Wishes(), NOW).picks[0].fresh
    assert due_cards(learner, cards, end_of_day(NOW)) == ("q:a",)


def test_topics_levels_and_kinds_are_kept_to() -> None:
    cards = deck(
        face("q:a"), face("q:b", topic="u"), face("q:c", level=Level.APPLY),
        face("q:d", kind="short"),
    )  # fmt: skip
    only = Wishes(
        topics=frozenset({"t"}), levels=frozenset({Level.RECALL}), kinds=frozenset({"single"})
    )
    assert make_plan(Learner(), cards, only, NOW).cards == ("q:a",)


def test_topics_are_mixed() -> None:
    faces = [face(f"q:{n}", worth=0.11) for n in range(20)]
    faces += [face(f"q:u{n}", topic="u", worth=0.10) for n in range(20)]
    cards = make_plan(Learner(), deck(*faces), Wishes(0, 10), NOW).cards
    assert 3 <= sum(card.startswith("q:u") for card in cards) <= 7


def test_a_withdrawn_item_is_neither_planned_nor_due() -> None:
    gone = CardState(Memory(1, 5, NOW - 9 * DAY, NOW - DAY), "k", owed=1.5)
    learner = Learner(cards={"q:gone": gone})
    assert make_plan(learner, deck(face("q:a")), Wishes(), NOW).cards == ("q:a",)
    assert due_cards(learner, deck(face("q:a")), end_of_day(NOW)) == ()


def test_the_deck_holds_what_is_law_today_and_on_the_day_of_the_exam() -> None:
    bank, blueprint = shipped_bank(), shipped_blueprint()
    some = bank.items[0]
    ending = replace(some, id="x-1", valid_to=TODAY + timedelta(days=5))
    changed = replace(bank, items=(*bank.items, ending))
    now = deck_of(changed, blueprint, TODAY, None, {})
    later = deck_of(changed, blueprint, TODAY, TODAY + timedelta(days=20), {})
    assert "q:x-1" in now.faces
    assert "q:x-1" not in later.faces


def test_the_worth_of_the_drawn_questions_adds_up_to_the_points_of_the_theory() -> None:
    bank, blueprint = shipped_bank(), shipped_blueprint()
    faces = deck_of(bank, blueprint, TODAY, None, {}).faces
    drawn = {
        f"q:{item.id}"
        for cell in blueprint.cells
        for item in bank.on(TODAY, cell.topic, cell.level, blueprint.kinds)
    }
    assert sum(faces[card].worth for card in drawn) == pytest.approx(blueprint.theory_points)


@pytest.mark.parametrize(("ahead", "hours"), [(None, 720), (-3, 720), (0, 1)])
def test_without_a_day_to_come_the_plan_looks_some_weeks_ahead(
    ahead: int | None, hours: int
) -> None:
    day = None if ahead is None else TODAY + timedelta(days=ahead)
    assert exam_time(Learner(exam_day=day), NOW) == NOW + hours * 3600


def test_on_the_eve_the_plan_aims_at_the_next_morning() -> None:
    at = exam_time(Learner(exam_day=TODAY + timedelta(days=1)), NOW)
    assert 0 < at - NOW < 1.5 * DAY


@given(
    st.text(max_size=8), st.integers(0, 240), st.integers(0, 500),
    st.sets(st.text(max_size=5), max_size=3), st.sets(st.sampled_from(list(Level))),
)  # fmt: skip
def test_wishes_travel_as_one_word(
    code: str, minutes: int, number: int, topics: set[str], levels: set[Level]
) -> None:
    wishes = Wishes(minutes, number, frozenset(topics), frozenset(levels), frozenset({"mini"}))
    assert chosen_of(choice_of(code, wishes)) == (code, wishes)
    assert chosen_of(choice_of(code, None)) == (code, None)


# -- does it serve? --------------------------------------------------------------------------


@dataclass
class Pupil:
    """Somebody whose memory is FSRS's: what he answers is drawn from what he remembers."""

    learner: Learner
    luck: random.Random
    seq: int = 0

    def see(self, card: str, now: float) -> None:
        """One card, and once more when it was wrong."""
        state = self.learner.cards.get(card)
        known = recall(state.memory, now) if state and state.memory else 0.3
        right = self.luck.random() < known
        for share in (1.0,) if right else (0.0, 1.0):
            self.seq += 1
            rating = 3 if share else 1
            self.learner.apply(
                review(self.seq, card, wall=now, rating=rating, fraction=share, seconds=20.0)
            )


def _known_on_the_day(by_plan: bool) -> float:
    """Three weeks of ten minutes a day over 300 questions; share of the points known then."""
    cards = deck(*(face(f"q:{n:03}", topic=f"t{n % 10}") for n in range(300)))
    exam_day = TODAY + timedelta(days=22)
    pupil = Pupil(Learner(exam_day=exam_day), random.Random(7))
    now = NOW
    for _ in range(21):
        if by_plan:
            chosen = list(make_plan(pupil.learner, cards, Wishes(minutes=10), now).cards)
        else:
            due = sorted(
                due_cards(pupil.learner, cards, end_of_day(now)),
                key=lambda card: pupil.learner.cards[card].memory.due,  # type: ignore[union-attr]
            )
            fresh = [card for card in cards.faces if card not in pupil.learner.cards]
            chosen = [*due, *fresh]
        left = 600.0
        for card in chosen:
            if left <= 0:
                break
            before = pupil.seq
            pupil.see(card, now)
            left -= 20.0 * (pupil.seq - before)
        now += DAY
    at = exam_time(pupil.learner, now - DAY)
    states = pupil.learner.cards.values()
    return sum(recall(s.memory, at) for s in states if s.memory) / 300


def test_the_plan_knows_more_on_the_day_than_seeing_what_is_due_and_then_new_cards() -> None:
    assert _known_on_the_day(by_plan=True) > _known_on_the_day(by_plan=False)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 60), st.integers(0, 2**16))
def test_a_plan_takes_each_card_once_and_never_more_time_than_there_is(
    minutes: int, seed: int
) -> None:
    luck = random.Random(seed)
    faces = [face(f"q:{n}", topic=f"t{n % 5}") for n in range(120)]
    learner = Learner()
    for seq in range(80):
        card = f"q:{luck.randrange(120)}"
        learner.apply(review(seq + 1, card, wall=NOW - luck.random() * 30 * DAY))
    plan = make_plan(learner, deck(*faces), Wishes(minutes=minutes), NOW)
    assert len(set(plan.cards)) == len(plan.cards)
    assert plan.seconds <= max(60 * minutes, plan.picks[0].seconds)
    assert all(pick.gain >= 0 for pick in plan.picks)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 8), st.sampled_from([1, 2, 3]), st.floats(0, 3)), max_size=20)
)
def test_a_weigher_used_all_along_weighs_as_a_new_one_does(
    reviews: list[tuple[int, int, float]],
) -> None:
    faces = [face(f"q:{n}", topic=f"t{n % 3}") for n in range(9)]
    learner, used, now = Learner(), Weigher(), NOW
    for seq, (card, rating, days) in enumerate(reviews, 1):
        now += days * DAY
        change = {"rating": rating, "fraction": (rating - 1) / 2, "wall": now}
        learner.apply(review(seq, f"q:{card}", **change))
        if seq % 5 == 0:
            lost = {"exam": str(seq), "closed": now, "cards": {f"q:{card}": 1.5}}
            learner.apply(replace(review(seq), kind="points_lost", data=lost, wall=now))
        at = exam_time(learner, now)
        assert used.weigh(learner, faces, now, at) == Weigher().weigh(learner, faces, now, at)
    assert learner.cards or not reviews
