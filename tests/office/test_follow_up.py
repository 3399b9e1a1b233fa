"""After a paper went its way: what was given out is followed up, what did not arrive sent again."""

from __future__ import annotations

import pytest

from mock_office.documents.incoming import IncomingState
from mock_office.documents.outgoing import DraftState
from mock_office.documents.workflow import offered
from mock_office.tasks import builtin
from mock_office.tasks.definition import TaskDefinition, define
from mock_office.tasks.rehearsal import RuleHand, points, rehearse
from mock_office.tasks.source import TaskFileError, parse
from tui_exam.screens.office.words import register_lines

from .conftest import TODAY, variant


def test_a_document_can_lie_there_given_out_with_its_note_due_date_and_progress() -> None:
    desk = variant("routing_overdue").desk
    late = desk.document("qua_han")
    assert (late.state, late.routing.lead) == (IncomingState.ROUTED, ("kt",))
    assert late.routing.due is not None
    assert late.routing.due < desk.today
    assert "Tiến độ: Chưa có kết quả; đơn vị chủ trì chưa cập nhật." in register_lines(late)
    assert not late.read_whole


def test_what_was_given_out_before_the_task_earns_nothing() -> None:
    task = variant("routing_overdue")
    reading = [step for step in task.solution if step.kind == "document_read"]
    assert points(task, reading, RuleHand()).points == 0
    assert points(task, (), RuleHand()).points == 0


def test_an_issued_document_can_be_sent_on_and_stays_where_it_arrived() -> None:
    task = variant("issuing_undelivered")
    before = task.desk.draft("thong_bao")
    assert before.state is DraftState.ISSUED
    assert set(before.issued_to) < set(before.recipients)
    moves = {move.kind: move for move in offered(task.desk, before)}
    assert (moves["draft_issued"].label, moves["draft_issued"].tempting) == (
        "Gửi thêm nơi nhận",
        False,
    )
    again = next(step for step in task.solution if step.name == "again")
    after = rehearse(task, [again], RuleHand()).desk.draft("thong_bao")
    assert set(after.issued_to) == set(before.recipients)
    assert (after.state, after.number) == (before.state, before.number)


def _changed(name: str, old: str, new: str) -> TaskDefinition:
    text = builtin.scenarios().joinpath("tasks", f"{name}.yaml").read_bytes().decode()
    assert old in text
    source = parse(text.replace(old, new, 1).encode(), "de.yaml")
    return define(source, builtin.agency, builtin.rubric())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("lead: [hcc]", "lead: [phong_la]", "phong_la"),
        ("        lead: [hcc]", "        leads: [hcc]", "lead"),
        ('due: "{yesterday}"', "due: hôm qua", "ngày"),
    ],
)
def test_a_slip_in_what_was_given_out_is_told_at_its_place(old: str, new: str, words: str) -> None:
    with pytest.raises(TaskFileError) as caught:
        _changed("routing_overdue", old, new).variant(b"x", TODAY)
    assert words in f"{caught.value.reason} {caught.value.remedy}"
    assert caught.value.line > 0
