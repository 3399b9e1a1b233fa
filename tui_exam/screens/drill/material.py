"""The material of a mini-task as rows: a document, a letter, a draft, certificates."""

from __future__ import annotations

from collections.abc import Sequence

from mock_office.documents.text_page import layout_lines, page_rows
from mock_office.model import (
    IncomingDocument,
    Letter,
    OutgoingDraft,
    TokenCard,
    TokenSpec,
    TokenState,
)

from ...drill.minis import Mini
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


def material_rows(mini: Mini, cards: Sequence[TokenCard]) -> Build | None:
    """What lies before the learner; None when there is nothing but the question.

    Args:
        cards: The certificates of the material's tokens, in their order.
    """
    material = mini.material
    if material.document is not None:
        return _document(material.document)
    if material.letter is not None:
        return _letter(material.letter, sending=material.letter.id == "mini")
    if material.draft is not None:
        return _draft(material.draft)
    if cards:
        return _certificates(material.tokens, cards)
    return text_rows(*material.lines) if material.lines else None


def reference(mini: Mini) -> tuple[str, ...]:
    """What can be looked up beside the material, as paragraphs."""
    material = mini.material
    has_more = material.document or material.letter or material.draft or material.tokens
    return material.lines if has_more else ()


def _document(document: IncomingDocument) -> Build:
    def rows(width: int) -> list[Row]:
        text = min(width - 2, 96)
        # The state would give away that it is a task; the rest is the register's.
        lines = [line for line in register_lines(document) if not line.startswith("Trạng thái")]
        out = [r for line in lines for r in paragraph(line, text, "muted", first=" ", rest="    ")]
        out.append(EMPTY)
        for each in document.body:
            out += paragraph(each, text, "", first=" ", rest=" ")
        for file in document.attachments:
            out += paragraph(f"Tệp kèm theo: {file.name} {file.note}", text, "muted", first=" ")
        return out

    return rows


def _letter(letter: Letter, *, sending: bool) -> Build:
    def rows(width: int) -> list[Row]:
        text = min(width - 2, 96)
        out: list[Row] = []
        if sending:
            out += paragraph(f"Cách gửi: {MODES.get(letter.mode, '')}", text, "muted", first=" ")
        for line in letter_lines(letter):
            out += paragraph(line, text, "muted", first=" ", rest=" " * 10)
        if sending and not letter.attachments:
            out += paragraph("Tệp:     (không có)", text, "muted", first=" ")
        out += [EMPTY, *paragraph(letter.body.rstrip(), text, "", first=" ", rest=" ")]
        for link in letter.links:
            out += paragraph(f"Liên kết: {link.text} <{link.target}>", text, "", first=" ")
        return out

    return rows


def _draft(draft: OutgoingDraft) -> Build:
    def rows(width: int) -> list[Row]:
        text = max(40, min(width - 3, 92))
        out = [row((f" {draft_title(draft)}", "muted")), EMPTY]
        out += [row(f"  {each.text}") for each in page_rows(draft, text)]
        out += [EMPTY, row((" Thuộc tính trình bày", "title"))]
        for line, _ in layout_lines(draft):
            out += paragraph(line, text, "", first="  ", rest="      ")
        return out

    return rows


def _certificates(tokens: Sequence[TokenSpec], cards: Sequence[TokenCard]) -> Build:
    def rows(width: int) -> list[Row]:
        text = min(width - 2, 96)
        out: list[Row] = []
        for number, (token, card) in enumerate(zip(tokens, cards, strict=True), 1):
            revoked = token.state is TokenState.REVOKED
            out.append(row((f" Chứng thư số {number}: {card.label}", "strong")))
            for line in (
                f"Chủ thể: {card.subject}",
                f"Cấp bởi: {card.issuer}",
                f"Hiệu lực {card.valid_from.astimezone(VIETNAM):%d/%m/%Y} - "
                f"{card.valid_to.astimezone(VIETNAM):%d/%m/%Y}. Danh sách thu hồi: "
                f"{'CÓ số này' if revoked else 'không có số này'}",
            ):
                out += paragraph(line, text, "muted", first="   ", rest="   ")
        return out

    return rows
