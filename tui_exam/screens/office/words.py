"""The office's values in the words of the people who use it."""

from __future__ import annotations

from datetime import date, datetime

from mock_office.agency import Agency, Role
from mock_office.copies import COPY_NAMES, Copy, copy_symbol
from mock_office.documents.incoming import IncomingDocument, IncomingState, Secrecy, Urgency
from mock_office.documents.outgoing import Cure, DraftState, OutgoingDraft
from mock_office.mail.letters import Address, Folder, Letter

from ...texts import Translate, as_written

URGENCY = {
    Urgency.NORMAL: "",
    Urgency.URGENT: "KHẨN",
    Urgency.VERY_URGENT: "THƯỢNG KHẨN",
    Urgency.EXPRESS: "HỎA TỐC",
}
SECRECY = {
    Secrecy.NONE: "",
    Secrecy.CONFIDENTIAL: "MẬT",
    Secrecy.SECRET: "TỐI MẬT",
    Secrecy.TOP_SECRET: "TUYỆT MẬT",
}
INCOMING_STATE = {
    IncomingState.WAITING: "Chờ xử lý",
    IncomingState.ROUTED: "Đã chuyển xử lý",
    IncomingState.RETURNED: "Đã trả lại",
    IncomingState.SECURED: "Đã báo văn bản mật",
    IncomingState.CLOSED: "Đã kết thúc",
}
DRAFT_STATE = {
    DraftState.WAITING: "Chờ duyệt, ký",
    DraftState.RETURNED: "Đã trả lại để sửa",
    DraftState.SIGNED: "Đã ký số cá nhân",
    DraftState.HANDED_OVER: "Đã chuyển phát hành",
    DraftState.NUMBERED: "Đã cấp số",
    DraftState.SEALED: "Đã ký số cơ quan",
    DraftState.ISSUED: "Đã phát hành",
    DraftState.FILED: "Đã lưu hồ sơ",
}
CURE = {
    Cure.CORRECTED: "Đã đính chính",
    Cure.REPLACED: "Đã sửa đổi, thay thế",
    Cure.RECALLED: "Đã thu hồi",
}
FOLDER = {
    Folder.INBOX: "Thư đến",
    Folder.DRAFTS: "Thư nháp",
    Folder.SENT: "Thư đã gửi",
    Folder.REPORTED: "Thư đã báo giả",
    Folder.TRASH: "Thùng rác",
}
ROLE = {
    Role.LEADER: "lãnh đạo",
    Role.UNIT_HEAD: "trưởng đơn vị",
    Role.SPECIALIST: "chuyên viên",
    Role.CLERK: "văn thư",
}


def day(value: date | None) -> str:
    """A date as it is read: 26/11/2026; a dash when there is none."""
    return f"{value:%d/%m/%Y}" if value else "-"


def moment(value: datetime | None) -> str:
    """A time of the simulated day: 08:15 26/11."""
    return f"{value:%H:%M %d/%m}" if value else ""


def names(agency: Agency, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Names of units and people by their ids."""
    units = {unit.id: unit.name for unit in agency.units}
    people = {person.id: f"{person.name} ({agency.post(person)})" for person in agency.people}
    return tuple(units.get(key) or people.get(key, key) for key in keys)


def addresses(these: tuple[Address, ...]) -> str:
    """An address list as typed and shown."""
    return ", ".join(str(address) for address in these)


def letter_lines(letter: Letter, tr: Translate = as_written) -> tuple[str, ...]:
    """A letter's head as lines of text."""
    parts = [
        (tr("Từ"), str(letter.sender)),
        (tr("Đến"), addresses(letter.to)),
        ("Cc", addresses(letter.cc)),
        ("Bcc", addresses(letter.bcc)),
        (tr("Trả lời tới"), str(letter.reply_to or "")),
        (tr("Chủ đề"), letter.subject),
        (tr("Lúc"), _sent(letter, tr)),
    ]
    always = (tr("Đến"), tr("Chủ đề"))
    lines = [f"{f'{name}:':<8} {text}" for name, text in parts if text or name in always]
    file = f"{tr('Tệp')}:"
    lines += [
        f"{file:<8} {at}. {each.name}{_note(each.note)}"
        for at, each in enumerate(letter.attachments, 1)
    ]
    return tuple(lines)


def _sent(letter: Letter, tr: Translate) -> str:
    if letter.date is None:
        return ""
    return tr("{time} ngày {day}", time=f"{letter.date:%H:%M}", day=day(letter.date))


def _note(note: str) -> str:
    return f" ({note})" if note else ""


def register_lines(document: IncomingDocument, tr: Translate = as_written) -> tuple[str, ...]:
    """The register fields of an incoming document (Decree 30/2020 annex VI), then its state."""
    marks = " ".join(
        mark for mark in (SECRECY[document.secrecy], URGENCY[document.urgency]) if mark
    )
    arrived = f"{tr('Số đến')}: {document.arrival_number}   "
    arrived += f"{tr('Ngày đến')}: {day(document.arrival_date)}"
    lines = [
        arrived + (f"   {tr('Độ mật, độ khẩn')}: {marks}" if marks else ""),
        f"{tr('Cơ quan ban hành')}: {document.author}",
        tr("{kind} số {symbol} ngày {day}", kind=document.kind, symbol=document.symbol,
           day=day(document.document_date)),
        f"{tr('Trích yếu')}: {document.excerpt}",
        f"{tr('Người ký')}: {document.signer}   {tr('Số trang')}: {document.pages}",
        f"{tr('Gửi tới')}: {document.addressee}",
        f"{tr('Hạn của cơ quan gửi')}: {day(document.deadline)}",
    ]  # fmt: skip
    if document.signature:
        lines.append(f"{tr('Chữ ký số')}: {document.signature}")
    lines.append(f"{tr('Trạng thái')}: {tr(INCOMING_STATE[document.state])}")
    if document.progress:
        lines.append(f"{tr('Tiến độ')}: {document.progress}")
    return tuple(lines)


def copy_title(agency: Agency, document: IncomingDocument, copy: Copy) -> str:
    """A copy in one line: "Sao y 07/SY-UBND, 24/11/2026: Kế hoạch 12/KH-UBND"."""
    number = copy_symbol(copy.form, copy.number, agency.name)
    name = f"{document.kind} {document.symbol}"
    return f"{COPY_NAMES[copy.form]} {number}, {day(copy.date)}: {name}"


def draft_title(draft: OutgoingDraft) -> str:
    """A draft in one line."""
    number = f"{draft.number:02d}" if draft.number else "..."
    return f"{draft.kind} {number}/{draft.symbol}: {draft.excerpt}"
