"""What goes to one terminal: colours it can show, and only the letters that are not there yet.

Every hosted app draws in 24-bit colour, because Textual and Rich keep rendered styles in
caches that all apps of a process share. The depth of a terminal is applied here, where
nothing is shared but pure functions.

Apps draw whole rows, and a new question or a moved pointer changes a part of each. What stands
on the screen is remembered letter by letter, and what is the same is skipped with the cursor:
on a line of 2 Mbit/s shared by a room, that is the difference between a key and a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from .sgr import PLAIN, Style, change, style_of
from .strokes import Stroke, written

_SGR = re.compile(r"\x1b\[([0-9;]*)m")
_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
# Screen lines are always placed with a move, so a line feed could only scroll a small window;
# OSC strings (pointer shapes, clipboard) are printed as rubbish by plain consoles.
_DROPPED = re.compile(r"\n|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x07")
# Letters of which every terminal gives each one column: Latin with all Vietnamese, quotation
# marks and dashes, arrows, lines and blocks. Rows with others are drawn whole.
_NARROW = re.compile(
    r"[ -~\xa0-\xac\xae-\u024f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25ff]*"
)
LONG_BLANKS = 8  # columns
_BLANKS = re.compile(f"( {{{LONG_BLANKS},}})")
_UNKNOWN = "\0"
NEAR = 4  # letters that are the same; to skip more costs less than to write them again
MOST_STYLES = 4096
Runs = list[tuple[Style, str]]


class Row:
    """What stands in one row of the screen.

    Attributes:
        letters: One for each column.
        styles: For each column the mark of its style.
        drawn: Hash of what was drawn last from each column (as in the move), whole.
    """

    __slots__ = ("drawn", "letters", "styles")

    def __init__(self) -> None:
        self.letters = self.styles = ""
        self.drawn: dict[str, int] = {}

    def put(self, at: int, letters: str, styles: str) -> None:
        """These letters stand there now, from column `at` (from 0)."""
        end = at + len(letters)
        self.letters = f"{self.letters[:at]:{_UNKNOWN}<{at}}{letters}{self.letters[end:]}"
        self.styles = f"{self.styles[:at]:{_UNKNOWN}<{at}}{styles}{self.styles[end:]}"


class Pen:
    """Rewrites frames for one terminal and remembers how its pen is set.

    Args:
        depth: "standard" (16 colours), "256" or "truecolor".
        erases: The terminal erases in the colour of the pen (`bce` in terminfo), so that long
            blanks can be erased instead of written.
    """

    def __init__(self, depth: str, *, erases: bool = False) -> None:
        self._depth = depth
        self._erases = erases
        self._set = PLAIN
        self._rows: dict[str, Row] = {}
        self._cursor = ""
        self._marks: dict[Style, str] = {}
        self._styles: dict[str, Style] = {}

    def draw(self, frame: str) -> str:
        """The frame in the terminal's depth, without what is on its screen already.

        A frame is a run of moves, each followed by text in whole styles that ends within the
        screen, as Textual's compositor makes it; text before the first move is passed on.
        """
        pieces = _MOVE.split(_DROPPED.sub("", frame))
        passed, rest, strokes = self._passed(pieces[0]), "", list[Stroke]()
        for y, x, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            if not text:
                # Without ink: where the cursor rests, for input methods that show theirs there.
                rest = f"\x1b[{y};{x}H"
            elif changed := self._draw_row(y, x, text):
                strokes += changed
                rest = ""
        inked, self._set = written(strokes, self._set)
        if strokes:
            self._cursor = ""
        if rest in {"", self._cursor}:
            rest = ""
        else:
            self._cursor = rest
        return f"{passed}{inked}{rest}"

    def _passed(self, text: str) -> str:
        """Text that has no place: written wherever the cursor is."""
        out = []
        for style, piece in self._runs(text):
            out += [change(self._set, style), piece]
            self._set = style
        return "".join(out)

    def forget(self) -> None:
        """The screen may show anything now: draw everything again."""
        self._rows.clear()
        self._marks.clear()
        self._styles.clear()
        self._cursor = ""

    def _draw_row(self, y: str, x: str, text: str) -> list[Stroke]:
        if len(self._marks) > MOST_STYLES:
            self.forget()
        row, known = self._rows.setdefault(y, Row()), hash(text)
        if row.drawn.get(x) == known:
            return []
        row.drawn.clear()  # what else stood in this row may lie under the new text
        row.drawn[x] = known
        runs, at = list(self._runs(text)), int(x) - 1
        letters = "".join(piece for _, piece in runs)
        if not _NARROW.fullmatch(letters):
            row.letters = row.styles = ""
            return self._whole(int(y), int(x), runs)
        styles = "".join(self._mark(style) * len(piece) for style, piece in runs)
        strokes: list[Stroke] = []
        for start, end in self._spans(row, at, letters, styles):
            strokes += self._strokes(int(y), at + start + 1, letters[start:end], styles[start:end])
        row.put(at, letters, styles)
        return strokes

    def _whole(self, y: int, x: int, runs: Runs) -> list[Stroke]:
        """A row whose letters may take any number of columns: one piece after the other."""
        text, pen = "", runs[0][0]
        for style, piece in runs:
            text += change(pen, style) + piece
            pen = style
        return [Stroke(y, x, runs[0][0], text, 0, ends=pen)]

    def _spans(self, row: Row, at: int, letters: str, styles: str) -> Iterator[tuple[int, int]]:
        """Where the new letters differ from what stands there; ends exclusive, from 0."""
        end, shows = at + len(letters), self._styles
        old_letters = f"{row.letters[at:end]:{_UNKNOWN}<{len(letters)}}"
        old_styles = f"{row.styles[at:end]:{_UNKNOWN}<{len(letters)}}"
        changed = [
            column
            for column, (new, old, style, before) in enumerate(
                zip(letters, old_letters, styles, old_styles, strict=True)
            )
            if new != old
            or (style != before and (new != " " or shows[style].ground != shows[before].ground))
        ]
        if not changed:
            return
        start = last = changed[0]
        for column in changed:
            if column - last - 1 > NEAR or len(set(styles[last:column])) > 1:
                yield start, last + 1
                start = column
            last = column
        yield start, last + 1

    def _strokes(self, y: int, x: int, letters: str, styles: str) -> Iterator[Stroke]:
        """Neighbouring letters by their style; blanks go with those before them."""
        runs: Runs = []
        at = 0
        for mark, run in groupby(styles):
            end = at + len(list(run))
            style, piece = self._styles[mark], letters[at:end]
            if runs and piece.isspace() and style.ground == runs[-1][0].ground:
                style, before = runs.pop()
                piece = before + piece
            runs.append((style, piece))
            at = end
        for style, piece in runs:
            erased = self._erases and len(style.ground) == 1
            for part in _BLANKS.split(piece) if erased else (piece,):
                if part:
                    blanks = erased and len(part) >= LONG_BLANKS and part.isspace()
                    yield Stroke(y, x, style, part, len(part), blanks=blanks)
                    x += len(part)

    def _mark(self, style: Style) -> str:
        if (mark := self._marks.get(style)) is None:
            mark = self._marks[style] = chr(len(self._marks) + 1)
            self._styles[mark] = style
        return mark

    def _runs(self, text: str) -> Iterator[tuple[Style, str]]:
        """The pieces of a text with their styles."""
        style = PLAIN
        for at, piece in enumerate(_SGR.split(text)):
            if at % 2:
                style = style_of(piece, self._depth)
            elif piece:
                yield style, piece
