"""Marking a closed attempt from its log, its letters as sent and its PDFs as validated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mock_office.actions import Action
from mock_office.marks import TaskMark
from mock_office.tasks.definition import Task
from mock_office.tasks.marking import ToValidate, to_validate
from mock_office.tasks.marking import mark as mark_task

from ..exam.marking import mark_theory
from .exam import Exam, action_of
from .office import Artifacts
from .result import Result, by_topic
from .signed_files import SignedFile, signed_files

if TYPE_CHECKING:
    from mock_office.signing.pki import Pki
    from mock_office.signing.verdict import Verdict


async def mark_exam(exam: Exam) -> Result:
    """Mark everything. Reads the log and artifacts only; marking twice gives the same."""
    attempt = exam.sitting.attempt
    questions = mark_theory(
        [exam.items[q.item] for q in exam.paper.questions],
        attempt.answers,
        exam.blueprint.theory_points,
    )
    tasks: list[TaskMark] = []
    signed: list[SignedFile] = []
    for part, task in exam.tasks.items():
        log = [action_of(task, deed) for deed in attempt.deeds.get(task.id, ())]
        desk, verdicts = exam.desk(part), await verdicts_of(exam, task, log)
        tasks.append(mark_task(task, desk, log, verdicts))
        signed += signed_files(part, desk, to_validate(task, log), verdicts)
    theory = round(sum(mark.points for mark in questions), 2)
    practice = round(sum(mark.points for mark in tasks), 2)
    total = round(theory + practice, 2)
    band = exam.blueprint.band(total)
    return Result(
        attempt=attempt.id,
        exam=exam.blueprint.id,
        closed=attempt.closed,
        minutes_used=round(attempt.elapsed / 60, 1),
        spent={part: round(seconds, 1) for part, seconds in sorted(attempt.spent.items())},
        questions=questions,
        topics=by_topic(questions, exam.items, exam.titles),
        tasks=tuple(tasks),
        theory=theory,
        theory_max=exam.blueprint.theory_points,
        practice=practice,
        practice_max=exam.blueprint.practice_points,
        total=total,
        band=band.name,
        passed=band.passed,
        signed=tuple(signed),
    )


async def verdicts_of(exam: Exam, task: Task, log: Sequence[Action]) -> Mapping[str, Verdict]:
    """What validation says of each PDF signed in a task, by its SHA-256."""
    wanted = to_validate(task, log)
    if not wanted:
        return {}
    from mock_office.signing.pki import Pki

    artifacts = Artifacts(exam)
    pki = Pki.from_bytes(await artifacts.get(exam.sitting.attempt.tokens[task.id]))
    at = task.desk.opened_at + timedelta(seconds=exam.sitting.attempt.allowed)
    verdicts = {}
    for one in wanted:
        data = await artifacts.get(one.artifact)
        issued = await artifacts.get(one.issued) if one.issued else None
        verdicts[one.artifact] = await exam.background(_judge, one, data, issued, pki, at)
    return verdicts


def _judge(
    wanted: ToValidate, data: bytes, issued: bytes | None, pki: Pki, at: datetime
) -> Verdict:
    from mock_office.signing.validate import validate
    from mock_office.signing.verdict import LAYERS, Expectation

    def fingerprint(token: str) -> str | None:
        return pki.fingerprint(token) if token else None

    return validate(
        data,
        Expectation.of(
            pki.trust,
            at,
            leader=fingerprint(wanted.signer_token),
            agency=fingerprint(wanted.agency_token),
            layers=("agency",) if wanted.file else LAYERS[: wanted.layers],
            draft=issued,
        ),
    )
