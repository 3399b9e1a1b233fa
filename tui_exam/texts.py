"""What the candidate reads, in his language.

Vietnamese is the language of the source: a text stands in the code as it is shown.
English comes from a gettext catalogue. The language belongs to a session and is
handed to whoever draws; nothing is installed process-wide.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from importlib.resources import as_file, files

Translate = Callable[[str], str]
LANGUAGES = ("vi", "en")


def translator(language: str) -> Translate:
    """The function that turns a Vietnamese text of the program into that language."""
    if language == "vi":
        return _same
    with as_file(files("tui_exam") / "locale") as folder:
        catalogue = gettext.translation("tui_exam", folder, languages=[language], fallback=True)
    return catalogue.gettext


def language_of(environment: dict[str, str]) -> str:
    """English when TUI_EXAM_LANG asks for it, otherwise Vietnamese.

    LANG is not asked: most machines here were set up in English by somebody else.
    """
    wanted = environment.get("TUI_EXAM_LANG", "").lower()
    return "en" if wanted.startswith("en") else "vi"


def _same(text: str) -> str:
    return text
