"""Outgoing drafts (dự thảo văn bản đi), line by line, from the drafter's hand to the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ..files import FileRef
from .incoming import Urgency


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
