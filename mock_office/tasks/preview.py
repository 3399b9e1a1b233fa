"""One variant of a task as plain text: what its author reads before anybody sits it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..documents.incoming import IncomingDocument, Secrecy, Urgency
from ..documents.outgoing import OutgoingDraft
from ..documents.text_page import page_rows
from ..files import FileRef
from ..mail.letters import Letter
from ..tabletop import Desk
from .criteria import Criterion
from .rehearsed import Step
from .task import Task
from .words import DEEDS, token_words

_WIDTH = 78


def preview(task: Task) -> Iterator[str]:
    """The sheet, the desk, the checks, the solution, the mistakes with what each costs."""
    yield f"{task.sheet.title} ({task.points:g} điểm)"
    yield f"Mã: {task.id}, bản {task.version}; ngày mô phỏng: {task.day:%d/%m/%Y}"
    yield f"Vai: {task.sheet.role}"
    yield from _head("ĐỀ BÀI")
    yield from (f"{number}. {asked}" for number, asked in enumerate(task.sheet.asked, 1))
    for section in task.sheet.reference:
        yield from ("", section.title)
        yield from (f"  - {line}" for line in section.lines)
    yield from _desk(task.desk)
    yield from _head("TIÊU CHÍ")
    for criterion in task.checks:
        yield from _criterion(criterion)
    yield from _head("LỜI GIẢI")
    yield from (_step(number, step) for number, step in enumerate(task.solution, 1))
    yield from _head("LỖI ĐÃ NÊU TÊN")
    for mistake in task.mistakes:
        cost = ", ".join(f"{code} −{points:g}" for code, points in mistake.loses.items())
        yield f"{mistake.code}: {mistake.title}"
        yield f"    mất: {'toàn bộ điểm (điểm liệt)' if mistake.voids else cost}"


def _head(title: str) -> Iterator[str]:
    yield from ("", f"== {title} ==")


def _desk(desk: Desk) -> Iterator[str]:
    arrivals = {arrival.of: f"{arrival.at:%H:%M}" for arrival in desk.later}
    later = [arrival.paper for arrival in desk.later]
    letters = [*desk.letters, *(paper for paper in later if isinstance(paper, Letter))]
    incoming = [*desk.incoming, *(p for p in later if isinstance(p, IncomingDocument))]
    if letters:
        yield from _head("THƯ")
    for letter in letters:
        yield from _letter(letter, arrivals.get(f"letter:{letter.id}", ""))
    if incoming:
        yield from _head("VĂN BẢN ĐẾN")
    for document in incoming:
        yield from _document(document, arrivals.get(f"document:{document.id}", ""))
    if desk.drafts:
        yield from _head("VĂN BẢN ĐI")
    for draft in desk.drafts:
        yield from _draft(draft)
    if desk.files or desk.tokens:
        yield from _head("TỆP VÀ THIẾT BỊ KÝ SỐ")
    yield from (f"[{file.id}] {_file(file)}" for file in desk.files)
    for token in desk.tokens:
        words = token_words(token.purpose, token.state)
        yield f"[{token.id}] {token.common_name}: {words}; PIN {token.pin}"


def _letter(letter: Letter, comes: str) -> Iterator[str]:
    yield from ("", f"[{letter.id}] {letter.subject}{f'  (đến lúc {comes})' if comes else ''}")
    yield f"Từ: {letter.sender}"
    yield f"Đến: {', '.join(map(str, letter.to))}"
    if letter.cc:
        yield f"Cc: {', '.join(map(str, letter.cc))}"
    if letter.reply_to:
        yield f"Trả lời tới: {letter.reply_to}"
    yield from (f"    {line}" for line in letter.body.splitlines())
    yield from (f"Liên kết: {link.text} <{link.target}>" for link in letter.links)
    yield from (f"Tệp: [{file.id}] {_file(file)}" for file in letter.attachments)


def _document(document: IncomingDocument, comes: str) -> Iterator[str]:
    when = f"  (đến lúc {comes})" if comes else ""
    yield from ("", f"[{document.id}] {document.kind} {document.symbol}: {document.excerpt}{when}")
    marks = " ".join(filter(None, (_SECRECY[document.secrecy], _URGENCY[document.urgency])))
    yield f"Của: {document.author}; gửi: {document.addressee}; số đến {document.arrival_number}"
    limit = f"{document.deadline:%d/%m/%Y}" if document.deadline else "không nêu"
    yield f"Hạn: {limit}{f'; mức độ: {marks}' if marks else ''}"
    if document.routing.note:
        due = f"; hạn {document.routing.due:%d/%m/%Y}" if document.routing.due else ""
        yield f"Đã giao: {document.routing.note}{due}"
    if document.progress:
        yield f"Tiến độ: {document.progress}"
    yield from (f"    {line}" for line in document.body)
    yield from (f"Tệp: [{file.id}] {_file(file)}" for file in document.attachments)


_SECRECY = {
    Secrecy.NONE: "",
    Secrecy.CONFIDENTIAL: "MẬT",
    Secrecy.SECRET: "TỐI MẬT",
    Secrecy.TOP_SECRET: "TUYỆT MẬT",
}
_URGENCY = {
    Urgency.NORMAL: "",
    Urgency.URGENT: "KHẨN",
    Urgency.VERY_URGENT: "THƯỢNG KHẨN",
    Urgency.EXPRESS: "HỎA TỐC",
}


def _draft(draft: OutgoingDraft) -> Iterator[str]:
    yield from ("", f"[{draft.id}] {draft.kind}: {draft.excerpt} ({draft.state.value})")
    yield from (f"  | {row.text}".rstrip() for row in page_rows(draft, _WIDTH))
    yield from (f"Tệp: [{file.id}] {_file(file)}" for file in draft.attachments)


def _file(file: FileRef) -> str:
    return f"{file.name}{f' ({file.note})' if file.note else ''}"


def _criterion(criterion: Criterion) -> Iterator[str]:
    yield f"{criterion.code:<14} {criterion.points:>5g}  {criterion.title}"
    seen = " ".join(part for part in (criterion.check, criterion.of, criterion.field) if part)
    wanted = {key: value for key, value in criterion.arguments.items() if value is not None}
    yield f"{'':<22}{seen}: {_plain(wanted)}"
    yield f"{'':<22}{criterion.basis}"


def _step(number: int, step: Step) -> str:
    data = {key: value for key, value in step.data.items() if value not in ("", [], ())}
    return f"{number}. {DEEDS.get(step.kind, step.kind)}: {_plain(data)}"


def _plain(value: Any) -> str:
    """Data without quotation marks and braces."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}={_plain(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(item) for item in value)
    return " ".join(str(value).split())
