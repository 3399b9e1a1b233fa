"""Closing an attempt: the last event, the marks, the seal."""

from __future__ import annotations

from dataclasses import replace

from ..store.protocol import AttemptSummary, StoreError
from .exam import Exam
from .marking import mark_exam
from .records import Records
from .refusals import NotSaved, TakenOver
from .result import Result

HANDED_IN = "handed_in"
TIME = "time"
_TROUBLES = (StoreError, NotSaved, TakenOver, KeyError, ValueError)
"""What a damaged attempt, or one somebody else has taken, answers with."""


async def close(exam: Exam, reason: str) -> None:
    """Record that the sitting is over. Raises what `Sitting.record` does."""
    if not exam.sitting.attempt.closed:
        await exam.sitting.record("closed", {"reason": reason})


async def mark_and_seal(exam: Exam) -> Result:
    """Mark a closed attempt, keep the result with it, and seal the log.

    May be done again after a crash or a failed write at any point: what is in the log by
    then stands, and only what is missing is done. Raises NotSaved, TakenOver, StoreError.
    """
    sitting = exam.sitting
    store, attempt_id = sitting.store, sitting.attempt.id
    if sitting.waiting and not await sitting.retry():
        raise NotSaved(sitting.trouble)
    marked = sitting.attempt.marked
    if marked:
        result = Result.from_json(await store.get_artifact(attempt_id, marked["artifact"]))
    else:
        result = await mark_exam(exam)
        kept = await store.put_artifact(attempt_id, "result", result.to_json())
        await sitting.record(
            "marked",
            {
                "artifact": kept.sha256,
                "total": result.total,
                "theory": result.theory,
                "practice": result.practice,
                "band": result.band,
            },
        )
    await store.seal(sitting.lease)
    await store.summarize(
        replace(
            summary_of(exam),
            closed=sitting.attempt.last_wall,
            sealed=True,
            theory=result.theory,
            practice=result.practice,
            total=result.total,
            band=result.band,
        )
    )
    await sitting.leave()
    return result


async def finish_left_over(records: Records) -> list[Result]:
    """Mark and seal what was closed when a program died before it came to that.

    Attempts that a living program holds are its own business; one that cannot be finished
    does not keep the others from it, and stays for the next time.
    """
    finished = []
    for summary in await records.exams():
        if summary.closed is None or summary.sealed:
            continue
        try:
            exam = await records.resume(summary)
        except _TROUBLES:
            continue
        try:
            finished.append(await mark_and_seal(exam))
        except _TROUBLES:
            await exam.sitting.leave()
    return finished


def summary_of(exam: Exam) -> AttemptSummary:
    """The index entry of a running exam."""
    who, attempt = exam.who, exam.sitting.attempt
    return AttemptSummary(
        attempt.id, exam.blueprint.id, who.code, who.name, who.unit, attempt.started
    )
