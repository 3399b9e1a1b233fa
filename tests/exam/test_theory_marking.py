"""Marking the theory: every rule keeps its laws, whatever is answered."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tui_exam.exam.items import Item, Kind, Level, Option, PartMarks
from tui_exam.exam.marking import RULE_NAMES, fraction, mark_theory

LAW = settings(deadline=None)  # the first example also imports what it needs
LETTERS = "abcdef"
RULES = st.sampled_from(list(PartMarks))


def item_of(
    kind: Kind,
    options: int,
    right: frozenset[int] = frozenset({0}),
    *,
    name: str = "x",
    part_marks: PartMarks = PartMarks.ALL_OR_NOTHING,
    accept: tuple[str, ...] = (),
) -> Item:
    """An item with so many options, the right ones by number."""
    return Item(
        id=name,
        revision=1,
        topic="van_thu",
        level=Level.RECALL,
        kind=kind,
        stem="?",
        options=tuple(
            Option(LETTERS[at], f"phương án {at}", "vì", at in right) for at in range(options)
        ),
        choose=len(right) if kind is Kind.MULTIPLE else 1,
        part_marks=part_marks,
        accept=accept,
    )


@st.composite
def multiple(draw: st.DrawFn) -> Item:
    """A multiple-answer item under any rule."""
    options = draw(st.integers(3, 6))
    right = draw(st.frozensets(st.integers(0, options - 1), min_size=2, max_size=options - 1))
    return item_of(Kind.MULTIPLE, options, right, part_marks=draw(RULES))


@st.composite
def answered(draw: st.DrawFn) -> tuple[Item, frozenset[str]]:
    """A multiple-answer item and any set of its options."""
    item = draw(multiple())
    return item, draw(st.frozensets(st.sampled_from([o.key for o in item.options])))


ANY_ITEM = st.one_of(
    multiple(),
    st.builds(item_of, st.just(Kind.SINGLE), st.integers(2, 6)),
    st.builds(item_of, st.just(Kind.TRUE_FALSE), st.just(2)),
    st.builds(item_of, st.just(Kind.ORDERING), st.integers(3, 6)),
    st.builds(item_of, st.just(Kind.MATCHING), st.integers(3, 6)),
    st.builds(item_of, st.just(Kind.SHORT), st.just(0), accept=st.just(("29",))),
)


def full_answer(item: Item) -> tuple[str, ...]:
    """The answer that earns everything."""
    if item.kind is Kind.SHORT:
        return (item.accept[0],)
    if item.kind is Kind.MATCHING:
        return tuple(option.key for option in item.options)
    return item.keys


@LAW
@given(ANY_ITEM)
def test_an_empty_answer_earns_nothing_under_every_rule(item: Item) -> None:
    assert fraction(item, ()) == 0


@LAW
@given(ANY_ITEM)
def test_the_full_answer_earns_everything(item: Item) -> None:
    assert fraction(item, full_answer(item)) == 1


@LAW
@given(ANY_ITEM, st.lists(st.sampled_from(LETTERS), max_size=8))
def test_no_answer_earns_more_than_everything(item: Item, answer: list[str]) -> None:
    assert fraction(item, answer) <= 1


@LAW
@given(answered())
def test_a_share_lies_between_nothing_and_everything(case: tuple[Item, frozenset[str]]) -> None:
    item, picked = case
    assert 0 <= fraction(item, sorted(picked)) <= 1


@LAW
@given(answered())
def test_one_more_right_tick_never_costs_while_the_limit_allows_it(
    case: tuple[Item, frozenset[str]],
) -> None:
    item, picked = case
    missing = set(item.keys) - picked
    assume(missing and len(picked) < item.choose)
    assert fraction(item, [*picked, min(missing)]) >= fraction(item, sorted(picked))


@LAW
@given(answered())
def test_changing_a_wrong_tick_into_a_right_one_never_costs(
    case: tuple[Item, frozenset[str]],
) -> None:
    item, picked = case
    wrong, missing = picked - set(item.keys), set(item.keys) - picked
    if not (wrong and missing):
        return
    better = (picked - {min(wrong)}) | {min(missing)}
    assert fraction(item, sorted(better)) >= fraction(item, sorted(picked))


@LAW
@given(answered())
def test_the_order_of_ticks_does_not_matter(case: tuple[Item, frozenset[str]]) -> None:
    item, picked = case
    assert fraction(item, sorted(picked)) == fraction(item, sorted(picked, reverse=True))


@LAW
@given(answered())
def test_only_all_right_ticks_earn_everything(case: tuple[Item, frozenset[str]]) -> None:
    item, picked = case
    assert (fraction(item, sorted(picked)) == 1) == (picked == set(item.keys))


@LAW
@given(answered())
def test_more_ticks_than_asked_for_earn_nothing(case: tuple[Item, frozenset[str]]) -> None:
    item, picked = case
    assume(len(picked) > item.choose)
    assert fraction(item, sorted(picked)) == 0


@pytest.mark.parametrize(
    ("rule", "answer", "share"),
    [
        (PartMarks.ALL_OR_NOTHING, "ab", 0),
        (PartMarks.ALL_OR_NOTHING, "abc", 1),
        (PartMarks.RIGHT_MINUS_WRONG, "a", 1 / 3),
        (PartMarks.RIGHT_MINUS_WRONG, "ab", 2 / 3),
        (PartMarks.RIGHT_MINUS_WRONG, "abd", 1 / 3),
        (PartMarks.RIGHT_MINUS_WRONG, "ade", 0),
        (PartMarks.RIGHT_MINUS_WRONG, "de", 0),
        (PartMarks.EACH_DECISION, "ab", 4 / 5),
        (PartMarks.EACH_DECISION, "abd", 3 / 5),
        (PartMarks.EACH_DECISION, "de", 0),
    ],
)
def test_each_rule_gives_its_worked_example(rule: PartMarks, answer: str, share: float) -> None:
    item = item_of(Kind.MULTIPLE, 5, frozenset({0, 1, 2}), part_marks=rule)
    assert fraction(item, list(answer)) == pytest.approx(share)


@LAW
@given(st.integers(2, 6), st.integers(0, 5), RULES)
def test_a_single_answer_is_right_or_wrong_whatever_the_rule(
    options: int, at: int, rule: PartMarks
) -> None:
    assume(at < options)
    item = item_of(Kind.SINGLE, options, part_marks=rule)
    assert fraction(item, [LETTERS[at]]) == (at == 0)


@LAW
@given(st.permutations("abcde"))
def test_an_order_earns_everything_only_when_all_stand_in_place(order: list[str]) -> None:
    share = fraction(item_of(Kind.ORDERING, 5), order)
    in_place = sum(a == b for a, b in zip(order, "abcde", strict=True))
    assert share == (1 if in_place == 5 else in_place / 10)


@LAW
@given(st.lists(st.sampled_from("abcde"), max_size=8))
def test_an_order_of_another_length_earns_nothing(order: list[str]) -> None:
    assume(len(order) != 5)
    assert fraction(item_of(Kind.ORDERING, 5), order) == 0


@pytest.mark.parametrize(
    ("accepted", "given_", "right"),
    [
        ("Hoà bình", "hòa  BÌNH", True),
        ("thủy lợi", "thuỷ lợi", True),
        ("0,5", "0.5", True),
        ("29", " 29. ", True),
        ("Hà Nội", "Ha Noi", False),
        ("29", "290", False),
        ("29", "", False),
    ],
)
def test_a_short_answer_is_compared_as_a_vietnamese_reader_does(
    accepted: str, given_: str, right: bool
) -> None:
    item = item_of(Kind.SHORT, 0, accept=("khác", accepted))
    assert fraction(item, [given_]) == right


@LAW
@given(st.lists(ANY_ITEM, min_size=1, max_size=8), st.sampled_from([45.0, 10.0, 33.3]))
def test_a_whole_paper_earns_its_points_and_an_empty_one_none(
    items: list[Item], points: float
) -> None:
    named = [_renamed(item, f"i{at}") for at, item in enumerate(items)]
    full = mark_theory(named, {item.id: full_answer(item) for item in named}, points)
    assert sum(mark.points for mark in full) == pytest.approx(points)
    assert all(mark.right for mark in full)
    nothing = mark_theory(named, {}, points)
    assert sum(mark.points for mark in nothing) == 0
    assert not any(mark.right for mark in nothing)
    assert sum(mark.max for mark in nothing) == pytest.approx(points)


def test_answers_to_other_questions_change_nothing() -> None:
    item = item_of(Kind.SINGLE, 4)
    assert mark_theory([item], {"other": ["a"]}, 45) == mark_theory([item], {}, 45)


def test_a_paper_without_questions_earns_nothing() -> None:
    assert mark_theory([], {"x": ["a"]}, 45) == ()


def test_every_rule_has_a_name_that_candidates_can_read() -> None:
    assert set(RULE_NAMES) == set(PartMarks)


def _renamed(item: Item, name: str) -> Item:
    from dataclasses import replace

    return replace(item, id=name)
