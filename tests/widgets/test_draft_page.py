"""Which line of a page is marked can be seen without colour."""

from __future__ import annotations

from tui_exam.widgets.draft_page import Cell, DraftPage, PageRow

LEFT, RIGHT = 5, 6
TWO = PageRow(
    "     Số:     /KH-UBND       Hương Tràm, ngày", (Cell(5, 22, LEFT), Cell(28, 44, RIGHT))
)
NARROW = PageRow("Nơi nhận dài CHỦ TỊCH", (Cell(0, 12, LEFT), Cell(13, 21, RIGHT)))


def drawn(row: PageRow, *marked: int) -> str:
    page = DraftPage()
    page._marked = frozenset(marked)
    return page._row(row).text


def test_the_mark_of_a_line_on_the_left_stands_at_the_edge() -> None:
    assert drawn(TWO, LEFT) == "!      Số:     /KH-UBND       Hương Tràm, ngày"


def test_the_mark_of_a_line_beside_another_stands_right_before_it() -> None:
    assert drawn(TWO, RIGHT) == "       Số:     /KH-UBND     ! Hương Tràm, ngày"
    assert drawn(TWO, LEFT, RIGHT) == "!      Số:     /KH-UBND     ! Hương Tràm, ngày"


def test_where_there_is_no_room_between_them_it_stands_at_the_edge() -> None:
    assert drawn(NARROW, RIGHT) == "! Nơi nhận dài CHỦ TỊCH"


def test_nothing_moves_when_a_line_is_marked() -> None:
    for row in (TWO, NARROW):
        for marked in ((), (LEFT,), (RIGHT,), (LEFT, RIGHT)):
            text = drawn(row, *marked)
            assert text.replace("!", " ") == f"  {row.text}"


def test_a_line_that_stands_alone_on_the_right_is_marked_at_the_edge() -> None:
    alone = PageRow("                  KẾ HOẠCH", (Cell(18, 26, RIGHT),))
    assert drawn(alone, RIGHT) == f"! {alone.text}"
