"""What a person has chosen about screen and keyboard, remembered for the next time.

One small file for the seat and one for each candidate, beside the attempts. A file and not an
event of the exam: it holds before an exam and after it, and nothing of it is ever marked.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

SEAT = ""
"""In place of a candidate's code: whoever sits here without having signed in."""

MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Preferences:
    """One person's choices; an empty text leaves it to the terminal and the flags.

    Args:
        language: "vi" or "en".
        look: "full", "contrast", or "" for what suits the terminal.
        airy: blank lines between the lines, for eyes that need room.
        method: the way of typing Vietnamese: "telex", "vni", or "" for none of ours.
        composing: whether keys become Vietnamese letters when a field is entered.
    """

    language: str = ""
    look: str = ""
    airy: bool = False
    method: str = "telex"
    composing: bool = True


_ALLOWED: dict[str, tuple[object, ...]] = {
    "language": ("", "vi", "en"),
    "look": ("", "full", "contrast"),
    "airy": (False, True),
    "method": ("", "telex", "vni"),
    "composing": (False, True),
}


class PreferenceFolder:
    """The files of preferences. What cannot be read or written is as if never chosen."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, who: str = SEAT) -> Preferences | None:
        """What that candidate (his code) or this seat has chosen; None when nothing was."""
        try:
            with self._path(who).open("rb") as file:
                raw = json.loads(file.read(MOST_BYTES))
        except (OSError, ValueError):
            return None
        return _checked(raw) if isinstance(raw, dict) else None

    def write(self, preferences: Preferences, who: str = SEAT) -> bool:
        """Remember; False when that was not possible, which stops nobody."""
        data = json.dumps(asdict(preferences), sort_keys=True).encode()
        path = self._path(who)
        name = ""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".new-")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, path)
        except OSError:
            with suppress(OSError):
                os.unlink(name)
            return False
        return True

    def _path(self, who: str) -> Path:
        # A digest, since a code is personal and a file name is seen by whoever lists the folder.
        if who == SEAT:
            return self._folder / "seat.json"
        return self._folder / f"{hashlib.sha256(who.encode()).hexdigest()[:24]}.json"


def _checked(raw: dict[str, Any]) -> Preferences:
    found = {
        each.name: raw[each.name]
        for each in fields(Preferences)
        if raw.get(each.name) in _ALLOWED[each.name]
        and isinstance(raw[each.name], type(_ALLOWED[each.name][0]))
    }
    return replace(Preferences(), **found)
