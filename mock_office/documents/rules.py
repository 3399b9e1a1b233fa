"""What a format rule is, and the view of a draft it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..agency import Agency
from .outgoing import DraftLine, OutgoingDraft


class NotApplicable(ValueError):
    """An error cannot be planted in this draft: it has no place for it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A draft under examination, for whom it is and on what day."""

    draft: OutgoingDraft
    agency: Agency
    today: date

    def lines(self, *parts: str) -> Iterator[tuple[int, str]]:
        """The lines of those parts as (index, text), in page order."""
        return texts(self.draft, *parts)


Found = tuple[int | None, str]
"""Where (None: the page as a whole) and what, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of form: how its breach is seen, and how it is put into a draft.

    Args:
        code: T1 to T25 (seen in the text), M1 to M6 (seen in the layout).
        title: The rule as it should be, in Vietnamese.
        basis: Where it is written.
        words: Words (parted by "|") by which remarks name a breach that stands on no
            line of its own; "" where it does.
    """

    code: str
    title: str
    basis: str
    find: Callable[[Page], Iterable[Found]]
    plant: Callable[[OutgoingDraft], OutgoingDraft]
    words: str = ""


def texts(draft: OutgoingDraft, *parts: str) -> Iterator[tuple[int, str]]:
    """The lines of those parts of a draft as (index, text)."""
    return ((n, line.text) for n, line in enumerate(draft.lines) if line.part in parts)


def first(draft: OutgoingDraft, *parts: str) -> tuple[int, DraftLine]:
    """The first line of those parts; NotApplicable when the draft has none."""
    for n, line in enumerate(draft.lines):
        if line.part in parts:
            return n, line
    raise NotApplicable(f"Dự thảo không có phần {', '.join(parts)}.")


def rewrite(draft: OutgoingDraft, index: int, text: str) -> OutgoingDraft:
    """The draft with other words in one line. NotApplicable when nothing would change."""
    if draft.lines[index].text == text:
        raise NotApplicable(f"Dòng “{text}” không có chỗ cài lỗi này.")
    return change(draft, index, text=text)


def change(draft: OutgoingDraft, index: int, **fields: Any) -> OutgoingDraft:
    """The draft with other fields (text, layout, …) in one line."""
    lines = list(draft.lines)
    lines[index] = replace(lines[index], **fields)
    return replace(draft, lines=tuple(lines))


def relay(draft: OutgoingDraft, index: int, **fields: Any) -> OutgoingDraft:
    """The draft with another layout in one line."""
    return change(draft, index, layout=replace(draft.lines[index].layout, **fields))


def without(draft: OutgoingDraft, index: int) -> OutgoingDraft:
    """The draft with one line taken out."""
    return replace(draft, lines=draft.lines[:index] + draft.lines[index + 1 :])


def with_line(draft: OutgoingDraft, index: int, lines: Sequence[DraftLine]) -> OutgoingDraft:
    """The draft with lines put in before `index`."""
    return replace(draft, lines=(*draft.lines[:index], *lines, *draft.lines[index:]))
