"""Which look a terminal gets, and that everything in it can be read."""

from __future__ import annotations

import sys

import pytest
from textual.color import Color
from textual.theme import Theme

from tests.look.cells import CONSOLE_FONT, cells, contrast
from tui_exam.theme import CONSOLE, CONSOLE_CONTRAST, CONTRAST, FULL, THEMES, look_for

KINDS = ("", "-blurred")
GALLERY = [sys.executable, "-m", "tests.look.gallery"]


@pytest.mark.parametrize(
    ("term", "colorterm", "depth", "theme", "console"),
    [
        ("linux", "", "standard", "exam-16", True),
        ("linux", "truecolor", "standard", "exam-16", True),
        ("linux-16color", "", "standard", "exam-16", True),
        ("vt220", "", "standard", "exam-16", True),
        ("screen", "", "standard", "exam-16", True),
        ("dumb", "", "standard", "exam-16", True),
        ("", "", "standard", "exam-16", True),
        ("\x1b]0;x\x07", "", "standard", "exam-16", True),
        ("xterm", "", "standard", "exam-16", False),
        ("putty", "", "standard", "exam-16", False),
        ("xterm", "truecolor", "truecolor", "exam", False),
        ("xterm-256color", "", "256", "exam", False),
        ("xterm-256color", "truecolor", "truecolor", "exam", False),
        ("screen-256color", "", "256", "exam", False),
        ("tmux-256color", "24bit", "truecolor", "exam", False),
        ("xterm-ghostty", "", "256", "exam", False),
        ("xterm-kitty", "", "256", "exam", False),
        ("foot-extra", "", "256", "exam", False),
        ("alacritty", "", "256", "exam", False),
        ("xterm-direct", "", "256", "exam", False),
    ],
)
def test_the_look_follows_the_terminal(
    term: str, colorterm: str, depth: str, theme: str, console: bool
) -> None:
    look = look_for(term, colorterm)
    assert (look.depth, look.theme, look.console_glyphs) == (depth, theme, console)
    assert look.ansi_color is (True if theme == "exam-16" else None)


def test_without_colours_wished_the_look_is_of_high_contrast_or_of_the_console() -> None:
    assert look_for("xterm-256color", "", no_color=True).theme == CONTRAST.name
    assert look_for("linux", "", no_color=True).theme == CONSOLE.name


def test_the_themes_have_names_of_their_own() -> None:
    assert len({theme.name for theme in THEMES}) == len(THEMES) == 4


@pytest.mark.parametrize(("theme", "least"), [(FULL, 4.5), (CONTRAST, 7.0)], ids=["full", "high"])
def test_words_in_every_token_can_be_read_on_every_background(theme: Theme, least: float) -> None:
    made = theme.to_color_system().generate()
    inks = ["primary", "secondary", "warning", "error", "success", "accent", "foreground"]
    inks += ["text-muted", "text-disabled"]
    pairs = [(ink, paper) for ink in inks for paper in ("background", "surface", "panel")]
    pairs += [
        (f"block-cursor{kind}-foreground", f"block-cursor{kind}-background") for kind in KINDS
    ]
    for ink, paper in pairs:
        on = Color.parse(made[paper]).hex6
        assert contrast(Color.parse(made[ink]).hex6[1:], on[1:]) >= least, (ink, paper)


@pytest.mark.parametrize("theme", [CONSOLE, CONSOLE_CONTRAST], ids=["usual", "contrast"])
def test_the_console_theme_asks_only_for_dark_backgrounds(theme: Theme) -> None:
    papers = {value for name, value in theme.variables.items() if "background" in name}
    assert not any("bright" in paper or "%" in paper for paper in papers)


def test_the_console_font_holds_all_vietnamese_letters_and_the_borders_used() -> None:
    letters = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
    assert {ord(c) for c in letters + letters.upper() + "─│┌┐└┘━█░▒•→"} <= CONSOLE_FONT
    assert not {ord(c) for c in "▊▁▔▐▌✓₫"} & CONSOLE_FONT


@pytest.mark.slow
@pytest.mark.parametrize(
    ("term", "theme"),
    [
        ("linux", ""), ("linux", "exam-16-contrast"), ("xterm-256color", ""),
        ("xterm-256color", "exam-contrast"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("no_color", [False, True], ids=["colour", "no-colour"])
def test_every_word_of_the_gallery_can_be_read(term: str, theme: str, no_color: bool) -> None:
    argv = [*GALLERY, theme] if theme else GALLERY
    shown = cells(term, argv, [b"\t"], (80, 36), env={"NO_COLOR": "1"} if no_color else None)
    assert "Số ký hiệu" in shown.text
    assert "Phương án 2" in shown.text
    assert not [(c.char, c.ink, c.paper) for c in shown.faint()]
    if term == "linux":
        assert not shown.missing_glyphs()
