"""The material of a mini-task as rows: a document, a letter, a draft, certificates."""

from __future__ import annotations

from collections.abc import Sequence

from mock_office.documents.incoming import IncomingDocument
from mock_office.documents.outgoing import OutgoingDraft
from mock_office.documents.text_page import layout_lines, page_rows
from mock_office.mail.letters import Letter
from mock_office.tokens import TokenCard, TokenSpec, TokenState

from ...drill.minis import Mini
from ...texts import Words
from ...vntime import VIETNAM
from ...widgets.rows import EMPTY, Row, paragraph, row
from ..dialogs import Build, text_rows
from ..office.words import draft_title, letter_lines, register_lines

MODES = {
    "new": "Soạn thư mới",
    "reply": "Trả lời",
    "reply_all": "Trả lời tất cả",
    "forward": "Chuyển tiếp",
}

STATE = "Trạng thái"
"""How the register's line about the state begins."""


def material_rows(mini: Mini, cards: Sequence[TokenCard], tr: Words) -> Build | None:
    """What lies before the learner; None when there is nothing but the question.

    Args:
        cards: The certificates of the material's tokens, in their order.
    """
    material = mini.material
    if material.document is not None:
        return _document(material.document, tr)
    if material.letter is not None:
        return _letter(material.letter, tr, sending=material.letter.id == "mini")
    if material.draft is not None:
        return _draft(material.draft, tr)
    if cards:
        return _certificates(material.tokens, cards, tr)
    return text_rows(*material.lines) if material.lines else None


def reference(mini: Mini) -> tuple[str, ...]:
    """What can be looked up beside the material, as paragraphs."""
    material = mini.material
    has_more = material.document or material.letter or material.draft or material.tokens
    return material.lines if has_more else ()


def _document(document: IncomingDocument, tr: Words) -> Build:
    def rows(width: int) -> list[Row]:
        text = min(width - 2, 96)
        # The state would give away that it is a task; the rest is the register's.
        lines = [line for line in register_lines(document) if not line.startswith(STATE)]
        out = [r for line in lines for r in paragraph(line, text, "muted", first=" ", rest="    ")]
        out.append(EMPTY)
        for each in document.body:
            out += paragraph(each, text, "", first=" ", rest=" ")
        for file in document.attachments:
            said = tr("Tệp kèm theo: {file}", file=f"{file.name} {file.note}".rstrip())
            out += paragraph(said, text, "muted", first=" ")
        return out

    return rows


def _letter(letter: Letter, tr: Words, *, sending: bool) -> Build:
    def rows(width: int) -> list[Row]:
        text = min(width - 2, 96)
        out: list[Row] = []
        if sending:
            way = tr("Cách gửi: {way}", way=tr(MODES.get(letter.mode, "")))
            out += paragraph(way, text, "muted", first=" ")
        for line in letter_lines(letter):
            out += paragraph(line, text, "muted", first=" ", rest=" " * 10)
        if sending and not letter.attachments:
            out += paragraph(tr("Tệp:     (không có)"), text, "muted", first=" ")
        out += [EMPTY, *paragraph(letter.body.rstrip(), text, "", first=" ", rest=" ")]
        for link in letter.links:
            shown = tr("Liên kết: {link}", link=f"{link.text} <{link.target}>")
            out += paragraph(shown, text, "", first=" ")
        return out

    return rows


def _draft(draft: OutgoingDraft, tr: Words) -> Build:
    def rows(width: int) -> list[Row]:
        text = max(40, min(width - 3, 92))
        out = [row((f" {draft_title(draft)}", "muted")), EMPTY]
        out += [row(f"  {each.text}") for each in page_rows(draft, text)]
        out += [EMPTY, row((" " + tr("Thuộc tính trình bày"), "title"))]
        for line, _ in layout_lines(draft):
            out += paragraph(line, text, "", first="  ", rest="      ")
        return out

    return rows


def _certificates(tokens: Sequence[TokenSpec], cards: Sequence[TokenCard], tr: Words) -> Build:
    def rows(width: int) -> list[Row]:
        text = min(width - 2, 96)
        out: list[Row] = []
        for number, (token, card) in enumerate(zip(tokens, cards, strict=True), 1):
            title = tr("Chứng thư số {n}: {label}", n=number, label=card.label)
            out.append(row((f" {title}", "strong")))
            for line in _certificate(token, card, tr):
                out += paragraph(line, text, "muted", first="   ", rest="   ")
        return out

    return rows


def _certificate(token: TokenSpec, card: TokenCard, tr: Words) -> Sequence[str]:
    first, last = card.valid_from.astimezone(VIETNAM), card.valid_to.astimezone(VIETNAM)
    revoked = token.state is TokenState.REVOKED
    return (
        tr("Chủ thể: {who}", who=card.subject),
        tr("Cấp bởi: {who}", who=card.issuer),
        tr("Hiệu lực: {first} - {last}", first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}"),
        tr("Danh sách thu hồi: CÓ số này") if revoked
        else tr("Danh sách thu hồi: không có số này"),
    )  # fmt: skip
