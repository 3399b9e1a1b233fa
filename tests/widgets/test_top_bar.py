"""The first line of a screen says where one is, whatever else it has to say."""

from __future__ import annotations

from tui_exam.widgets.bars import TopBar, TopValues

NEWS = "Thư mới (2): F3  Văn bản mới (1): F4"


def lines(values: TopValues, width: int) -> list[str]:
    bar = TopBar()
    bar._values = values
    return [each.text.rstrip() for each in bar.build(width)]


def test_news_stand_beside_the_title_where_there_is_room() -> None:
    shown = lines(TopValues("Lý thuyết: câu 12/30", NEWS, "Còn 57 phút", "Đã lưu 20:03:19"), 120)
    assert len(shown) == 1
    assert "câu 12/30" in shown[0]
    assert NEWS in shown[0]


def test_news_that_would_cut_the_title_stand_below_it() -> None:
    shown = lines(TopValues("Lý thuyết: câu 12/30", NEWS, "Còn 57 phút", "Đã lưu 20:03:19"), 80)
    assert "Lý thuyết: câu 12/30" in shown[0]
    assert "Còn 57 phút   Đã lưu 20:03:19" in shown[0]
    assert shown[1].strip() == NEWS


def test_a_title_that_is_too_long_by_itself_is_cut_and_the_clock_is_not() -> None:
    shown = lines(TopValues("Văn bản: " + "rất dài " * 20, "", "Còn 57 phút"), 80)
    assert len(shown) == 1
    assert shown[0].endswith("Còn 57 phút")
