"""Telex and VNI: how keystrokes become Vietnamese letters.

Every step is a pure function from what stands before the cursor and a key to what stands there
next. What is visible is the state: a word that was pasted, or was there before, is composed on
just the same. The keys typed are kept beside it only to give them back where no Vietnamese word
came of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from tui_exam.vietnamese.shaping import (
    RULES,
    STROKE,
    Method,
    Rules,
    in_case_of,
    marked,
    stroked,
    unmarked,
)
from tui_exam.vietnamese.syllable import (
    Style,
    base,
    is_bare,
    is_possible,
    parts,
    split_tone,
    with_tone,
)
from tui_exam.vietnamese.typed import Typed, closed, is_address, separated

BACKSPACE = "<BS>"

# No syllable has more letters than seven (nghiêng), no address to be kept whole more than this.
_LONGEST = 64

# An amount in đồng; shorter numbers with a d may be codes.
_AMOUNT = re.compile(r"[0-9]{3,}[dD]")
_TOKEN = re.compile(r"\S*\Z")


def compose(keys: str, method: Method = "telex", style: Style = "old") -> str:
    """Return what stands on the screen after the keys, of which "<BS>" is Backspace.

    The last word is shown as it stands while it may still be typed on; a space, a full stop or
    any other separator after it ends it.
    """
    before, typed = "", Typed()
    for key in _keystrokes(keys):
        if key == BACKSPACE:
            if typed.text:
                typed = backspace(typed, method, style)
            else:
                before = before[:-1]
                typed = typed_before(before)
                before = before[: len(before) - len(typed.text)]
        else:
            typed = press(typed, key, method, style)
            if key.isspace():
                before, typed = before + typed.text, Typed()
    return before + typed.text


def typed_before(text: str) -> Typed:
    """Return the state for text that was not typed here: the token at its end, keys unknown."""
    found = _TOKEN.search(text[-_LONGEST:])
    token = unicodedata.normalize("NFC", found[0]) if found else ""
    start = len(token)
    while start and token[start - 1].isalnum():
        start -= 1
    done, shown = token[:start], token[start:]
    return Typed(
        done,
        None if done else "",
        shown,
        None if shown else "",
        literal=_is_literal(shown),
        frozen=is_address(token) or len(token) >= _LONGEST,
    )


def press(typed: Typed, key: str, method: Method, style: Style) -> Typed:
    """Return the state after a key that is one character; a space closes the token."""
    if key.isspace():
        return closed(typed, key)
    if not (key.isalnum() or unicodedata.combining(key)):
        return separated(typed, key)
    if len(typed.text) >= _LONGEST:
        return replace(typed, shown=typed.shown + key, keys=None, done_keys=None, frozen=True)
    keys = None if typed.keys is None else typed.keys + key
    if keys is not None and keys.lower() == "www":
        return replace(typed, shown=keys, keys=keys, frozen=True)
    rules = RULES[method]
    if _AMOUNT.fullmatch(typed.shown) and rules.shapes.get(key.lower()) is STROKE:
        return _with(typed, key, typed.shown[:-1] + in_case_of(typed.shown[-1], "đ"))
    if typed.frozen or typed.literal or not key.isascii():
        return _as_letter(typed, key)
    return _composed(typed, key, rules, style)


def finish(typed: Typed) -> str:
    """Return the token as it stands once the person goes elsewhere: Enter, Tab, another field."""
    return closed(typed, "").text


def backspace(typed: Typed, method: Method, style: Style) -> Typed:
    """Return the state after Backspace: exactly the last visible letter goes.

    A key that added a letter is undone as if it had never been pressed, so that a word which had
    gone back to its keys composes again.
    """
    if not typed.shown:
        return typed_before(typed.text[:-1])
    if typed.keys:
        before = _retyped(typed, typed.keys[:-1], method, style)
        restored = typed.literal and typed.shown == typed.keys
        shorter = len(before.shown) == len(typed.shown) - 1
        if before.undone == typed.undone and (shorter or restored):
            return before
    shown = typed.shown[:-1]
    letters, tone = split_tone(shown)
    if not typed.literal and is_possible(letters, tone):
        shown = with_tone(letters, tone, style)
    for keys in _shorter(typed.keys or ""):
        again = _retyped(typed, keys, method, style)
        if again.shown == shown:
            return again
    literal = _is_literal(shown)
    return replace(typed, shown=shown, keys=None if shown else "", undone="", literal=literal)


def _keystrokes(keys: str) -> Iterator[str]:
    for piece in re.split(f"({BACKSPACE})", keys):
        if piece == BACKSPACE:
            yield piece
        else:
            yield from piece


def _composed(typed: Typed, key: str, rules: Rules, style: Style) -> Typed:
    letters, tone = split_tone(typed.shown)
    low = key.lower()
    if low not in typed.undone:
        if low in rules.tones:
            after = _toned(typed, letters, tone, key, rules.tones[low], style)
        elif low in rules.shapes:
            after = _shaped(typed, letters, tone, key, rules, style)
        else:
            after = None
        if after is not None:
            return after
    return _lettered(typed, letters, tone, key, style)


def _toned(
    typed: Typed, letters: str, tone: str, key: str, wanted: str, style: Style
) -> Typed | None:
    """Put, change, or by a second press take away the tone."""
    if is_bare(letters) or (not wanted and not tone):
        return None
    if wanted == tone:
        return _undone(typed, letters + key, key)
    if not is_possible(letters, wanted):
        return None
    return _with(typed, key, with_tone(letters, wanted, style))


def _shaped(
    typed: Typed, letters: str, tone: str, key: str, rules: Rules, style: Style
) -> Typed | None:
    """Put, change, or by a second press take away â ă ê ô ơ ư đ."""
    low = key.lower()
    shapes = rules.shapes[low]
    made = stroked(letters) if shapes is STROKE else marked(letters, tone, shapes)
    if made is not None:
        return _with(typed, key, with_tone(made, tone, style))
    if shapes.get("u") and _horn_was_completed(typed, letters, low):
        return _with(typed, key, typed.shown)
    plain = unmarked(letters, shapes)
    if plain is not None:
        if low == rules.lone_horn and _came_of_lone_horn(typed, letters):
            at = letters.lower().index("ư")
            plain = letters[:at] + in_case_of(letters[at], key.lower()) + letters[at + 1 :]
            plain = plain if letters[at + 1 :] else letters[:at]
            if tone and is_bare(plain):  # the tone has lost its vowel
                return _undone(typed, f"{typed.keys}{key}", key)
        return _undone(typed, with_tone(plain, tone, style) + key, key)
    if low == rules.lone_horn and (is_bare(letters) or letters.lower() == "gi"):
        if typed.done.endswith("/") and f"{letters}{key}" == "TW":
            return None  # the symbol of a Party document: 57-NQ/TW
        horned = letters + ("Ư" if key.isupper() else "ư")
        if is_possible(horned, tone):
            return _with(typed, key, with_tone(horned, tone, style))
    return None


def _lettered(typed: Typed, letters: str, tone: str, key: str, style: Style) -> Typed:
    """Add a letter; where that ends every hope of a syllable, give back the keys typed."""
    made = letters + key
    cut = parts(made)
    if cut.vowels[:2] in ("ưo", "uơ") and len(cut.rime) > 2:
        at = len(cut.onset)
        closed = made[:at] + in_case_of(made[at : at + 2], "ươ") + made[at + 2 :]
        made = closed if is_possible(closed, tone) else made
    if is_bare(made) and made.isalpha():
        return _with(typed, key, made)
    if made.isalpha() and is_possible(made, tone):
        return _with(typed, key, with_tone(made, tone, style))
    keys = None if typed.keys is None else typed.keys + key
    shown = typed.shown + key if keys is None or typed.undone else keys
    return replace(typed, shown=shown, keys=keys, literal=True)


def _horn_was_completed(typed: Typed, letters: str, key: str) -> bool:
    """Tell whether ươ was typed as u, horn, o: the second horn then only confirms the first."""
    if typed.keys is None or "ươ" not in letters.lower():
        return False
    keys = typed.keys.lower()
    return keys.count(key) == 1 and f"{key}o" in keys


def _came_of_lone_horn(typed: Typed, letters: str) -> bool:
    """Tell whether the word has an ư for which no u was typed."""
    return (
        "ư" in letters.lower()
        and typed.keys is not None
        and typed.keys.lower().count("u") < sum(base(char) == "u" for char in letters.lower())
    )


def _with(typed: Typed, key: str, shown: str) -> Typed:
    return replace(typed, shown=shown, keys=None if typed.keys is None else typed.keys + key)


def _undone(typed: Typed, shown: str, key: str) -> Typed:
    """The key was pressed twice: it is a letter now, and stays one in this word."""
    undone = typed.undone + key.lower()
    return replace(_with(typed, key, shown), undone=undone, literal=_is_literal(shown))


def _as_letter(typed: Typed, key: str) -> Typed:
    """Add a character as it is: in a word left alone, or one composed by someone else."""
    if key.isascii():
        return _with(typed, key, typed.shown + key)
    shown = unicodedata.normalize("NFC", typed.shown + key)
    return replace(typed, shown=shown, keys=None, literal=typed.literal or _is_literal(shown))


def _is_literal(shown: str) -> bool:
    """Tell whether a visible word is beyond composing: foreign, a number, or already undone."""
    letters, tone = split_tone(shown)
    if shown.isalpha() and is_bare(letters) and not tone:
        return False
    return bool(shown) and not (shown.isalpha() and is_possible(letters, tone))


def _retyped(typed: Typed, keys: str, method: Method, style: Style) -> Typed:
    """The state of the same token with the word at the cursor typed anew."""
    word = Typed(typed.done, typed.done_keys)
    for key in keys:
        word = press(word, key, method, style)
    return word


def _shorter(keys: str) -> Iterator[str]:
    """The keys without their last one to three, then without any single one, last first."""
    for size in range(len(keys) - 1, max(len(keys) - 4, -1), -1):
        yield keys[:size]
    for at in range(len(keys) - 1, -1, -1):
        yield keys[:at] + keys[at + 1 :]
