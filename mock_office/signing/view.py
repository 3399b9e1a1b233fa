"""A file as somebody looks at it: a page or the block of signatures, as a picture and in words."""

from __future__ import annotations

from dataclasses import dataclass

from mock_office.signing import page
from mock_office.signing.page_words import page_words

LEAST_ROWS = 14  # a block of signatures needs them, however low the screen is


@dataclass(frozen=True, slots=True)
class View:
    """What is seen; without cells the file cannot be drawn.

    Args:
        page: From 0, of so many `pages`.
    """

    cells: tuple[tuple[page.Cell, ...], ...] = ()
    words: tuple[str, ...] = ()
    page: int = 0
    pages: int = 1


def look_at(
    data: bytes, number: int | None, *, columns: int, rows: int, ink: page.Ink, lang: str
) -> View:
    """Draw a page and say what can be read there.

    Args:
        number: Of the page; any integer, counted round. None for the block of signatures.
        columns: Cells the picture may take in width; `rows` in height, for the block alone.
    """
    try:
        if number is None:
            cells = page.signing_block(data, columns=columns, rows=max(rows, LEAST_ROWS), ink=ink)
            return View(_kept(cells), page_words(data, lang=lang))
        pages = page.page_count(data)
        number %= pages
        cells = page.page_cells(data, number, columns=columns, ink=ink)
        return View(_kept(cells), page_words(data, number, lang=lang), number, pages)
    except page.CannotShow:
        return View()


def _kept(cells: list[list[page.Cell]]) -> tuple[tuple[page.Cell, ...], ...]:
    return tuple(tuple(row) for row in cells)
