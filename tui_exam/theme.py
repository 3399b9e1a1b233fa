"""The looks of the program, and which one suits a terminal.

A full-colour look, one of sixteen colours for consoles, and one of high contrast. Screens use the
theme's tokens only, never literal colours, so that every rule follows the look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.scrollbar import ScrollBarRender
from textual.theme import Theme

FULL = Theme(
    name="exam",
    primary="#5aa7e6",
    secondary="#7fb5aa",
    warning="#e0ad4b",
    error="#ec7d7d",
    success="#84c17e",
    accent="#e0ad4b",
    foreground="#e8e8e8",
    background="#101418",
    surface="#171c22",
    panel="#222b35",
    variables={
        # The stock borders and greys lie below 3:1 on these backgrounds.
        "border": "#5aa7e6",
        "border-blurred": "#76838f",
        "text-muted": "#aab4bd",
        "text-disabled": "#8b959e",
        "foreground-muted": "#aab4bd",
        "foreground-disabled": "#8b959e",
        "block-cursor-foreground": "#0b0e11",
        "block-cursor-blurred-background": "#33475a",
        "block-cursor-blurred-foreground": "#e8e8e8",
        "input-selection-background": "#35597a",
        "scrollbar": "#76838f",
        "scrollbar-hover": "#8b959e",
        "scrollbar-active": "#5aa7e6",
        "scrollbar-background": "#171c22",
    },
)

CONTRAST = Theme(
    name="exam-contrast",
    primary="#00ffff",
    secondary="#ffffff",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    boost="#000000",
    variables={
        "border": "#ffff00",
        "border-blurred": "#ffffff",
        "text": "#ffffff",
        "text-muted": "#ffffff",
        "text-disabled": "#d0d0d0",
        "foreground-muted": "#ffffff",
        "foreground-disabled": "#d0d0d0",
        "block-cursor-foreground": "#000000",
        "block-cursor-background": "#ffff00",
        # The highlighted line of a list without focus keeps the ordinary ink.
        "block-cursor-blurred-foreground": "#ffffff",
        "block-cursor-blurred-background": "#0a3a8a",
        "block-hover-background": "#000000",
        "surface-active": "#000000",
        "scrollbar": "#ffffff",
        "scrollbar-hover": "#ffff00",
        "scrollbar-active": "#ffff00",
        "scrollbar-background": "#000000",
        "input-cursor-foreground": "#000000",
        "input-cursor-background": "#ffff00",
        "input-selection-foreground": "#000000",
        "input-selection-background": "#00ffff",
        "screen-selection-foreground": "#000000",
        "screen-selection-background": "#00ffff",
    },
)

_BRIGHTEST = {
    "ansi_white": "ansi_bright_white",
    "ansi_cyan": "ansi_bright_white",
    "ansi_bright_cyan": "ansi_bright_white",
    "ansi_bright_red": "ansi_bright_white",
    "ansi_bright_green": "ansi_bright_white",
}


def _brightest(ink: str) -> str:
    return _BRIGHTEST.get(ink, ink)


# A console shows sixteen colours of text on eight of background, so backgrounds are never bright.
# Blue, red and magenta text on black stays below 3:1 with the VGA palette: bright ones instead.
CONSOLE = Theme(
    name="exam-16",
    ansi=True,
    primary="ansi_bright_cyan",
    secondary="ansi_cyan",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    success="ansi_bright_green",
    accent="ansi_bright_yellow",
    foreground="ansi_white",
    background="ansi_black",
    surface="ansi_black",
    panel="ansi_black",
    boost="ansi_black",
    variables={
        # The library's style sheet of a screen refers to these two and gives no default.
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "text": "ansi_white",
        "text-muted": "ansi_white",
        "text-disabled": "ansi_white",
        "text-primary": "ansi_bright_cyan",
        "text-secondary": "ansi_cyan",
        "text-accent": "ansi_bright_yellow",
        "text-warning": "ansi_bright_yellow",
        "text-error": "ansi_bright_red",
        "text-success": "ansi_bright_green",
        "foreground-muted": "ansi_white",
        "foreground-disabled": "ansi_white",
        "primary-muted": "ansi_black",
        "secondary-muted": "ansi_black",
        "accent-muted": "ansi_black",
        "warning-muted": "ansi_black",
        "error-muted": "ansi_black",
        "success-muted": "ansi_black",
        "background-muted": "ansi_black",
        "border": "ansi_bright_yellow",
        "border-blurred": "ansi_white",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_cyan",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-foreground": "ansi_white",
        "block-cursor-blurred-background": "ansi_blue",
        "block-hover-background": "ansi_black",
        "scrollbar": "ansi_white",
        "scrollbar-hover": "ansi_white",
        "scrollbar-active": "ansi_cyan",
        "scrollbar-background": "ansi_black",
        "scrollbar-background-hover": "ansi_black",
        "scrollbar-background-active": "ansi_black",
        "scrollbar-corner-color": "ansi_black",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-background": "ansi_white",
        "input-selection-foreground": "ansi_black",
        "input-selection-background": "ansi_cyan",
        "screen-selection-foreground": "ansi_black",
        "screen-selection-background": "ansi_cyan",
    },
)

# The same with every word in the brightest ink. Backgrounds of a console cannot be bright.
CONSOLE_CONTRAST = Theme(
    name="exam-16-contrast",
    ansi=True,
    primary="ansi_bright_white",
    secondary="ansi_bright_white",
    warning="ansi_bright_yellow",
    error="ansi_bright_white",
    success="ansi_bright_white",
    accent="ansi_bright_yellow",
    foreground="ansi_bright_white",
    background="ansi_black",
    surface="ansi_black",
    panel="ansi_black",
    boost="ansi_black",
    variables={
        name: value if "background" in name else _brightest(value)
        for name, value in CONSOLE.variables.items()
    },
)

THEMES = (FULL, CONTRAST, CONSOLE, CONSOLE_CONTRAST)


class WholeCells(ScrollBarRender):
    """Scroll bars of whole cells: the eighths of a cell are in no console font.

    For `textual.scrollbar.ScrollBar.renderer`, once per program: it suits every look.
    """

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


# Terminals of 256 colours or more whose TERM does not end in -256color.
_MANY_COLOURS = ("alacritty", "contour", "foot", "kitty", "rio", "wezterm", "xterm-ghostty")
_MANY_COLOURS_TAILS = ("-256color", "-direct", "-kitty", "-truecolor")
# What runs in a console, or may: its font has the 786 characters of Vietnamese-Fixed and no more.
_CONSOLES = ("linux", "vt", "con", "dumb", "ansi", "screen", "tmux")


@dataclass(frozen=True, slots=True)
class Look:
    """How to draw for one terminal.

    Args:
        theme: the name of a theme in `THEMES`.
        depth: "standard" (16 colours), "256" or "truecolor", in the words of Textual.
        console_glyphs: use only characters of the Vietnamese console font.
        ansi_color: what `App.__init__` must be given as `ansi_color`: it chooses the filter for
            NO_COLOR before any theme can be set.
    """

    theme: str
    depth: str
    console_glyphs: bool
    ansi_color: bool | None


def look_for(term: str, colorterm: str = "", no_color: bool = False) -> Look:
    """Return the look for a terminal from what it says of itself: TERM, COLORTERM, NO_COLOR.

    An unknown terminal is taken for a console of sixteen colours, since every terminal shows that.
    """
    depth = _depth(term.lower(), colorterm.lower())
    if depth == "standard":
        console = not term.lower().startswith(("xterm", "putty", "rxvt"))
        return Look(CONSOLE.name, depth, console_glyphs=console, ansi_color=True)
    name = CONTRAST.name if no_color else FULL.name
    return Look(name, depth, console_glyphs=False, ansi_color=None)


def theme_named(look: Look, chosen: str) -> str:
    """The theme at that terminal for a person's choice: "full", "contrast", or "" for the usual."""
    if chosen not in ("full", "contrast"):
        return look.theme
    if look.depth == "standard":
        return CONSOLE_CONTRAST.name if chosen == "contrast" else CONSOLE.name
    return CONTRAST.name if chosen == "contrast" else FULL.name


def _depth(term: str, colorterm: str) -> str:
    many = term.startswith(_MANY_COLOURS) or term.endswith(_MANY_COLOURS_TAILS)
    # COLORTERM outlives the terminal that set it, as when someone becomes another user there.
    if not many and term.startswith(_CONSOLES):
        return "standard"
    if colorterm in {"truecolor", "24bit"}:
        return "truecolor"
    return "256" if many else "standard"
