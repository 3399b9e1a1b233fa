"""The sample candidates: what each of them does differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mock_office.marks import Family
from mock_office.tasks.definition import Task
from mock_office.tasks.rehearsed import Step

PERFECT, EMPTY, CARELESS = "perfect", "empty", "careless"
CANDIDATES = (PERFECT, EMPTY, CARELESS)


def steps(candidate: str, task: Task) -> Sequence[Step]:
    """What that candidate does in a task."""
    if candidate == EMPTY:
        return ()
    if candidate == PERFECT:
        return task.solution
    return _careless(task)


def _careless(task: Task) -> Sequence[Step]:
    """Signs with the agency's certificate, leaves out the lead, forgets the attachment."""
    out, routed = [], False
    for step in task.solution:
        if step.kind == "mail_sent":
            step = _changed(step, attachments=())
        elif step.kind == "document_routed" and not routed:
            step, routed = _changed(step, lead=()), True
        elif step.kind == "draft_signed" and task.family is Family.SIGNING:
            step = _changed(step, certificate=agency_token(task))
        out.append(step)
    return out


def agency_token(task: Task) -> str:
    """The token of the agency on a task's desk."""
    return next(token.id for token in task.desk.tokens if token.purpose == "agency")


def _changed(step: Step, **data: object) -> Step:
    return replace(step, data={**step.data, **data})
