"""The fields in which people type, used everywhere text is typed."""

from tui_exam.widgets.fields_line import FormField, LineField
from tui_exam.widgets.fields_text import TextField
from tui_exam.widgets.fields_typing import (
    ForeignInputMethod,
    Full,
    InputMethodToggled,
    Paused,
    Purpose,
    Typing,
    VietnameseInPin,
    badge,
)

__all__ = [
    "ForeignInputMethod",
    "FormField",
    "Full",
    "InputMethodToggled",
    "LineField",
    "Paused",
    "Purpose",
    "TextField",
    "Typing",
    "VietnameseInPin",
    "badge",
]
