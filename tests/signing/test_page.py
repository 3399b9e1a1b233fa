"""The page in half blocks: the red ring and the blue stroke are there to be seen."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mock_office.signing import page
from mock_office.signing.page import BLUE, GREY, PAPER, RED, CannotShow
from mock_office.signing.sign import Picture
from mock_office.signing.typeset import typeset
from tests.signing.conftest import Office
from tests.signing.samples import AGENCY, NOW, draft


def colours(cells: list[list[page.Cell]]) -> Counter[Any]:
    """How many half cells have which colour."""
    found: Counter[Any] = Counter()
    for row in cells:
        for char, front, back in row:
            upper = back if char in " ▄" else front
            lower = back if char in " ▀" else front
            found[upper] += 1
            found[lower] += 1
    return found


def test_a_draft_has_neither_red_nor_blue_and_a_signed_one_has(office: Office) -> None:
    blank = colours(page.page_cells(office.draft))
    one = colours(page.page_cells(office.one))
    two = colours(page.page_cells(office.two))
    assert blank[RED] == blank[BLUE] == one[RED] == 0
    assert one[BLUE] > 15
    assert two[RED] > 60
    assert two[BLUE] > 10
    assert blank[PAPER] > 7000


def test_a_red_signature_is_seen_to_be_red(office: Office) -> None:
    wrong = colours(page.page_cells(office.sign(office.draft, picture=Picture.RED_SIGNATURE)))
    assert wrong[RED] > 15
    assert wrong[BLUE] == 0


def test_the_seal_lies_on_the_left_third_of_the_signature(office: Office) -> None:
    cells = page.signing_block(office.two, columns=100)
    wide = [x for row in cells for x, cell in enumerate(row) if RED in cell[1:]]
    blue = [x for row in cells for x, cell in enumerate(row) if BLUE in cell[1:]]
    assert min(wide) < min(blue)
    covered = (max(wide) - min(blue)) / (max(blue) - min(blue))
    assert 0.2 < covered < 0.5


def test_sixteen_colours_need_only_eight_backgrounds(office: Office) -> None:
    for row in page.page_cells(office.two, columns=120):
        for char, front, back in row:
            assert char in " ▀▄█"
            assert isinstance(back, int)
            assert back <= PAPER
            assert front in (0, RED, BLUE, PAPER, GREY)


def test_true_colour_gives_the_pixels_themselves(office: Office) -> None:
    cells = page.page_cells(office.two, ink=page.Ink.TRUE)
    assert all(cell[0] == "▀" and len(cell[1]) == 3 for row in cells for cell in row)  # type: ignore[arg-type]


@pytest.mark.parametrize("columns", [1, 20, 80, 200, 10_000])
def test_the_picture_is_as_wide_as_asked_within_reason(office: Office, columns: int) -> None:
    cells = page.page_cells(office.two, columns=columns)
    assert len({len(row) for row in cells}) == 1
    assert len(cells[0]) == max(4, min(columns, page.MAX_COLUMNS))


def test_pages_are_counted_from_either_end() -> None:
    long = typeset(draft(30), AGENCY, when=NOW).data
    count = page.page_count(long)
    assert count > 2
    assert page.page_cells(long, -1) == page.page_cells(long, count - 1)
    for number in (count, -count - 1):
        with pytest.raises(CannotShow):
            page.page_cells(long, number)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x00" * 99, b"%PDF-1.7\n%%EOF"])
def test_what_cannot_be_drawn_says_so(data: bytes) -> None:
    for show in (page.page_cells, page.signing_block, page.page_count):
        with pytest.raises(CannotShow):
            show(data)  # type: ignore[operator]


def test_an_area_outside_the_page_says_so(office: Office) -> None:
    with pytest.raises(CannotShow):
        page.page_cells(office.two, area=(900, 0, 1000, 100))


def test_many_threads_may_ask_at_once(office: Office) -> None:
    alone = page.page_cells(office.two, columns=40)
    with ThreadPoolExecutor(4) as pool:
        shown = list(pool.map(lambda _: page.page_cells(office.two, columns=40), range(12)))
    assert all(cells == alone for cells in shown)


def test_a_console_is_given_only_glyphs_of_its_font_and_eight_colours(office: Office) -> None:
    cells = page.page_cells(office.two, ink=page.Ink.CONSOLE)
    assert {cell[0] for row in cells for cell in row} <= set(" ▒")
    backs = Counter(cell[2] for row in cells for cell in row)
    assert set(backs) <= {0, RED, BLUE, PAPER}
    assert backs[RED] > 40
    assert backs[BLUE] > 5


def test_without_colours_glyphs_tell_red_from_blue(office: Office) -> None:
    cells = page.signing_block(office.two, ink=page.Ink.PLAIN)
    glyphs = Counter(cell[0] for row in cells for cell in row)
    assert set(glyphs) <= set(" ░█▒■")
    assert glyphs["▒"] > 40
    assert glyphs["■"] > 10


def test_the_signing_block_can_be_fitted_into_a_height(office: Office) -> None:
    cells = page.signing_block(office.two, columns=200, rows=18)
    assert 16 <= len(cells) <= 19
