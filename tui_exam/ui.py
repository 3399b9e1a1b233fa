"""What a session's screens are given: look, language, keys, typing. Nothing is global."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .commands import Command, key_face
from .preferences import Preferences
from .texts import Words
from .theme import Look, look_for, theme_named
from .widgets.fields_typing import Typing, badge


@dataclass(frozen=True)
class Ui:
    """One candidate's surroundings. `tr` and `typing` hold what changes while the session runs.

    Args:
        look: How to draw for this terminal, before anybody has chosen otherwise.
        tr: The words of the program in the session's language.
        keymap: Command id -> keys, where they differ from the usual ones; checked already.
        typing: How the session types.
        fixed: Names of the preferences that a flag has settled: what was remembered gives way.
        first: The preferences the session begins with.
        afar: The program runs on another machine than the one the person sits at.
    """

    look: Look = field(default_factory=lambda: look_for("xterm-256color"))
    tr: Words = field(default_factory=Words)
    keymap: Mapping[str, str] = field(default_factory=dict)
    typing: Typing = field(default_factory=Typing)
    fixed: frozenset[str] = frozenset()
    first: Preferences = field(default_factory=Preferences)
    afar: bool = False

    def badge(self) -> str:
        """Which way of typing is on, as text."""
        return badge(self.typing)

    def face(self, command: Command) -> str:
        """How the key of a command is written here, where it may have been moved."""
        moved = self.keymap.get(command.id)
        return self.tr(key_face(moved) if moved else command.key_face)

    def folder(self, path: Path) -> str:
        """How the place of a written file is told to the person, who may not reach it himself."""
        if self.afar:
            return self.tr("máy chủ phòng thi; xin hỏi giám thị để nhận")
        return str(path)

    def theme(self, chosen: str) -> str:
        """The theme for a choice of look ("full", "contrast" or "") at this terminal."""
        return theme_named(self.look, chosen)
