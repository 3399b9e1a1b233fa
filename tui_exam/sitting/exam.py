"""A running exam: the sitting, the paper's questions, and the desks of its tasks."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Self

from mock_office.actions import Action
from mock_office.desk import Desk
from mock_office.desk import apply as apply_action
from mock_office.signing.background import Background, in_background
from mock_office.tasks import library
from mock_office.tasks.definition import Task, TaskDefinition

from ..exam.attempt import THEORY, Deed
from ..exam.blueprint import Blueprint
from ..exam.items import Item
from ..exam.paper import Paper
from .candidate import Candidate
from .content import Content
from .sitting import Sitting


@dataclass
class Exam:
    """What the screens of a running exam are given.

    Only `question`, `clock_hidden` and the desk cache change; everything else that
    changes is in the sitting's attempt.

    Args:
        background: Where documents are set, signed and checked.
    """

    sitting: Sitting
    content: Content
    paper: Paper
    tasks: Mapping[str, Task]  # by family, in the order of the exam
    who: Candidate
    background: Background = in_background
    question: int = 0
    clock_hidden: bool = False
    _desks: dict[str, tuple[int, Desk]] = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        sitting: Sitting,
        content: Content,
        paper: Paper,
        who: Candidate,
        background: Background = in_background,
    ) -> Self:
        """Lay out the tasks of a paper, as the attempt kept them or as they are installed.

        Raises KeyError and TaskFileError.
        """
        tasks = {
            each.family: definition(each.name, content.tasks.get(each.name))
            .variant(bytes.fromhex(each.seed), paper.day)
            .worth(each.points)
            for each in paper.tasks
        }
        return cls(sitting, content, paper, tasks, who, background)

    @property
    def blueprint(self) -> Blueprint:
        """The plan the exam is sat by."""
        return self.content.blueprint

    @property
    def items(self) -> Mapping[str, Item]:
        """The paper's questions by id."""
        return self.content.items

    @property
    def titles(self) -> Mapping[str, str]:
        """Topic id -> title."""
        return self.content.titles

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts one can go to, in order."""
        return (THEORY, *self.tasks)

    def desk(self, part: str) -> Desk:
        """The desk of a task as it is now: the fold of what was done, and what has come in."""
        task = self.tasks[part]
        deeds = self.sitting.attempt.deeds.get(task.id, ())
        done, desk = self._desks.get(part, (0, task.desk))
        for deed in deeds[done:]:
            desk = apply_action(desk, action_of(task, deed))
        desk = desk.at(self.now(part))
        self._desks[part] = (len(deeds), desk)
        return desk

    def now(self, part: str) -> datetime:
        """The clock of the simulated day in that task."""
        return self.tasks[part].desk.opened_at + timedelta(seconds=self._elapsed())

    def _elapsed(self) -> float:
        clock = self.sitting.clock
        return self.sitting.attempt.elapsed_at(clock.wall(), clock.mono(), clock.boot)

    async def act(self, part: str, kind: str, **data: Any) -> None:
        """Record one action at a task's desk. Raises what `Sitting.record` does."""
        await self.sitting.record(kind, {"task": self.tasks[part].id, **data})

    async def act_patiently(self, part: str, kind: str, **data: Any) -> None:
        """As `act`, for what the next step builds on; see `Sitting.record_patiently`."""
        await self.sitting.record_patiently(kind, {"task": self.tasks[part].id, **data})

    def sheet(self, part: str) -> tuple[str, ...]:
        """The task sheet as paragraphs; a heading starts with "# "."""
        if part == THEORY:
            return theory_sheet(self.blueprint)
        task = self.tasks[part]
        sheet = task.sheet
        lines = [f"# {sheet.title} ({task.points:g} điểm)", sheet.role, "# Yêu cầu"]
        lines += [f"{number}. {asked}" for number, asked in enumerate(sheet.asked, 1)]
        for section in sheet.reference:
            lines.append(f"# {section.title}")
            lines += [f"- {line}" for line in section.lines]
        return tuple(lines)


def definition(name: str, kept: bytes | None) -> TaskDefinition:
    """The task an attempt was sat with: the installed one when nothing differs."""
    if kept is None:
        return library.load(name)
    with suppress(KeyError):
        installed = library.load(name)
        if installed.snapshot() == kept:
            return installed
    return _older(kept)


@lru_cache(maxsize=64)  # a room's attempts were all sat with the same few files
def _older(kept: bytes) -> TaskDefinition:
    return TaskDefinition.from_snapshot(kept)


def action_of(task: Task, deed: Deed) -> Action:
    """A deed of the log as an action at the desk, on the clock of the simulated day."""
    at = task.desk.opened_at + timedelta(seconds=deed.elapsed)
    data = {name: value for name, value in deed.data.items() if name != "task"}
    return Action(deed.kind, task.id, at, data)


def theory_sheet(blueprint: Blueprint) -> tuple[str, ...]:
    """What the theory asks, as paragraphs."""
    each = blueprint.theory_points / blueprint.questions
    return (
        f"# Phần lý thuyết ({blueprint.theory_points:g} điểm)",
        f"{blueprint.questions} câu trắc nghiệm, mỗi câu {each:g} điểm.",
        "Câu chọn một: đúng được trọn điểm. Câu chọn nhiều: số phương án phải chọn và "
        "cách chấm ghi ngay dưới câu hỏi.",
        "Câu bỏ trống không có điểm và không bị trừ điểm.",
        f"# Phần thực hành ({blueprint.practice_points:g} điểm)",
        *(
            f"- {FAMILY_NAMES.get(part.family, part.family)}: {part.points:g} điểm"
            for part in blueprint.practice
        ),
        f"Thời gian chung cho cả hai phần: {blueprint.minutes} phút.",
    )


FAMILY_NAMES = {
    "theory": "Lý thuyết",
    "mail": "Gửi thư điện tử",
    "routing": "Bút phê, chuyển xử lý văn bản đến",
    "signing": "Duyệt, ký số dự thảo văn bản đi",
    "issuing": "Chuyển văn thư, phát hành",
}
