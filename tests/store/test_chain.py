"""The hash chain and the code a candidate writes down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_exam.store.chain import (
    canonical,
    chained,
    event,
    genesis,
    hash_of,
    plain,
    row,
    short_code,
    written,
)
from tui_exam.store.protocol import Event, NewEvent

from .tools import happened


def one() -> Event:
    """An event in its place."""
    return event(1, chained("a-1", 1, genesis("a-1"), happened(1), "tty1", "owner"))


def test_each_thing_an_event_says_is_under_its_hash() -> None:
    made = one()
    assert hash_of(made) == made.hash
    changes = {
        "attempt": "a-2",
        "seq": 2,
        "id": "x",
        "kind": "flagged",
        "data": {},
        "wall": 0.0,
        "mono": 0.0,
        "boot": "x",
        "seat": "x",
        "actor": "x",
        "schema": 0,
        "prev": "0" * 64,
    }
    for name, value in changes.items():
        assert hash_of(replace(made, **{name: value})) != made.hash, name


def test_a_document_gives_back_the_event_it_was_made_from() -> None:
    assert event(1, row(one())) == one()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("data", []),
        ("wall", "10"),
        ("wall", True),
        ("kind", None),
        ("schema", 2),
        ("schema", 1.0),
        ("hash", 5),
    ],
)
def test_a_document_of_the_wrong_kind_is_no_event(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"kind|newer"):
        event(1, {**row(one()), name: value})


def test_a_document_with_fields_missing_or_added_is_no_event() -> None:
    with pytest.raises(ValueError, match="fields"):
        event(1, {})
    with pytest.raises(ValueError, match="fields"):
        event(1, {**row(one()), "more": 1})


def test_what_could_not_be_read_back_is_never_written() -> None:
    for bad in (
        replace(happened(1), id=""),
        replace(happened(1), kind=""),
        replace(happened(1), wall=float("inf")),
        replace(happened(1), mono="10"),  # type: ignore[arg-type]
        replace(happened(1), boot=None),  # type: ignore[arg-type]
        happened(1, value=10**5000),
    ):
        with pytest.raises(ValueError):  # noqa: PT011, any words
            chained("a-1", 1, genesis("a-1"), bad, "tty1", "owner")


def test_data_nested_without_end_is_refused() -> None:
    deep: object = 1
    for _ in range(10_000):
        deep = [deep]
    with pytest.raises(ValueError, match="deep"):
        plain(deep)


def test_canonical_json_is_one_way_to_write_a_value() -> None:
    assert (
        canonical({"b": 1, "a": "Đ"}) == canonical({"a": "Đ", "b": 1}) == '{"a":"Đ","b":1}'.encode()
    )


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_a_short_code_has_no_letters_that_are_taken_for_each_other(digest: bytes) -> None:
    code = short_code(digest.hex())
    assert len(code) == 9
    assert code[4] == "-"
    assert not set(code) & set("0O1IL2Z5S8BGUV")


def test_short_codes_of_different_logs_differ() -> None:
    assert len({short_code(genesis(str(number))) for number in range(2000)}) == 2000


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.builds(
        NewEvent, kind=TEXTS.filter(bool), data=st.dictionaries(TEXTS, VALUES, max_size=4),
        wall=NUMBERS, mono=NUMBERS, boot=TEXTS, id=TEXTS.filter(bool),
    ),
    st.integers(1, 10**9), TEXTS, TEXTS,
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_what_is_written_quickly_is_what_the_slow_way_makes(
    new: NewEvent, seq: int, seat: str, actor: str
) -> None:
    line, made = written("a-1", seq, genesis("a-1"), new, seat, actor)
    slow = chained("a-1", seq, genesis("a-1"), new, seat, actor)
    assert made == slow["hash"]
    assert line.encode() == canonical(slow)


@pytest.mark.parametrize(
    "bad",
    [
        {"id": ""}, {"kind": ""}, {"id": 7}, {"kind": None}, {"boot": 1}, {"data": []},
        {"wall": float("nan")}, {"mono": float("inf")}, {"wall": True}, {"mono": "1"},
        {"data": {"x": object()}}, {"data": {1: "a"}}, {"data": {"x": float("nan")}},
    ],
)  # fmt: skip
def test_what_is_no_event_is_refused_by_either_way(bad: dict[str, Any]) -> None:
    new = replace(happened(1), **bad)
    for way in (chained, written):
        with pytest.raises(ValueError):  # noqa: PT011, the words differ
            canonical(way("a-1", 1, genesis("a-1"), new, "tty1", "owner"))
