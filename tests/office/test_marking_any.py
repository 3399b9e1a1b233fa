"""Whatever a candidate does, marking gives marks: between nothing and all, and never fails."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from mock_office.actions import KINDS, Action
from mock_office.desk import Desk, UnknownTarget, apply
from mock_office.documents.workflow import offered
from mock_office.tasks import library
from mock_office.tasks.marking import mark, to_validate
from mock_office.tasks.rehearsal import RuleHand, RuleVerdict, laid_out

from .conftest import variant

WORDS = ("", "Chuyển phòng Kinh tế chủ trì báo cáo", "\x1b[31mđỏ", "26/11/2026", "x" * 3000, "mật")


def something(rng: random.Random, desk: Desk, key: str, kind: str) -> Any:
    """A value for one field of an action: mostly one that exists on the desk."""
    ids = {
        "letter": [letter.id for letter in desk.letters] + ["moi", "khac_nua"],
        "source": [letter.id for letter in desk.letters] + [""],
        "document": [document.id for document in desk.incoming],
        "draft": [draft.id for draft in desk.drafts],
        "token": [token.id for token in desk.tokens],
        "certificate": [token.id for token in desk.tokens],
        "dossier": [dossier.id for dossier in desk.dossiers],
        "role": ["leader", "clerk", "specialist"],
        "mode": ["new", "reply", "reply_all", "forward"],
        "due": ["", desk.today.isoformat(), "2020-02-02"],
        "date": ["", desk.today.isoformat()],
        "file": [file.id for file in desk.all_files()],
        "target": [link.target for letter in desk.letters for link in letter.links],
    }
    people = [person.id for person in desk.agency.people]
    units = [unit.id for unit in desk.agency.units]
    several = {
        "lead": people + units,
        "supporting": people + units,
        "for_information": people + units,
        "recipients": units,
        "files": [file.id for file in desk.all_files()] + ids["draft"],
        "attachments": [file.id for file in desk.all_files()],
        **{box: [person.address for person in desk.agency.people] for box in ("to", "cc", "bcc")},
    }
    if key == "to" and kind == "handed_over":
        return rng.choice(people)
    if key in several:
        return rng.sample(several[key], min(len(several[key]), rng.randrange(3)))
    if key in ids:
        return rng.choice(ids[key] or ["khong_co"])
    if key in {"on", "ok", "issued"}:
        return rng.random() < 0.5
    if key in {"line", "number"}:
        return rng.randrange(40)
    if key == "artifact":
        return f"{rng.randrange(9):064x}"
    return rng.choice((*WORDS, *(token.pin for token in desk.tokens)))


@pytest.mark.parametrize("name", library.names())
def test_no_conduct_makes_marking_fail(name: str) -> None:
    task = variant(name)
    for seed in range(8):
        rng = random.Random(seed)
        desk, log = task.desk, list(laid_out(task, RuleHand()))
        for action in log:
            desk = apply(desk, action)
        for step in range(30):
            kind = rng.choice([*KINDS, "mail_sent", "document_routed", "draft_returned"])
            data = {key: something(rng, desk, key, kind) for key in KINDS[kind]}
            action = Action(kind, task.id, task.desk.opened_at + timedelta(minutes=step), data)
            try:
                desk = apply(desk, action)
            except UnknownTarget:
                continue
            log.append(action)
            for document in desk.incoming:
                offered(desk, document)
            for draft in desk.drafts:
                offered(desk, draft)
        verdicts = {
            item.artifact: RuleVerdict(rng.choice(["valid", "invalid", "untrusted", "unsigned"]))
            for item in to_validate(task, log)
        }
        marks = mark(task, desk, log, verdicts)
        assert 0 <= marks.points <= marks.max
        assert marks.points == round(sum(check.points for check in marks.checks), 2)
        assert all(0 <= check.points <= check.max for check in marks.checks)
        assert all(check.why for check in marks.checks)
        if marks.voided:
            assert marks.points == 0
