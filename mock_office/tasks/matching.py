"""Whether a text says what it must: words looked for the way a fair reader looks.

Case, spacing, full stops and the place of the tone mark do not count. Words written
without any mark are taken for the ones meant: whether a text is written with marks is
a point of its own (`marks`), to be lost once and not at every word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from tui_exam.vietnamese import fold, has_diacritics_ratio, tone_blind

_ENOUGH_MARKS: Final = 0.3
"""Share of words with a Vietnamese mark below which a text counts as unmarked."""

_STOPS = re.compile(r"(?<!\d)\.|\.(?!\d)")
_DASHES = re.compile(r"\s*-\s*")
_SHOWN: Final = 4  # synonyms named to people; dates have a dozen


@dataclass(frozen=True, slots=True)
class Group:
    """Synonyms of which one must be there, and what they are called to people."""

    name: str
    synonyms: tuple[str, ...]

    @classmethod
    def of(cls, item: Any) -> Group:
        """A group as authors write it: `{name, any}`, or the words alone, parted by "|"."""
        words = str(item["any"] if isinstance(item, Mapping) else item).split("|")
        synonyms = tuple(word.strip() for word in words if word.strip())
        name = str(item["name"]) if isinstance(item, Mapping) else f"“{words[0].strip()}”"
        return cls(name, synonyms)

    @property
    def shown(self) -> str:
        """Name and synonyms, for the one whose text lacks them."""
        if len(self.synonyms) < 2 or "(" in self.name:  # the name gives examples already
            return self.name
        more = ", …" if len(self.synonyms) > _SHOWN else ""
        return f"{self.name} (ghi một trong: {', '.join(self.synonyms[:_SHOWN])}{more})"

    def found_in(self, text: str) -> str:
        """The first synonym that stands in the text; "" when none does."""
        return next((word for word in self.synonyms if _stands(word, text)), "")


def holds(text: str, synonyms: str) -> bool:
    """Whether one of the synonyms, parted by "|", stands in the text as whole words."""
    return bool(Group.of(synonyms).found_in(text))


def unmarked(text: str) -> bool:
    """Whether a text is written without Vietnamese marks, its mail signature left aside."""
    own = text.partition("\n--")[0]
    return has_diacritics_ratio(own if own.strip() else text) < _ENOUGH_MARKS


def _stands(word: str, text: str) -> bool:
    wanted, there = _key(word), _key(text)
    if _whole(wanted, there):
        return True
    bare = _bare(word)
    return bare != wanted and _whole(bare, there)  # stands there without a single mark


@lru_cache(maxsize=1024)  # one text is asked for many words, and one word of many texts
def _key(text: str) -> str:
    return _plain(tone_blind(text))


@lru_cache(maxsize=1024)
def _bare(word: str) -> str:
    return _plain(" ".join(fold(word).split()))


def _plain(text: str) -> str:
    return " ".join(_DASHES.sub("-", _STOPS.sub(" ", text)).split())


def _whole(word: str, text: str) -> bool:
    if word not in text:
        return False
    before = r"(?<!\d\.)" if word[:1].isdigit() else ""  # 345 is not in 12.345
    behind = r"(?!\.\d{3}(?!\d))" if word[-1:].isdigit() else ""
    pattern = rf"(?<![\w\u0300-\u036f]){before}{re.escape(word)}(?![\w\u0300-\u036f]){behind}"
    return re.search(pattern, text) is not None
