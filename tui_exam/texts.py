"""What the candidate reads, in his language.

Vietnamese is the language of the source: a text stands in the code as it is shown.
English comes from a gettext catalogue (`tui_exam/locale`, made by `tui_exam.locale.messages`).
The language belongs to a session and is handed to whoever draws; nothing is installed
process-wide. Questions, task sheets and what lies on the desk of a task stay Vietnamese.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import Protocol

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


class Translate(Protocol):
    """Turns a text of the program into the language of whoever reads it."""

    def __call__(self, text: str, /, **values: object) -> str:
        """The text with its {places} filled in."""
        ...


def as_written(text: str, /, **values: object) -> str:
    """A text as the source has it: in Vietnamese."""
    return text.format(**values) if values else text


def msg(text: str) -> str:
    """Mark a text for the catalogue where it is declared and not yet shown."""
    return text


class Words:
    """The texts of one session. The language may change while the session runs."""

    def __init__(self, language: str = "vi") -> None:
        self.language = ""
        self._catalogue: gettext.NullTranslations = gettext.NullTranslations()
        self.use(language)

    def use(self, language: str) -> None:
        """Speak that language from now on; an unknown one is taken for Vietnamese."""
        language = language if language in LANGUAGES else "vi"
        if language == self.language:
            return
        self.language = language
        self._catalogue = gettext.NullTranslations() if language == "vi" else _catalogue(language)

    def __call__(self, text: str, /, **values: object) -> str:
        """The text in this language, its {places} filled in when values are given."""
        found = self._catalogue.gettext(text) if text else ""
        return found.format(**values) if values else found

    def count(self, text: str, n: int, /, **values: object) -> str:
        """A text that counts {n} things. Vietnamese has one form, English has two."""
        return self._catalogue.ngettext(text, text, n).format(n=n, **values)

    def number(self, value: float) -> str:
        """A number with at most two decimals: 13,5 in Vietnamese, 13.5 in English."""
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.language == "vi" else text


def translator(language: str) -> Words:
    """The words of a session that begins in that language."""
    return Words(language)


def language_of(environment: Mapping[str, str]) -> str:
    """English when TUI_EXAM_LANG asks for it, otherwise Vietnamese.

    LANG is not asked: most machines here were set up in English by somebody else, and a
    terminal of a room says C.UTF-8. Whoever wants English says so once; it is remembered.
    """
    wanted = environment.get("TUI_EXAM_LANG", "").lower()
    return "en" if wanted.startswith("en") else "vi"


def _catalogue(language: str) -> gettext.NullTranslations:
    with as_file(files("tui_exam") / "locale") as folder:
        return gettext.translation("tui_exam", folder, languages=[language], fallback=True)
