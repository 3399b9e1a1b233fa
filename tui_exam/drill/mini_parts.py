"""What mini-tasks are made of: the material before the learner, the question, its options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mock_office.documents.incoming import IncomingDocument
from mock_office.documents.outgoing import OutgoingDraft
from mock_office.mail.letters import Letter
from mock_office.tasks.definition import Task
from mock_office.tasks.rehearsed import Step
from mock_office.tokens import TokenSpec

from ..exam.items import Basis, Option
from ..exam.paper import shuffled
from ..vietnamese.text import clean

KEYS = "abcdef"


@dataclass(frozen=True, slots=True)
class Material:
    """What lies before the learner; a screen shows whatever is there.

    Args:
        draft: A draft shown as a page, with its layout below.
        tokens: Tokens whose certificates are shown.
        lines: Plain paragraphs; a heading starts with "# ".
    """

    document: IncomingDocument | None = None
    letter: Letter | None = None
    draft: OutgoingDraft | None = None
    tokens: tuple[TokenSpec, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A question made from a task: options in the order of the key."""

    question: str
    options: tuple[Option, ...]
    basis: tuple[Basis, ...]
    material: Material = field(default_factory=Material)
    ordered: bool = False


Choice = tuple[str, str, bool]  # text, why, right


def options_of(choices: Sequence[Choice], seed: str) -> tuple[Option, ...]:
    """Options with their keys; the order on the screen is drawn by whoever shows them."""
    order = shuffled([str(at) for at in range(len(choices))], seed, "choices")
    return tuple(
        Option(KEYS[place], clean(choices[int(at)][0]), clean(choices[int(at)][1]),
               choices[int(at)][2])
        for place, at in enumerate(order)
    )  # fmt: skip


def step_of(task: Task, kind: str, key: str, value: str) -> Step | None:
    """The step of the model solution that deals with that thing."""
    return next((s for s in task.solution if s.kind == kind and s.data.get(key) == value), None)


def basis_of(task: Task, *codes: str) -> tuple[Basis, ...]:
    """The rules the task's own checks of these codes cite."""
    found = dict.fromkeys(
        check.basis for code in codes for check in task.checks if check.code.split(".")[0] == code
    )
    return tuple(Basis(clean(each)) for each in found if each)


def reference_of(task: Task) -> tuple[str, ...]:
    """What the task sheet lets one look up, as paragraphs."""
    out: list[str] = []
    for section in task.sheet.reference:
        out += [f"# {section.title}", *(f"- {line}" for line in section.lines)]
    return tuple(out)
