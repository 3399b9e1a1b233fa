"""One person at one terminal: environment and folders read once, then the app."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__
from .memory import collect_rarely, one_heap
from .places import Places, places, seat_name
from .preferences import PreferenceFolder, Preferences
from .texts import Words
from .theme import look_for
from .ui import Ui

if TYPE_CHECKING:
    from .exam.bank import Bank
    from .exam.blueprint import Blueprint
    from .sitting.records import Records
    from .sitting.room import Room


def ui_for(
    environment: dict[str, str],
    lang: str,
    *,
    first: Preferences | None = None,
    fixed: frozenset[str] = frozenset(),
    keymap: Mapping[str, str] | None = None,
) -> Ui:
    """Look, language and typing for a terminal that says this of itself.

    Args:
        environment: TERM, COLORTERM and NO_COLOR are read.
        lang: The language where `first` names none.
        first: What is known of the person's choices at the start.
        fixed: Which of them a flag has settled for this run.
        keymap: Command id -> keys, checked.
    """
    look = look_for(
        environment.get("TERM", ""),
        environment.get("COLORTERM", ""),
        bool(environment.get("NO_COLOR")),
    )
    return Ui(
        look=look, tr=Words(lang), keymap=keymap or {}, fixed=fixed, first=first or Preferences()
    )


def local_records(where: Places, seat: str) -> Records:
    """The attempts kept on this machine."""
    from .sitting.clock import SystemClock
    from .sitting.records import Records
    from .store import TinyAttemptStore

    return Records(TinyAttemptStore(where.data), SystemClock.read(), seat)


async def local_room(records: Records, banks: Path | None, cache: Path) -> Room:
    """The exam room of this machine."""
    from .sitting.room import open_room

    return await open_room(records, program=__version__, banks=banks, cache=cache)


@dataclass(frozen=True)
class Opened:
    """A sealed bank and blueprint, opened by its two keepers."""

    bank: Bank
    blueprint: Blueprint
    digest: str  # SHA-256 (hex) of the sealed file


def run_seat(
    *, start: str, lang: str, banks: Path | None, opened: Opened | None = None,
    settled: Mapping[str, object] | None = None,
) -> int:  # fmt: skip
    """Run the app in this terminal until it ends; returns the exit status.

    Args:
        start: "home", or "sit" for going straight to the sign-in.
        banks: The organiser's banks; None for the shipped ones.
        opened: Takes the place of the banks on an exam day with sealed papers.
        settled: Preferences that flags have settled for this run, by name.
    """
    from .app import ExamApp
    from .keymaps import FILE, read_keymap

    one_heap()
    environment = dict(os.environ)
    where, seat = places(environment), seat_name()
    records = local_records(where, seat)

    async def open_here() -> Room:
        if opened is not None:
            return sealed_room(records, opened)
        return await local_room(records, banks, where.cache)

    preferences = PreferenceFolder(where.data / "preferences")
    first, keymap = known_here(preferences, settled or {}), read_keymap(where.settings / FILE)
    ui = ui_for(environment, lang, first=first, fixed=frozenset(settled or {}), keymap=keymap.keys)
    app = ExamApp(
        ui, records, open_here, exports=where.exports, start=start, preferences=preferences,
        notice=" ".join(keymap.problems),
    )  # fmt: skip
    collect_rarely()
    app.run()
    if environment.get("TERM") == "linux":
        print("\x1b[2J\x1b[H", end="", flush=True)  # the console keeps the last screen otherwise
    return app.return_code or 0


def sealed_room(records: Records, opened: Opened) -> Room:
    """The exam room of a sealed paper: nothing of it is written anywhere in clear."""
    from .sitting.room import Room

    return Room(
        records.store, records.clock, records.seat,
        opened.bank, opened.blueprint, __version__, opened.digest,
    )  # fmt: skip


def open_seal(path: Path) -> Opened | None:
    """Ask the two keepers for their passphrases; None after saying why nothing was opened."""
    from getpass import getpass

    from .bank_tools.seal import SealError, open_sealed

    try:
        digest = sha256(path.read_bytes()).hexdigest()
        words = [getpass(f"Người thứ {number}, cụm mật khẩu: ") for number in (1, 2)]
        bank, blueprint = open_sealed(path, words)
    except (SealError, ValueError) as error:
        print(error, file=sys.stderr)
        return None
    except OSError as error:
        print(f"Không đọc được {path}: {error.strerror}.", file=sys.stderr)
        return None
    return Opened(bank, blueprint, digest)


def known_here(preferences: PreferenceFolder, settled: Mapping[str, object]) -> Preferences:
    """The choices of this seat, with what flags settle for this run."""
    return replace(preferences.read() or Preferences(), **settled)  # type: ignore[arg-type]


def run_plain(
    lang: str,
    *,
    banks: Path | None,
    opened: Opened | None = None,
    settled: Mapping[str, object] | None = None,
    start: str = "sit",
) -> int:
    """Hold a dialogue of lines on standard input and output; see `run_seat`.

    Args:
        start: "home", "sit", "results", or a drill as `drill.plan.choice_of` names it.
    """
    from .plain.home import run

    where = places(os.environ)
    preferences = PreferenceFolder(where.data / "preferences")
    first = known_here(preferences, settled or {})
    records = local_records(where, seat_name())

    async def open_here() -> Room:
        if opened is not None:
            return sealed_room(records, opened)
        return await local_room(records, banks, where.cache)

    def remember(language: str) -> None:
        preferences.write(replace(known_here(preferences, {}), language=language))

    # Lines come whole from the terminal: nobody sees them composed, so only a flag asks for it.
    wished = settled is not None and settled.get("composing") and first.method
    return run(
        records, open_here, Words(first.language or lang), exports=where.exports, start=start,
        method=first.method if wished else None,  # type: ignore[arg-type]
        remember=remember,
    )  # fmt: skip


def banks_folder(environment: dict[str, str]) -> Path | None:
    """The organiser's own banks, when TUI_EXAM_BANKS names them; None for the shipped ones."""
    chosen = environment.get("TUI_EXAM_BANKS")
    return Path(chosen).expanduser() if chosen else None
