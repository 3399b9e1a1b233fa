"""What reaches a terminal shows the same as what the app drew, in fewer bytes."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_exam.host.pen import PLAIN, Pen, Style, change, style_of

STYLES = st.sampled_from(
    [
        "",
        "1",
        "7",
        "38;2;232;232;232;48;2;16;20;24",
        "1;38;5;4",
        "30;46",
        "38;2;1;2;3",
        "97;40",
        "4",
    ]
)
TEXTS = st.text("abcô ọ─>", min_size=1, max_size=12)
STRIPS = st.tuples(STYLES, TEXTS).map(lambda s: f"\x1b[{s[0]}m{s[1]}\x1b[0m" if s[0] else s[1])
SPANS = st.tuples(
    st.integers(1, 6), st.integers(1, 30), st.lists(STRIPS, max_size=4).map("".join)
).map(lambda s: f"\x1b[{s[0]};{s[1]}H{s[2]}")
FRAMES = st.lists(st.lists(SPANS, max_size=8).map("".join), max_size=6)


def cells(*data: str) -> list[list[tuple[str, ...]]]:
    """What a terminal shows after these bytes: letter, colours and attributes of each cell."""
    screen = pyte.Screen(40, 6)
    screen.reset_mode(pyte.modes.DECAWM)
    stream = pyte.Stream(screen)
    for piece in data:
        stream.feed(piece)
    return [[tuple(map(str, screen.buffer[y][x])) for x in range(40)] for y in range(6)]


@settings(deadline=None, max_examples=150)
@given(FRAMES)
def test_the_screen_is_the_same_whatever_was_left_out(frames: list[str]) -> None:
    pen = Pen("truecolor")
    assert cells(*(pen.draw(frame) for frame in frames)) == cells(*frames)


@given(st.lists(STRIPS, min_size=1, max_size=6))
def test_a_frame_drawn_twice_costs_nothing_the_second_time(lines: list[str]) -> None:
    pen = Pen("256")
    frame = "".join(f"\x1b[{y};1H{line}" for y, line in enumerate(lines, 1))
    pen.draw(frame)
    assert pen.draw(frame) == ""


def test_everything_is_drawn_again_after_forgetting() -> None:
    pen = Pen("truecolor")
    first = pen.draw("\x1b[1;1H\x1b[1mabc\x1b[0m")
    assert pen.draw("\x1b[1;1H\x1b[1mabc\x1b[0m") == ""
    pen.forget()
    assert "abc" in first
    assert "abc" in pen.draw("\x1b[1;1H\x1b[1mabc\x1b[0m")


@pytest.mark.parametrize(
    ("depth", "codes"),
    [("truecolor", "38;2;250;10;10"), ("256", "38;5;196"), ("standard", "31")],
)
def test_colours_are_those_the_terminal_has(depth: str, codes: str) -> None:
    assert Pen(depth).draw("\x1b[38;2;250;10;10mx\x1b[0m") == f"\x1b[{codes}mx"


@given(st.text("0123456789;", max_size=30))
def test_odd_parameters_never_raise(codes: str) -> None:
    for depth in ("truecolor", "256", "standard"):
        assert isinstance(style_of(codes, depth), Style)


def test_only_what_differs_is_changed() -> None:
    old = Style(frozenset({"1"}), "31", "40")
    assert change(old, Style(frozenset({"1"}), "32", "40")) == "\x1b[32m"
    assert change(old, Style(frozenset(), "31", "40")) == "\x1b[0;31;40m"
    assert change(old, PLAIN) == "\x1b[m"


@pytest.mark.parametrize("bad", ["\x1b]22;pointer\x07", "\x1b]52;c;AAAA\x1b\\", "\n", "\x07"])
def test_what_a_console_would_print_as_rubbish_is_left_out(bad: str) -> None:
    assert Pen("truecolor").draw(f"a{bad}b") == "ab"
