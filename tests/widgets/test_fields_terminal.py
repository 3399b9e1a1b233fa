"""The fields in a real terminal, where keys arrive together: only there can they overtake."""

from __future__ import annotations

import random
import sys

import pytest

from tests.look.cells import Shown, cells

pytestmark = pytest.mark.slow

KINDS = ["line", "text"]
BS = "\x7f"
LEFT, RIGHT, HOME, END, DELETE = "\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F", "\x1b[3~"
UP, DOWN = "\x1b[A", "\x1b[B"
F5, F9, TAB = "\x1b[15~", "\x1b[20~", "\t"


def typed(kind: str, *bursts: str, purpose: str = "text", term: str = "linux") -> Shown:
    """Run the room and type; each burst is one write, as one packet from the network."""
    argv = [sys.executable, "-m", "tests.widgets.room", kind, purpose]
    return cells(term, argv, [burst.encode() for burst in bursts], (60, 14), quiet=0.25)


def held(kind: str, shown: Shown) -> str:
    """What the field shows, without its frame and its underscores."""
    return shown.lines[1 if kind == "line" else 2].strip("║│_ ").removesuffix("_")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("bursts", "text"),
    [
        (["vie" + BS + "êt"], "viêt"),
        (["vie" + BS + "êt" + BS + BS + "ệt Nam"], "việt Nam"),
        (["vie\x08êt\x08\x08ệt"], "việt"),
        (["vie", BS + "ê", "t", BS + BS + "ệt"], "việt"),
        (["abc" + HOME + "x" + END + "y" + LEFT + LEFT + "z"], "xabzcy"),
        (["abc" + HOME + DELETE + RIGHT + "x"], "bxc"),
        (["Coongj hoaf xax hooij"], "Cộng hòa xã hội"),
        (["viet" + BS + BS + "eetj"], "việt"),
        (["hoaf" + F9 + " hoaf" + F9 + " hoaf"], "hòa hoaf hòa"),
        (["hoaf\x00 hoaf"], "hòa hoaf"),
        (["a" + BS * 5 + "b" + BS + "c"], "c"),
        (["\x1b[200~hoaf Vie\u0323\u0302t\x1b[201~ hoaf"], "hoaf Việt hòa"),
        (["[red]x[/nope]"], "[red]x[/nope]"),
        (["vie\u0302\u0323t"], "việt"),
        (["quy dinhj" + "\x17" + "chees"], "quy chế"),
    ],
)
def test_keys_that_arrive_together_are_taken_in_order(
    kind: str, bursts: list[str], text: str
) -> None:
    shown = typed(kind, *bursts)
    assert held(kind, shown) == text
    assert not shown.missing_glyphs()
    assert not shown.faint()


def test_letters_after_a_tab_of_the_same_packet_go_to_the_next_field() -> None:
    shown = typed("line", "mootj" + TAB + "hai" + BS + "i")
    assert held("line", shown) == "một"
    assert held("text", shown) == "hai"


def test_lines_of_a_text_break_in_order() -> None:
    shown = typed("text", "mootj\rhai\r" + BS + BS + "i")
    assert held("text", shown) == "một"
    assert shown.lines[3].strip("║ ") == "hai"


def test_a_pin_shows_no_digit_and_warns_of_vietnamese_letters() -> None:
    shown = typed("line", "12ă34", purpose="pin")
    assert "VietnameseInPin" in shown.text
    assert "12" not in shown.text
    assert held("line", shown) == "••••"


@pytest.mark.parametrize("term", ["linux", "xterm-256color"])
def test_a_selection_over_an_empty_line_can_be_seen_and_drawn(term: str) -> None:
    shown = typed("text", "a\r\rb", "\x1b[1;2A\x1b[1;2A", term=term)
    assert shown.text.count("▌") == 0
    assert not shown.faint()


@pytest.mark.parametrize("kind", KINDS)
def test_the_cursor_is_seen_also_without_colours(kind: str) -> None:
    argv = [sys.executable, "-m", "tests.widgets.room", kind, "text"]
    shown = cells("linux", argv, [b"abc"], (60, 14), env={"NO_COLOR": "1"})
    assert [(cell.column, cell.ink) for cell in shown.cells if cell.paper == "aaaaaa"] == [
        (3 if kind == "line" else 5, "000000")
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_repainting_single_lines_leaves_the_same_screen_as_drawing_all(seed: int) -> None:
    chance = random.Random(seed)
    moves = [
        "\r",
        BS,
        DELETE,
        LEFT,
        RIGHT,
        HOME,
        END,
        UP,
        UP,
        DOWN,
        "\x1b[1;2A",
        "\x1b[1;2D",
        "\x1a",
    ]
    keys = [*"chuyeenr ddooir soos quoocs gia " * 2, *moves, "\x19", BS, BS]
    paragraph = "Thực hiện chuyển đổi số tại các cơ quan hành chính nhà nước trong tỉnh. "
    bursts = [f"\x1b[200~{paragraph * 2}\r{paragraph}\x1b[201~", UP * 5 + END]
    bursts += ["".join(chance.choices(keys, k=4)) for _ in range(40)]
    argv = [sys.executable, "-m", "tests.widgets.room", "text", "text"]
    sent = [burst.encode() for burst in bursts]
    shown = cells("linux", argv, sent, (34, 14), quiet=0.05)
    again = cells("linux", argv, [*sent, F5.encode()], (34, 14), quiet=0.05)
    assert shown.lines[1:] == again.lines[1:]
    assert shown.cells[34 * 2 :] == again.cells[34 * 2 :]
    assert len(held("text", shown)) > 3


def test_one_key_sends_little_and_only_its_line() -> None:
    before = typed("text", "abc\rdef\rghi")
    after = typed("text", "abc\rdef\rghi", "x")
    assert len(after.sent) - len(before.sent) < 700
