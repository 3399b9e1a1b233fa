"""What all fields of one session share about typing, and what they report upwards."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from textual.message import Message
from textual.widget import Widget

from tui_exam.vietnamese import Method, Style

Purpose = Literal["text", "code", "address", "pin", "search"]
"""What a field is for. Only in "text" and "search" do keys become Vietnamese letters."""

COMPOSING_PURPOSES = frozenset({"text", "search"})

_LETTERS = frozenset("àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ")
_NAMES = {"telex": "Telex", "vni": "VNI"}


@dataclass(slots=True)
class Typing:
    """How this session types: one object, handed to every field of the session.

    Args:
        method: "telex", "vni", or "" where the seat wants no input method of ours.
        style: where the tone stands in hòa (old) or hoà (new).
        on: whether keys are composed just now.
        foreign_seen: that the terminal has an input method of its own was told already.
    """

    method: Method | Literal[""] = "telex"
    style: Style = "old"
    on: bool = True
    foreign_seen: bool = False

    @property
    def composes(self) -> bool:
        """Whether keys become Vietnamese letters now."""
        return self.on and self.method != ""

    def toggle(self) -> None:
        """Change between Vietnamese and plain letters; without a method, Telex comes on."""
        self.on = not self.composes
        if self.on and not self.method:
            self.method = "telex"


def badge(typing: Typing) -> str:
    """Return the words for the status line: "[VI Telex]", "[VI VNI]" or "[EN]"."""
    return f"[VI {_NAMES[typing.method]}]" if typing.composes else "[EN]"


def is_vietnamese(char: str) -> bool:
    """Tell whether a key brought a ready-made Vietnamese letter, or a loose mark of one."""
    return unicodedata.normalize("NFC", char).lower() in _LETTERS or (
        len(char) == 1 and unicodedata.category(char) == "Mn"
    )


class FieldMessage(Message):
    """A report of one field; `@on(Paused, "#body")` picks the field by its id."""

    def __init__(self, field: Widget) -> None:
        """Remember the field that reports."""
        super().__init__()
        self.field = field

    @property
    def control(self) -> Widget:
        """The field that reports."""
        return self.field


class Paused(FieldMessage):
    """The text has changed and the person has stopped typing, or left the field: save a draft."""

    def __init__(self, field: Widget, text: str) -> None:
        """Remember the whole text as it stands."""
        super().__init__(field)
        self.text = text


class InputMethodToggled(FieldMessage):
    """The person switched between Vietnamese and plain letters."""

    def __init__(self, field: Widget, typing: Typing) -> None:
        """Remember the state after switching."""
        super().__init__(field)
        self.typing = typing


class ForeignInputMethod(FieldMessage):
    """The terminal has an input method of its own, so ours went off. Told once a session."""

    def __init__(self, field: Widget, typing: Typing) -> None:
        """Remember the state after switching off."""
        super().__init__(field)
        self.typing = typing


class VietnameseInPin(FieldMessage):
    """A Vietnamese letter came to a PIN field and was not taken: an input method is on."""


class Full(FieldMessage):
    """The field is full; what did not fit was not taken."""
