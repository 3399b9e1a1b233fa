"""Writing a draft by the book: the lines and layout Decree 30/2020/NĐ-CP asks for.

A draft made here has no error of form; `format_rules.plant` puts one in. Number and
date stay blank: the clerk gives them (article 15).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from ..agency import Agency, Person
from ..files import FileRef
from .headings import COUNTRY, MOTTO, blank_date, blank_symbol, upper
from .incoming import Urgency
from .outgoing import DraftLine, Layout, OutgoingDraft

LETTER: Final = "Công văn"
ADDRESSED: Final = frozenset({LETTER, "Tờ trình", "Báo cáo"})
"""Kinds that open with "Kính gửi" (annex I part II.9)."""

LAYOUTS: Final = MappingProxyType(
    {
        "country": Layout(size=13, bold=True, align="centre"),
        "motto": Layout(size=14, bold=True, align="centre"),
        "parent": Layout(size=13, align="centre"),
        "agency": Layout(size=13, bold=True, align="centre"),
        "symbol": Layout(size=13, align="centre"),
        "place_date": Layout(size=14, italic=True, align="centre"),
        "kind": Layout(size=14, bold=True, align="centre"),
        "excerpt": Layout(size=14, bold=True, align="centre"),
        "letter_excerpt": Layout(size=13, align="centre"),
        "addressee": Layout(size=14, align="centre"),
        "basis": Layout(size=14, italic=True, align="both"),
        "body": Layout(size=14, align="both"),
        "article": Layout(size=14, align="both"),
        "authority": Layout(size=14, bold=True, align="centre"),
        "name": Layout(size=14, bold=True, align="centre"),
        "recipients_head": Layout(size=12, bold=True, italic=True),
        "recipients": Layout(size=11),
        "annex": Layout(size=14, bold=True, align="centre"),
    }
)
"""The layout of each part of a page (annex I, the table at its end)."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a drafter decides; everything else of the page follows from the rules.

    Args:
        symbol: Behind the slash, as "KH-UBND" or, of an official letter, "UBND-VX".
        addressees: Ids of the units under "Kính gửi".
        recipients: Ids of all places the document goes to, addressees included.
        annexes: Titles of annexes printed behind the text.
    """

    id: str
    kind: str
    symbol: str
    excerpt: str
    drafter: str
    drafting_unit: str
    signer: str
    body: tuple[str, ...]
    basis: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    attachments: tuple[FileRef, ...] = ()


def compose(content: Content, agency: Agency, day: date) -> OutgoingDraft:
    """The draft of `content`, laid out for `agency` on `day`. KeyError for an unknown id."""
    return OutgoingDraft(
        id=content.id,
        kind=content.kind,
        symbol=content.symbol,
        excerpt=heading(content),
        drafter=content.drafter,
        drafting_unit=content.drafting_unit,
        signer=content.signer,
        lines=tuple(_lines(content, agency, day)),
        recipients=content.recipients,
        urgency=content.urgency,
        attachments=content.attachments,
    )


def heading(content: Content) -> str:
    """The excerpt as the page has it: a capital first, except behind a letter's "V/v"."""
    text = content.excerpt
    return text if content.kind == LETTER else text[:1].upper() + text[1:]


def authority(person: Person, agency: Agency) -> tuple[str, ...]:
    """The lines above a signature: TM., KT. or TL. and the official position.

    Decree 30/2020 article 13 and annex I part II.7. A people's committee is a
    collective body; its deputies sign for the chair, its office head by order. A
    department (sở) is led by its head, who signs in no other name.
    """
    if not collective(agency):
        return _under_a_head(upper(person.title))
    body = f"TM. {agency_lines(agency)[0]}"
    title = upper(person.title)
    if title == "CHỦ TỊCH":
        return (body, title)
    if title.startswith("PHÓ CHỦ TỊCH"):
        return (body, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    return ("TL. CHỦ TỊCH", title)


def collective(agency: Agency) -> bool:
    """Whether the agency decides as a body (a people's committee) and not by one head."""
    return agency.name.startswith(("Ủy ban", "Hội đồng"))


def _under_a_head(title: str) -> tuple[str, ...]:
    if title == "GIÁM ĐỐC":
        return (title,)
    if title == "PHÓ GIÁM ĐỐC":
        return ("KT. GIÁM ĐỐC", title)
    return ("TL. GIÁM ĐỐC", title)


def agency_lines(agency: Agency) -> tuple[str, ...]:
    """The agency's full name in capitals, cut where the name of its place begins.

    A department leaves the place to the line of its superior above (annex I part II.2).
    """
    name = upper(agency.name)
    if not collective(agency):
        return (name.partition(" THÀNH PHỐ ")[0].partition(" TỈNH ")[0],)
    for cut in (" PHƯỜNG ", " XÃ ", " ĐẶC KHU "):
        head, found, tail = name.partition(cut)
        if found:
            return (head, (found + tail).strip())
    return (name,)


def parent_line(agency: Agency) -> str:
    """The superior body in capitals, with the usual abbreviation (annex I part II.2a)."""
    return upper(agency.parent).replace("ỦY BAN NHÂN DÂN", "UBND")


def _line(part: str, text: str, column: str = "full", layout: str = "") -> DraftLine:
    return DraftLine(part, text, column, LAYOUTS[layout or part])


def _lines(content: Content, agency: Agency, day: date) -> Iterator[DraftLine]:
    letter = content.kind == LETTER
    yield _line("parent", parent_line(agency), "left")
    for text in agency_lines(agency):
        yield _line("agency", text, "left")
    yield _line("symbol", blank_symbol(content.symbol), "left")
    if letter:
        yield _line("excerpt", f"V/v {content.excerpt}", "left", "letter_excerpt")
    yield _line("motto", COUNTRY, "right", "country")
    yield _line("motto", MOTTO, "right")
    yield _line("place_date", blank_date(agency.place, day), "right")
    if not letter:
        yield _line("kind", upper(content.kind))
        yield _line("excerpt", heading(content))
    yield from _addressees(content, agency)
    for position, text in enumerate(content.basis, 1):
        yield _line("basis", text + (";" if position < len(content.basis) else "."))
    for position, text in enumerate(content.body, 1):
        last = position == len(content.body)
        yield _line("body", f"{text.rstrip('.')}./." if last else text)
    yield from _recipients(content, agency)
    signer = agency.person(content.signer)
    for text in authority(signer, agency):
        yield _line("authority", text, "right")
    yield _line("name", signer.name, "right")
    for position, title in enumerate(content.annexes):
        number = "" if len(content.annexes) == 1 else f" {_ROMAN[position]}"
        yield _line("annex", f"Phụ lục{number}")
        yield _line("annex", upper(title))


_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI")


def _addressees(content: Content, agency: Agency) -> Iterator[DraftLine]:
    if not content.addressees:
        return
    names = [agency.unit(key).name for key in content.addressees]
    if len(names) == 1:
        yield _line("addressee", f"Kính gửi: {names[0]}")
        return
    yield _line("addressee", "Kính gửi:")
    for position, name in enumerate(names, 1):
        yield _line("addressee", f"- {name}{';' if position < len(names) else '.'}")


def _recipients(content: Content, agency: Agency) -> Iterator[DraftLine]:
    yield _line("recipients", "Nơi nhận:", "left", "recipients_head")
    yield from (_line("recipients", text, "left") for text in recipient_lines(content, agency))


def recipient_lines(content: Content, agency: Agency) -> tuple[str, ...]:
    """The list under "Nơi nhận:", from "Như trên" or "Như Điều" to "Lưu"."""
    lines: list[str] = []
    named = set(content.addressees)
    if content.addressees:
        lines.append("- Như trên;")
    elif content.kind == "Quyết định":
        last = next(text for text in reversed(content.body) if text.startswith("Điều "))
        lines.append(f"- Như {last.split('.')[0]};")
        named = {key for key in content.recipients if agency.unit(key).name in last}
    lines += [f"- {agency.unit(key).name};" for key in content.recipients if key not in named]
    lines.append(f"- Lưu: VT, {content.drafting_unit.upper()}.")
    return tuple(lines)
