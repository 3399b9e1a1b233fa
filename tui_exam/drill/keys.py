"""What the right answer of a question is, in a form that can be compared.

An item's id is for ever; its text may be mended. As long as the right answer stays
the same the learner's history goes on; when it changes, what was learned is wrong.
"""

from __future__ import annotations

import hashlib
import re

from ..exam.items import Item, Kind
from ..vietnamese.text import tone_blind

_BETWEEN = re.compile(r"[\W_]+")


def key_of(item: Item) -> str:
    """Twelve hex digits that change when the right answer does.

    Capitals, spacing, punctuation and where a tone stands do not count, nor does the
    order in which the options are listed.
    """
    if item.kind is Kind.ORDERING:
        parts = [_plain(option.text) for option in item.options]
    elif item.kind is Kind.MATCHING:
        parts = sorted(f"{_plain(o.text)}={_plain(o.match)}" for o in item.options)
    elif item.kind is Kind.SHORT:
        # Further accepted spellings may be added; the first one is the answer.
        parts = [_plain(item.accept[0])] if item.accept else []
    else:
        parts = sorted(_plain(option.text) for option in item.options if option.correct)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _plain(text: str) -> str:
    return _BETWEEN.sub(" ", tone_blind(text)).strip()
