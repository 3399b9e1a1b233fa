"""What came in and was not opened: counted at every part, told in a few words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rooms import WHO
from tui_exam.sitting.arrivals import Unseen, unseen, unseen_words
from tui_exam.sitting.clock import ManualClock
from tui_exam.sitting.exam import Exam
from tui_exam.sitting.missing import missing
from tui_exam.sitting.room import Room
from tui_exam.texts import Words, as_written

POOLS = {"mail": ("mail_dept_survey",), "routing": ("routing_dept_arrival",)}


@pytest.fixture
async def exam(room: Room) -> Exam:
    """An exam whose mail task has two letters on their way, and whose routing task one paper."""
    practice = tuple(
        replace(part, pool=POOLS.get(part.family, part.pool)) for part in room.blueprint.practice
    )
    room = replace(room, blueprint=replace(room.blueprint, practice=practice))
    return await room.begin(WHO)


async def test_nothing_is_told_of_what_lay_there_from_the_start(exam: Exam) -> None:
    assert any(not letter.read for letter in exam.desk("mail").letters)
    assert unseen(exam) == ()


async def test_what_comes_in_is_counted_at_its_part_until_it_is_opened(
    exam: Exam, clock: ManualClock
) -> None:
    clock.advance(200)
    assert unseen(exam) == (Unseen("mail", 2, 0), Unseen("routing", 0, 1))
    first, second = (arrival.paper.id for arrival in exam.tasks["mail"].desk.later)
    await exam.act("mail", "mail_opened", letter=first)
    assert unseen(exam)[0] == Unseen("mail", 1, 0)
    await exam.act("mail", "mail_reported", letter=second)
    assert [each.part for each in unseen(exam)] == ["routing"]
    (arrival,) = exam.tasks["routing"].desk.later
    await exam.act("routing", "document_opened", document=arrival.paper.id)
    assert unseen(exam) == ()


async def test_what_was_not_opened_is_told_before_handing_in(
    exam: Exam, clock: ManualClock
) -> None:
    assert not any("chưa mở" in line for line in missing(exam, Words()))
    clock.advance(200)
    (line,) = [line for line in missing(exam, Words()) if "chưa mở" in line]
    assert "Thư mới (2): Gửi thư điện tử" in line
    assert "Văn bản mới (1): Bút phê, chuyển xử lý văn bản đến" in line


def test_the_words_name_what_came_how_many_and_where_to_go() -> None:
    found = (Unseen("mail", 2, 0), Unseen("routing", 1, 1))
    keys = {"mail": "F3", "routing": ""}
    assert unseen_words(found, as_written, keys.__getitem__) == (
        "Thư mới (2): F3  Thư mới (1), Văn bản mới (1)"
    )
    assert unseen_words((), as_written, keys.__getitem__) == ""
