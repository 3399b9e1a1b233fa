"""Handlers found by the quick way are those the library finds, in its order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from textual import events, on
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from tui_exam.host.apps.handlers import handlers_of, steps
from tui_exam.host.apps.hosted import HostedApp
from tui_exam.screens.home import HomeScreen
from tui_exam.screens.office.desk_screen import DeskScreen
from tui_exam.screens.theory import TheoryScreen
from tui_exam.widgets.answer_area import AnswerArea
from tui_exam.widgets.bars import KeyBar, TopBar
from tui_exam.widgets.fields import LineField, TextField
from tui_exam.widgets.picklist import PickList
from tui_exam.widgets.question import QuestionMap, QuestionPane

NODES = [
    HostedApp, HomeScreen, TheoryScreen, DeskScreen, AnswerArea, KeyBar, TopBar, LineField,
    TextField, PickList, QuestionMap, QuestionPane, Widget, Screen,
]  # fmt: skip
MESSAGES: list[Message] = [
    events.Key("a", "a"), events.Idle(), events.Mount(), events.Blur(), events.Paste("x"),
    events.ScreenResume(), QuestionPane.Picked("a", 1),
]  # fmt: skip


def names(found: Iterable[tuple[type, Any]]) -> list[tuple[type, Any]]:
    return [(owner, method.__func__) for owner, method in found]


@pytest.mark.parametrize("kind", NODES, ids=lambda kind: kind.__name__)
def test_each_node_finds_what_the_library_finds(kind: type[MessagePump]) -> None:
    node = object.__new__(kind)
    stock = MessagePump._get_dispatch_methods
    for message in MESSAGES:
        name = message.handler_name
        assert names(handlers_of(node, name, message)) == names(stock(node, name, message))


class Told(Message):
    """Says which widget it is about."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self._sender = widget

    @property
    def control(self) -> Widget:
        return self.widget


class Base(Widget):
    def on_told(self) -> None: ...


class Choosy(Base):
    @on(Told, "#mine")
    def _mine(self) -> None: ...

    @on(Told, "#other")
    def _other(self) -> None: ...

    def _on_told(self) -> None: ...


def test_selectors_are_looked_at_for_each_message() -> None:
    stock, node = MessagePump._get_dispatch_methods, Choosy()
    for about in (Input(id="mine"), Input(id="other"), Input()):
        quick = names(handlers_of(node, "on_told", Told(about)))
        assert quick == names(stock(node, "on_told", Told(about)))
    assert [owner for owner, _ in quick] == [Choosy, Base]


def test_a_handler_can_forbid_those_below() -> None:
    message = Told(Input())
    found = iter(handlers_of(Choosy(), "on_told", message))
    next(found)
    message.prevent_default()
    assert list(found) == []
    assert list(handlers_of(Choosy(), "on_told", message)) == []


def test_what_nobody_handles_has_no_steps() -> None:
    assert steps(Choosy, "on_nothing", Told) != ()  # the decorated ones go by kind, not by name
    assert steps(Widget, "on_nothing", Message) == ()
