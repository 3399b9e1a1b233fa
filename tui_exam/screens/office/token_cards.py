"""The tokens in the drawer, as a person looks at them before choosing one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from mock_office.desk import Desk
from mock_office.tokens import TokenCard, TokenState

from ...texts import Translate
from ...vntime import VIETNAM
from ...widgets.picklist import Entry
from ...widgets.rows import Row, paragraph, row

INDENT = "      "


def card_entries(cards: Iterable[TokenCard], desk: Desk, picked: str, tr: Translate) -> list[Entry]:
    """List entries: whose certificate, by whom, valid when, and the PIN tries left."""
    return [Entry(card.id, _drawer(card, desk, card.id == picked, tr)) for card in cards]


def _drawer(
    card: TokenCard, desk: Desk, picked: bool, tr: Translate
) -> Callable[[int], Sequence[Row]]:
    left = desk.tries_left(card.id)
    about = tr("Chủ thể: {name}", name=card.subject)
    issuer = tr("Cấp bởi: {name}", name=card.issuer)
    dates = tr(
        "Hiệu lực {start} - {end}; {state}",
        start=f"{card.valid_from.astimezone(VIETNAM):%d/%m/%Y}",
        end=f"{card.valid_to.astimezone(VIETNAM):%d/%m/%Y}",
        state=tr("còn {n} lần nhập PIN", n=left) if left else tr("ĐÃ KHÓA"),
    )
    listed = desk.token(card.id).state is TokenState.REVOKED
    revoked = (
        tr("Danh sách thu hồi: CÓ chứng thư này") if listed
        else tr("Danh sách thu hồi: không có chứng thư này")
    )  # fmt: skip
    mark = "(x)" if picked else "( )"

    def draw(width: int) -> Sequence[Row]:
        return [
            row((f"{mark} {card.label}", "strong")),
            *paragraph(about, width, first=INDENT, rest=INDENT),
            *paragraph(issuer, width, "muted", first=INDENT, rest=INDENT),
            *paragraph(dates, width, "muted" if left else "bad", first=INDENT, rest=INDENT),
            *paragraph(revoked, width, "muted", first=INDENT, rest=INDENT),
        ]

    return draw
