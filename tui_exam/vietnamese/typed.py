"""The word at the cursor with what stands before it up to the last space, and how it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tui_exam.vietnamese.shaping import CIRCUMFLEX
from tui_exam.vietnamese.syllable import base, is_bare, is_complete, parts, split_tone

_ADDRESS = re.compile(r"[a-z0-9-]\.(?:com|edu|gov|info|net|org|vn)\W*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands before the cursor since the last space, and how it came to stand there.

    Args:
        done: the finished words and separators of the token ("15/QĐ-").
        done_keys: the keys that made them, or None where they are not known.
        shown: the word at the cursor.
        keys: the keys that made it, or None.
        undone: the keys that were doubled in this word and are letters since.
        literal: nothing composes any more until the word ends.
        frozen: nothing composes any more until the token ends (addresses).
    """

    done: str = ""
    done_keys: str | None = ""
    shown: str = ""
    keys: str | None = ""
    undone: str = ""
    literal: bool = False
    frozen: bool = False

    @property
    def text(self) -> str:
        """All of the token that is visible."""
        return self.done + self.shown


def committed(typed: Typed) -> Typed:
    """End the word: give back the keys of what did not become a syllable."""
    keys = typed.keys
    if not keys or typed.literal or typed.undone or keys == typed.shown:
        return typed
    letters, tone = split_tone(typed.shown)
    if is_bare(letters) or (is_complete(letters, tone) and not _is_data(letters, tone, keys)):
        return typed
    return replace(typed, shown=keys, literal=True)


def _is_data(letters: str, tone: str, keys: str) -> bool:
    """Tell a foreign word like data in Telex: a stop without tone, its mark typed from afar."""
    if tone or parts(letters).coda not in ("c", "ch", "p", "t") or not keys.isalpha():
        return False
    marked = set(letters.lower()) & set(CIRCUMFLEX.values())
    return any(base(mark) * 2 not in keys.lower() for mark in marked)


def separated(typed: Typed, key: str) -> Typed:
    """End the word, go on with the token; an address takes its keys back as a whole."""
    ended = typed if typed.frozen else committed(typed)
    done = ended.text + key
    known = typed.done_keys is not None and typed.keys is not None
    keys = f"{typed.done_keys}{typed.keys}{key}" if known else None
    if not typed.frozen and is_address(done) and keys is not None:
        done = keys
    return Typed(done, keys, frozen=typed.frozen or is_address(done))


def closed(typed: Typed, space: str) -> Typed:
    """End the token at a space."""
    ended = typed if typed.frozen else committed(typed)
    text = ended.text
    if typed.done_keys and typed.keys is not None and _ADDRESS.search(text):
        text = typed.done_keys + typed.keys
    return Typed(text + space)


def is_address(token: str) -> bool:
    """Tell whether a token is the beginning of an e-mail or web address."""
    return "@" in token or "://" in token or token[:4].lower() == "www."
