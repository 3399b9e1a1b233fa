"""Finding texts that say nearly the same, exactly and without comparing every pair."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

from ..vietnamese.text import tone_blind

# tone_blind leaves a tone as a loose mark at the end of its word.
_LETTERS = "(?:[^\\W_]|[\u0300-\u036f])+"
_WORD = re.compile(f"{_LETTERS}(?:[/.\\-]{_LETTERS})*")
_ROUNDING = 1e-9


def word_list(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: tone placement, capitals, punctuation do not count.

    Numbers and document signs ("30/2020/NĐ-CP") stay whole, for they tell questions apart.
    """
    return tuple(_WORD.findall(tone_blind(text)))


def near_pairs(
    texts: Sequence[frozenset[str]], threshold: float
) -> Iterator[tuple[int, int, float]]:
    """Pairs (earlier, later, likeness) whose Jaccard likeness reaches the threshold.

    PPJoin (Xiao, Wang, Lin, Yu, WWW 2008): with the words of each text ordered from the
    rarest, two texts so alike share a word among their first |x| - ceil(threshold * |x|) + 1,
    and where it stands bounds what they can still share. Nothing is missed, and of 10,000
    questions only some thousands of pairs are compared in full.

    Args:
        texts: Sets of words; empty ones are like nothing.
        threshold: Over 0.0, up to 1.0.
    """
    often = Counter(word for text in texts for word in text)
    ordered = [sorted(text, key=lambda word: (often[word], word)) for text in texts]
    by_word: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    share = threshold / (1 + threshold)  # of both lengths together, that likeness must share
    for at in sorted(range(len(texts)), key=lambda at: len(texts[at])):
        size = len(texts[at])
        shortest = ceil(threshold * size - _ROUNDING)
        # Those that follow are as long or longer and share more: they meet it further left.
        kept = size - ceil(share * 2 * size - _ROUNDING) + 1
        candidates: set[int] = set()
        for place, word in enumerate(ordered[at][: size - shortest + 1]):
            left = size - place
            for other, other_size, other_left in by_word[word]:
                # No rarer word is shared: a pair that fails here failed there too.
                needed = share * (size + other_size) - _ROUNDING
                if left >= needed and other_left >= needed and other_size >= shortest:
                    candidates.add(other)
            if place < kept:
                by_word[word].append((at, size, left))
        for other in sorted(candidates):
            likeness = len(texts[at] & texts[other]) / len(texts[at] | texts[other])
            if likeness >= threshold:
                yield min(at, other), max(at, other), likeness
