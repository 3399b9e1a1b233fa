"""Hints for a task being practised: the next step of the model solution, in words."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mock_office.tasks.rehearsed import Step

from ..demo.step_words import CAPTIONS
from ..texts import Words

if TYPE_CHECKING:
    from .practice import Practice

_WORDS = {
    "lead": "Chủ trì: {what}",
    "supporting": "Phối hợp: {what}",
    "for_information": "Xem để biết: {what}",
    "due": "Hạn: {what}",
    "note": "Bút phê mẫu: {what}",
    "reason": "Lý do: {what}",
    "remarks": "Ý kiến: {what}",
    "to": "Người nhận: {what}",
    "recipients": "Nơi nhận: {what}",
    "number": "Số: {what}",
}
"""What a step says -> how a hint tells it."""


def hint_lines(practice: Practice, step: Step | None, tr: Words, *, plainly: bool) -> list[str]:
    """A hint for a step of the model solution, as paragraphs.

    Args:
        step: `Practice.next_step`; None when every step is done.
        plainly: Also what the step is about and what it says.
    """
    if step is None:
        return [tr("Các bước đều đã làm. Bấm k để chấm thử và xem còn thiếu gì.")]
    lines = [tr(CAPTIONS.get(step.kind, "Làm bước kế tiếp theo đề bài."))]
    if not plainly:
        return [*lines, tr("Bấm g lần nữa để được gợi ý rõ hơn.")]
    target = _target(practice, step, tr)
    return [*lines, *([target] if target else []), *_data(practice, step, tr)]


def _target(practice: Practice, step: Step, tr: Words) -> str:
    desk, data = practice.exam.desk(practice.part), step.data
    with suppress(LookupError):
        if data.get("document"):
            document = desk.document(data["document"])
            return tr("Văn bản: {what}", what=f"{document.symbol}, {document.excerpt}")
        if data.get("draft"):
            draft = desk.draft(data["draft"])
            what = f"{draft.kind} {draft.symbol}: {draft.excerpt}"
            return tr("Dự thảo: {what}", what=what)
        if data.get("source") or step.kind in ("mail_reported", "mail_deleted", "mail_opened"):
            letter = desk.letter(data.get("source") or data["letter"])
            return tr("Thư: {what}", what=letter.subject)
    return ""


def _data(practice: Practice, step: Step, tr: Words) -> list[str]:
    agency = practice.task.desk.agency
    names = {unit.id: unit.name for unit in agency.units}
    names |= {person.id: f"{person.title} {person.name}" for person in agency.people}
    out = []
    for key, words in _WORDS.items():
        value = step.data.get(key)
        if value:
            shown = value if isinstance(value, list | tuple) else [value]
            what = "; ".join(names.get(str(each), str(each)) for each in shown)
            out.append(tr(words, what=what))
    return out
