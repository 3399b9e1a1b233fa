"""The agency's address book: who can be written to, and finding them by a few letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui_exam.vietnamese import fold

from ..agency import Agency


@dataclass(frozen=True, slots=True)
class Card:
    """One entry: a person or a unit with the address of its box."""

    address: str
    name: str
    note: str  # position and unit; "" for a unit

    @property
    def written(self) -> str:
        """As it goes into an address line."""
        return f"{self.name} <{self.address}>"


def cards(agency: Agency) -> tuple[Card, ...]:
    """People first, then units and outside bodies; each box once under a name."""
    people = [Card(p.address, p.name, agency.post(p)) for p in agency.people if p.address]
    units = [Card(u.address, u.name, "") for u in agency.units if u.address]
    return tuple({(card.address, card.name): card for card in (*people, *units)}.values())


def search(book: Sequence[Card], typed: str) -> tuple[Card, ...]:
    """The cards in which every word typed occurs, with or without Vietnamese marks."""
    wanted = fold(typed).split()
    return tuple(
        card
        for card in book
        if all(word in fold(f"{card.name} {card.note} {card.address}") for word in wanted)
    )
