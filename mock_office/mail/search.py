"""Finding letters by a few words, as in any mail program."""

from __future__ import annotations

from collections.abc import Sequence

from tui_exam.vietnamese import fold

from .letters import Letter


def search_letters(letters: Sequence[Letter], typed: str) -> tuple[Letter, ...]:
    """The letters in which every word typed occurs, with or without marks, newest first.

    Looked at are subject, people, text and the names of attached files, in every folder.
    """
    wanted = fold(typed).split()
    found = [letter for letter in letters if all(word in _text(letter) for word in wanted)]
    return tuple(sorted(found, key=_time, reverse=True))


def _text(letter: Letter) -> str:
    people = map(str, (letter.sender, *letter.to, *letter.cc))
    files = (file.name for file in letter.attachments)
    return fold("\n".join((letter.subject, *people, letter.body, *files)))


def _time(letter: Letter) -> float:
    return letter.date.timestamp() if letter.date else 0.0
