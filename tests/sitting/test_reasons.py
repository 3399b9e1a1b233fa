"""The reasons of marks can be read in English, whatever was done or left undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import mock_office
from mock_office.marks import TaskMark
from mock_office.tasks import library, words
from mock_office.tasks.rehearsal import RuleHand, points
from tui_exam.sitting.reasons import PARTS, SENTENCES, TITLES, reason, title
from tui_exam.texts import Words

EN, VI = Words("en"), Words()
DAY = date(2026, 11, 23)
RUBRIC = Path(mock_office.__file__).parent / "scenarios" / "rubric.yaml"
OWN = [
    piece.strip()
    for sentence in SENTENCES
    for piece in re.split(r"\{\w+\}", sentence)
    if len(piece.strip()) > 7
]
"""What the sentences say by themselves, without what they tell of."""


def marks(name: str) -> Iterator[TaskMark]:
    """A task done perfectly, only begun, and with each of its named mistakes."""
    task = library.load(name).variant(b"reasons", DAY)
    for steps in (task.solution, task.solution[:1], *(each.steps for each in task.mistakes)):
        yield points(task, steps, RuleHand())


@pytest.mark.parametrize("name", library.names())
def test_every_reason_a_task_gives_is_said_in_english(name: str) -> None:
    for mark in marks(name):
        for why in (*(check.why for check in mark.checks), mark.voided):
            said = reason(why, EN)
            left = re.sub("“[^”]*”", "", said)
            assert not [piece for piece in OWN if piece in left], (why, said)
            assert reason(why, VI) == why


def test_every_shared_title_and_every_word_of_the_marking_is_known() -> None:
    rubric = yaml.safe_load(RUBRIC.read_text(encoding="utf-8"))
    assert {row["title"] for row in rubric.values()} <= set(TITLES)
    tables = (words.DEEDS, words.STATES, words.SORTS, words.VERDICTS)
    assert {word for table in tables for word in table.values()} <= set(PARTS)


def test_what_is_quoted_stays_and_what_is_not_known_stays_too() -> None:
    why = "Chưa thực hiện: gửi thư “Báo cáo gửi thư, ký số” hoặc xóa thư."
    said = "Not done: send the letter “Báo cáo gửi thư, ký số” or delete the letter."
    assert reason(why, EN) == said
    assert title("Gửi đúng người nhận chính: “V/v họp”", EN) == (
        "Sent to the right main recipients: “V/v họp”"
    )
    assert reason("Một câu lạ.", EN) == "Một câu lạ."


@given(st.text(max_size=60))
def test_any_text_is_taken_for_a_reason_without_error(text: str) -> None:
    assert reason(text, VI) == text
    reason(text, EN)
    title(text, EN)
