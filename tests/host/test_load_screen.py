"""The load tool's screens show what a terminal would."""

from __future__ import annotations

from itertools import pairwise

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_exam.host.load.screen import Screen

PIECES = st.one_of(
    st.tuples(st.integers(1, 24), st.integers(1, 80)).map(lambda at: f"\x1b[{at[0]};{at[1]}H"),
    st.integers(1, 20).map(lambda count: f"\x1b[{count}C"),
    st.integers(1, 20).map(lambda count: f"\x1b[{count}X"),
    st.text("abô ọ─", min_size=1, max_size=9),
    st.sampled_from(["\x1b[2J", "\x1b[m", "\x1b[1;38;5;7m", "\x1b[?25l"]),
)


@given(st.lists(PIECES, max_size=20).map("".join), st.lists(st.integers(0, 200), max_size=5))
def test_bytes_cut_anywhere_show_what_a_terminal_shows(text: str, cuts: list[int]) -> None:
    real, ours, data = pyte.Screen(80, 24), Screen(), text.encode()
    real.reset_mode(pyte.modes.DECAWM)
    pyte.Stream(real).feed(text)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    for start, end in pairwise(edges):
        ours.feed(data[start:end])
    assert [row[:79] for row in ours.text.split("\n")] == [row[:79] for row in real.display]


@pytest.mark.parametrize("odd", [b"\xff\xfe", b"\x1b", b"\x1b[", b"\x1b[999;999H!", b"\x1b[99C!"])
def test_odd_bytes_do_no_harm(odd: bytes) -> None:
    screen = Screen()
    screen.feed(odd)
    screen.feed(b"\x1b[1;1Hxin")
    assert "xin" in screen.text
