"""What reaches a terminal shows the same as what the app drew, in fewer bytes."""

from __future__ import annotations

from unittest.mock import patch

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_exam.host.line.pen import MOST_STYLES, Pen
from tui_exam.host.line.sgr import PLAIN, Style, change, style_of

from .eye import Cells, seen

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
TEXTS = st.text("abcô       ọ─>", min_size=1, max_size=12) | st.sampled_from(["中文", "ba\u0301n"])
STRIPS = st.tuples(STYLES, TEXTS).map(lambda s: f"\x1b[{s[0]}m{s[1]}\x1b[0m" if s[0] else s[1])
SPANS = st.tuples(
    st.integers(1, 6), st.integers(1, 30), st.lists(STRIPS, max_size=4).map("".join)
).map(lambda s: f"\x1b[{s[0]};{s[1]}H{s[2]}")
FRAMES = st.lists(st.lists(SPANS, max_size=8).map("".join), max_size=6)


def cells(*data: str) -> Cells:
    """What a terminal shows after these bytes."""
    screen = pyte.Screen(100, 6)
    screen.reset_mode(pyte.modes.DECAWM)
    stream = pyte.Stream(screen)
    for piece in data:
        stream.feed(piece)
    return seen(screen)


@given(STYLES, STYLES)
def test_a_pen_changed_step_by_step_writes_as_one_set_anew(old: str, new: str) -> None:
    one, other = style_of(old, "truecolor"), style_of(new, "truecolor")
    stepped = f"\x1b[1;1H{change(PLAIN, one)}a{change(one, other)}b"
    whole = f"\x1b[1;1H{change(PLAIN, one)}a\x1b[m{change(PLAIN, other)}b"
    assert cells(stepped) == cells(whole)


@settings(deadline=None, max_examples=150)
@given(FRAMES, st.booleans())
def test_the_screen_is_the_same_whatever_was_left_out(frames: list[str], erases: bool) -> None:
    pen = Pen("truecolor", erases=erases)
    assert cells(*(pen.draw(frame) for frame in frames)) == cells(*frames)


@settings(deadline=None, max_examples=150)
@given(FRAMES, st.booleans())
def test_the_screen_is_the_same_in_whatever_order_it_is_written(
    frames: list[str], erases: bool
) -> None:
    pen = Pen("truecolor", erases=erases)
    with patch("tui_exam.host.line.strokes.LONG", 0):
        drawn = [pen.draw(frame) for frame in frames]
    assert cells(*drawn) == cells(*frames)


def test_much_at_once_is_written_colour_by_colour() -> None:
    mark, text = "38;5;179", "38;5;254"
    options = "".join(
        f"\x1b[{row};1H\x1b[1;38;5;179m({row}) \x1b[0m\x1b[38;5;254m{'câu trả lời nào ' * 5}\x1b[0m"
        for row in range(1, 7)
    )
    sent = Pen("256").draw(options)
    assert (sent.count(mark), sent.count(text)) == (1, 1)
    assert cells(sent) == cells(options)
    few = Pen("256").draw(options[: options.index("\x1b[3;1H")])
    assert few.count(mark) == 2


def test_what_lies_on_other_letters_of_the_same_frame_is_written_after_them() -> None:
    below = "".join(f"\x1b[1;1H\x1b[3{n}m{'abcdefghij' * 8}\x1b[0m" for n in (1, 2, 1, 2, 1))
    frame = f"{below}\x1b[1;3H\x1b[32mX\x1b[0m"
    with patch("tui_exam.host.line.strokes.LONG", 0):
        assert cells(Pen("256").draw(frame)) == cells(frame)


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


def test_only_letters_that_differ_are_sent() -> None:
    pen = Pen("256")
    pen.draw("\x1b[3;1H\x1b[38;5;7mCâu 1. Cơ quan nào ban hành?   \x1b[0m")
    sent = pen.draw("\x1b[3;1H\x1b[38;5;7mCâu 2. Cơ quan nào ban hành gì?\x1b[0m")
    assert sent == "\x1b[3;5H2\x1b[22C gì?"


def test_what_is_the_same_between_two_changes_close_together_is_not_skipped() -> None:
    pen = Pen("256")
    pen.draw("\x1b[1;1Habcde")
    assert pen.draw("\x1b[1;1HXbcdX") == "\x1b[1;1HXbcdX"


def test_long_blanks_are_erased_where_that_leaves_the_colour_of_the_pen() -> None:
    before, after = (
        "\x1b[1;1H\x1b[44mabcdefghijklmnop\x1b[0m",
        "\x1b[1;1H\x1b[44mabc             \x1b[0m",
    )
    sure, doubtful = Pen("256", erases=True), Pen("256")
    for pen in (sure, doubtful):
        pen.draw(before)
    assert sure.draw(after) == "\x1b[1;4H\x1b[13X"
    assert doubtful.draw(after) == "\x1b[1;4H" + 13 * " "


def test_underlined_blanks_are_written() -> None:
    pen = Pen("256", erases=True)
    assert pen.draw("\x1b[1;1H\x1b[4m             \x1b[0m") == "\x1b[1;1H\x1b[4m             "


def test_a_blank_is_the_same_blank_in_any_ink() -> None:
    pen = Pen("256")
    pen.draw("\x1b[1;1H\x1b[31ma b\x1b[0m")
    assert pen.draw("\x1b[1;1H\x1b[31ma\x1b[32m \x1b[31mb\x1b[0m") == ""
    assert pen.draw("\x1b[1;1H\x1b[31ma\x1b[4;31m \x1b[0m") != ""


@pytest.mark.parametrize("odd", ["中", "e\u0301", "\u200b", "🙂", "\u202e", "\xad"])
def test_a_row_with_letters_of_doubtful_width_is_sent_whole(odd: str) -> None:
    pen = Pen("256")
    pen.draw(f"\x1b[1;1Habcdefghijk{odd}")
    assert pen.draw(f"\x1b[1;1Hxbcdefghijk{odd}") == f"\x1b[1;1Hxbcdefghijk{odd}"
    assert pen.draw("\x1b[1;1Hxbcdefghijk") == "\x1b[1;1Hxbcdefghijk"


def test_thousands_of_colours_on_one_screen_are_shown_and_soon_forgotten() -> None:
    pen, drawn = Pen("truecolor"), ""
    whole = "".join(
        f"\x1b[{row};1H" + "".join(f"\x1b[38;2;{row};{x};9mo\x1b[0m" for x in range(90))
        for row in range(1, 90)
    )
    drawn = pen.draw(whole)
    assert drawn.count("o") == 89 * 90
    assert len(pen._marks) <= MOST_STYLES + 90


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
    assert change(old, Style(frozenset(), "31", "40")) == "\x1b[22m"
    assert change(old, Style(frozenset({"1"}), "", "40")) == "\x1b[39m"
    assert change(old, Style(frozenset({"53"}), "32", "")) == "\x1b[0;53;32m"
    assert change(Style(frozenset({"53"})), Style(frozenset({"1"}))) == "\x1b[0;1m"
    assert change(Style(frozenset({"1", "2"})), Style(frozenset({"2"}))) == "\x1b[0;2m"
    assert change(old, PLAIN) == "\x1b[m"


@pytest.mark.parametrize("bad", ["\x1b]22;pointer\x07", "\x1b]52;c;AAAA\x1b\\", "\n", "\x07"])
def test_what_a_console_would_print_as_rubbish_is_left_out(bad: str) -> None:
    assert Pen("truecolor").draw(f"a{bad}b") == "ab"
