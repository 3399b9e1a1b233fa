"""The material of a mini-task in lines: a document, a letter, a draft, certificates."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from mock_office.documents.incoming import IncomingDocument
from mock_office.documents.outgoing import OutgoingDraft
from mock_office.documents.text_page import layout_lines
from mock_office.mail.letters import Letter
from mock_office.tokens import TokenCard, TokenState

from ..drill.minis import Mini
from ..screens.office.words import draft_title, letter_lines, register_lines
from ..texts import Words, msg
from ..vntime import VIETNAM

MODES = {
    "new": msg("Soạn thư mới"),
    "reply": msg("Trả lời"),
    "reply_all": msg("Trả lời tất cả"),
    "forward": msg("Chuyển tiếp"),
}


async def material_lines(mini: Mini, tr: Words) -> list[str]:
    """What the question is about; nothing when it is about no paper."""
    material = mini.material
    if material.document is not None:
        return _document(material.document, tr)
    if material.letter is not None:
        return _letter(material.letter, tr, sending=material.letter.id == "mini")
    if material.draft is not None:
        return _draft(material.draft, tr)
    if material.tokens:
        return _certificates(mini, await asyncio.to_thread(_cards, mini), tr)
    return list(_plain(material.lines))


def reference_lines(mini: Mini) -> list[str]:
    """What can be looked up beside the material."""
    material = mini.material
    has_more = material.document or material.letter or material.draft or material.tokens
    return list(_plain(material.lines)) if has_more else []


def _plain(paragraphs: Sequence[str]) -> Sequence[str]:
    return [part.removeprefix("# ") for part in paragraphs]


def _spaced(lines: Sequence[str]) -> list[str]:
    """Lines without the blanks that put them under one another on a screen."""
    return [" ".join(line.split()) for line in lines]


def _document(document: IncomingDocument, tr: Words) -> list[str]:
    lines = register_lines(document, tr)[
        :-1
    ]  # the last, its state, would give away that it is a task
    files = [
        tr("Tệp kèm theo: {name}", name=f"{file.name} {file.note}".strip())
        for file in document.attachments
    ]
    return [*_spaced(lines), *document.body, *files]


def _letter(letter: Letter, tr: Words, *, sending: bool) -> list[str]:
    out = []
    if sending:
        out.append(tr("Cách gửi: {way}", way=tr(MODES.get(letter.mode, ""))))
    out += _spaced(letter_lines(letter, tr))
    if sending and not letter.attachments:
        out.append(tr("Tệp đính kèm: không có"))
    out.append(letter.body.rstrip())
    return out + [
        tr("Liên kết {n}: {text}. Địa chỉ thật: {target}", n=n, text=link.text, target=link.target)
        for n, link in enumerate(letter.links, 1)
    ]


def _draft(draft: OutgoingDraft, tr: Words) -> list[str]:
    out = [draft_title(draft)]
    out += [
        tr("Dòng {n}: {mark}{text}", n=n, mark="", text=line.text)
        for n, line in enumerate(draft.lines, 1)
    ]
    out.append(tr("Thuộc tính trình bày:"))
    for text, line in layout_lines(draft, tr):
        head = "" if line is None else tr("Dòng {n}", n=line + 1) + ": "
        out.append(f"{head}{text}")
    return out


def _cards(mini: Mini) -> list[TokenCard]:
    """The certificates of the tokens, made as for the exam: tens of milliseconds each."""
    from mock_office.signing.pki import build

    desk = mini.task.desk
    pki = build(desk.tokens, now=desk.opened_at, agency=desk.agency.name)
    found = {card.id: card for card in pki.cards()}
    return [found[token.id] for token in mini.material.tokens]


def _certificates(mini: Mini, cards: Sequence[TokenCard], tr: Words) -> list[str]:
    out = []
    for number, (token, card) in enumerate(zip(mini.material.tokens, cards, strict=True), 1):
        listed = token.state is TokenState.REVOKED
        out += [
            tr("Chứng thư số {n}: {label}", n=number, label=card.label),
            tr("Chủ thể: {name}", name=card.subject),
            tr("Cấp bởi: {name}", name=card.issuer),
            tr("Hiệu lực {start} - {end}",
               start=f"{card.valid_from.astimezone(VIETNAM):%d/%m/%Y}",
               end=f"{card.valid_to.astimezone(VIETNAM):%d/%m/%Y}"),
            tr("Danh sách thu hồi: CÓ chứng thư này") if listed
            else tr("Danh sách thu hồi: không có chứng thư này"),
        ]  # fmt: skip
    return out
