"""A session: wrong cards come back, everything is asked, nothing is asked for ever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_exam.drill.session import APART, ROUNDS, Session

CARDS = ("a", "b", "c", "d", "e", "f")


def test_a_wrong_card_comes_back_after_some_others() -> None:
    session = Session(CARDS).after("a", False, 5)
    shown = []
    for _ in range(APART):
        card = session.current(CARDS)
        assert card is not None
        shown.append(card)
        session = session.after(card, True, 5)
    assert shown == ["b", "c", "d"]
    assert session.current(CARDS) == "a"


def test_when_nothing_else_is_left_a_wrong_card_comes_back_at_once() -> None:
    session = Session(("a",)).after("a", False, 5)
    assert session.current(CARDS) == "a"
    assert session.after("a", True, 5).current(CARDS) is None


def test_only_the_first_answer_to_a_card_is_counted() -> None:
    session = Session(("a",)).after("a", False, 5).after("a", True, 5)
    assert (session.right, session.wrong, session.answered) == (0, 1, 2)


def test_when_the_minutes_are_over_only_wrong_cards_still_come() -> None:
    session = Session(CARDS, limit=60).after("a", False, 70)
    assert session.current(CARDS) == "a"
    assert session.after("a", True, 1).current(CARDS) is None


def test_a_guess_makes_a_right_card_come_back() -> None:
    session = Session(("a", "b")).after("a", True, 5).taken_back("a")
    assert (session.right, session.wrong) == (0, 1)
    assert session.after("b", True, 5).current(CARDS) == "a"


def test_a_card_withdrawn_in_the_middle_is_passed_over() -> None:
    session = Session(CARDS).after("a", False, 5)
    there = {"c", "d"}
    assert session.current(there) == "c"
    assert session.after("c", True, 1).after("d", True, 1).current(there) is None


@given(st.lists(st.booleans(), min_size=60, max_size=60), st.integers(1, 6))
def test_every_session_ends_and_asks_each_card(answers: list[bool], count: int) -> None:
    session = Session(CARDS[:count])
    asked = []
    for right in answers:
        card = session.current(CARDS)
        if card is None:
            break
        asked.append(card)
        session = session.after(card, right, 1)
    assert session.current(CARDS) is None
    assert set(asked) == set(CARDS[:count])
    assert max(asked.count(card) for card in asked) <= ROUNDS + 1
    assert session.right + session.wrong == count


@given(st.lists(st.booleans(), max_size=40))
def test_a_card_answered_wrongly_does_not_end_before_it_was_right_or_tried_often(
    answers: list[bool],
) -> None:
    session, last = Session(CARDS), {}
    for right in answers:
        card = session.current(CARDS)
        if card is None:
            break
        session, last[card] = session.after(card, right, 1), right
    if session.current(CARDS) is None:
        tries = dict(session.tries)
        assert all(right or tries[card] > ROUNDS for card, right in last.items())
