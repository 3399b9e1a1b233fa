"""Proving a task before anybody sits it.

For a number of seeds: the model solution earns all points, nothing done earns none,
and each named mistake loses exactly the points its author says, and no others. Real
PDFs are signed and judged unless another hand is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..documents.format_rules import check
from ..marks import TaskMark
from ..tabletop import UnknownTarget
from .definition import TaskDefinition
from .marking import mark
from .rehearsal import Hand, RuleHand, laid_out, points, rehearse
from .rehearsed import Mistake, Step
from .signing_hand import SigningHand
from .source import TaskFileError
from .task import Task

_NEAR = 0.005


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a task does not keep, with the variant that shows it.

    Args:
        seed: The seed, as hexadecimal.
        what: `solution`, `untouched`, `mistake <code>`, `variant` or `sheet`.
        message: In Vietnamese, for the author.
    """

    task: str
    seed: str
    day: date
    what: str
    message: str


def seed(number: int) -> bytes:
    """The seed of the variant lint tries in that place: always the same one."""
    return f"lint-{number}".encode()


def lint(
    definition: TaskDefinition,
    days: Sequence[date],
    count: int = 5,
    hand: Callable[[Task], Hand] = SigningHand,
    *,
    first: int = 0,
) -> list[Fault]:
    """Every fault of a task over `count` seeds, the days taken in turn.

    Args:
        hand: Who signs: real PDFs by default; `lambda task: RuleHand()` for speed.
        first: Number of the first seed, where the work is cut in pieces.
    """
    faults: list[Fault] = []
    for number in range(first, first + count):
        tried, day = seed(number), days[number % len(days)]

        def fault(what: str, message: str, tried: bytes = tried, day: date = day) -> None:
            faults.append(Fault(definition.id, tried.hex(), day, what, message))

        try:
            task = definition.variant(tried, day)
        except TaskFileError as error:
            fault("variant", str(error))
            continue
        for what, message in _examine(task, hand):
            fault(what, message)
    return faults


def _examine(task: Task, hand: Callable[[Task], Hand]) -> Iterator[tuple[str, str]]:
    yield from _sheet(task)
    yield from _drafts(task)
    yield from _untouched(task)
    signer = hand(task)
    try:
        full: TaskMark = points(task, task.solution, signer)
    except UnknownTarget as error:
        yield "solution", str(error)
        return
    if full.voided:
        yield "solution", f"Lời giải bị điểm liệt: {full.voided}"
    for row in full.checks:
        if row.points != row.max:
            yield "solution", f"{row.code}: {row.points:g}/{row.max:g}. {row.why}"
    for mistake in task.mistakes:
        for message in _mistake(task, mistake, signer):
            yield f"mistake {mistake.code}", message


def _sheet(task: Task) -> Iterator[tuple[str, str]]:
    shown = "\n".join(task.sheet.asked)
    for section in task.sheet.reference:
        shown += "\n".join(section.lines)
    if "{" in shown or "}" in shown:
        yield "sheet", "Đề bài còn tham số chưa điền."
    signing = {"draft_signed", "draft_sealed", "copy_sealed"}
    signs = any(step.kind in signing for step in task.solution)
    if signs and not any(pin in shown for pin in task.pins.values()):
        yield "sheet", "Đề bài không in mã PIN."


def _drafts(task: Task) -> Iterator[tuple[str, str]]:
    """Drafts have the errors that are asked for, and no others by an author's slip."""
    asked = {
        criterion.of: {str(code) for code in criterion.arguments["errors"]}
        for criterion in task.checks
        if criterion.check == "marked"
    }
    for draft in task.desk.drafts:
        if draft.number is not None:
            continue  # already issued: its mistake is the task
        found = {finding.code for finding in check(draft, task.desk.agency, task.day)}
        wanted = asked.get(f"draft:{draft.id}", set())
        if found != wanted:
            extra, missing = sorted(found - wanted), sorted(wanted - found)
            yield "variant", f"Dự thảo {draft.id}: lỗi thừa {extra}, thiếu {missing}."


def _untouched(task: Task) -> Iterator[tuple[str, str]]:
    hand = RuleHand()
    idle = rehearse(task, (), hand)
    marks = mark(task, idle.desk, idle.log, {})
    if marks.points or marks.touched:
        yield "untouched", f"Không làm gì mà được {marks.points:g} điểm."
    readers: list[Step] = [step for step in task.solution if step.kind in _LOOKING]
    looked = points(task, readers, RuleHand())
    if looked.points:
        yield "untouched", f"Chỉ mở xem mà được {looked.points:g} điểm."
    if not laid_out(task, RuleHand()) and task.desk.drafts:
        yield "variant", "Không dàn được dự thảo."


_LOOKING = frozenset(
    {"mail_opened", "document_opened", "document_read", "draft_opened", "draft_read", "role_taken"}
)


def _mistake(task: Task, mistake: Mistake, hand: Hand) -> Iterator[str]:
    try:
        got: TaskMark = points(task, mistake.steps, hand)
    except UnknownTarget as error:
        yield str(error)
        return
    if mistake.voids:
        if not got.voided or got.points:
            yield "Phải bị điểm liệt."
        return
    if got.voided:
        yield f"Bị điểm liệt ngoài dự kiến: {got.voided}"
    lost = {row.code: row.max - row.points for row in got.checks if row.max > row.points}
    for code in sorted({*lost, *mistake.loses}):
        is_, should = lost.get(code, 0.0), mistake.loses.get(code, 0.0)
        if abs(is_ - should) > _NEAR:
            yield f"{code}: mất {is_:g} điểm, dự kiến {should:g}."
    if not mistake.loses:
        yield "Lỗi này chưa ghi mất điểm nào."
