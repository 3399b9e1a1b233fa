"""What a session's screens are given: look, language, typing. Nothing is global."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .texts import Translate, translator
from .theme import Look, look_for
from .widgets.fields_typing import Typing, badge


@dataclass(frozen=True)
class Ui:
    """One candidate's surroundings. `typing` is the one thing in it that changes."""

    look: Look = field(default_factory=lambda: look_for("xterm-256color"))
    tr: Translate = field(default_factory=lambda: translator("vi"))
    keymap: Mapping[str, str] = field(default_factory=dict)
    typing: Typing = field(default_factory=Typing)

    def badge(self) -> str:
        """Which way of typing is on, as text."""
        return badge(self.typing)
