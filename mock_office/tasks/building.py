"""Laying out a desk from a task file: letters, documents, drafts, tokens, files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Final, TypeVar

from ..agency import Agency, Person
from ..documents import format_rules
from ..documents.composition import Content, compose
from ..documents.incoming import IncomingDocument, IncomingState, Routing, Secrecy, Urgency
from ..documents.outgoing import DraftState, OutgoingDraft
from ..files import FileRef
from ..mail.letters import Address, Folder, Letter, Link
from ..tokens import TokenSpec, TokenState
from .table import Table

VIETNAM: Final = timezone(timedelta(hours=7), "+07")
"""The zone of every clock in the office."""

_URGENCY: Final = {level.value: level for level in Urgency}
_SECRECY: Final = {level.value: level for level in Secrecy}
_T = TypeVar("_T")


def clock(row: Table, day_key: str, time_key: str, day: date, hour: str) -> datetime:
    """Date and time of two fields, as Vietnam has them."""
    text = row.text(time_key, hour)
    try:
        return datetime.combine(row.day(day_key, day), time.fromisoformat(text), VIETNAM)
    except ValueError:
        raise row.error(time_key, "Phải là giờ.", "Ví dụ: 07:45.") from None


def one_of(row: Table, key: str, known: Mapping[str, _T], default: str) -> _T:
    """The value a field names; TaskFileError lists what it may name."""
    text = row.text(key, default)
    if text not in known:
        raise row.error(key, f"Không có “{text}”.", f"Chọn: {', '.join(map(repr, known))}.")
    return known[text]


def unit_id(row: Table, key: str, agency: Agency) -> str:
    """A field that names a unit of the agency."""
    return one_of(row, key, {unit.id: unit.id for unit in agency.units}, "")


def person_id(row: Table, key: str, agency: Agency) -> str:
    """A field that names a person of the agency."""
    return one_of(row, key, {person.id: person.id for person in agency.people}, "")


def file_ref(row: Table) -> FileRef:
    """A file: id, shown name, size in bytes, note of the list, text inside."""
    row.only("id", "name", "size", "note", "text")
    return FileRef(
        row.text("id"),
        row.text("name"),
        row.integer("size", 48_000),
        row.text("note", ""),
        row.text("text", ""),
    )


def letter(
    row: Table, agency: Agency, me: Person, day: date, arrives: datetime | None = None
) -> Letter:
    """A received letter. `from` and `cc` name people of the agency or give an address.

    Args:
        arrives: When it comes in, if that is after the task has begun.
    """
    row.only(
        "id", "from", "name", "to", "cc", "reply_to", "subject", "body", "day", "time",
        "attachments", "links", "folder", "read", "arrives",
    )  # fmt: skip
    links = []
    for link in row.tables("links"):
        link.only("text", "target")
        links.append(Link(link.text("text"), link.text("target")))
    sender = _address(agency, row.text("from"))
    return Letter(
        id=row.text("id"),
        folder=one_of(row, "folder", {folder.value: folder for folder in Folder}, "inbox"),
        sender=replace(sender, name=row.text("name", sender.name)),
        to=tuple(_address(agency, key) for key in row.texts("to", (me.id,))),
        cc=tuple(_address(agency, key) for key in row.texts("cc")),
        reply_to=_address(agency, row.text("reply_to")) if row.has("reply_to") else None,
        subject=row.text("subject"),
        body=flowed(row.text("body")),
        date=clock(row, "day", "time", day, "07:30") if arrives is None else arrives,
        attachments=tuple(file_ref(item) for item in row.tables("attachments")),
        links=tuple(links),
        read=row.flag("read"),
    )


def flowed(text: str) -> str:
    """The text with the lines an author broke for width joined again.

    A short line was meant to end there (a greeting, a name), and so was one before a dash.
    """
    lines: list[str] = []
    before = ""
    for line in text.split("\n"):
        if len(before) >= _BROKEN and line and not line.startswith(("-", ">")):
            lines[-1] += f" {line.lstrip()}"
        else:
            lines.append(line)
        before = line
    return "\n".join(lines)


def _address(agency: Agency, key: str) -> Address:
    boxes = {unit.id: Address(unit.address, unit.name) for unit in agency.units}
    boxes |= {person.id: Address(person.address, person.name) for person in agency.people}
    return boxes.get(key, Address(key))


def incoming(row: Table, agency: Agency, day: date) -> IncomingDocument:
    """An incoming document, with the register's fields (Decree 30/2020 annex VI)."""
    row.only(
        "id", "arrival_number", "arrival_date", "author", "kind", "symbol", "document_date",
        "excerpt", "signer", "addressee", "body", "pages", "urgency", "secrecy", "deadline",
        "signature", "attachments", "arrives", "routed", "progress",
    )  # fmt: skip
    units = {unit.id: unit.name for unit in agency.units}
    author = row.text("author")
    return IncomingDocument(
        id=row.text("id"),
        arrival_number=row.integer("arrival_number"),
        arrival_date=row.day("arrival_date", day),
        author=units.get(author, author),
        kind=row.text("kind"),
        symbol=row.text("symbol"),
        document_date=row.day("document_date"),
        excerpt=row.text("excerpt"),
        signer=row.text("signer"),
        addressee=row.text("addressee", agency.name),
        body=row.texts("body"),
        pages=row.integer("pages", 1),
        urgency=one_of(row, "urgency", _URGENCY, ""),
        secrecy=one_of(row, "secrecy", _SECRECY, ""),
        deadline=row.day("deadline") if row.has("deadline") else None,
        signature=row.text("signature", "Đủ chữ ký số cá nhân và chữ ký số cơ quan, còn hiệu lực"),
        attachments=tuple(file_ref(item) for item in row.tables("attachments")),
        progress=row.text("progress", ""),
        **_routed(row, agency),
    )


def _routed(row: Table, agency: Agency) -> dict[str, Any]:
    """State and directive note of a document that was routed before the task begins."""
    if not row.has("routed"):
        return {}
    routed = row.table("routed")
    routed.only("note", "lead", "supporting", "for_information", "due")
    known = {unit.id for unit in agency.units} | {person.id for person in agency.people}
    named = {key: routed.texts(key) for key in ("lead", "supporting", "for_information")}
    for key, names in named.items():
        for name in names:
            if name not in known:
                raise routed.error(key, f"Không có đơn vị, cá nhân “{name}”.", "Xem tệp cơ quan.")
    routing = Routing(note=routed.text("note"), due=routed.day("due"), **named)
    return {"state": IncomingState.ROUTED, "opened": True, "routing": routing}


def draft(row: Table, agency: Agency, day: date) -> OutgoingDraft:
    """An outgoing draft: composed by the book, then the errors of `plant` put in."""
    row.only(
        "id", "kind", "symbol", "excerpt", "drafter", "drafting_unit", "signer", "basis", "body",
        "addressees", "recipients", "annexes", "urgency", "attachments", "plant",
        "signed_with", "signed_time", "handed_to", "handover_note", "sealed_with", "issued",
    )  # fmt: skip
    units = {unit.id for unit in agency.units}
    for key in ("addressees", "recipients"):
        for name in row.texts(key):
            if name not in units:
                raise row.error(key, f"Không có đơn vị “{name}”.", "Xem tệp cơ quan.")
    made = compose(
        Content(
            id=row.text("id"),
            kind=row.text("kind"),
            symbol=row.text("symbol"),
            excerpt=row.text("excerpt"),
            drafter=person_id(row, "drafter", agency),
            drafting_unit=unit_id(row, "drafting_unit", agency),
            signer=person_id(row, "signer", agency),
            body=row.texts("body"),
            basis=row.texts("basis"),
            addressees=row.texts("addressees"),
            recipients=row.texts("recipients"),
            annexes=row.texts("annexes"),
            urgency=one_of(row, "urgency", _URGENCY, ""),
            attachments=tuple(file_ref(item) for item in row.tables("attachments")),
        ),
        agency,
        day,
    )
    for code in row.texts("plant"):
        try:
            made = format_rules.plant(made, code)
        except format_rules.NotApplicable as error:
            raise row.error("plant", str(error), "Chọn mã lỗi khác.") from None
    if row.has("signed_with"):
        made = replace(
            made,
            state=DraftState.SIGNED,
            opened=True,
            read_whole=True,
            signed_with=row.text("signed_with"),
            signed_at=clock(row, "", "signed_time", day, "07:40"),
        )
    if row.has("handed_to"):
        made = replace(
            made,
            state=DraftState.HANDED_OVER,
            handed_to=person_id(row, "handed_to", agency),
            handover_note=row.text("handover_note", ""),
            handover_files=(made.id, *(file.id for file in made.attachments)),
        )
    return _issued(row, made) if row.has("issued") else made


def _issued(row: Table, made: OutgoingDraft) -> OutgoingDraft:
    """A document that went out before the task begins, with number, date and both layers."""
    issued = row.table("issued")
    issued.only("number", "date", "time", "to")
    if not row.has("sealed_with") or not row.has("signed_with"):
        raise row.error("issued", "Văn bản đã phát hành phải ghi signed_with và sealed_with.")
    day = issued.day("date")
    return replace(
        made,
        state=DraftState.ISSUED,
        opened=False,  # it is to be read again
        read_whole=False,
        number=issued.integer("number"),
        issue_date=day,
        signed_at=clock(issued, "date", "time", day, "09:00"),
        sealed_with=row.text("sealed_with"),
        issued_to=issued.texts("to", made.recipients),
    )


_BROKEN: Final = 60
"""Characters from which a line of a letter was broken only for width."""

LATEST: Final = 30
"""Minutes after which nothing more may come in: there must be time to deal with it."""


def arrives(row: Table, opens: datetime) -> datetime | None:
    """When the letter or document comes in; None when it lies there from the start."""
    if not row.has("arrives"):
        return None
    minutes = row.integer("arrives")
    if not 1 <= minutes <= LATEST:
        raise row.error("arrives", f"Phải từ 1 đến {LATEST} phút.")
    return opens + timedelta(minutes=minutes)


def token(row: Table, agency: Agency, me: Person, pins: Mapping[str, str]) -> TokenSpec:
    """A token on the desk. `holder` is `me`, `agency` or a person's id."""
    row.only("id", "holder", "state")
    holder = row.text("holder")
    purpose = "agency" if holder == "agency" else "personal"
    person = me if holder == "me" else None
    if person is None and purpose == "personal":
        person = agency.person(person_id(row, "holder", agency))
    state = one_of(row, "state", {state.value: state for state in TokenState}, "valid")
    if person is None:
        return TokenSpec(
            row.text("id"), agency.id, agency.name, agency.name, "", purpose, state, pins[purpose]
        )
    return TokenSpec(
        row.text("id"),
        person.id,
        person.name,
        agency.name,
        person.title,
        purpose,
        state,
        pins[purpose],
    )
