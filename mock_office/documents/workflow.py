"""Which moves the office's software offers, by role and by the state of the document.

The software of a real office offers unwise moves too; those carry `tempting`.
The exam shows them like any other: telling them apart is the candidate's skill.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..agency import Role
from ..tabletop import Desk
from .incoming import IncomingDocument, IncomingState, Secrecy
from .outgoing import DraftState, OutgoingDraft


@dataclass(frozen=True, slots=True)
class Move:
    """One move on offer.

    Args:
        kind: The action it leads to.
        label: What the button says, in Vietnamese.
        tempting: Possible here, and wrong by the order of work of Decree 30/2020.
    """

    kind: str
    label: str
    tempting: bool = False


REMEDIES: Final = (
    Move("issued_corrected", "Đính chính"),
    Move("issued_replaced", "Sửa đổi, thay thế"),
    Move("issued_recalled", "Thu hồi"),
)
"""What can be done about an issued document; which one is right depends on its mistake."""


def offered(desk: Desk, paper: IncomingDocument | OutgoingDraft) -> tuple[Move, ...]:
    """The moves on offer for a document or draft as it lies on `desk`, in a fixed order."""
    if isinstance(paper, IncomingDocument):
        return _incoming(desk, paper)
    if desk.role is Role.CLERK:
        return _clerk(paper)
    return _leader(desk, paper)


def _incoming(desk: Desk, document: IncomingDocument) -> tuple[Move, ...]:
    classified = document.secrecy is not Secrecy.NONE
    if desk.role is Role.CLERK:
        return (*_received(document, classified), *_copies(desk, document, classified))
    if document.state in {IncomingState.SECURED, IncomingState.CLOSED}:
        return ()
    if desk.role not in {Role.LEADER, Role.UNIT_HEAD}:
        return (Move("document_returned", "Trả lại nơi gửi", classified),)
    again = document.state is not IncomingState.WAITING
    return (
        Move(
            "document_routed",
            "Bút phê lại và chuyển" if again else "Bút phê và chuyển xử lý",
            classified,
        ),
        Move("document_returned", "Trả lại", classified),
        Move("document_secured", "Báo văn bản mật, ngừng xử lý", not classified),
        Move("document_closed", "Kết thúc", classified or not again),
    )


def _received(document: IncomingDocument, classified: bool) -> tuple[Move, ...]:
    if document.state in {IncomingState.SECURED, IncomingState.CLOSED}:
        return ()
    return (Move("document_returned", "Trả lại nơi gửi", classified),)


def _copies(desk: Desk, document: IncomingDocument, classified: bool) -> tuple[Move, ...]:
    """What can be copied: whatever was registered here, where the agency's token lies."""
    gone = document.state in {IncomingState.SECURED, IncomingState.RETURNED}
    if gone or not any(token.purpose == "agency" for token in desk.tokens):
        return ()
    moves = [Move("copy_made", "Sao văn bản", classified)]
    if any(not copy.sealed_with for copy in document.copies):
        moves.append(Move("copy_sealed", "Ký số bản sao"))
    if document.copies:
        signed = all(copy.sealed_with for copy in document.copies)
        moves.append(Move("copy_issued", "Gửi bản sao", not signed))
    return tuple(moves)


def _leader(desk: Desk, draft: OutgoingDraft) -> tuple[Move, ...]:
    signed = bool(draft.signed_with)
    if draft.state in {DraftState.ISSUED, DraftState.FILED}:
        return REMEDIES
    if desk.role is Role.SPECIALIST:
        return (Move("handed_over", "Chuyển văn thư phát hành", not signed),)
    moves = [
        Move("draft_signed", "Ký số", draft.state is DraftState.RETURNED),
        Move("draft_returned", "Trả lại để sửa", signed),
        Move("handed_over", "Chuyển phát hành", not signed),
    ]
    return tuple(moves[1:] if signed else moves)


def _clerk(draft: OutgoingDraft) -> tuple[Move, ...]:
    signed, numbered = bool(draft.signed_with), draft.number is not None
    sealed = bool(draft.sealed_with)
    given = bool(draft.handed_to) and signed
    moves: list[Move] = []
    if not sealed:
        moves.append(Move("draft_returned", "Trả lại người trình", given))
    if not numbered:
        moves.append(Move("draft_numbered", "Cấp số, ngày", not given))
    if not sealed:
        moves.append(Move("draft_sealed", "Ký số của cơ quan", not (given and numbered)))
    if draft.state not in {DraftState.ISSUED, DraftState.FILED}:
        moves.append(Move("draft_issued", "Phát hành", not (given and numbered and sealed)))
        if draft.attachments:
            moves.append(Move("attachment_sealed", "Ký số phụ lục", not numbered))
    if draft.state is not DraftState.FILED:
        moves.append(Move("draft_filed", "Đưa vào hồ sơ", draft.state is not DraftState.ISSUED))
    if draft.state is DraftState.ISSUED:
        moves.append(Move("draft_issued", "Gửi thêm nơi nhận"))
    return tuple(moves)
