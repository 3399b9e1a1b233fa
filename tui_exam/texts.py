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
    """English when the environment asks for it, otherwise Vietnamese."""
    for name in ("TUI_EXAM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") and name == "TUI_EXAM_LANG" else "vi"
    return "vi"


def _same(text: str) -> str:
    return text
