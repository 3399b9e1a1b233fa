"""Marks follow from what happened: deeds earn, wrongs cost, some mistakes void the task."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mock_office.actions import Action
from mock_office.desk import apply, fold
from mock_office.documents.incoming import IncomingDocument, Secrecy
from mock_office.marks import Family, TaskMark
from mock_office.tasks import library
from mock_office.tasks.case import Case
from mock_office.tasks.definition import Task
from mock_office.tasks.marking import mark, since_reset, to_validate
from mock_office.tasks.matching import holds
from mock_office.tasks.rehearsal import RuleHand, laid_out, points, rehearse
from mock_office.tasks.rehearsed import Step
from mock_office.tasks.words import STATES

from .conftest import act, variant

FIRST = ("mail_report", "routing_finance", "signing_plan", "issuing_plan")


def changed(task: Task, name: str, **fields: Any) -> list[Step]:
    """The model solution with one step changed."""
    return [
        replace(step, data={**step.data, **fields}) if step.name == name else step
        for step in task.solution
    ]


def row(marks: TaskMark, code: str) -> float:
    (found,) = [check.points for check in marks.checks if check.code == code]
    return found


@pytest.mark.parametrize("name", FIRST)
def test_the_model_solution_earns_everything_and_nothing_done_earns_nothing(name: str) -> None:
    task = variant(name)
    full = points(task, task.solution, RuleHand())
    assert (full.points, full.max, full.voided, full.touched) == (
        task.points,
        task.points,
        "",
        True,
    )
    idle = points(task, (), RuleHand())
    assert (idle.points, idle.touched) == (0, False)


@pytest.mark.parametrize("name", FIRST)
def test_a_reset_wipes_what_was_done_and_the_task_can_be_done_again(name: str) -> None:
    task = variant(name)
    reset = Step("reset", "task_reset", {})
    assert points(task, (*task.solution, reset), RuleHand()).points == 0
    again = points(task, (*task.solution, reset, *task.solution), RuleHand())
    assert again.points == task.points


def test_a_pdf_that_nobody_validated_earns_nothing() -> None:
    task = variant("signing_plan")
    played = rehearse(task, task.solution, RuleHand())
    marks = mark(task, played.desk, played.log, {})
    assert row(marks, "C6") == 0
    assert marks.points == task.points - 2


def test_what_is_to_be_validated_names_layers_and_tokens() -> None:
    task = variant("issuing_plan")
    played = rehearse(task, task.solution, RuleHand())
    (wanted,) = to_validate(task, played.log)
    assert (wanted.layers, wanted.signer_token, wanted.agency_token) == (2, "rieng", "co_quan")
    assert wanted.issued == played.desk.draft("ke_hoach").issued_pdf
    assert wanted.artifact == played.desk.draft("ke_hoach").pdf


def test_both_layers_of_a_chain_are_validated_where_checks_ask_about_both() -> None:
    task = variant("issuing_whole_chain")
    played = rehearse(task, task.solution, RuleHand())
    wanted = to_validate(task, played.log)
    asked = {c.arguments["layer"] for c in task.checks if c.check == "signature"}
    assert {one.layers for one in wanted} == {int(layer or 1) for layer in asked}
    assert wanted[-1].artifact == played.desk.draft(wanted[-1].draft).pdf


def test_a_file_signed_over_is_validated_once_and_as_it_is_now() -> None:
    task = variant("signing_plan")
    signed = next(step for step in task.solution if step.kind == "draft_signed")
    moved = replace(signed, data={**signed.data, "position": "over_text"})
    at = task.solution.index(signed)
    again = (*task.solution[:at], moved, *task.solution[at:])
    played = rehearse(task, again, RuleHand())
    assert len({a.data["artifact"] for a in played.log if a.kind == "draft_signed"}) == 2
    (wanted,) = to_validate(task, played.log)
    assert wanted.artifact == played.desk.draft(wanted.draft).pdf


def test_what_was_signed_before_a_reset_is_not_validated() -> None:
    task = variant("signing_plan")
    reset = Step("reset", "task_reset", {})
    played = rehearse(task, (*task.solution, reset), RuleHand())
    assert to_validate(task, played.log) == ()


@pytest.mark.parametrize("hidden", ["{}", "pin {}.", "{0:.4}.{0:.8}", "a{}b"])
def test_a_pin_in_a_letter_voids_the_task_however_it_is_spaced(hidden: str) -> None:
    task = variant("mail_report")
    pin = task.pins["rieng"]
    text = hidden.format(pin) if "0" not in hidden else f"{pin[:4]} {pin[4:6]}.{pin[6:]}"
    steps = changed(task, "send", body=f"Kính gửi {text}")
    marks = points(task, steps, RuleHand())
    assert marks.voided
    assert marks.points == 0
    assert all(check.points == 0 for check in marks.checks)


def test_other_numbers_are_not_taken_for_a_pin() -> None:
    task = variant("mail_report")
    steps = changed(task, "send", body=f"Số {task.pins['rieng']}9, điện thoại 0000 811 001")
    assert not points(task, steps, RuleHand()).voided


def _with_secret(task: Task) -> Task:
    secret: IncomingDocument = replace(
        task.desk.document("tai_chinh"), secrecy=Secrecy.CONFIDENTIAL
    )
    others = [document for document in task.desk.incoming if document.id != secret.id]
    return replace(task, desk=replace(task.desk, incoming=(secret, *others)))


def test_routing_a_classified_document_voids_the_task() -> None:
    task = _with_secret(variant("routing_finance"))
    assert "mật" in points(task, task.solution, RuleHand()).voided


def test_signing_with_the_agency_key_voids_the_task_even_when_done_over() -> None:
    task = variant("signing_plan")
    wrong = next(step for step in task.solution if step.kind == "draft_signed")
    wrong = replace(wrong, data={**wrong.data, "certificate": "co_quan"})
    marks = points(task, (wrong, *task.solution), RuleHand())
    assert "chứng thư của cơ quan" in marks.voided
    assert marks.points == 0


def test_checks_of_the_same_name_say_which_paper_they_are_about() -> None:
    task = variant("routing_finance")
    marks = points(task, task.solution, RuleHand())
    titles = [check.title for check in marks.checks]
    assert len(set(titles)) == len(titles)
    shown = {document.excerpt for document in task.desk.incoming}
    leads = [title for title in titles if title.startswith("Giao đúng một đơn vị chủ trì")]
    assert len(leads) > 1
    assert all(any(excerpt in title for excerpt in shown) for title in leads)


def test_a_rule_broken_is_told_also_where_the_task_was_not_done() -> None:
    task = variant("mail_phishing")
    bad = next(m for m in task.mistakes if any(s.kind == "mail_link_opened" for s in m.steps))
    opened = [step for step in bad.steps if step.kind in ("mail_opened", "mail_link_opened")]
    marks = points(task, opened, RuleHand())
    (check,) = [c for c in marks.checks if c.title.startswith("Không bấm liên kết")]
    assert check.points == 0
    assert "bấm liên kết" in check.why
    other = Step("open", "mail_opened", {"letter": task.desk.letters[-1].id})
    (check,) = [
        c
        for c in points(task, [other], RuleHand()).checks
        if c.title.startswith("Không bấm liên kết")
    ]
    assert check.points == 0
    assert check.why.startswith("Chỉ được tính điểm khi đã ")


def test_what_was_right_in_a_voided_task_is_told_as_right_and_worth_nothing() -> None:
    task = variant("mail_report")
    steps = changed(task, "send", body=f"Mã PIN: {task.pins['rieng']}")
    marks = points(task, steps, RuleHand())
    told = [check.why for check in marks.checks if "mất toàn bộ điểm" in check.why]
    assert told
    assert all(not why.startswith("Chưa") for why in told)


def test_what_was_typed_but_not_sent_decides_nothing() -> None:
    task = variant("routing_finance")
    saved = [
        replace(step, kind="note_draft_saved") if step.kind == "document_routed" else step
        for step in task.solution
    ]
    marks = points(task, saved, RuleHand())
    assert row(marks, "B2.tai_chinh") == 0
    assert row(marks, "B8") == 1


def test_marks_come_with_a_reason_a_rule_and_what_was_found() -> None:
    task = variant("routing_finance")
    marks = points(task, changed(task, "urgent", lead=["vp"]), RuleHand())
    (check,) = [check for check in marks.checks if check.code == "B2.tai_chinh"]
    assert "Phòng Kinh tế, Hạ tầng và Đô thị" in check.why
    assert "Đã chọn: Văn phòng" in check.why
    assert "NĐ 30/2020/NĐ-CP" in check.basis
    assert marks.family is Family.ROUTING


def test_a_wrong_mark_costs_as_much_as_a_right_one_earns_but_never_below_zero() -> None:
    task = variant("signing_plan")
    body = [n for n, line in enumerate(task.desk.draft("cong_van").lines) if line.part == "body"]
    wild = [
        Step(f"w{n}", "line_marked", {"draft": "cong_van", "line": n, "on": True}) for n in body
    ]
    assert row(points(task, (*task.solution, *wild[:2]), RuleHand()), "C2") == 2
    assert row(points(task, (*task.solution, *wild), RuleHand()), "C2") >= 0


def test_the_letter_that_is_marked_is_the_one_that_was_asked_for() -> None:
    task = variant("mail_report")
    stray = replace(
        next(step for step in task.solution if step.name == "send"),
        data={**dict(_send(task).data), "letter": "la", "to": ["ai@la.test"], "source": ""},
    )
    marks = points(task, (*task.solution, stray), RuleHand())
    assert row(marks, "A2") == 2
    assert row(marks, "A12") == 0


def _send(task: Task) -> Step:
    return next(step for step in task.solution if step.name == "send")


@pytest.mark.parametrize(
    ("text", "synonyms", "held"),
    [
        ("Hoà bình", "hòa bình", True),
        ("báo  cáo\nquý", "báo cáo quý", True),
        ("BÁO CÁO", "báo cáo", True),
        ("báo cáo", "bao cao", False),
        ("quý III", "quý II", False),
        ("hạn 26/11/2026.", "26/11", True),
        ("hạn 126/11", "26/11", False),
        ("gửi kèm tệp", "đính kèm|gửi kèm", True),
        ("", "a|", False),
    ],
)
def test_words_are_found_whole_and_blind_to_the_place_of_the_tone(
    text: str, synonyms: str, held: bool
) -> None:
    assert holds(text, synonyms) is held


def test_only_actions_behind_the_last_reset_count() -> None:
    log = [act("mail_opened", letter="a"), act("task_reset"), act("mail_opened", letter="b")]
    assert [action.data for action in since_reset(log)] == [{"letter": "b"}]


def test_events_are_matched_by_equality_and_by_being_held() -> None:
    task = variant("issuing_plan")
    log: tuple[Action, ...] = (act("draft_issued", draft="ke_hoach", recipients=["so_tc", "hdnd"]),)
    case = Case(task, fold(task.desk, log), log, {})
    assert case.events([{"action": "draft_issued", "recipients": "hdnd"}])
    assert not case.events([{"action": "draft_issued", "recipients": "mttq"}])
    assert not case.events([{"action": "draft_issued", "draft": "bao_cao"}])


def test_remarks_changed_after_the_draft_was_returned_do_not_count() -> None:
    task = variant("signing_plan")
    late = Step("late", "remarks_saved", {"draft": "cong_van", "remarks": ""})
    assert points(task, (*task.solution, late), RuleHand()).points == task.points


def test_a_letter_that_was_thrown_away_is_no_reason_to_fail() -> None:
    task = variant("mail_fix_draft")
    gone = Step("gone", "mail_draft_discarded", {"letter": "nhap"})
    marks = points(task, (gone, *task.solution), RuleHand())
    assert row(marks, "A13") == 1
    assert points(task, (gone,), RuleHand()).points == 0


@pytest.mark.parametrize(
    "note",
    [
        "Giao P. KT, HT&ĐT chủ trì, phối hợp TTPVHCC tham mưu BC theo yêu cầu của Sở, trình ký.",
        "Phòng Kinh tế soạn thảo công văn trả lời Sở Tài chính, gửi Văn phòng trước khi trình ký.",
        "P. Kinh tế chuẩn bị số liệu, lập biểu theo mẫu, báo cáo Chủ tịch trước 16 giờ ngày 26/11.",
        "Đ/c Tùng tổng hợp kết quả, dự thảo báo cáo gửi Sở đúng hạn.",
    ],
)
def test_notes_as_people_write_them_earn_their_points(note: str) -> None:
    task = variant("routing_finance")
    assert row(points(task, changed(task, "urgent", note=note), RuleHand()), "B6.tai_chinh") == 2


@pytest.mark.parametrize(
    ("note", "most"),
    [
        ("", 0),
        ("Xem, xử lý.", 0),
        ("Báo cáo trình ký.", 0),
        ("Các phòng phối hợp thực hiện theo quy định hiện hành.", 0),
        ("Chuyển Phòng Kinh tế để biết và lưu hồ sơ theo dõi.", 0),
        ("Phòng Kinh tế chủ trì thực hiện nội dung này cho tốt.", 1.34),
    ],
)
def test_empty_notes_do_not(note: str, most: float) -> None:
    task = variant("routing_finance")
    got = row(points(task, changed(task, "urgent", note=note), RuleHand()), "B6.tai_chinh")
    assert got <= most


@pytest.mark.parametrize(
    ("remarks", "earned"),
    [("", 0), ("Xem lại.", 0), ("Bỏ KT. ở khối ký.", 1), ("Sửa số, ký hiệu và nơi nhận.", 1)],
)
def test_remarks_need_a_few_words_but_no_set_phrase(remarks: str, earned: float) -> None:
    task = variant("signing_plan")
    assert row(points(task, changed(task, "back", remarks=remarks), RuleHand()), "C3r") == earned


def _closed_at(name: str, minutes: float, steps: Sequence[Step]) -> TaskMark:
    """The marks of steps taken in the first minutes, the task ended before anything came in."""
    task = variant(name)
    desk, log = task.desk, list(laid_out(task, RuleHand()))
    for action in log:
        desk = apply(desk, action)
    for step in steps:
        action = Action(step.kind, task.id, task.desk.opened_at, dict(step.data))
        desk = apply(desk, action)
        log.append(action)
    end = task.desk.opened_at + timedelta(minutes=minutes)
    return mark(task, desk.at(end), log, {})


def test_a_paper_that_had_not_come_in_by_the_end_is_not_held_against_anybody() -> None:
    task = variant("mail_dept_survey")
    early = [step for step in task.solution if step.name != "report"]
    marks = _closed_at("mail_dept_survey", 1, early)
    assert (marks.points, marks.max) == (12, 12)
    (missing,) = [row for row in marks.checks if row.code == "A10"]
    assert (missing.max, missing.points) == (0, 0)
    assert "Chưa đến" in missing.why
    late = _closed_at("mail_dept_survey", 50, early)
    assert late.points == 11


def test_handing_in_early_gives_nothing_for_nothing() -> None:
    assert _closed_at("mail_dept_survey", 1, ()).points == 0
    assert _closed_at("routing_dept_arrival", 1, ()).points == 0


def test_what_was_done_before_the_urgent_paper_came_in_is_no_wrong_order() -> None:
    task = variant("routing_dept_arrival")
    full = points(task, task.solution, RuleHand())
    assert row(full, "B1") == 2
    first = [step for step in task.solution if step.name in {"read_1", "one"}]
    marks = _closed_at("routing_dept_arrival", 1, first)
    (order,) = [each for each in marks.checks if each.code == "B1"]
    assert (order.max, order.points) == (0, 0)
    assert round(sum(each.max for each in marks.checks), 2) == 18


def test_marks_name_papers_by_their_titles_and_never_by_an_authors_id() -> None:
    for name in library.names():
        task = variant(name)
        desk = task.desk
        papers = (*desk.drafts, *desk.letters, *desk.incoming, *desk.tokens, *desk.dossiers)
        ids = {paper.id for paper in papers} | {unit.id for unit in desk.agency.units}
        ids |= {*STATES, "True", "False", "None"} - {"text"}
        for mistake in task.mistakes:
            for check in points(task, mistake.steps, RuleHand()).checks:
                told = " ".join((check.title, check.why, *check.found))
                outside = re.sub(r"“[^”]*”|nội dung|[\w.]+@[\w.]+|[\w.]+\.\w{3,4}\b", "", told)
                words = set(re.findall(r"\w+", outside))
                assert not words & ids, (name, mistake.code, told, words & ids)
