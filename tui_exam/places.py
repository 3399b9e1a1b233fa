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
    settings: Path = Path()


def places(environment: Mapping[str, str]) -> Places:
    """The folders the platform has for us; TUI_EXAM_DATA and TUI_EXAM_SETTINGS replace theirs."""
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(APP, appauthor=False)
    chosen = environment.get("TUI_EXAM_DATA")
    data = Path(chosen).expanduser() if chosen else dirs.user_data_path
    own = environment.get("TUI_EXAM_SETTINGS")
    settings = Path(own).expanduser() if own else dirs.user_config_path
    return Places(data, data / "exports", cache=dirs.user_cache_path, settings=settings)


def seat_name() -> str:
    """How this seat is named to people: the machine and its terminal."""
    try:
        terminal = os.ttyname(0).removeprefix("/dev/")
    except OSError:
        terminal = f"pid {os.getpid()}"
    return f"{socket.gethostname()} {terminal}"
