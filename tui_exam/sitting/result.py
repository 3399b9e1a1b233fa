"""The result of a sitting: totals, parts, every check, every question. No names in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from mock_office.marks import CheckMark, Family, TaskMark

from ..exam.items import Item
from ..exam.marking import QuestionMark
from .signed_files import SignedFile

FORMAT = 1


@dataclass(frozen=True, slots=True)
class TopicMark:
    """What one topic of the theory earned."""

    topic: str
    title: str
    points: float
    max: float


@dataclass(frozen=True, slots=True)
class Result:
    """A marked attempt. Points are rounded to hundredths when they are added up."""

    attempt: str
    exam: str
    closed: str  # "handed_in" or "time"
    minutes_used: float
    spent: Mapping[str, float]  # part -> seconds
    questions: tuple[QuestionMark, ...]
    topics: tuple[TopicMark, ...]
    tasks: tuple[TaskMark, ...]
    theory: float
    theory_max: float
    practice: float
    practice_max: float
    total: float
    band: str
    passed: bool
    signed: tuple[SignedFile, ...] = ()
    format: int = field(default=FORMAT)

    def task(self, family: str) -> TaskMark | None:
        """The mark of the task of that family, when the exam had one."""
        return next((mark for mark in self.tasks if mark.family.value == family), None)

    @property
    def voided(self) -> tuple[str, ...]:
        """Families of the tasks that lost all their points to a forbidden act."""
        return tuple(mark.family.value for mark in self.tasks if mark.voided)

    def marks(self) -> tuple[Any, ...]:
        """Every point and what it was given for, without the words that explain it.

        Two versions of the program may word a reason differently; the marks must agree.
        """
        return (
            (self.closed, self.theory, self.practice, self.total, self.band, self.passed),
            tuple((mark.item, mark.answer, mark.points, mark.max) for mark in self.questions),
            tuple(
                (mark.task, mark.points, mark.max, bool(mark.voided),
                 tuple((check.code, check.points, check.max) for check in mark.checks))
                for mark in self.tasks
            ),
        )  # fmt: skip

    def summary(self) -> dict[str, Any]:
        """The result in a few numbers, as one JSON object."""
        return {
            "total": self.total,
            "theory": self.theory,
            "practice": self.practice,
            "band": self.band,
            "tasks": {mark.family.value: mark.points for mark in self.tasks},
            "voided": list(self.voided),
            "attempt_id": self.attempt,
        }

    def to_json(self) -> bytes:
        """Canonical JSON (UTF-8), the form that is stored."""
        return json.dumps(
            asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Result:
        """The inverse of `to_json`. ValueError when the bytes are something else."""
        try:
            raw = json.loads(data)
            raw["questions"] = tuple(
                QuestionMark(**{**mark, "answer": tuple(mark["answer"])})
                for mark in raw["questions"]
            )
            raw["topics"] = tuple(TopicMark(**mark) for mark in raw["topics"])
            raw["tasks"] = tuple(_task(mark) for mark in raw["tasks"])
            raw["signed"] = tuple(SignedFile(**file) for file in raw.get("signed", ()))
            return cls(**raw)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a result: {error}") from None


def _task(raw: dict[str, Any]) -> TaskMark:
    checks = tuple(
        CheckMark(**{**check, "found": tuple(check["found"])}) for check in raw["checks"]
    )
    return TaskMark(**{**raw, "family": Family(raw["family"]), "checks": checks})


def by_topic(
    questions: tuple[QuestionMark, ...], items: Mapping[str, Item], titles: Mapping[str, str]
) -> tuple[TopicMark, ...]:
    """The marks of the questions added up by topic, in the order of the topics' titles."""
    sums: dict[str, tuple[float, float]] = {}
    for mark in questions:
        topic = items[mark.item].topic
        points, most = sums.get(topic, (0.0, 0.0))
        sums[topic] = (points + mark.points, most + mark.max)
    return tuple(
        TopicMark(topic, titles.get(topic, topic), round(points, 2), round(most, 2))
        for topic, (points, most) in sorted(sums.items())
    )
