"""Choosing an address from the agency's book."""

from __future__ import annotations

from collections.abc import Sequence

from mock_office.mail.address_book import Card, search

from ...ui import Ui
from ...widgets.picklist import Entry
from ...widgets.rows import columns, row
from .finder import Finder


class AddressBook(Finder):
    """The people and units that can be written to; the answer is an entry of an address line."""

    CSS_PATH = "compose.tcss"

    def __init__(self, ui: Ui, book: Sequence[Card]) -> None:
        super().__init__(
            ui, ui.tr("Danh bạ"), lambda typed: [_entry(card) for card in search(book, typed)]
        )


def _entry(card: Card) -> Entry:
    return Entry(
        card.written,
        lambda width: [
            row((card.name, "strong"), (f"  {card.note}" if card.note else "", "muted")),
            row(*columns([("", 2, ""), (card.address, width - 3, "")])),
        ],
    )
