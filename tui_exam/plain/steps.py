"""The steps of a model solution in lines: told as a hint, or done while somebody listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from mock_office.signing.ways import NAMES
from mock_office.tasks.rehearsal import waited_for
from mock_office.tasks.rehearsed import Step
from mock_office.tasks.words import token_words

from ..demo.clock import HurriedClock
from ..demo.step_words import CAPTIONS
from ..drill.practice import Practice
from ..screens.office.words import draft_title
from ..texts import Words, msg

NAMED = {
    "lead": msg("Chủ trì (xử lý chính)"), "supporting": msg("Phối hợp"),
    "for_information": msg("Xem để biết"), "due": msg("Hạn xử lý"),
    "note": msg("Bút phê mẫu"), "reason": msg("Lý do"), "remarks": msg("Ý kiến"),
    "to": msg("Người nhận"), "cc": "Cc", "bcc": "Bcc", "subject": msg("Chủ đề"),
    "body": msg("Nội dung"), "attachments": msg("Tệp đính kèm"), "files": msg("Tệp chuyển kèm"),
    "recipients": msg("Nơi nhận"), "number": msg("Số"), "date": msg("Ngày"),
    "document_kind": msg("Bằng loại văn bản"), "text": msg("Nội dung"),
    "certificate": msg("Chứng thư"), "dossier": msg("Hồ sơ"), "file": msg("Tệp"),
}  # fmt: skip
"""Data of a step -> what it is called; what is not named here is no news to a person."""

SAID = {
    "mail_opened": msg("Trong dòng lệnh: mở ngăn Thư đến, gõ số của thư."),
    "mail_reported": msg("Trong dòng lệnh: mở thư, gõ báo thư giả."),
    "mail_deleted": msg("Trong dòng lệnh: mở thư, gõ xóa."),
    "mail_sent": msg("Trong dòng lệnh: mở thư, gõ trả lời (hoặc thư mới), điền ô, gõ gửi."),
    "document_read": msg("Trong dòng lệnh: mở ngăn Văn bản đến, gõ số của văn bản."),
    "document_routed": msg("Trong dòng lệnh: mở văn bản, chọn bút phê, điền ô, gõ thực hiện."),
    "draft_read": msg("Trong dòng lệnh: mở ngăn Dự thảo văn bản đi, gõ số của dự thảo."),
    "layout_viewed": msg("Trong dòng lệnh: mở dự thảo, gõ trình bày."),
    "line_marked": msg("Trong dòng lệnh: mở dự thảo, gõ lỗi và số dòng."),
    "role_taken": msg("Trong dòng lệnh: ở bàn làm việc, gõ vai."),
}
"""Kind of step -> how it is done here; the other moves are read out with the paper."""


def step_lines(practice: Practice, step: Step, tr: Words, *, plainly: bool) -> Iterator[str]:
    """A step told: why, and plainly also on what and with what.

    Args:
        plainly: Whether to give away what the model solution fills in.
    """
    yield tr(CAPTIONS.get(step.kind, "Làm bước kế tiếp theo đề bài."))
    if step.kind in SAID:
        yield tr(SAID[step.kind])
    if plainly:
        yield _target(practice, step, tr)
        yield from _data(practice, step, tr)


def _target(practice: Practice, step: Step, tr: Words) -> str:
    desk, data = practice.exam.desk(practice.part), step.data
    with suppress(LookupError):
        if data.get("document"):
            document = desk.document(data["document"])
            name = f"{document.symbol}, {document.excerpt}"
            return tr("Văn bản: {name}", name=name)
        if data.get("draft"):
            line = tr("dòng {n}", n=data["line"] + 1) if step.kind == "line_marked" else ""
            title = draft_title(desk.draft(data["draft"]))
            return tr("Dự thảo: {name}", name=", ".join(filter(None, (title, line))))
        if data.get("source") or step.kind in ("mail_reported", "mail_deleted", "mail_opened"):
            letter = desk.letter(data.get("source") or data["letter"])
            return tr("Thư: {subject}", subject=letter.subject)
    return ""


def _data(practice: Practice, step: Step, tr: Words) -> Iterator[str]:
    desk = practice.exam.desk(practice.part)
    names = {unit.id: unit.name for unit in desk.agency.units}
    names |= {each.id: f"{each.title} {each.name}" for each in desk.agency.people}
    names |= {file.id: file.name for file in desk.all_files()}
    names |= {each.id: f"{each.code}, {each.title}" for each in desk.dossiers}
    names |= {each.id: token_words(each.purpose, each.state.value) for each in desk.tokens}
    for key, word in NAMED.items():
        value = step.data.get(key)
        if value:
            shown = value if isinstance(value, list | tuple) else [value]
            words = "; ".join(names.get(str(each), str(each)) for each in shown)
            yield f"{tr(word)}: {words}"


async def wait_for(practice: Practice, step: Step, clock: HurriedClock) -> bool:
    """Put the clock to where the paper of a step has come in; whether that was needed."""
    exam, part = practice.exam, practice.part
    come = waited_for(exam.desk(part), step)
    for moment in come:
        clock.skip((moment - exam.now(part)).total_seconds() + 1)
    return bool(come)


async def do(practice: Practice, step: Step) -> None:
    """Do a step for real: recorded, typeset, signed. Raises what the sitting and the office do."""
    exam, office, part, data = practice.exam, practice.office, practice.part, step.data
    ways = {name: data[name] for name in NAMES if name in data}
    match step.kind:
        case "pin_tried":
            return  # comes with the signature that follows
        case "draft_signed" | "draft_sealed" | "attachment_sealed" | "copy_sealed":
            token = data["certificate"]
            key = await office.unlock(part, token, practice.task.pins[token])
            assert key is not None
            if step.kind == "draft_signed":
                await office.sign(part, data["draft"], key, ways)
            elif step.kind == "draft_sealed":
                await office.seal(part, data["draft"], key, ways)
            elif step.kind == "copy_sealed":
                await office.seal_copy(part, data["document"], data["copy"], key, ways)
            else:
                await office.seal_attachment(part, data["draft"], data["file"], key, ways)
        case kind:
            await exam.act(part, kind, **data)
