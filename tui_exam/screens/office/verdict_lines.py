"""The three plain answers about a signed file: intact, trusted, complete and in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...texts import Translate
from ...widgets.lines import Lines
from ...widgets.rows import Row, paragraph, row

if TYPE_CHECKING:
    from mock_office.signing.verdict import Verdict

SIGNS = {"đạt": "[+] ", "yes": "[+] ", "không đạt": "[-] ", "no": "[-] "}
STYLES = {"[+] ": "good", "[-] ": "bad"}


def verdict_rows(verdict: Verdict, width: int, lang: str = "vi") -> list[Row]:
    """The answers as rows, each with cause and remedy where it is a no."""
    from mock_office.signing.messages import three_lines

    rows: list[Row] = []
    for line in three_lines(verdict, lang):
        answer = line.partition(": ")[2].partition(".")[0]
        sign = SIGNS.get(answer, "[?] ")
        rows += paragraph(line, width, STYLES.get(sign, "warn"), first=f" {sign}", rest="     ")
    return rows


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file of several: its verdict, or why it was not signed."""

    title: str
    trouble: str = ""
    verdict: Verdict | None = None


def batch_rows(done: Sequence[Outcome], of: int, tr: Translate, lang: str, width: int) -> list[Row]:
    """The outcome of signing several files, one after the other."""
    made = sum(each.verdict is not None for each in done)
    out = [row((tr(" Đã ký {n}/{of} dự thảo.", n=made, of=of), "title"))]
    for each in done:
        out += [Row(), *paragraph(each.title, width, "strong", first=" ", rest="   ")]
        if each.verdict is None:
            out += paragraph(each.trouble, width, "bad", first="   ", rest="   ")
        else:
            out += verdict_rows(each.verdict, width - 1, lang)
    if len(done) < of:
        out += [Row(), row((tr(" Đã dừng theo yêu cầu."), "warn"))]
    return out


class VerdictLines(Lines):
    """Shows the answers; as high as it needs to be, nothing without a verdict."""

    DEFAULT_CSS = "VerdictLines { height: auto; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._verdict: Verdict | None = None
        self._word = ""
        self._lang = "vi"

    def take(self, verdict: Verdict | None, *, word: str = "", lang: str = "vi") -> None:
        """Show a verdict, or a word while there is none yet."""
        before = len(self.build(self.size.width or 80))
        self._verdict, self._word, self._lang = verdict, word, lang
        if len(self.build(self.size.width or 80)) != before:
            self.refresh(layout=True)
        self.redraw()

    def build(self, width: int) -> Sequence[Row]:
        if self._verdict is not None:
            return verdict_rows(self._verdict, max(20, width), self._lang)
        return paragraph(self._word, max(20, width), "muted", first=" ") if self._word else ()
