"""Lines of a log: what is torn, what is damaged, and that nothing else passes."""

from __future__ import annotations

import json
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_exam.store.lines import Tables, merge, pack, scan, unpack
from tui_exam.store.protocol import Corrupt

few = settings(max_examples=25, deadline=None)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcđ"), inner, max_size=3),
    max_leaves=8,
)
CHANGES = st.dictionaries(
    st.sampled_from(["events", "leases"]),
    st.dictionaries(
        st.integers(0, 10**6).map(str), st.dictionaries(st.text("ab"), VALUES, max_size=3)
    ),
    min_size=1,
)


def line(number: int) -> bytes:
    """A good line."""
    return pack({"events": {str(number): {"text": "Đề án số " + "x" * number}}})


def with_sum(body: bytes) -> bytes:
    """Any body with a checksum that fits."""
    return b"%08x %s\n" % (crc32(body), body)


@few
@given(st.lists(CHANGES, max_size=5))
def test_what_was_packed_is_found_again(changes: list[Tables]) -> None:
    found = scan(b"".join(pack(change) for change in changes), "log")
    assert list(found.changes) == changes
    assert found.torn == 0


@few
@given(st.lists(CHANGES, min_size=1, max_size=4), st.data())
def test_any_torn_end_leaves_the_lines_before_it(
    changes: list[Tables], data: st.DataObject
) -> None:
    whole = b"".join(pack(change) for change in changes[:-1])
    last = pack(changes[-1])
    kept = data.draw(st.integers(0, len(last) - 1))
    found = scan(whole + last[:kept], "log")
    assert list(found.changes) == changes[:-1]
    assert (found.end, found.torn) == (len(whole), kept)


@few
@given(st.integers(0, 60), st.binary(min_size=1, max_size=3))
def test_damage_before_the_last_line_is_never_mended(at: int, damage: bytes) -> None:
    good = line(3)
    at = at % (len(good) - len(damage))
    bad = good[:at] + damage + good[at + len(damage) :]
    if bad == good:
        return
    with pytest.raises(Corrupt):
        scan(bad + line(1) + line(2), "log")


def test_a_last_line_with_missing_sectors_is_torn() -> None:
    good = line(3000)
    for start in (0, 512, 1024):
        holed = good[:start] + bytes(512) + good[start + 512 :]
        found = scan(line(1) + holed, "log")
        assert (len(found.changes), found.torn) == (1, len(good))


def test_an_altered_last_line_is_damage_and_not_a_torn_write() -> None:
    altered = line(1) + line(2).replace("Đề án".encode(), "Đề xn".encode())
    with pytest.raises(Corrupt) as refused:
        scan(altered, "events.log")
    assert (refused.value.path, refused.value.line) == ("events.log", 2)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"1",
        b"{",
        b'{"events": 1}',
        b'{"events": {"1": 2}}',
        b'{"events": {"x": {}}}',
        '{"events": {"²": {}}}'.encode(),
        b'{"events": {"1234567890123456789": {}}}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"events": {"1": {"n": ' + b"9" * 5000 + b"}}}",
    ],
)
def test_a_hostile_line_with_a_fitting_checksum_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"JSON|tables|line"):
        unpack(with_sum(body)[:-1])
    with pytest.raises(Corrupt):
        scan(with_sum(body) + line(1), "log")


@few
@given(st.binary(max_size=200))
def test_any_bytes_are_either_read_or_refused(data: bytes) -> None:
    try:
        found = scan(data, "log")
    except Corrupt:
        return
    assert found.end + found.torn == len(data)


def test_the_last_word_on_a_document_counts_and_null_removes_it() -> None:
    changes: tuple[Tables, ...] = ({"t": {"1": {"a": 1}}}, {"t": {"1": {"a": 2}, "2": {}}})
    assert merge(changes) == {"t": {"1": {"a": 2}, "2": {}}}
    assert merge((*changes, {"t": {"1": None}})) == {"t": {"2": {}}}


def test_a_line_of_endless_length_is_refused_before_it_is_written() -> None:
    with pytest.raises(ValueError, match="too long"):
        pack({"events": {"1": {"text": "a" * (17 << 20)}}})


def test_line_feeds_and_separators_in_text_stay_inside_their_line() -> None:
    text = "một\nhai\r\u2028ba\x85"
    packed = pack({"events": {"1": {"text": text}}})
    assert packed.count(b"\n") == 1
    assert json.loads(packed[9:])["events"]["1"]["text"] == text
