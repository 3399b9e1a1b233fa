"""The fold of a learner's log: the same events, the same learner; bad ones change nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui_exam.drill import snapshot
from tui_exam.drill.keys import key_of
from tui_exam.drill.learner import KINDS, Learner, day_of
from tui_exam.drill.memory import DAY
from tui_exam.exam.items import Item, Kind, Level, Option

NOW = 1_795_400_000.0


@dataclass(frozen=True)
class Done:
    """An event as the fold sees it."""

    seq: int
    kind: str
    data: dict[str, Any]
    wall: float


def review(seq: int, card: str = "q:a", *, wall: float = NOW, **changes: Any) -> Done:
    data = {
        "card": card, "revision": 1, "key": "k", "topic": "t", "kind": "single",
        "fraction": 1.0, "rating": 3, "seconds": 10.0, "again": False, **changes,
    }  # fmt: skip
    return Done(seq, "reviewed", data, wall)


def folded(*events: Done) -> Learner:
    learner = Learner()
    for event in events:
        learner.apply(event)
    return learner


def test_an_edited_item_keeps_its_history() -> None:
    learner = folded(review(1), review(2, revision=2, wall=NOW + 3 * DAY))
    assert learner.cards["q:a"].right == 2
    assert learner.cards["q:a"].revision == 2


def test_a_changed_key_begins_the_history_anew_but_the_days_stay_counted() -> None:
    learner = folded(review(1), review(2, key="other", rating=1, fraction=0.0))
    state = learner.cards["q:a"]
    assert (state.right, state.wrong, state.key) == (0, 1, "other")
    assert learner.days[day_of(NOW)].reviews == 2


def test_a_guess_is_reviewed_again_as_not_known() -> None:
    honest = folded(review(1, rating=1, fraction=0.0))
    guessed = folded(review(1), Done(2, "guessed", {"card": "q:a", "review": 1}, NOW + 5))
    assert guessed.cards["q:a"].memory == honest.cards["q:a"].memory
    assert (guessed.cards["q:a"].right, guessed.cards["q:a"].wrong) == (0, 1)
    assert guessed.days[day_of(NOW)].right == 0


def test_a_guess_can_be_taken_back_once_and_only_for_the_last_review() -> None:
    late = Done(3, "guessed", {"card": "q:a", "review": 1}, NOW + 60)
    learner = folded(review(1), review(2, wall=NOW + 30), late)
    assert learner.cards["q:a"].right == 2
    guess = Done(2, "guessed", {"card": "q:a", "review": 1}, NOW)
    assert folded(review(1), guess).cards == folded(review(1), guess, replace(guess, seq=3)).cards


def test_points_lost_in_an_exam_are_owed_until_a_right_answer_and_counted_once() -> None:
    lost = Done(2, "points_lost", {"exam": "e1", "closed": NOW, "cards": {"q:a": 1.5}}, NOW + 9)
    learner = folded(review(1, wall=NOW - DAY), lost, replace(lost, seq=3))
    assert learner.cards["q:a"].owed == 1.5
    learner.apply(review(4, wall=NOW + 60))
    assert learner.cards["q:a"].owed == 0


def test_time_spent_leaves_out_what_nobody_sat_through() -> None:
    assert folded(review(1, seconds=4000.0)).days[day_of(NOW)].seconds == 180


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_an_event_that_lacks_something_changes_no_card_and_no_day(
    kind: str, draw: st.DataObject
) -> None:
    keys = sorted(set(KINDS[kind]) - {"again"})
    missing = draw.draw(st.sampled_from(keys))
    rest = [key for key in keys if key != missing]
    data: Any = draw.draw(json | st.fixed_dictionaries(dict.fromkeys(rest, json)))
    if isinstance(data, dict):
        data.pop(missing, None)
    learner = folded(review(1))
    before = snapshot.to_json(learner)
    learner.apply(Done(2, kind, data, NOW))
    assert snapshot.to_json(learner) == before


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_an_event_with_wild_values_leaves_a_learner_that_can_be_kept(
    kind: str, draw: st.DataObject
) -> None:
    data = draw.draw(st.fixed_dictionaries(dict.fromkeys(KINDS[kind], json)))
    learner = folded(review(1), Done(2, kind, data, NOW))
    assert snapshot.to_json(snapshot.from_json(snapshot.to_json(learner)))


events = st.lists(
    st.builds(
        lambda card, gap, rating, key: (card, gap, rating, key),
        st.sampled_from(["q:a", "q:b", "m:mail:x:y"]), st.floats(-DAY, 5 * DAY),
        st.integers(1, 4), st.sampled_from(["k", "l"]),
    ),
    max_size=12,
)  # fmt: skip


@given(events, st.integers(0, 12))
def test_a_snapshot_in_the_middle_changes_nothing(
    history: list[tuple[str, float, int, str]], cut: int
) -> None:
    wall, done = NOW, []
    for seq, (card, gap, rating, key) in enumerate(history, 1):
        wall += gap
        share = 0.0 if rating == 1 else 1.0
        done.append(review(seq, card, wall=wall, rating=rating, key=key, fraction=share))
    whole = folded(*done)
    first = snapshot.from_json(snapshot.to_json(folded(*done[:cut])))
    for event in done[cut:]:
        first.apply(event)
    assert snapshot.to_json(first) == snapshot.to_json(whole)
    assert sum(day.reviews for day in whole.days.values()) == len(done)


def item(kind: Kind = Kind.SINGLE, **changes: Any) -> Item:
    options = (Option("a", "15 ngày", "x", True), Option("b", "10 ngày", "y"))
    base = Item("i", 1, "t", Level.RECALL, kind, "Bao lâu?", options, valid_from=date.min)
    return replace(base, **changes)


def test_the_key_does_not_change_with_order_punctuation_or_explanations() -> None:
    mended = (Option("a", "10 ngày.", "khác"), Option("b", "15  Ngày", "khác", True))
    assert key_of(item()) == key_of(item(options=mended, stem="Thời hạn là bao lâu?"))


def test_the_key_changes_with_the_right_answer() -> None:
    other = (Option("a", "20 ngày", "x", True), Option("b", "10 ngày", "y"))
    swapped = (Option("a", "15 ngày", "x"), Option("b", "10 ngày", "y", True))
    keys = {key_of(item()), key_of(item(options=other)), key_of(item(options=swapped))}
    assert len(keys) == 3
    steps = (Option("a", "Ký", ""), Option("b", "Gửi", ""))
    turned = (Option("a", "Gửi", ""), Option("b", "Ký", ""))
    ordering = Kind.ORDERING
    assert key_of(item(ordering, options=steps)) != key_of(item(ordering, options=turned))
