"""What a room keeps for each candidate besides the attempts: choices, and keys moved for him."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ...keymaps import FILE, Keymap, read_keymap
from ...preferences import PreferenceFolder

Stamp = tuple[int, int, int]


class Personal:
    """Reads and remembers; one for all sessions of a worker.

    Args:
        data: The attempts' folder; choices lie beside the attempts, as at a local seat.
        home: The host's own folder. `keys.toml` there holds for the whole room, and
            `keys/CODE.toml` in its place for one candidate, e.g. one who needs other keys.
        refused: Told of a file and of what in it cannot hold, each time it is read.
    """

    def __init__(
        self, data: Path, home: Path, refused: Callable[[str, str], None] = lambda *_: None
    ) -> None:
        self._refused = refused
        self.preferences = PreferenceFolder(data / "preferences")
        self._room = home / FILE
        self._own = home / "keys"
        self._read: dict[Path, tuple[Stamp, Keymap]] = {}

    def keymap(self, code: str) -> Keymap:
        """The keys that hold for a candidate; a file that cannot be used moves no key.

        Args:
            code: As checked by the accounts: letters, digits and hyphens.
        """
        return self._of(self._own / f"{code}.toml") or self._of(self._room) or Keymap()

    def _of(self, path: Path) -> Keymap | None:
        """What a file says, read again only when it has changed; None without one."""
        try:
            stat = path.stat()
        except OSError:
            self._read.pop(path, None)
            return None
        stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        known = self._read.get(path)
        if known is None or known[0] != stamp:
            known = (stamp, read_keymap(path))
            self._read[path] = known
            if known[1].problems:
                self._refused(path.name, " ".join(known[1].problems))
        return known[1]
