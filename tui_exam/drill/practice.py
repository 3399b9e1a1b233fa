"""One practical task by itself: a real desk, with hints and marking at any time.

It runs on the exam's own rules and store, in a folder that is thrown away afterwards;
what the learner's log keeps is the outcome.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mock_office.marks import TaskMark
from mock_office.signing.background import Background, in_background
from mock_office.tasks import library
from mock_office.tasks.definition import Task
from mock_office.tasks.marking import mark as mark_task
from mock_office.tasks.marking import since_reset
from mock_office.tasks.rehearsed import Step

from ..exam.blueprint import Band, Blueprint, PracticePart
from ..exam.paper import Paper, PaperTask
from ..sitting.content import Content
from ..sitting.exam import Exam, action_of
from ..sitting.marking import verdicts_of
from ..sitting.office import Office
from ..sitting.sitting import Sitting

if TYPE_CHECKING:
    from ..sitting.candidate import Candidate
    from ..sitting.clock import Clock
    from ..store.embedded import TinyAttemptStore

PRACTICE = "luyen"
MINUTES = 600
"""More than anybody practises; the clock of the exam is hidden anyway."""


class PracticeExam(Exam):
    """An exam of one task, with no other part to go to."""

    @property
    def parts(self) -> tuple[str, ...]:
        return ()


@dataclass
class Practice:
    """A task being practised. `leave` must be called in the end."""

    name: str
    title: str
    exam: PracticeExam
    office: Office
    folder: Path
    store: TinyAttemptStore
    seed: bytes
    since: float  # monotonic seconds from which time counts
    hints: int = 0

    @property
    def part(self) -> str:
        """The family of the task, as the screens name parts."""
        return next(iter(self.exam.tasks))

    @property
    def task(self) -> Task:
        """The variant being practised."""
        return self.exam.tasks[self.part]

    def _log(self) -> list[Any]:
        deeds = self.exam.sitting.attempt.deeds.get(self.task.id, ())
        return [action_of(self.task, deed) for deed in deeds]

    async def mark(self) -> TaskMark:
        """The marks for what has been done so far, by the exam's own checks."""
        log = self._log()
        verdicts = await verdicts_of(self.exam, self.task, log)
        return mark_task(self.task, self.exam.desk(self.part), log, verdicts)

    async def reset(self) -> None:
        """Everything back as it lay at the beginning."""
        await self.exam.act(self.part, "task_reset")
        await self.office.prepare(self.part)
        self.restart()

    def restart(self) -> None:
        """Count time and hints anew."""
        self.since = self.exam.sitting.clock.mono()
        self.hints = 0

    @property
    def seconds(self) -> float:
        """How long it has taken since the beginning or the last reset."""
        return self.exam.sitting.clock.mono() - self.since

    def next_step(self) -> Step | None:
        """The first step of the model solution that has not been done yet."""
        done = [(action.kind, action.data) for action in since_reset(self._log())]
        for step in self.task.solution:
            if not any(kind == step.kind and _same(step, data) for kind, data in done):
                return step
        return None

    async def leave(self) -> None:
        """Close the store and throw the folder away."""
        await self.exam.sitting.leave()
        await self.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)


_NAMES = ("letter", "document", "draft", "token", "line", "source", "role")


def _same(step: Step, data: Mapping[str, Any]) -> bool:
    """Whether an action deals with the same thing as a step, however well."""
    return all(
        data.get(name) == step.data[name]
        for name in _NAMES
        if name in step.data and not (name == "letter" and step.kind == "mail_sent")
    )


async def open_practice(
    name: str,
    *,
    who: Candidate,
    clock: Clock,
    seat: str,
    day: date,
    seed: bytes = b"",
    background: Background = in_background,
) -> Practice:
    """Lay a task out. KeyError, TaskFileError and StoreError when that cannot be done.

    Args:
        seed: The variant; another one every time when it is left out.
        background: Where documents are set, signed and checked.
    """
    from ..store import TinyAttemptStore

    definition = library.load(name)
    seed = seed or secrets.token_bytes(16)
    family = definition.family.value
    paper = Paper(
        PRACTICE, seed.hex(), day, "", (),
        (PaperTask(name, family, definition.points, seed.hex()),),
    )  # fmt: skip
    blueprint = Blueprint(
        id=PRACTICE, version=1, title=definition.title, minutes=MINUTES, theory_points=0.0,
        kinds=(), cells=(), practice=(PracticePart(family, definition.points, (name,)),),
        bands=(Band(0.0, "", True),),
    )  # fmt: skip
    folder = Path(tempfile.mkdtemp(prefix="luyen-"))
    store = TinyAttemptStore(folder, reserve_bytes=0, low_water_bytes=0)
    sitting = await Sitting.create(store, clock, PRACTICE, seat=seat)
    exam = PracticeExam.build(sitting, Content(blueprint, {}, {}), paper, who, background)
    await sitting.record(
        "started",
        {"person": "", "blueprint": PRACTICE, "version": 1, "minutes": MINUTES,
         "paper": paper.to_json(), "program": ""},
    )  # fmt: skip
    exam.clock_hidden = True
    return Practice(
        name, definition.title, exam, Office(exam), folder, store, seed, clock.mono()
    )  # fmt: skip
