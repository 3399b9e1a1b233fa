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
    """Pairs (first, second, likeness) whose Jaccard likeness reaches the threshold.

    Prefix filtering (Chaudhuri, Ganti, Kaushik, ICDE 2006): ordered from the rarest word,
    two sets so alike share a word among their first |x| - ceil(threshold * |x|) + 1. Nothing
    is missed, and of 10,000 questions only some thousands of pairs are ever compared.

    Args:
        texts: Sets of words; empty ones are like nothing.
        threshold: Over 0.0, up to 1.0.
    """
    often = Counter(word for text in texts for word in text)
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        ordered = sorted(text, key=lambda word: (often[word], word))
        least = ceil(threshold * len(ordered) - _ROUNDING)  # words that a likeness must share
        prefix = ordered[: len(ordered) - least + 1]
        for other in sorted({other for word in prefix for other in by_word[word]}):
            likeness = len(text & texts[other]) / len(text | texts[other])
            if likeness >= threshold:
                yield other, at, likeness
        for word in prefix:
            by_word[word].append(at)
