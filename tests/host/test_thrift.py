"""What nodes share with each other or have in a small form acts as the library's own."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.css.styles import Styles
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.timer import Timer
from textual.widget import Widget

from tui_exam.host.apps.components import ComponentNode
from tui_exam.host.apps.stylesheets import Parsed
from tui_exam.host.apps.thrift import LastLayout, Occasion, Timers
from tui_exam.host.line.terminal import Terminal
from tui_exam.sitting.room import Room
from tui_exam.store import TinyAttemptStore
from tui_exam.widgets.label import Label
from tui_exam.widgets.lines import Lines

from .live import until
from .test_side_by_side import FULL, MANY, Session, two

F3, F8, F10 = b"\x1bOR", b"\x1b[19~", b"\x1b[21~"


@given(st.lists(st.sampled_from(["set", "clear", "wait", "cancel", "turn"]), max_size=30))
def test_whoever_waits_for_it_goes_on_when_he_would_with_the_library_s_event(
    steps: list[str],
) -> None:
    async def play(event: Occasion | asyncio.Event) -> list[object]:
        seen: list[object] = []
        waiting: list[asyncio.Task[object]] = []
        for step in steps:
            if step == "wait":
                waiting.append(asyncio.ensure_future(event.wait()))
            elif step == "cancel" and waiting:
                waiting[-1].cancel()
            elif step == "turn":
                await asyncio.sleep(0)
            elif step in {"set", "clear"}:
                getattr(event, step)()
            seen.append((event.is_set(), [task.done() for task in waiting]))
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        # How a queue is seen to be waited at: see `turns`.
        return [*seen, bool(event._waiters)]

    ours, theirs = asyncio.run(play(Occasion())), asyncio.run(play(asyncio.Event()))
    assert ours == theirs


async def test_a_timer_that_nobody_holds_is_not_kept() -> None:
    somebody = Label("")
    timers, held = Timers(), Timer(somebody, 1.0)
    assert not timers
    assert list(timers) == []
    timers.add(held)
    timers.add(Timer(somebody, 1.0))
    assert list(timers) == [held]
    timers.clear()
    assert not timers


def test_only_the_same_question_gets_the_last_layout() -> None:
    layout = LastLayout()
    assert layout.get("a") is None
    layout["a"] = 1
    assert layout.get("a") == 1
    assert layout.get("b") is None
    layout["b"] = 2
    assert layout.get("a") is None


@pytest.mark.parametrize("terminal", [MANY, Terminal("linux")], ids=["256", "console"])
async def test_every_node_goes_by_the_rules_that_stock_style_sheets_give_it(
    room: Room, tmp_path: Path, terminal: Terminal
) -> None:
    parsed = Parsed()
    for again in ("first", "second"):  # the second finds everything worked out
        store = TinyAttemptStore(tmp_path / again, reserve_bytes=1 << 16, low_water_bytes=0)
        session = Session(replace(room, store=store), terminal, tmp_path, parsed)
        await session.see("Thoát")
        for keys, words in ((b"1", "Làm quen"), (F8, "câu 1/"), (F3, "Thư nháp ("), (b"n", "Bcc")):
            session.press(keys)
            await session.see(words)
        session.press(F10)
        await session.see("Gõ chữ để tìm lệnh")
        stock = Stylesheet(variables=session.app.get_css_variables())
        stock.source = dict(session.app.stylesheet.source)
        stock.parse()
        nodes = [
            node
            for stack in session.app._screen_stacks.values()
            for screen in stack
            for node in screen.walk_children(with_self=True)
        ]
        assert len(nodes) > 30
        for node in nodes:
            parts = [styles.node for styles in node._component_styles.values()]
            for each in (node, *(part for part in parts if isinstance(part, ComponentNode))):
                wanted = _stock_rules(each, node, stock, session.context)
                assert _plain(each._css_styles._rules) == _plain(wanted), each
        await session.end()
        await store.close()


def _stock_rules(
    node: DOMNode, owner: DOMNode, stock: Stylesheet, context: contextvars.Context
) -> Mapping[str, object]:
    """What the library's own way makes of a node, leaving the node as it is."""
    if isinstance(node, ComponentNode):
        node = ComponentNode(next(iter(node._classes)))
        node._attach(owner)
    kept, mounted = node._css_styles, node._is_mounted
    own = Styles(node)
    node._css_styles = node.styles._base_styles = own
    node._is_mounted = False
    try:
        context.run(Stylesheet.apply, stock, node)
    finally:
        node._css_styles = node.styles._base_styles = kept
        node._is_mounted = mounted
    return own._rules


def _plain(rules: Mapping[str, object]) -> dict[str, object]:
    """A layout is equal to none but itself."""
    return {name: str(rule) if name == "layout" else rule for name, rule in rules.items()}


async def test_what_changes_in_one_session_stays_as_it_is_in_the_other(
    room: Room, tmp_path: Path
) -> None:
    async with two(room, tmp_path, FULL, FULL) as (one, other):
        mine, theirs = (next(iter(session.app.screen.query(Lines))) for session in (one, other))
        assert mine._css_styles._rules is theirs._css_styles._rules
        before = theirs._css_styles.get_rules()
        with pytest.raises(TypeError):
            one.context.run(mine.styles.base.set_rule, "text_align", "right")
        one.context.run(mine.set_class, True, "-marked")
        one.context.run(setattr, mine.styles, "text_align", "right")
        one.context.run(one.app.refresh_css)
        assert mine.styles.text_align == "right"
        assert theirs._css_styles.get_rules() == before
        assert theirs.styles.text_align == "start"


async def test_drawing_widgets_of_one_kind_share_the_styles_of_their_parts(
    room: Room, tmp_path: Path
) -> None:
    async with two(room, tmp_path, FULL, FULL) as (one, other):
        parts = []
        for session in (one, other):
            top = session.app.screen.query_one("#top", Widget)
            parts.append(session.context.run(top._component_styles.__getitem__, "lines--bar"))
        assert parts[0] is parts[1]
        other_colour = parts[1].color
        await one.end()
        await until(lambda: one.task.done())
        assert parts[1].color == other_colour


async def test_a_label_still_grows_with_what_it_says(room: Room, tmp_path: Path) -> None:
    async with two(room, tmp_path, FULL, FULL) as (one, _):
        label = Label("một dòng")
        await one.context.run(asyncio.ensure_future, _mounted(one, label))
        await until(lambda: label.size.height == 1)
        one.context.run(label.take, "chữ " * 60)
        one.context.run(lambda: label.refresh(layout=True))
        await until(lambda: label.size.height > 2)


async def _mounted(session: Session, label: Label) -> None:
    await session.app.screen.mount(label)
