"""Random questions whose texts are full of the characters that formats use as marks."""

from __future__ import annotations

import unicodedata
from datetime import date

from hypothesis import strategies as st

from tui_exam.exam.items import Basis, Kind, Level, Option, PartMarks
from tui_exam.formats.model import LETTERS, ImportedItem
from tui_exam.vietnamese.text import tone_blind

MARKS = "\\#=~{}:[]<>&%*-_/|;\"'.,!?()@+$^`"
LETTERS_USED = "aábcdđeêghiklmnoôơpqrstuưvxyẠƯƠĐ0123456789→“”₂𝟙"

_words = st.text(st.sampled_from(LETTERS_USED + MARKS), min_size=1, max_size=8)


def _line(words: list[str]) -> str:
    return unicodedata.normalize("NFC", " ".join(words))


lines = st.lists(_words, min_size=1, max_size=5).map(_line)
blocks = st.lists(lines, min_size=1, max_size=3).map("\n".join)
_reasons = st.one_of(st.just(""), lines)
_tags = st.text(st.sampled_from("abcdefgh_0123456789"), min_size=1, max_size=10)
_days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def _different(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(lines, min_size=least, max_size=most, unique_by=tone_blind)


@st.composite
def imported_items(draw: st.DrawFn, kinds: tuple[Kind, ...] = tuple(Kind)) -> ImportedItem:
    """An item as a bank could hold it, or as a foreign file could give it."""
    kind = draw(st.sampled_from(kinds))
    several = kind is Kind.MULTIPLE
    return ImportedItem(
        kind=kind,
        stem=draw(blocks),
        options=tuple(draw(_options(kind))),
        id=draw(st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)),
        topic=draw(_reasons),
        revision=draw(st.integers(1, 9)),
        level=draw(st.one_of(st.none(), st.sampled_from(Level))),
        part_marks=draw(st.one_of(st.none(), st.sampled_from(PartMarks))) if several else None,
        accept=tuple(draw(_different(1, 4))) if kind is Kind.SHORT else (),
        accept_why=draw(_reasons) if kind is Kind.SHORT else "",
        unit=draw(st.sampled_from(["", "%", "ngày"])),
        general="" if kind is Kind.SHORT else draw(st.one_of(st.just(""), blocks)),
        basis=tuple(draw(st.lists(st.builds(Basis, lines, _reasons), max_size=2))),
        valid_from=draw(st.one_of(st.none(), _days)),
        valid_to=draw(st.one_of(st.none(), _days)),
        reviewed=draw(st.one_of(st.none(), _days)),
        next_review=draw(st.one_of(st.none(), _days)),
        source=draw(_reasons),
        tags=tuple(draw(st.lists(_tags, max_size=3, unique=True))),
    )


@st.composite
def _options(draw: st.DrawFn, kind: Kind) -> list[Option]:
    if kind is Kind.SHORT:
        return []
    if kind is Kind.TRUE_FALSE:
        words = draw(st.sampled_from([["Đúng", "Sai"], ["Có", "Không"]]))
    else:
        least = 2 if kind is Kind.SINGLE else 3
        words = draw(_different(least, 6))
    count = len(words)
    right: set[int] = set()
    if kind in (Kind.SINGLE, Kind.TRUE_FALSE):
        right = {draw(st.integers(0, count - 1))}
    elif kind is Kind.MULTIPLE:
        places = st.integers(0, count - 1)
        right = draw(st.sets(places, min_size=2, max_size=count - 1))
    matches = draw(_different(count, count)) if kind is Kind.MATCHING else [""] * count
    return [
        Option(LETTERS[at], word, draw(_reasons), at in right, matches[at])
        for at, word in enumerate(words)
    ]
