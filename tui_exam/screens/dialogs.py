"""The few dialogs: a question, a notice, a page to read, a menu, a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen, Screen

from ..texts import Translate, as_written, msg
from ..widgets.bars import KeyBar, TopBar, TopValues
from ..widgets.lines import Page
from ..widgets.picklist import Entry, PickList
from ..widgets.rows import EMPTY, Row, pad, paragraph, row, wrap

Build = Callable[[int], Sequence[Row]]
Keys = Sequence[tuple[str, str]]

CLOSE_KEYS = (("Esc", "Đóng"), ("↑↓", "Cuộn"), ("PgUp PgDn", "Từng trang"))
READ_ON = ("↑↓", "Đọc tiếp")
CHOOSE_KEYS = (("Enter", "Chọn"), ("↑↓", "Di chuyển"), ("Esc", "Quay lại"))
TICK_KEYS = (("Cách", "Đánh dấu"), ("Enter", msg("Xong")), ("Esc", "Quay lại"))


def words_of(screen: Screen[Any]) -> Translate:
    """The words of the session a dialog is shown in."""
    ui = getattr(screen.app, "ui", None)
    return as_written if ui is None else ui.tr


def said(screen: Screen[Any], keys: Keys) -> list[tuple[str, str]]:
    """Keys and their labels in the language of the session."""
    tr = words_of(screen)
    return [(tr(key), tr(label)) for key, label in keys]


class Reading(Page):
    """A page whose rows come from a function of the width."""

    def __init__(self, rows: Build, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._make = rows

    def build(self, width: int) -> Sequence[Row]:
        rows = self._make(width)
        return [each for line in rows for each in (line, EMPTY)] if self.airy else rows

    def take(self, rows: Build) -> None:
        """Show other rows."""
        self._make = rows
        self.redraw()


class PageDialog(ModalScreen[None]):
    """Something to read over the whole screen; any of the closing keys goes back."""

    BINDINGS = [Binding("escape,enter,q", "dismiss_page", "Đóng", show=False, id="page.close")]

    def __init__(self, title: str, rows: Build, *, keys: Keys) -> None:
        super().__init__()
        self._title, self._make, self._keys = title, rows, keys

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Reading(self._make, id="reading")
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self.query_one(TopBar).take(TopValues(title=self._title))
        self.query_one(KeyBar).take(said(self, self._keys))
        self.query_one(Reading).focus()

    def on_page_scrolled(self) -> None:
        page = self.query_one(Reading)
        self.query_one(TopBar).take(TopValues(title=self._title, clock=page.position()))

    def action_dismiss_page(self) -> None:
        """Close the page."""
        self.dismiss(None)


class Ask(ModalScreen[bool]):
    """One question, asked once: yes by its key, no by Esc.

    Args:
        wary: Any other letter means no as well. For what cannot be undone: somebody who thinks
            he is writing text would answer yes with the next c.
    """

    BINDINGS = [
        Binding("escape,k", "answer(False)", "Không", show=False, id="ask.no"),
        Binding("c", "answer(True)", "Có", show=False, id="ask.yes"),
    ]

    def __init__(self, title: str, body: Build, *, yes: str, no: str, wary: bool = False) -> None:
        super().__init__()
        self._title, self._body, self._yes, self._no = title, body, yes, no
        self._wary = wary

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield Reading(self._body, id="reading")
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self.query_one(TopBar).take(TopValues(title=self._title))
        keys = (("C", self._yes), ("Esc", self._no), READ_ON)
        self.query_one(KeyBar).take(said(self, keys))
        self.query_one(Reading).focus()

    def on_key(self, event: events.Key) -> None:
        """Take other letters for text that was meant to go elsewhere."""
        if self._wary and event.is_printable and event.key != "c" and self.is_current:
            event.stop()
            event.prevent_default()
            self.dismiss(False)

    def action_answer(self, yes: bool) -> None:
        """Close with the answer."""
        self.dismiss(yes)


class Choose(ModalScreen[str]):
    """A list to choose one thing from; Esc chooses nothing (an empty string)."""

    BINDINGS = [Binding("escape", "none", "Quay lại", show=False, id="choose.none")]

    def __init__(self, title: str, entries: Sequence[Entry], *, keys: Keys):
        super().__init__()
        self._title, self._entries, self._keys = title, entries, keys

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield PickList(self._entries, id="choices")
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self.query_one(TopBar).take(TopValues(title=self._title))
        self.query_one(KeyBar).take(said(self, self._keys))
        self.query_one(PickList).focus()

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        event.stop()
        self.dismiss(event.entry)

    def action_none(self) -> None:
        """Close without a choice."""
        self.dismiss("")


@dataclass(frozen=True, slots=True)
class Tick:
    """An entry of a `TickMany`: id, text, a word beside it."""

    id: str
    text: str
    note: str = ""


class TickMany(ModalScreen[tuple[str, ...] | None]):
    """Tick any number of entries; Enter keeps the ticks, Esc leaves things as they were."""

    BINDINGS = [
        Binding("escape", "cancel", "Quay lại", show=False, id="tick.cancel"),
        Binding("enter", "keep", "Xong", show=False, id="tick.keep", priority=True),
    ]

    def __init__(
        self,
        title: str,
        ticks: Sequence[Tick],
        picked: Sequence[str],
        *,
        single: bool = False,
        keys: Keys,
    ) -> None:
        super().__init__()
        self._title, self._ticks, self._single, self._keys = title, tuple(ticks), single, keys
        self._picked = [each for each in picked if each in {tick.id for tick in ticks}]

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield PickList(self._entries(), id="choices")
        yield KeyBar(rows=1)

    def on_mount(self) -> None:
        self.query_one(TopBar).take(TopValues(title=self._title))
        self.query_one(KeyBar).take(said(self, self._keys))
        self.query_one(PickList).focus()

    def _entries(self) -> list[Entry]:
        return [Entry(tick.id, self._drawer(at, tick)) for at, tick in enumerate(self._ticks)]

    def _drawer(self, at: int, tick: Tick) -> Callable[[int], Sequence[Row]]:
        picked = tick.id in self._picked

        def draw(width: int) -> Sequence[Row]:
            mark = "[x]" if picked else "[ ]"
            lead = f"{mark} {at + 1:>2}. "
            rows = paragraph(
                tick.text, width, "picked" if picked else "", first=lead, rest="        "
            )
            note = paragraph(tick.note, width, "muted", first="        ", rest="        ")
            return [*rows, *(note if tick.note else ())]

        return draw

    def on_pick_list_marked(self, event: PickList.Marked) -> None:
        event.stop()
        self._flip(event.entry)

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        event.stop()
        self._flip(event.entry)

    def _flip(self, key: str) -> None:
        if key in self._picked:
            self._picked.remove(key)
        else:
            self._picked = [key] if self._single else [*self._picked, key]
        self.query_one(PickList).take(self._entries())

    def action_keep(self) -> None:
        """Close and keep the ticks, in the order of the list."""
        self.dismiss(tuple(tick.id for tick in self._ticks if tick.id in self._picked))

    def action_cancel(self) -> None:
        """Close and change nothing."""
        self.dismiss(None)


def key_rows(pairs: Sequence[tuple[str, str, str]]) -> Build:
    """Rows that explain keys: (key, label, help)."""

    def rows(width: int) -> list[Row]:
        out: list[Row] = []
        for key, label, help_text in pairs:
            first, *rest = wrap(label, width - 11)
            out.append(row((pad(key, 10), "key"), (first, "strong")))
            out += [row((f"{' ' * 10}{line}", "strong")) for line in rest]
            if help_text:
                out += paragraph(help_text, width - 1, "", first=" " * 10, rest=" " * 10)
        return out

    return rows


def text_rows(*parts: str) -> Build:
    """Rows of plain paragraphs; a part that starts with "# " is a heading."""

    def rows(width: int) -> list[Row]:
        out: list[Row] = []
        for part in parts:
            if part.startswith("# "):
                out += [EMPTY, row((f" {part[2:]}", "title"))]
            else:
                out += paragraph(part, min(width - 1, 96), first=" ", rest=" ")
        return out

    return rows
