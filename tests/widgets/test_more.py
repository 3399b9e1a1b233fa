"""A list that is longer than its place says so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.geometry import Region

from tui_exam.widgets.picklist import Entry, PickList
from tui_exam.widgets.rows import Row

WIDTH, HEIGHT = 20, 5


def entries(count: int, text: str = "thư số {n}") -> list[Entry]:
    def entry(n: int) -> Entry:
        return Entry(str(n), lambda _: [Row(((text.format(n=n), ""),))])

    return [entry(n) for n in range(1, count + 1)]


class Picks(PickList):
    """Notes what it has painted."""

    def __init__(self, found: list[Entry]) -> None:
        super().__init__(found)
        self.painted: list[Region] = []

    def _repaint(self, *regions: Region) -> None:
        self.painted += regions
        super()._repaint(*regions)


class Box(App[None]):
    def __init__(self, found: list[Entry]) -> None:
        super().__init__()
        self.picks = Picks(found)

    def compose(self) -> ComposeResult:
        yield self.picks


@asynccontextmanager
async def shown(found: list[Entry], *, airy: bool = False) -> AsyncIterator[Picks]:
    app = Box(found)
    app.set_class(airy, "-airy")
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        yield app.picks


def lines(picks: PickList) -> list[str]:
    return [picks.render_line(y).text.rstrip() for y in range(HEIGHT)]


async def test_an_arrow_stands_where_there_is_more_and_nowhere_else() -> None:
    async with shown(entries(9)) as picks:
        assert lines(picks)[0] == "> thư số 1"
        assert lines(picks)[-1] == "  thư số 5         ↓"
        picks.go(6)
        assert lines(picks)[0] == "  thư số 3         ↑"
        assert lines(picks)[-1] == "> thư số 7         ↓"
        picks.go(8)
        assert lines(picks)[-1] == "> thư số 9"


@pytest.mark.parametrize("airy", [False, True])
async def test_what_fits_has_none(airy: bool) -> None:
    async with shown(entries(3 if airy else 5), airy=airy) as picks:
        assert not any("↓" in line or "↑" in line for line in lines(picks))


async def test_what_is_in_its_way_is_cut() -> None:
    async with shown(entries(9, "một dòng rất dài về thư {n}")) as picks:
        last = picks.render_line(HEIGHT - 1).text
        assert last == "  một dòng rất...  ↓"
        assert cell_len(last) == WIDTH


async def test_it_appears_when_something_comes_in_out_of_sight() -> None:
    async with shown(entries(5)) as picks:
        picks.painted.clear()
        picks.take(entries(6))
        assert picks.painted == [Region(0, HEIGHT - 1, WIDTH, 1)]
        assert lines(picks)[-1].endswith("↓")


@given(
    st.lists(st.text("aệ中 ─", max_size=12), max_size=5),
    st.integers(4, 40),
    st.sampled_from(["", "cursor"]),
)
def test_a_row_with_a_mark_is_as_wide_as_it_is_to_be(
    texts: list[str], width: int, fill: str
) -> None:
    row = Row(tuple((text, "") for text in texts), fill).ending("↓", width)
    assert row.width == width
    assert row.text.endswith("↓")
