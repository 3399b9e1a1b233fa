"""Bytes from a client, split anywhere, and the pace of what they become."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_exam.host.line.inputs import PASTE_END, PASTE_START, Bucket, Cutter, Pasted, Typed

PIECES = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from([PASTE_START, PASTE_END, "\x1b", "\x1b[20", "\x1b[200", "ế", "\x00"]),
    ),
    max_size=12,
).map("".join)


def taken(cutter: Cutter, *data: bytes) -> list[Typed | Pasted]:
    """Everything fed and released, neighbouring typed text put together."""
    found: list[Typed | Pasted] = []
    for each in [*(p for d in data for p in cutter.feed(d)), *cutter.release()]:
        if found and isinstance(each, Typed) and isinstance(found[-1], Typed):
            found[-1] = Typed(found[-1].text + each.text)
        else:
            found.append(each)
    return found


@given(PIECES, st.data())
def test_it_does_not_matter_where_the_bytes_are_split(text: str, data: st.DataObject) -> None:
    raw = text.encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=6)))
    parts = [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
    assert taken(Cutter(), *parts) == taken(Cutter(), raw)


@given(st.binary(max_size=300))
def test_no_bytes_are_too_strange(raw: bytes) -> None:
    for piece in taken(Cutter(), raw):
        assert isinstance(piece.text, str)


def test_a_paste_is_one_piece_whatever_is_in_it() -> None:
    raw = f"a{PASTE_START}Kính gửi\r\x1b[A{PASTE_END}b".encode()
    assert taken(Cutter(), raw) == [Typed("a"), Pasted("Kính gửi\r\x1b[A"), Typed("b")]


def test_a_paste_of_ten_megabytes_is_cut_and_the_rest_is_not_kept() -> None:
    cutter = Cutter(limit=1000)
    pieces = list(cutter.feed(PASTE_START.encode()))
    for _ in range(160):
        pieces += cutter.feed(b"x" * 65536)
        assert sum(map(len, cutter._paste or [])) <= 1000
    pieces += cutter.feed(PASTE_END.encode())
    assert pieces == [Pasted("x" * 1000, cut=True)]


@given(st.lists(st.floats(0, 2), max_size=200))
def test_nobody_exceeds_the_pace(gaps: list[float]) -> None:
    bucket, now, through = Bucket(10.0, 5.0, 0.0), 0.0, 0
    for gap in gaps:
        now += gap
        through += bucket.take(now)
    assert through <= 5 + now * 10 + 1


def test_after_the_wait_it_says_there_is_one_again() -> None:
    bucket = Bucket(10.0, 1.0, 0.0)
    assert bucket.take(0.0)
    assert not bucket.take(0.0)
    assert bucket.take(bucket.wait() + 1e-6)
