"""What lies on an official's desk: plain values, without any behaviour.

Everything here is frozen. A desk (`mock_office.desk`) is the fold of a task's
starting material and the actions of the candidate; each action gives a new desk.
Field names follow the English glossary of the project; the Vietnamese term of
Decree 30/2020/NĐ-CP stands beside each where it has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from .copies import Copy


class Family(StrEnum):
    """The four kinds of practical task, in the order of the exam."""

    MAIL = "mail"
    ROUTING = "routing"
    SIGNING = "signing"
    ISSUING = "issuing"


class Role(StrEnum):
    """In whose name the candidate acts at the moment."""

    LEADER = "leader"  # lãnh đạo
    UNIT_HEAD = "unit_head"  # trưởng phòng
    SPECIALIST = "specialist"  # chuyên viên
    CLERK = "clerk"  # văn thư


class Urgency(StrEnum):
    """Mức độ khẩn, Decree 30/2020 annex I part III.2: three levels and none."""

    NORMAL = ""
    URGENT = "khan"
    VERY_URGENT = "thuong_khan"
    EXPRESS = "hoa_toc"


class Secrecy(StrEnum):
    """Độ mật. Anything but NONE may not be processed on this system at all."""

    NONE = ""
    CONFIDENTIAL = "mat"
    SECRET = "toi_mat"
    TOP_SECRET = "tuyet_mat"


class IncomingState(StrEnum):
    """Where an incoming document stands on the candidate's desk."""

    WAITING = "waiting"  # chờ xử lý
    ROUTED = "routed"  # đã chuyển xử lý
    RETURNED = "returned"  # đã trả lại
    SECURED = "secured"  # đã báo, chuyển về quy trình mật
    CLOSED = "closed"  # đã kết thúc


class DraftState(StrEnum):
    """Where an outgoing draft stands. The order of a good life of a document."""

    WAITING = "waiting"  # chờ duyệt, ký
    RETURNED = "returned"  # đã trả lại để sửa
    SIGNED = "signed"  # đã ký số cá nhân
    HANDED_OVER = "handed_over"  # đã chuyển văn thư
    NUMBERED = "numbered"  # đã cấp số
    SEALED = "sealed"  # đã ký số cơ quan
    ISSUED = "issued"  # đã phát hành
    FILED = "filed"  # đã lưu hồ sơ


class Cure(StrEnum):
    """What is done about a mistake found after issuing (Decree 30/2020 article 18)."""

    CORRECTED = "corrected"  # đính chính: errors of form, technique or procedure
    REPLACED = "replaced"  # sửa đổi, bổ sung hoặc thay thế: errors of content
    RECALLED = "recalled"  # thu hồi


# -- the agency ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the directory. `title` is the official position."""

    id: str
    name: str
    title: str
    unit: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit (phòng, ban, đơn vị) or an outside body documents can be sent to."""

    id: str
    name: str
    duties: str = ""
    address: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """The fictional agency: names for the letterhead, people, units, rules."""

    id: str
    name: str
    parent: str
    short: str
    place: str
    domain: str
    people: tuple[Person, ...] = ()
    units: tuple[Unit, ...] = ()

    def person(self, key: str) -> Person:
        """The person with that id; KeyError when there is none."""
        return next((p for p in self.people if p.id == key), None) or _missing(key)

    def unit(self, key: str) -> Unit:
        """The unit or outside body with that id; KeyError when there is none."""
        return next((u for u in self.units if u.id == key), None) or _missing(key)


def _missing(key: str) -> Any:
    raise KeyError(key)


# -- files and mail -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file of the candidate or of a letter. `note` says what the list shows beside it."""

    id: str
    name: str
    size: int = 0
    note: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """One mail address with the name shown before it."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a letter: what it shows and where it really leads."""

    text: str
    target: str


class Folder(StrEnum):
    """Where a letter lies."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    REPORTED = "reported"
    TRASH = "trash"


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail, received, sent or still a draft. Addresses are as typed in drafts."""

    id: str
    folder: Folder
    sender: Address
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    reply_to: Address | None = None
    subject: str = ""
    body: str = ""
    date: datetime | None = None
    attachments: tuple[FileRef, ...] = ()
    links: tuple[Link, ...] = ()
    read: bool = False
    mode: str = "new"  # new, reply, reply_all, forward
    source: str = ""  # the letter answered or forwarded


# -- documents ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Routing:
    """What the directive note (bút phê) decides. Ids of units and people of the agency.

    `lead` is a tuple because a careless person can name none or two; the rule is one.
    """

    note: str = ""
    lead: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    for_information: tuple[str, ...] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True)
class IncomingDocument:
    """Văn bản đến, with the register fields of Decree 30/2020 annex VI."""

    id: str
    arrival_number: int
    arrival_date: date
    author: str
    kind: str
    symbol: str
    document_date: date
    excerpt: str  # trích yếu
    signer: str
    addressee: str
    body: tuple[str, ...]  # paragraphs
    pages: int = 1
    urgency: Urgency = Urgency.NORMAL
    secrecy: Secrecy = Secrecy.NONE
    deadline: date | None = None  # the superior's deadline
    signature: str = ""  # what the system says of the electronic signatures
    attachments: tuple[FileRef, ...] = ()
    state: IncomingState = IncomingState.WAITING
    opened: bool = False
    read_whole: bool = False
    routing: Routing = field(default_factory=Routing)  # as sent, or as half filled in
    rerouting: Routing | None = None  # half filled in again, after one was sent
    return_reason: str = ""
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How one line of a draft is set: the second view, where M errors can be seen."""

    font: str = "Times New Roman"
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "left"  # left, centre, right, both


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line (or paragraph) of a draft, with its part of the page and its layout.

    `part` names the component of Decree 30/2020 article 8: motto, parent, agency,
    symbol, place_date, kind, excerpt, addressee, basis, body, authority, name,
    recipients, annex. `column` is left, right or full: the head is two columns wide.
    """

    part: str
    text: str
    column: str = "full"
    layout: Layout = field(default_factory=Layout)


@dataclass(frozen=True, slots=True)
class Margins:
    """Page margins in millimetres, and where the page number stands."""

    top: int = 20
    bottom: int = 20
    left: int = 30
    right: int = 15
    page_number: str = "top-centre, not on page 1"


@dataclass(frozen=True, slots=True)
class Pictures:
    """How the pictures of the two signatures are set up (annex I parts II.7d, II.8a)."""

    signature: str = "xanh, nền trong suốt, giữa chức vụ và họ tên"
    seal: str = "đỏ, trùm khoảng 1/3 chữ ký về bên trái"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One step against a mistake in an issued document: by which document, told to whom."""

    cure: Cure
    kind: str  # the kind of document it is done by, e.g. "Công văn"
    text: str
    recipients: tuple[str, ...] = ()  # unit ids


@dataclass(frozen=True, slots=True)
class OutgoingDraft:
    """Dự thảo văn bản đi, from the drafter's hand to the file."""

    id: str
    kind: str  # tên loại, e.g. "Kế hoạch"; "Công văn" has none on the page
    symbol: str  # e.g. "KH-UBND"; the number comes from the clerk
    excerpt: str
    drafter: str  # person id
    drafting_unit: str  # unit id
    signer: str  # person id of the one who is to sign
    lines: tuple[DraftLine, ...]
    margins: Margins = field(default_factory=Margins)
    pictures: Pictures = field(default_factory=Pictures)
    recipients: tuple[str, ...] = ()  # unit ids, as "Nơi nhận" has them
    urgency: Urgency = Urgency.NORMAL
    attachments: tuple[FileRef, ...] = ()
    state: DraftState = DraftState.WAITING
    opened: bool = False
    read_whole: bool = False
    layout_viewed: bool = False
    marked_lines: tuple[int, ...] = ()  # lines the candidate marked as wrong
    remarks: str = ""
    pdf: str = ""  # SHA-256 (hex) of the newest PDF revision
    issued_pdf: str = ""  # SHA-256 of the PDF as typeset, before any signature
    signed_with: str = ""  # certificate id
    signed_at: datetime | None = None
    handed_to: str = ""  # person id
    handover_note: str = ""
    handover_files: tuple[str, ...] = ()
    number: int | None = None
    issue_date: date | None = None
    sealed_with: str = ""  # certificate id
    sealed_files: tuple[tuple[str, str], ...] = ()  # annex file id, SHA-256 (hex) of its PDF
    issued_to: tuple[str, ...] = ()
    dossier: str = ""
    remedies: tuple[Remedy, ...] = ()


class TokenState(StrEnum):
    """What is right or wrong with the certificate on a token."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_YET_VALID = "not_yet_valid"
    OLD_UNIT = "old_unit"  # still names the unit as before the reorganisation
    PUBLIC_CA = "public_ca"  # a public certificate instead of the official-duty one


@dataclass(frozen=True, slots=True)
class TokenSpec:
    """What a task asks the test PKI to make: whose token, for what, in which state."""

    id: str
    holder: str  # person id, or the agency's id for the agency's token
    common_name: str  # "Nguyễn Thị Hoa" or the agency's name
    organisation: str
    title: str = ""
    purpose: str = "personal"  # or "agency"
    state: TokenState = TokenState.VALID
    pin: str = ""


@dataclass(frozen=True, slots=True)
class TokenCard:
    """A token as it lies before the candidate: which certificate, tries left."""

    id: str
    certificate: str
    label: str
    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    purpose: str  # "cá nhân" or "cơ quan"
    tries_left: int = 3


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the candidate did: what the log holds of it.

    `kind` is one of `mock_office.actions.KINDS`, `data` JSON-able, `at` the clock of
    the desk (the simulated day, not the computer's).
    """

    kind: str
    task: str
    at: datetime
    data: Mapping[str, Any]


# -- tasks and marks ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """A titled piece of the reference extract printed for a task."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """Đề bài: what the candidate reads before and while doing a task."""

    title: str
    role: str
    asked: tuple[str, ...]
    reference: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckMark:
    """The outcome of one check: points won of points possible, why, by which rule."""

    code: str
    title: str
    points: float
    max: float
    why: str
    basis: str
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskMark:
    """The outcome of one task. `voided` holds the reason when all points are lost."""

    task: str
    family: Family
    points: float
    max: float
    checks: tuple[CheckMark, ...]
    voided: str = ""
    touched: bool = True
