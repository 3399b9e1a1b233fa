"""Counts of a bank, coverage of blueprints, and how alike two papers are."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from tests.bank_tools.samples import LEVELS, bank_text, item_text
from tests.exam.test_paper import bank as paper_bank
from tests.exam.test_paper import draw, plan
from tui_exam.bank_tools.stats import CellCover, bank_stats, coverage, overlap
from tui_exam.exam.bank import bank_of
from tui_exam.exam.items import Kind, Level

DAY = date(2026, 11, 23)


def test_items_are_counted_by_topic_level_kind_and_validity() -> None:
    items = [item_text(f"c-{n}", level=LEVELS[n % 3]) for n in range(4)]
    items.append(item_text("het").replace("valid_to:", "valid_to: 2026-01-01"))
    items.append(item_text("sap-het").replace("valid_to:", "valid_to: 2026-12-31"))
    items.append(item_text("moi").replace("2020-03-05", "2027-01-01"))
    items.append(item_text("han").replace("2027-05-23", "2026-11-23"))
    stats = bank_stats(bank_of({"a.yaml": bank_text(*items).encode()}, name="x"), DAY)
    assert stats.items == 8
    assert stats.topics == {"van_thu": {Level.RECALL: 6, Level.UNDERSTAND: 1, Level.APPLY: 1}}
    assert stats.kinds[Kind.SINGLE] == 8
    v = stats.validity
    assert (v.valid, v.expired, v.not_yet, v.review_due, v.ending) == (6, 1, 1, 1, 1)


def test_coverage_counts_what_can_be_drawn_that_day() -> None:
    cells = coverage(plan(), paper_bank(), DAY)
    assert [(cell.takes, cell.has, cell.thin) for cell in cells] == [
        (3, 9, False),
        (2, 8, False),
        (1, 8, False),
    ]
    assert CellCover("x", Level.RECALL, 3, 8).thin


def test_the_expected_overlap_is_what_drawn_papers_show() -> None:
    shared = overlap(coverage(plan(), paper_bank(), DAY))
    papers = [{q.item for q in draw(f"paper {n}").questions} for n in range(120)]
    counts = sorted(len(one & two) for one, two in combinations(papers, 2))
    assert sum(counts) / len(counts) == pytest.approx(shared.mean, abs=0.1)
    assert shared.mean == pytest.approx(9 / 9 + 4 / 8 + 1 / 8)
    assert counts[int(len(counts) * 0.94)] <= shared.most <= counts[int(len(counts) * 0.96)] + 1


def test_papers_that_take_everything_are_equal() -> None:
    shared = overlap((CellCover("x", Level.RECALL, 3, 3), CellCover("y", Level.APPLY, 2, 2)))
    assert (shared.mean, shared.most, shared.questions) == (5, 5, 5)


def test_there_is_no_overlap_of_papers_that_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="x x nhan_biet"):
        overlap((CellCover("x", Level.RECALL, 3, 2),))
