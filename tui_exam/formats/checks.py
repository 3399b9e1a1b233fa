"""Whether a question can stand in a bank: what rules it out, and what only deserves a look."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from ..exam.items import Kind
from ..vietnamese.text import tone_blind
from .bounds import STEM_MAX
from .model import ImportedItem

Found = tuple[str, Mapping[str, object]]

# How many options each kind takes in the native bank.
_SIZES = {
    Kind.SINGLE: (2, 6),
    Kind.MULTIPLE: (3, 6),
    Kind.TRUE_FALSE: (2, 2),
    Kind.ORDERING: (3, 8),
    Kind.MATCHING: (3, 8),
    Kind.SHORT: (0, 0),
}
_ACCEPT_MAX = 20
# Options that point at other options or at their letters: they break when options are shuffled.
_WHOLE_SET = re.compile(
    r"(?:^(?:tất )?cả (?:các |\d+ |ba |bốn |hai )?(?:phương án|đáp án|ý|câu|nội dung)?\s*"
    r"(?:trên|nêu trên|đều đúng|đều sai)"
    r"|^(?:không có )?(?:phương án|đáp án|ý) nào (?:trên|đúng|sai|ở trên)"
    r"|^(?:cả )?(?:phương án |đáp án |ý |câu )?[a-h](?:, [a-h])* (?:và|hoặc) [a-h]\b)"
)


def faults_of(item: ImportedItem) -> Iterator[Found]:
    """What rules a question out: code and values, worst first."""
    if not item.stem:
        yield "no_stem", {}
    texts = (item.stem, item.general, item.accept_why, *item.accept, *_texts(item))
    if max(map(len, texts)) > STEM_MAX:
        yield "too_long", {"limit": STEM_MAX}
    if item.kind is Kind.SHORT:
        if not item.accept:
            yield "no_key", {}
        if len(item.accept) > _ACCEPT_MAX:
            yield "too_many_options", {"count": len(item.accept), "most": _ACCEPT_MAX}
        return
    yield from _options(item)


def _texts(item: ImportedItem) -> Iterator[str]:
    for option in item.options:
        yield from (option.text, option.why, option.match)


def _options(item: ImportedItem) -> Iterator[Found]:
    count = len(item.options)
    least, most = _SIZES[item.kind]
    if count < least:
        yield "too_few_options", {"count": count, "least": least}
    if count > most:
        yield "too_many_options", {"count": count, "most": most}
    matching = item.kind is Kind.MATCHING
    if any(not option.text or (matching and not option.match) for option in item.options):
        yield "empty_option", {}
    yield from _twins([option.text for option in item.options])
    if matching:
        yield from _twins([option.match for option in item.options])
    if item.kind in (Kind.SINGLE, Kind.TRUE_FALSE, Kind.MULTIPLE):
        right = len(item.keys)
        if right == 0:
            yield "no_key", {}
        if right > 1 and item.kind is not Kind.MULTIPLE:
            yield "too_many_keys", {"count": right}
        if right == count:
            yield "all_right", {}


def skeleton(text: str) -> bytes:
    """The bare letters of a text: equal for any two spellings of the same, and quick to make."""
    return unicodedata.normalize("NFD", text.casefold()).encode("ascii", "ignore")


def _twins(texts: list[str]) -> Iterator[Found]:
    if len(set(map(skeleton, texts))) == len(texts):
        return
    seen: set[str] = set()
    for text in texts:
        key = tone_blind(text)
        if key in seen:
            yield "twin_options", {"text": text}
        seen.add(key)


def worries_of(item: ImportedItem) -> Iterator[Found]:
    """What deserves a look though the question can stand: code and values."""
    if item.kind in (Kind.SINGLE, Kind.MULTIPLE):
        for option in item.options:
            if _WHOLE_SET.match(option.text.casefold()):
                yield "whole_set_option", {"text": option.text}
                return
