"""Whether everything a store acknowledged is there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tui_exam.store.artifacts import get
from tui_exam.store.attempt_log import AttemptLog
from tui_exam.store.disk import Disk
from tui_exam.store.ledger import Ledger, read_ledger
from tui_exam.store.protocol import StoreError
from tui_exam.store.verify import verify


def lost(root: Path, acknowledged: Iterable[str]) -> list[str]:
    """Those of the acknowledgements (see `writers`) that the folder does not bear out."""
    ledgers: dict[str, Ledger | None] = {}
    missing = []
    for line in acknowledged:
        what, attempt, *rest = line.split()
        folder = root / "attempts" / attempt
        if attempt not in ledgers:
            try:
                ledgers[attempt] = read_ledger(folder)
            except StoreError:
                ledgers[attempt] = None
        if not _is_there(folder, ledgers[attempt], what, rest):
            missing.append(line)
    return missing


def _is_there(folder: Path, ledger: Ledger | None, what: str, said: list[str]) -> bool:
    if ledger is None:
        return False
    if what == "file":
        try:
            return bool(get(folder, said[0]))
        except (KeyError, StoreError):
            return False
    fits = ledger.hash_at(int(said[0])) == said[1]
    return fits and (what != "seal" or ledger.seal is not None)


def wrong(root: Path, attempts: Iterable[str]) -> list[str]:
    """What verification finds damaged, and attempts that the dead keep from being opened."""
    found = []
    for attempt in attempts:
        folder = root / "attempts" / attempt
        try:
            opened = AttemptLog.open(folder, "check", "check", 0.0, Disk(), take_over=False)
        except StoreError as error:
            found.append(f"{attempt}: {type(error).__name__} {error}")
            continue
        if isinstance(opened, AttemptLog):
            opened.release()
        # A key put down for a seal that was not written any more is no damage.
        found += [
            f"{attempt}: {each.message}"
            for each in verify(folder).findings
            if each.damage and each.code != "seal_missing"
        ]
    return found


def attempts_of(acknowledged: Iterable[str]) -> set[str]:
    """The attempts that acknowledgements speak of."""
    return {line.split()[1] for line in acknowledged}
