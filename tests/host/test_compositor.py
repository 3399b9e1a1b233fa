"""The short way of drawing shows what the stock one would, after every key."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import cast

import pyte
import pytest
from rich.console import Console
from rich.segment import Segment
from textual._compositor import Compositor, CompositorUpdate
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui_exam.host.apps.compositor import LinesUpdate, QuickCompositor
from tui_exam.host.apps.stylesheets import Parsed
from tui_exam.host.hall_store import HallStore
from tui_exam.host.line.pen import Pen
from tui_exam.host.line.terminal import Terminal
from tui_exam.sitting.room import Room

from .eye import Cells, seen
from .live import F8, SIT, until
from .test_side_by_side import Session

F2, F3, F5, F10 = b"\x1bOQ", b"\x1bOR", b"\x1b[15~", b"\x1b[21~"
DOWN, UP, TAB, ESC = b"\x1b[B", b"\x1b[A", b"\t", b"\x1b"
WALK = (
    b"1", b"n", b"2", b"r", b"p", b"3", DOWN, b" ", F3, b"n", b"x", b"y", TAB, b"Ch\xc3\xa0o", UP,
    ESC, F5, DOWN, F2, F10, DOWN, DOWN, ESC, b"n", b"1",
)  # fmt: skip


def drawn_whole(session: Session, depth: str) -> Cells:
    """What the stock compositor makes of the screen as it is now."""
    app = session.app
    compositor = Compositor()
    compositor.__dict__.update(app.screen._compositor.__dict__)
    screen, frame = pyte.Screen(80, 24), compositor.render_full_update()
    stream = pyte.Stream(screen)
    screen.reset_mode(pyte.modes.DECAWM)
    stream.feed(Pen(depth).draw(cast(CompositorUpdate, frame).render_segments(app.console)))
    return seen(screen)


async def alike(session: Session, depth: str) -> bool:
    """Whether what was sent shows what the stock way shows, once all is still."""
    for _ in range(60):
        size = len(session.wire.sent)
        await asyncio.sleep(0.08)
        screen = pyte.Screen(80, 24)
        pyte.Stream(screen).feed(session.wire.sent)
        whole = session.context.run(drawn_whole, session, depth)
        if size == len(session.wire.sent) and seen(screen) == whole:
            return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("terminal", "depth"),
    [(Terminal("xterm-256color"), "256"), (Terminal("linux"), "standard")],
)
async def test_each_key_leaves_the_screen_as_if_drawn_whole(
    room: Room, tmp_path: Path, terminal: Terminal, depth: str
) -> None:
    store = HallStore(tmp_path, reserve_bytes=1 << 16, low_water_bytes=1 << 16)
    session = Session(replace(room, store=store), terminal, tmp_path, Parsed())
    try:
        await session.see("Thoát")
        session.press(SIT)
        await session.see("F8")
        session.press(F8)
        await session.see("Câu 1")
        assert isinstance(session.app.screen._compositor, QuickCompositor)
        for at, key in enumerate(WALK):
            session.press(key)
            assert await alike(session, depth), (at, key)
    finally:
        await session.end()
        await store.close()


def test_changes_that_overlap_are_drawn_once() -> None:
    wide, narrow = Strip([Segment("abcde")]), Strip([Segment("abc")])
    placed = [(Region(2, 3, 5, 1), [wide]), (Region(2, 3, 3, 1), [narrow])]
    for each in (placed, placed[::-1]):
        assert LinesUpdate(each).render_segments(Console()) == "\x1b[4;3Habcde"


async def test_only_what_changed_is_asked_to_draw(room: Room, tmp_path: Path) -> None:
    session = Session(room, Terminal("xterm-256color"), tmp_path, Parsed())
    asked: list[Region] = []
    try:
        await session.see("Thoát")
        assert await alike(session, "256")
        for widget in session.app.screen.query(Widget):
            render = widget.render_lines

            def noting(crop: Region, render: object = render) -> object:
                asked.append(crop)
                return render(crop)  # type: ignore[operator]

            widget.render_lines = noting  # type: ignore[assignment,method-assign]
        session.press(DOWN)
        await until(lambda: bool(asked))
        await asyncio.sleep(0.1)
        assert 0 < sum(crop.height for crop in asked) <= 6, asked  # two entries
    finally:
        await session.end()
