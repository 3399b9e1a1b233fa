"""Where data and settings live on this machine, and who sits where."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

APP = "tui-exam"


@dataclass(frozen=True, slots=True)
class Places:
    """Folders of one person's installation."""

    data: Path
    exports: Path
    cache: Path


def places(environment: Mapping[str, str]) -> Places:
    """The folders the platform has for us; TUI_EXAM_DATA replaces the data folder."""
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(APP, appauthor=False)
    chosen = environment.get("TUI_EXAM_DATA")
    data = Path(chosen).expanduser() if chosen else dirs.user_data_path
    return Places(data=data, exports=data / "exports", cache=dirs.user_cache_path)


def seat_name() -> str:
    """How this seat is named to people: the machine and its terminal."""
    try:
        terminal = os.ttyname(0).removeprefix("/dev/")
    except OSError:
        terminal = f"pid {os.getpid()}"
    return f"{socket.gethostname()} {terminal}"
