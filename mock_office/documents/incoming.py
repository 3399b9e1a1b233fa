"""Incoming documents (văn bản đến) and what a directive note decides about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ..copies import Copy
from ..files import FileRef


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
    progress: str = ""  # tiến độ, of a document that was routed before the task begins
    attachments: tuple[FileRef, ...] = ()
    state: IncomingState = IncomingState.WAITING
    opened: bool = False
    read_whole: bool = False
    routing: Routing = field(default_factory=Routing)  # as sent, or as half filled in
    rerouting: Routing | None = None  # half filled in again, after one was sent
    return_reason: str = ""
    copies: tuple[Copy, ...] = ()
