"""What came in while the exam runs and has not been opened yet: told quietly, anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mock_office.mail.letters import Folder
from mock_office.tabletop import Desk

from ..texts import Translate
from .exam import Exam


@dataclass(frozen=True, slots=True)
class Unseen:
    """How many papers came in at one part's desk and were not opened."""

    part: str
    letters: int
    documents: int


def unseen(exam: Exam) -> tuple[Unseen, ...]:
    """The parts at which something unopened has come in since the exam began.

    Costs next to nothing where a paper has no arrivals: it is asked for every second.
    """
    found = (
        _at(part, exam.desk(part), frozenset(arrival.of for arrival in task.desk.later))
        for part, task in exam.tasks.items()
        if task.desk.later
    )
    return tuple(each for each in found if each.letters or each.documents)


def _at(part: str, desk: Desk, expected: frozenset[str]) -> Unseen:
    letters = sum(
        f"letter:{letter.id}" in expected and not letter.read and letter.folder is Folder.INBOX
        for letter in desk.letters
    )
    documents = sum(
        f"document:{document.id}" in expected and not document.opened for document in desk.incoming
    )
    return Unseen(part, letters, documents)


def unseen_words(found: tuple[Unseen, ...], tr: Translate, place: Callable[[str], str]) -> str:
    """A few words about them, or "".

    Args:
        place: How to get to a part: its key, or its name; "" where there is nothing to say.
    """
    return "  ".join(_words(each, tr, place(each.part)) for each in found)


def _words(one: Unseen, tr: Translate, place: str) -> str:
    told = []
    if one.letters:
        told.append(tr("Thư mới ({n})", n=one.letters))
    if one.documents:
        told.append(tr("Văn bản mới ({n})", n=one.documents))
    return ", ".join(told) + (f": {place}" if place else "")
