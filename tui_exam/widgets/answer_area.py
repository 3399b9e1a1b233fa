"""One question of whatever kind, in the widget that suits it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from ..exam.items import Item, Kind
from .fields import LineField, Paused, Typing
from .label import Label
from .matching import Matching, MatchingView
from .ordering import Ordering, OrderingView
from .question import OptionView, QuestionPane, QuestionView

_WIDGETS = {Kind.ORDERING: "ordering", Kind.MATCHING: "matching", Kind.SHORT: "short"}


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question and the answer it has so far.

    Args:
        number: Tells one question from the next.
        order: Keys of the options as this paper shows them.
        answer: As the log holds it: ticked keys, keys in order, a right key for each left
            one ("" where there is none yet), or the text typed.
        rule: How it is answered and marked, in words.
    """

    number: int
    item: Item
    order: tuple[str, ...]
    answer: tuple[str, ...] = ()
    stem: str = ""
    rule: str = ""
    note: str = ""
    flagged: bool = False
    locked: bool = False


class AnswerArea(Vertical):
    """Shows one of its widgets. Choices come up as `QuestionPane.Picked`, the rest as `Given`."""

    DEFAULT_CSS = """
    AnswerArea { height: 1fr; width: 1fr; }
    AnswerArea > Label { height: auto; padding: 1 1 0 1; }
    AnswerArea > LineField { margin: 1 1; max-width: 60; }
    """

    @dataclass
    class Given(Message):
        """An answer that is no choice: an order, pairs, or a text; empty takes it back.

        Args:
            number: Of the question it was meant for.
            done: Whether the person has said, with Enter, that this is the answer.
        """

        answer: tuple[str, ...]
        number: int
        done: bool = False

    @dataclass
    class _Behind(Message):
        """Something to be sent on when the reports of earlier keys have been."""

        message: Message

    def __init__(self, kinds: Iterable[Kind], typing: Typing) -> None:
        super().__init__(id="answer")
        self._kinds = frozenset(kinds)
        self._typing = typing
        self._view: AnswerView | None = None

    def compose(self) -> ComposeResult:
        yield QuestionPane()
        if Kind.ORDERING in self._kinds:
            yield Ordering()
        if Kind.MATCHING in self._kinds:
            yield Matching()
        if Kind.SHORT in self._kinds:
            yield Label("", id="stem")
            yield LineField(typing=self._typing, id="short", max_length=200)

    @property
    def answered_in(self) -> Widget:
        """The widget in which the question is answered."""
        kind = self._view.item.kind if self._view is not None else Kind.SINGLE
        return self.query_one(f"#{_widget(kind)}")

    def send_behind(self, message: Message) -> None:
        """Send a message up behind the reports of all keys pressed so far."""
        self.answered_in.post_message(self._Behind(message))

    def focus_answer(self) -> None:
        """Put the keys where the question is answered."""
        if self._view is not None and self.screen.focused is not self.answered_in:
            self.answered_in.focus()

    def take(self, view: AnswerView) -> None:
        """Show another state; another question takes the keys with it."""
        before, self._view = self._view, view
        shown = _widget(view.item.kind)
        other = before is None or _widget(before.item.kind) != shown
        if other and len(self.children) > 1:
            for child in self.children:
                child.display = child.id == shown or (child.id == "stem" and shown == "short")
        fresh = before is None or before.number != view.number
        match view.item.kind:
            case Kind.ORDERING:
                self._order(view)
            case Kind.MATCHING:
                self._match(view)
            case Kind.SHORT:
                self._short(view, fresh=fresh)
            case _:
                self._choice(view)
        if fresh:
            self.focus_answer()

    def _choice(self, view: AnswerView) -> None:
        item = view.item
        self.query_one(QuestionPane).take(
            QuestionView(
                number=view.number,
                stem=view.stem,
                several=item.takes_several,
                rule=view.rule,
                options=tuple(
                    OptionView(key, item.option(key).text, key in view.answer) for key in view.order
                ),
                flagged=view.flagged,
                note=view.note,
                locked=view.locked,
            )
        )

    def _order(self, view: AnswerView) -> None:
        steps = tuple((key, view.item.option(key).text) for key in view.answer or view.order)
        self.query_one(Ordering).take(
            OrderingView(view.number, view.stem, view.rule, steps, view.note, view.locked)
        )

    def _match(self, view: AnswerView) -> None:
        options = view.item.options
        self.query_one(Matching).take(
            MatchingView(
                number=view.number,
                stem=view.stem,
                rule=view.rule,
                lefts=tuple((option.key, option.text) for option in options),
                rights=tuple((key, view.item.option(key).match) for key in view.order),
                chosen=view.answer or ("",) * len(options),
                note=view.note,
                locked=view.locked,
            )
        )

    def _short(self, view: AnswerView, *, fresh: bool) -> None:
        unit = f" ({view.item.unit})" if view.item.unit else ""
        stem = self.query_one("#stem", Label)
        stem.take(f"{view.stem}{unit}\n\n{view.rule}")
        if fresh:
            stem.refresh(layout=True)
            self.query_one("#short", LineField).load("".join(view.answer))

    @on(_Behind)
    def _pass_on(self, event: _Behind) -> None:
        event.stop()
        self.post_message(event.message)

    @on(Ordering.Ordered)
    def _ordered(self, event: Ordering.Ordered) -> None:
        event.stop()
        self.post_message(self.Given(event.keys, event.number))

    @on(Matching.Matched)
    def _matched(self, event: Matching.Matched) -> None:
        event.stop()
        if self._view is None or self._view.number != event.number:
            return
        item = self._view.item
        now = self._view.answer or ("",) * len(item.options)
        pairs = ["" if key == event.right else key for key in now]
        pairs[[option.key for option in item.options].index(event.left)] = event.right
        answer = tuple(pairs) if any(pairs) else ()
        # The next pair may come before this one is saved and shown: it builds on this one.
        self._view = replace(self._view, answer=answer)
        self.post_message(self.Given(answer, event.number))

    @on(Paused)
    def _paused(self, event: Paused) -> None:
        event.stop()
        self._written(event.text, done=False)

    @on(LineField.Submitted)
    def _submitted(self, event: LineField.Submitted) -> None:
        event.stop()
        self._written(event.value, done=True)
        self.screen.set_focus(None)  # the letters are commands again

    def _written(self, text: str, *, done: bool) -> None:
        if self._view is not None and self._view.item.kind is Kind.SHORT:
            text = text.strip()
            answer = (text,) if text else ()
            self.post_message(self.Given(answer, self._view.number, done))


def _widget(kind: Kind) -> str:
    return _WIDGETS.get(kind, "question")
