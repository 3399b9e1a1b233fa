"""Twin stems: nothing is missed, nothing is made up, tone placement does not hide them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tui_exam.bank_tools.near import near_pairs, word_list

TEXTS = st.lists(st.frozensets(st.sampled_from("abcdefghij"), max_size=9), max_size=10)


@settings(deadline=None)
@given(TEXTS, st.sampled_from([0.3, 0.5, 0.6, 0.75, 0.8, 0.9, 1.0]))
def test_exactly_the_pairs_that_are_alike_enough_are_found(
    texts: list[frozenset[str]], threshold: float
) -> None:
    found = {(a, b): likeness for a, b, likeness in near_pairs(texts, threshold)}
    every = {
        (a, b): len(texts[a] & texts[b]) / len(texts[a] | texts[b])
        for b in range(len(texts))
        for a in range(b)
        if texts[a] | texts[b]
    }
    assert found == {pair: like for pair, like in every.items() if like >= threshold}


def test_words_are_the_same_however_the_tone_is_placed_and_typed() -> None:
    assert word_list("Hoà nhập, THUỶ lợi!") == word_list("hòa nhập thủy lợi")
    assert word_list("Va\u0306n bản") == word_list("văn bản")
    assert word_list("ma má mà") == tuple(dict.fromkeys(word_list("ma má mà")))


def test_document_signs_and_dates_stay_whole() -> None:
    assert "30/2020/nđ-cp" in word_list("Nghị định số 30/2020/NĐ-CP.")
    assert "01/7/2026" in word_list("từ ngày 01/7/2026?")
    assert "66.7/2025/nq-cp" in word_list("(66.7/2025/NQ-CP)")
