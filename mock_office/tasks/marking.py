"""Marking one task from what really happened: the desk, the log and the signed PDFs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ..actions import Action
from ..agency import Role
from ..documents.incoming import IncomingState, Secrecy
from ..documents.outgoing import DraftState
from ..mail.letters import Folder
from ..marks import CheckMark, Family, TaskMark
from ..tabletop import Desk
from . import checks
from .case import Case, VerdictLike
from .criteria import Criterion
from .outcome import Outcome
from .scaling import scaled
from .task import Task

_NO_DEED: Final = frozenset({"draft_typeset", "task_reset", "token_unlocked"})


@dataclass(frozen=True, slots=True)
class ToValidate:
    """A PDF whose signatures marking must know about, and what is expected of it.

    Args:
        artifact: SHA-256 (hex) of the PDF.
        draft: The draft it belongs to; of a copy, the incoming document.
        issued: SHA-256 (hex) of the same draft before any signature.
        layers: 1 the leader's signature alone, 2 the agency's above it.
        signer_token: Token the first layer must be made with.
        agency_token: Token the second layer must be made with; "" for one layer.
        file: The annex of the draft, or the copy of the document, that this is, which has
            the agency's layer alone; "" for the draft itself.
    """

    artifact: str
    draft: str
    issued: str
    layers: int
    signer_token: str
    agency_token: str
    file: str = ""


def to_validate(task: Task, log: Sequence[Action]) -> tuple[ToValidate, ...]:
    """The PDFs of a log to validate before `mark` is called, each once and no other.

    Of every draft, annex and copy the newest file, which the result tells about; and the newest one
    with the leader's layer alone where a check of the task asks about that layer too. What
    was signed before the last reset, or done over since, decides nothing.
    """
    issued: dict[str, str] = {}
    found: dict[tuple[str, str, int], ToValidate] = {}
    for action in log:
        if action.kind == "draft_typeset" and action.data["issued"]:
            issued[action.data["draft"]] = action.data["artifact"]
    for action in since_reset(log):
        if action.kind in {"draft_signed", "draft_sealed"}:
            draft, layers = action.data["draft"], 2 if action.kind == "draft_sealed" else 1
            agency = task.agency_token if layers == 2 else ""
            _newest(found, ToValidate(
                action.data["artifact"], draft, issued.get(draft, ""), layers,
                task.signer_token, agency,
            ))  # fmt: skip
        elif action.kind == "attachment_sealed":
            _newest(found, ToValidate(
                action.data["artifact"], action.data["draft"], str(action.data.get("issued", "")),
                2, "", task.agency_token, action.data["file"],
            ))  # fmt: skip
        elif action.kind == "copy_sealed":
            _newest(found, ToValidate(
                action.data["artifact"], action.data["document"],
                str(action.data.get("issued", "")), 2, "", task.agency_token, action.data["copy"],
            ))  # fmt: skip
    asked = {
        (criterion.of.partition(":")[2], int(criterion.arguments["layer"] or 1))
        for criterion in task.checks
        if criterion.check == "signature" and not criterion.arguments["files"]
    }
    newest = {(one.draft, one.file): one.artifact for one in found.values()}
    wanted = [
        one
        for one in found.values()
        if newest[one.draft, one.file] == one.artifact or (one.draft, one.layers) in asked
    ]
    return tuple({one.artifact: one for one in wanted}.values())


def _newest(found: dict[tuple[str, str, int], ToValidate], one: ToValidate) -> None:
    """Take the place of what was made before of the same file, and the last place in order."""
    key = (one.draft, one.file, one.layers)
    found.pop(key, None)
    found[key] = one


def since_reset(log: Sequence[Action]) -> tuple[Action, ...]:
    """The actions that still count: those behind the last reset of the task."""
    start = max((n + 1 for n, action in enumerate(log) if action.kind == "task_reset"), default=0)
    return tuple(action for action in log[start:] if action.kind not in _NO_DEED)


def mark(
    task: Task, desk: Desk, log: Sequence[Action], verdicts: Mapping[str, VerdictLike]
) -> TaskMark:
    """The marks of one task.

    Args:
        desk: The final desk, the fold of `log` over `task.desk`.
        log: The candidate's actions on this task, in order.
        verdicts: SHA-256 (hex) of a PDF -> what was found about its signatures; see
            `to_validate`. A PDF without a verdict earns nothing.

    A task on which nothing was done has 0 points, and so has a voided one. A check of a
    paper that had not come in by the end is worth nothing, and the others share its points.
    """
    counted = since_reset(log)
    case = Case(task, desk, counted, verdicts)
    reason = next(_voids(case), "")
    criteria = _there(case)
    often = Counter(criterion.title for criterion in criteria)
    rows = tuple(
        _row(case, criterion, bool(reason), often[criterion.title] > 1) for criterion in criteria
    )
    return TaskMark(
        task=task.id,
        family=Family(task.family),
        points=round(sum(row.points for row in rows), 2),
        max=task.points,
        checks=rows,
        voided=reason,
        touched=bool(counted),
    )


def _there(case: Case) -> tuple[Criterion, ...]:
    """The checks, those of papers that never came in emptied and their points shared out."""
    checks = case.task.checks
    if not any(_absent(case, criterion) for criterion in checks):
        return checks
    left = [0.0 if _absent(case, criterion) else criterion.points for criterion in checks]
    shares = scaled(left, case.task.points)
    return tuple(
        replace(criterion, points=share) for criterion, share in zip(checks, shares, strict=True)
    )


def _absent(case: Case, criterion: Criterion) -> bool:
    """Whether everything a check looks at was still on its way."""
    arguments = criterion.arguments
    if criterion.check == "order":
        named = _papers([arguments["first"]])
    elif criterion.check == "happened":
        named = _papers(arguments["events"] or ())
    elif criterion.check == "read_first":
        named = {str(thing) for thing in arguments["things"] or ()}
    else:
        named = {criterion.of}
    return bool(named) and named <= case.absent


def _papers(matchers: Iterable[Mapping[str, Any]]) -> set[str]:
    sorts = ("letter", "document", "draft")
    return {f"{sort}:{each.get(sort, '')}" for each in matchers for sort in sorts if sort in each}


def _row(case: Case, criterion: Criterion, voided: bool, named: bool) -> CheckMark:
    """One check marked. `named` adds the paper to the title: other checks have the same."""
    outcome = Outcome(0, "Chưa làm.")
    if _absent(case, criterion):
        outcome = Outcome(0, "Chưa đến khi kết thúc bài nên không tính.")
    elif case.log:
        outcome = checks.run(case, criterion)
    share, why = outcome.share, outcome.why
    if voided and share:
        share, why = 0.0, f"{why} Không tính điểm vì nhiệm vụ này mất toàn bộ điểm."
    return CheckMark(
        code=criterion.code,
        title=criterion.title + (_paper(case, criterion) if named else ""),
        points=round(criterion.points * share, 2),
        max=criterion.points,
        why=why,
        basis=criterion.basis,
        found=outcome.found,
    )


def _paper(case: Case, criterion: Criterion) -> str:
    """Which paper a check is about, to stand behind its title; "" when that is no one paper."""
    arguments = criterion.arguments
    named = {criterion.of}
    if criterion.check in {"happened", "avoided"}:
        named = _papers(arguments["events"] or ())
    if len(named) != 1 or ":" not in (of := next(iter(named))) or case.thing(of) is None:
        return ""
    return f": {case.titled(of)}"


def _voids(case: Case) -> Iterator[str]:
    """The mistakes that take all points of a task (điểm liệt), as reasons in Vietnamese."""
    yield from _agency_key(case)
    yield from _classified(case)
    yield from _pins(case)


def _agency_key(case: Case) -> Iterator[str]:
    """Article 32 of Decree 30/2020: the clerk keeps and uses the agency's key."""
    agency = {token.id for token in case.desk.tokens if token.purpose == "agency"}
    role = case.task.desk.role
    for action in case.log:
        if action.kind == "role_taken":
            role = Role(action.data["role"])
        used = action.data.get("certificate") in agency
        if action.kind == "draft_signed" and used:
            yield "Ký văn bản với tư cách lãnh đạo bằng chứng thư của cơ quan."
        sealing = action.kind in {"draft_sealed", "attachment_sealed", "copy_sealed"}
        if sealing and used and role is not Role.CLERK:
            yield "Lãnh đạo tự dùng chứng thư của cơ quan, không qua văn thư."


def _classified(case: Case) -> Iterator[str]:
    """Classified papers may not be passed on here (Law 117/2025/QH15, Decree 30/2020)."""
    secret = {d.id: d for d in case.desk.incoming if d.secrecy is not Secrecy.NONE}
    files = {file.id for document in secret.values() for file in document.attachments}
    for action in case.log:
        if action.kind == "document_routed" and action.data["document"] in secret:
            yield "Chuyển văn bản mật trên hệ thống thường."
        if action.kind == "copy_made" and action.data["document"] in secret:
            yield "Sao văn bản mật trên hệ thống thường."
        if action.kind == "mail_sent" and files & set(action.data["attachments"]):
            yield "Gửi tài liệu mật qua thư điện tử."


def _pins(case: Case) -> Iterator[str]:
    """Nobody's PIN leaves the desk: the holder keeps device and key (article 32)."""
    pins = {pin for pin in case.task.pins.values() if pin}
    for text in _written(case):
        digits = re.findall(r"\d(?:[ .\-]?\d)*", text)
        if any(re.sub(r"\D", "", run) in pins for run in digits):
            yield "Đưa mã PIN của thiết bị ký số vào nội dung gửi cho người khác."


def _written(case: Case) -> Iterator[str]:
    for letter in case.desk.letters:
        if letter.folder is Folder.SENT:
            yield from (letter.subject, letter.body)
    for document in case.desk.incoming:
        yield document.return_reason
        if document.state is IncomingState.ROUTED:
            yield document.routing.note
    for draft in case.desk.drafts:
        yield draft.handover_note
        if draft.state is DraftState.RETURNED:
            yield draft.remarks
