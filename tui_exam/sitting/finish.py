"""Closing an attempt: the last event, the marks, the seal."""

from __future__ import annotations

from dataclasses import replace

from ..store.protocol import AttemptSummary
from .exam import Exam
from .marking import mark_exam
from .result import Result

HANDED_IN = "handed_in"
TIME = "time"


async def close(exam: Exam, reason: str) -> None:
    """Record that the sitting is over. Raises what `Sitting.record` does."""
    if not exam.sitting.attempt.closed:
        await exam.sitting.record("closed", {"reason": reason})


async def mark_and_seal(exam: Exam) -> Result:
    """Mark a closed attempt, keep the result with it, and seal the log.

    Doing it again after a crash in the middle gives the same result.
    """
    sitting = exam.sitting
    store, attempt_id = sitting.store, sitting.attempt.id
    result = await mark_exam(exam)
    kept = await store.put_artifact(attempt_id, "result", result.to_json())
    if not sitting.attempt.marked:
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


def summary_of(exam: Exam) -> AttemptSummary:
    """The index entry of a running exam."""
    who, attempt = exam.who, exam.sitting.attempt
    return AttemptSummary(
        attempt.id, exam.blueprint.id, who.code, who.name, who.unit, attempt.started
    )
