"""Taking progress along: CSV for a spreadsheet, plain text for Anki.

The Anki text format (docs.ankiweb.net, "Text Files"): header lines that begin with
`#`, then one note a line, fields between tabs, HTML allowed and so escaped.
"""

from __future__ import annotations

import csv
import html
import io
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from ..exam.items import LEVEL_NAMES, Item, Kind
from ..texts import Words
from ..vntime import VIETNAM
from .deck import MINI, QUESTION, Deck
from .learner import Learner
from .memory import recall
from .minis import title_of
from .plan import exam_time
from .words import topic_name

if TYPE_CHECKING:
    from ..exam.bank import Bank

COLUMNS = (
    "the", "chu_de", "muc_do", "dang", "cau_hoi", "so_lan_dung", "so_lan_sai",
    "lan_cuoi", "den_han", "nho_hien_nay", "nho_ngay_thi", "diem_mat_khi_thi",
)  # fmt: skip


def as_csv(learner: Learner, deck: Deck, bank: Bank, now: float, tr: Words | None = None) -> str:
    """One line a card the learner has met, with a byte order mark so that Excel reads it.

    Args:
        tr: The reader's language; the names of the columns are the same in any.
    """
    tr = tr or Words()
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    at = exam_time(learner, now)
    for card, state in sorted(learner.cards.items()):
        face = deck.faces.get(card)
        memory = state.memory
        row = (
            card,
            topic_name(deck, face.topic, tr) if face else "",
            tr(LEVEL_NAMES[face.level]) if face else "",
            face.kind if face else "",
            _about(card, bank),
            state.right,
            state.wrong,
            _day(memory.last) if memory else "",
            _day(memory.due) if memory else "",
            f"{recall(memory, now):.2f}" if memory else "",
            f"{recall(memory, at):.2f}" if memory else "",
            f"{state.owed:g}" if state.owed else "",
        )
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _about(card: str, bank: Bank) -> str:
    """The question, or the title of the task that a mini-task is made from."""
    if card.startswith(MINI):
        with suppress(KeyError, ValueError):
            return title_of(card)
        return ""
    item = bank.by_id.get(card.removeprefix(QUESTION))
    return item.stem if item else ""


def as_anki(bank: Bank, deck: Deck, *, topics: frozenset[str] = frozenset()) -> str:
    """The deck's questions as notes for Anki's text import; all topics when none is named.

    The item's id is the note's, so that importing again updates instead of doubling.
    No note type is named: its name depends on the language of Anki.
    """
    lines = [
        "#separator:tab",
        "#html:true",
        "#deck:Thi thử năng lực số",
        "#guid column:1",
        "#tags column:4",
    ]
    for item in bank.items:
        if f"{QUESTION}{item.id}" in deck.faces and (not topics or item.topic in topics):
            lines.append("\t".join((item.id, _front(item), _back(item), f"thi-thu {item.topic}")))
    return "\n".join(lines) + "\n"


def _front(item: Item) -> str:
    parts = [_html(item.stem)]
    if item.kind not in (Kind.SHORT, Kind.MATCHING):
        shown = (
            sorted(item.options, key=lambda o: o.text)
            if item.kind is Kind.ORDERING
            else (item.options)
        )
        parts += [f"{number}. {_html(option.text)}" for number, option in enumerate(shown, 1)]
    elif item.kind is Kind.MATCHING:
        parts.append("; ".join(_html(option.text) for option in item.options))
        parts.append("; ".join(sorted(_html(option.match) for option in item.options)))
    return "<br>".join(parts)


def _back(item: Item) -> str:
    parts = []
    if item.kind is Kind.SHORT:
        parts += [f"<b>{_html('; '.join(item.accept))}</b>", _html(item.accept_why)]
    for number, option in enumerate(item.options, 1):
        text = f"{option.text} = {option.match}" if option.match else option.text
        if item.kind in (Kind.ORDERING, Kind.MATCHING) or option.correct:
            parts.append(f"<b>{number}. {_html(text)}</b>: {_html(option.why)}")
        else:
            parts.append(f"{number}. {_html(text)}: {_html(option.why)}")
    parts.append("Căn cứ: " + _html("; ".join(str(basis) for basis in item.basis)))
    return "<br>".join(parts)


def _html(text: str) -> str:
    return html.escape(text).replace("\t", " ").replace("\n", "<br>")


def _day(wall: float) -> str:
    return datetime.fromtimestamp(wall, VIETNAM).strftime("%Y-%m-%d")


def _cell(value: object) -> object:
    """A leading sign would be a formula in a spreadsheet."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
