"""Typing into a field: keys in order, Vietnamese composed in place, pauses reported."""

from __future__ import annotations

import asyncio
import unicodedata
from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer

from tui_exam.vietnamese import Typed, backspace, finish, press, typed_before
from tui_exam.widgets.fields_typing import (
    COMPOSING_PURPOSES,
    ForeignInputMethod,
    InputMethodToggled,
    Paused,
    Purpose,
    Typing,
    VietnameseInPin,
    is_vietnamese,
)

if TYPE_CHECKING:
    from textual.widget import Widget as _Base
else:
    # The style sheets of a widget follow its first widget base, which must stay Input or TextArea.
    _Base = object

PAUSE = 0.8
"""Seconds without a key after which a changed text is reported."""

LOOKS_BACK = 128
"""How many characters before the cursor composing may look at."""


class Composing(_Base):
    """What a line and a text have in common; each says how to read and change its own text."""

    typing: Typing
    purpose: Purpose
    _typed: Typed
    _said: str
    _changed_at: float
    _pause: Timer | None

    def _begin(self, typing: Typing | None, purpose: Purpose) -> None:
        """Set up the state; to be called before the library's constructor."""
        self.typing = typing if typing is not None else Typing()
        self.purpose = purpose
        self._typed = Typed()
        self._said = ""
        self._changed_at = 0.0
        self._pause = None

    # -- what the field itself knows ---------------------------------------------------------

    def _before_cursor(self) -> str:
        """The last characters before the cursor, or before the selection."""
        raise NotImplementedError

    def _swap(self, drop: int, text: str) -> bool:
        """Put a text for the selection, else for some characters before the cursor.

        Returns False, having changed nothing, if it does not fit.
        """
        raise NotImplementedError

    def _selects(self) -> bool:
        """Whether anything is selected."""
        raise NotImplementedError

    def _whole(self) -> str:
        """The whole text."""
        raise NotImplementedError

    def _erase(self) -> None:
        """Backspace as the library does it."""
        raise NotImplementedError

    # -- keys --------------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        """Take every key here and now.

        The library inserts letters at once but looks Backspace and the arrows up only when the
        key has bubbled to the application, so of keys arriving together the letters overtake
        them: "vie", Backspace, "êt" from a client's input method became "vieêt".
        """
        focused = self.screen.focused
        if focused is not self and self.screen.is_active:
            # The field was left by an earlier key of the same read.
            event.stop()
            event.prevent_default()
            (focused or self.screen).post_message(event.copy())
        elif event.is_printable and event.character is not None:
            if not self._is_locked():
                event.stop()
                event.prevent_default()
                self._type(event.character)
        elif await self._acts_on(event.key):
            event.stop()
            event.prevent_default()

    async def _acts_on(self, key: str) -> bool:
        for binding in self._bindings.key_to_bindings.get(key, ()):
            if await self.app.run_action(binding.action, self):
                return True
        for binding in self.screen._bindings.key_to_bindings.get(key, ()):
            if binding.action in ("app.focus_next", "app.focus_previous"):
                return await self.app.run_action(binding.action, self.screen)
        return False

    def _is_locked(self) -> bool:
        return False

    def _type(self, char: str) -> None:
        """Take one typed character, composing it with what stands before the cursor."""
        if not char.isascii() and is_vietnamese(char):
            if self.purpose == "pin":
                self.post_message(VietnameseInPin(self))
                return
            self._notice_foreign()
        if self._selects():
            self._swap(0, "")
        if self._composes:
            old = self._token()
            new = press(old, char, self.typing.method or "telex", self.typing.style)
            self._typed = Typed() if char.isspace() else new
            if not self._change(old.text, new.text):
                self._typed = old
            return
        before = self._before_cursor()[-1:]
        joined = unicodedata.normalize("NFC", before + char)
        if before and len(joined) == 1:
            self._swap(1, joined)
        else:
            self._swap(0, char)

    def action_delete_left(self) -> None:
        """Delete the selection or the letter before the cursor, and compose on from there."""
        old = self._token() if self._composes and not self._selects() else Typed()
        if not old.text:
            self._erase()
            return
        new = backspace(old, self.typing.method or "telex", self.typing.style)
        self._typed = new
        self._change(old.text, new.text)

    def action_toggle_typing(self) -> None:
        """Change between Vietnamese and plain letters, for every field of the session."""
        self.typing.toggle()
        self._typed = Typed()
        self.post_message(InputMethodToggled(self, self.typing))

    @property
    def _composes(self) -> bool:
        return self.typing.composes and self.purpose in COMPOSING_PURPOSES

    def _token(self) -> Typed:
        """What stands before the cursor since the last space; with its keys, if typed in one go."""
        before = self._before_cursor()
        known = self._typed.text
        if known and before.endswith(known) and not before[: -len(known)][-1:].strip():
            return self._typed
        return typed_before(before)

    def _change(self, old: str, new: str) -> bool:
        same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
        same = min(len(old), len(new)) if same is None else same
        return self._swap(len(old) - same, new[same:])

    def _finish_word(self) -> None:
        """End the word at the cursor as a space would: the person goes elsewhere."""
        if self._composes and self._typed.text and not self._selects():
            old = self._token()
            self._change(old.text, finish(old))
        self._typed = Typed()

    def _notice_foreign(self) -> None:
        """A ready-made Vietnamese letter shows an input method at the other end: ours goes off."""
        if self.typing.composes and not self.typing.foreign_seen:
            self.typing.on = False
            self.typing.foreign_seen = True
            self.post_message(ForeignInputMethod(self, self.typing))

    # -- pauses ------------------------------------------------------------------------------

    def _touched(self) -> None:
        """The text has changed: look again after a while. One timer runs for many keys."""
        if not self.is_running:
            return
        self._changed_at = asyncio.get_running_loop().time()
        if self._pause is None:
            self._pause = self.set_timer(PAUSE, self._look)

    def _look(self) -> None:
        idle = asyncio.get_running_loop().time() - self._changed_at
        if idle < PAUSE * 0.95:
            self._pause = self.set_timer(PAUSE - idle, self._look)
        else:
            self._say()

    def _say(self) -> None:
        """Report the text if it is not the one reported last."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        text = self._whole()
        if text != self._said:
            self._said = text
            self.post_message(Paused(self, text))

    def _on_blur(self, event: events.Blur) -> None:
        """End the word, and report the text before the person is elsewhere."""
        self._finish_word()
        self._say()
